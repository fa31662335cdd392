/**
 * A counterexample as a mail takes it: 72 columns, each context a CPU, time running down, the steps that decide alone, a mark under
 * the bad access. Who reads it needs no program of ours.
 */
import { visible } from '../../model/diagnostics/visible.ts';
import type { Explanation, StepTold } from '../explain/explanation.ts';
import { listed, summary } from '../explain/sentences.ts';
import type { NarratedStep } from '../narrate.ts';
import { brief, valuesOf } from './folded.ts';
import type { RenderedSchedule } from './subject.ts';
import { wrappedCode } from './wrapped-code.ts';

export const MAIL_WIDTH = 72;
/** More contexts than this have no columns of their own. */
const MOST_COLUMNS = 3;
const GUTTER = 2;

export function mail({
  patch,
  scenario,
  property,
  steps,
  message,
  explanation,
  replay,
  showValue,
}: RenderedSchedule): string {
  const title =
    property === null
      ? `${patch}: ${scenario}`
      : `${patch} ${message === null ? 'does not violate' : 'violates'} ${property}`;
  if (explanation === null || message === null)
    return [...lines([title, message]), ...(replay === null ? [] : command(replay))].join('\n');
  const [wrong = message] = summary(explanation, message);
  const rows = rowsOf(steps, explanation, showValue);
  const contexts = [...new Set(rows.map(({ context }) => context))];
  const table = contexts.length > MOST_COLUMNS ? numbered(rows) : columns(rows, contexts);
  return [
    ...lines([`${titleOf(explanation, title)}: ${wrong}`]),
    '',
    ...table,
    '',
    ...lines([decides(explanation, rows)]),
    ...(replay === null ? [] : ['', ...command(replay)]),
  ].join('\n');
}

/** With the hunks that are on the way, where they are few. */
const titleOf = ({ hunks }: Explanation, title: string): string =>
  hunks.length === 0 || hunks.length > MOST_HUNKS
    ? title
    : title.replace(' violates ', ` (${listed(hunks)}) violates `);

const MOST_HUNKS = 2;

/** What decides, by the numbers of the steps that are shown. */
function decides({ deciding, passing }: Explanation, rows: readonly Row[]): string {
  if (passing === null) return 'Every complete schedule fails.';
  if (deciding === null) return 'Which orders decide was not found out.';
  const numbers = [...new Set(rows.map(({ step }) => step))];
  const nameOf = ({ step }: StepTold) => (step === null ? '' : `${numbers.indexOf(step) + 1}`);
  const clauses = deciding.map((one) => {
    if (one.is === 'choice') return `${nameOf(one.at)} fails so`;
    const { before, after } = one;
    if (after.step !== null) return `${nameOf(before)} comes before ${nameOf(after)}`;
    return `${nameOf(before)} comes while ${after.context} has not yet come to ${after.proc}() ${after.at}`;
  });
  const turned = deciding.filter((one) => one.is === 'order' && one.isTurned).length;
  const all = turned === deciding.length;
  const otherwise =
    deciding.length === 1
      ? `With that ${all ? 'order turned round' : 'otherwise'} it can pass.`
      : `With one of these ${all ? 'turned round' : 'otherwise'} it can pass.`;
  return `Every schedule fails in which ${listed(clauses)}. ${otherwise}`;
}

const lines = (texts: readonly (string | null)[]): string[] =>
  texts.flatMap((text) => (text === null ? [] : wrappedCode(plain(text), MAIL_WIDTH, '')));

/** A command in lines that a shell takes for one. */
function command(text: string): string[] {
  const [first = '', ...words] = visible(text).split(' ');
  const out = [first];
  for (const word of words) {
    const line = `${out.at(-1)} ${word}`;
    // Room for the backslash.
    if (line.length + 2 <= MAIL_WIDTH) out[out.length - 1] = line;
    else out.push(`  ${word}`);
  }
  return out.map((line, nth) => (nth === out.length - 1 ? line : `${line} \\`));
}

/** In characters that every mail program has. */
const plain = (text: string): string => visible(text).replaceAll('→', '->').replaceAll('…', '...');

/** A step that decides: where it is, what it does, and what it saw or changed. */
interface Row {
  readonly step: number;
  /** Of the statements of its step that are shown. */
  readonly isFirst: boolean;
  readonly context: string;
  readonly isAtomic: boolean;
  readonly proc: string;
  /** What called its function; null: nothing that is told. */
  readonly caller: string | null;
  readonly code: string;
  readonly notes: readonly string[];
  /** The bad access. */
  readonly mark: string | null;
}

/** The ends of what decides, the chances that went wrong, what the property saw, and the last step, if it came upon something. */
function rowsOf(
  steps: readonly NarratedStep[],
  explanation: Explanation,
  showValue: RenderedSchedule['showValue'],
): Row[] {
  const { deciding, freed, finding, wrongAt } = explanation;
  const chosen = new Set<number>();
  const told = (one: StepTold) => {
    if (one.step !== null) chosen.add(one.step);
  };
  for (const one of deciding ?? [])
    for (const end of one.is === 'choice' ? [one.at] : [one.before, one.after]) told(end);
  if (freed !== null) {
    told(freed.by);
    const decision = decisionFor(explanation, freed.by);
    if (decision !== null) chosen.add(decision);
  }
  if (finding !== null) told(wrongAt);
  steps.forEach(({ faults }, nth) => {
    if (faults > 0) chosen.add(nth + 1);
  });
  explanation.statements.forEach((statements, nth) => {
    if (statements.some(({ because }) => because.some(({ is }) => is === 'wrong'))) chosen.add(nth + 1);
  });
  const atomic = new Set(
    [wrongAt, ...(deciding ?? []).flatMap((one) => (one.is === 'choice' ? [one.at] : [one.before, one.after]))].flatMap(
      ({ context, isAtomic }) => (isAtomic ? [context] : []),
    ),
  );
  return [...chosen]
    .toSorted((a, b) => a - b)
    .flatMap((number): Row[] => {
      const step = steps[number - 1];
      const statements = explanation.statements[number - 1];
      const isBad = finding !== null && number === wrongAt.step;
      // What halted the run was the statement passed last.
      const nth = isBad && statements !== undefined ? statements.length - 1 : 0;
      if (step === undefined) return [];
      // What a chance that went wrong led to at once, too.
      const more =
        step.faults === 0 ? [] : statements?.flatMap(({ because }, i) => (i > nth && because.length > 0 ? [i] : []));
      return [nth, ...(more ?? [])].flatMap((i): Row[] => {
        const [one, its] = [step.statements[i], statements?.[i]];
        if (one === undefined || its === undefined || (i > nth && its.isCall)) return [];
        return [
          {
            step: number,
            isFirst: i === nth,
            context: step.context,
            isAtomic: atomic.has(step.context),
            proc: one.proc,
            caller: its.path.at(-2) ?? null,
            code: brief(one.c),
            // Where control would have gone from what halts the run says nothing.
            notes: notesOf(explanation, step, i, isBad ? { ...its, branch: null } : its, showValue),
            mark: isBad && i === nth ? finding.kind.replaceAll('_', ' ') : null,
          },
        ];
      });
    });
}

/** The step whose decision led to a step, over whatever calls: a put that was the last one, say. From 1 on; null: none is known. */
function decisionFor({ statements }: Explanation, { step }: StepTold): number | null {
  let of = { step: (step ?? 0) - 1, statement: 0 };
  for (;;) {
    const led = statements.flatMap((all, nth) =>
      all.flatMap(({ because, isCall }, statement) =>
        because.some((one) => one.is === 'control' && one.step === of.step && one.statement === of.statement)
          ? [{ step: nth, statement, isCall }]
          : [],
      ),
    );
    const nearest = led.at(-1);
    if (nearest === undefined) return null;
    if (!nearest.isCall) return nearest.statement === 0 ? nearest.step + 1 : null;
    of = nearest;
  }
}

/** What it saw or changed, and where it went; not what is in no C program, nor what a call handed on. */
function notesOf({ only }: Explanation, ...given: Parameters<typeof valuesOf>): string[] {
  const notes = valuesOf(...given)
    .flatMap((note) => note.split(', '))
    .filter((note) => !/^(?:request|\w+_log)\[|\(\) /.test(note))
    .map((note) => only.reduce((text, pool) => text.replaceAll(`${pool}[0]`, pool), note));
  const seen = notes.filter((note) => !note.startsWith('chance: '));
  return (seen.length === 0 ? notes : seen).slice(0, MOST_NOTES);
}

const MOST_NOTES = 2;

/** `CPU0 (submitter)`; of an interrupt: `CPU1 (bio0.0, irq)`. */
const headOf = (rows: readonly Row[], context: string, nth: number): string =>
  `CPU${nth} (${context}${rows.some((row) => row.context === context && row.isAtomic) ? ', irq' : ''})`;

function columns(rows: readonly Row[], contexts: readonly string[]): string[] {
  const width = Math.floor((MAIL_WIDTH + GUTTER) / contexts.length) - GUTTER;
  const out = [
    contexts
      .map((context, nth) => headOf(rows, context, nth).padEnd(width + GUTTER))
      .join('')
      .trimEnd(),
    '',
  ];
  const shown = new Map<string, string>();
  let nth = 0;
  for (const row of rows) {
    const indent = ' '.repeat(contexts.indexOf(row.context) * (width + GUTTER));
    const say = (text: string, hang: number) => {
      for (const line of wrappedCode(plain(text), width, ' '.repeat(hang))) out.push(`${indent}${line}`.trimEnd());
    };
    if (row.isFirst) nth++;
    const number = row.isFirst ? `${nth}`.padEnd(NUMBERED) : INDENT;
    if (shown.get(row.context) !== row.proc) say(calledFrom(row, shown.get(row.context), width), 2);
    shown.set(row.context, row.proc);
    say(`${number}${row.code}`, NUMBERED + 2);
    if (row.mark !== null) {
      say(INDENT + '^'.repeat(Math.min(row.code.length, width - NUMBERED)), NUMBERED);
      say(`${INDENT}*** ${row.mark} ***`, NUMBERED);
    }
    if (row.notes.length > 0) say(`${INDENT}[${row.notes.join(', ')}]`, NUMBERED + 1);
  }
  return out;
}

/** The function, behind the one that called it, where there is room and that was not shown last. */
function calledFrom({ caller, proc }: Row, last: string | undefined, width: number): string {
  const both = `${caller}() -> ${proc}()`;
  return caller === null || caller === last || both.length > width ? `${proc}()` : both;
}

/** Columns of a row's number, in front of its code. */
const NUMBERED = 2;
const INDENT = ' '.repeat(NUMBERED);

function numbered(rows: readonly Row[]): string[] {
  let nth = 0;
  return rows.flatMap(({ isFirst, context, isAtomic, proc, code, notes, mark }) => {
    if (isFirst) nth++;
    const who = isFirst ? `${nth} ${context}${isAtomic ? ' (irq)' : ''}, ${proc}(): ` : INDENT;
    return [
      ...wrappedCode(plain(`${who}${code}`), MAIL_WIDTH, INDENT),
      ...(mark === null ? [] : [`${INDENT}*** ${mark} ***`]),
      ...(notes.length === 0 ? [] : wrappedCode(plain(`${INDENT}[${notes.join(', ')}]`), MAIL_WIDTH, `${INDENT} `)),
    ];
  });
}

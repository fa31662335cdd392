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
import { titleOf } from './title.ts';

export const MAIL_WIDTH = 72;
/** More contexts than this have no columns of their own. */
const MOST_COLUMNS = 3;
const GUTTER = 2;

export function mail(rendered: RenderedSchedule): string {
  const { steps, message, explanation, replay, showValue } = rendered;
  const title = titleOf(rendered);
  if (explanation === null || message === null) return lines([title, message, replay]).join('\n');
  const [wrong = message] = summary(explanation, message);
  const rows = rowsOf(steps, explanation, showValue);
  const contexts = [...new Set(rows.map(({ context }) => context))];
  const table = contexts.length > MOST_COLUMNS ? numbered(rows) : columns(rows, contexts);
  return [
    ...lines([`${title}: ${wrong}`]),
    '',
    ...table,
    '',
    ...lines([decides(explanation, rows)]),
    ...(replay === null ? [] : ['', ...lines([replay])]),
  ].join('\n');
}

/** What decides, by the numbers of the steps that are shown. */
function decides({ deciding, passing }: Explanation, rows: readonly Row[]): string {
  if (passing === null) return 'Every schedule fails, with this fault.';
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
  texts.flatMap((text) => (text === null ? [] : wrapped(plain(text), MAIL_WIDTH, '')));

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
  if (freed !== null) told(freed.by);
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
            code: brief(one.c),
            notes: notesOf(explanation, step, i, its, showValue),
            mark: isBad && i === nth ? finding.kind.replaceAll('_', ' ') : null,
          },
        ];
      });
    });
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

/** In one line, if each fits its column, else one below the other. */
function headsOf(
  rows: readonly Row[],
  contexts: readonly string[],
  starts: readonly number[],
  width: number,
): readonly string[] {
  const heads = contexts.map((context, nth) => plain(headOf(rows, context, nth)));
  if (heads.every(({ length }) => length <= width))
    return [
      heads
        .map((head) => head.padEnd(width + GUTTER))
        .join('')
        .trimEnd(),
    ];
  return heads.flatMap((head, nth) => {
    const indent = ' '.repeat(starts[nth] ?? 0);
    return wrapped(head, MAIL_WIDTH - indent.length, '  ').map((line) => indent + line);
  });
}

function columns(rows: readonly Row[], contexts: readonly string[]): string[] {
  const width = Math.floor((MAIL_WIDTH + GUTTER) / contexts.length) - GUTTER;
  const starts = contexts.map((_, nth) => nth * (width + GUTTER));
  const out = [...headsOf(rows, contexts, starts, width), ''];
  const shown = new Map<string, string>();
  let nth = 0;
  for (const row of rows) {
    const indent = ' '.repeat(starts[contexts.indexOf(row.context)] ?? 0);
    const say = (text: string, hang: number) => {
      for (const line of wrapped(plain(text), width, ' '.repeat(hang))) out.push(`${indent}${line}`.trimEnd());
    };
    if (row.isFirst) nth++;
    const number = row.isFirst ? `${nth}`.padEnd(NUMBERED) : INDENT;
    if (shown.get(row.context) !== row.proc) say(`${row.proc}()`, 2);
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

/** Columns of a row's number, in front of its code. */
const NUMBERED = 2;
const INDENT = ' '.repeat(NUMBERED);

function numbered(rows: readonly Row[]): string[] {
  let nth = 0;
  return rows.flatMap(({ isFirst, context, isAtomic, proc, code, notes, mark }) => {
    if (isFirst) nth++;
    const who = isFirst ? `${nth} ${context}${isAtomic ? ' (irq)' : ''}, ${proc}(): ` : INDENT;
    return [
      ...wrapped(plain(`${who}${code}`), MAIL_WIDTH, INDENT),
      ...(mark === null ? [] : [`${INDENT}*** ${mark} ***`]),
      ...(notes.length === 0 ? [] : wrapped(plain(`${INDENT}[${notes.join(', ')}]`), MAIL_WIDTH, `${INDENT} `)),
    ];
  });
}

/** Lines of at most so many columns, all but the first behind `hang`. */
function wrapped(text: string, width: number, hang: string): string[] {
  const out: string[] = [];
  let line = /^ */.exec(text)?.[0] ?? '';
  let isEmpty = true;
  for (const word of text.trim().split(' ')) {
    for (let rest = word; rest !== '';) {
      const room = width - line.length - (isEmpty ? 0 : 1);
      if (rest.length <= room) {
        line += `${isEmpty ? '' : ' '}${rest}`;
        isEmpty = false;
        rest = '';
      } else if (isEmpty) {
        // Behind a bracket or a dot, rather than within a name.
        const at = Math.max(...['(', ',', '.', '>'].map((mark) => rest.slice(0, room).lastIndexOf(mark))) + 1 || room;
        out.push(line + rest.slice(0, at));
        rest = rest.slice(at);
        line = hang;
      } else {
        out.push(line);
        line = hang;
        isEmpty = true;
      }
    }
  }
  return [...out, line];
}

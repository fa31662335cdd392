/**
 * A counterexample as a mail takes it: 72 columns, each context a CPU, time running down, the steps that decide alone, a mark under
 * the bad access. Who reads it needs no program of ours.
 */
import { visible } from '../../model/diagnostics/visible.ts';
import type { Explanation, StepTold } from '../explain/explanation.ts';
import { listed, removed, summary } from '../explain/sentences.ts';
import { type MailRow, rowsOf } from './mail-rows.ts';
import type { RenderedSchedule } from './subject.ts';
import { titleOf } from './title.ts';
import { whole, wrappedCode } from './wrapped-code.ts';

export const MAIL_WIDTH = 72;
/** More contexts than this have no columns of their own. */
const MOST_COLUMNS = 3;
const GUTTER = 2;
/** Columns of a row's number, in front of its code. */
const NUMBERED = 2;
const INDENT = ' '.repeat(NUMBERED);

export function mail(rendered: RenderedSchedule): string {
  const { steps, message, explanation, replay, showValue } = rendered;
  const title = titleOf(rendered);
  if (explanation === null || message === null)
    return [...lines([title, message]), ...(replay === null ? [] : command(replay))].join('\n');
  const rows = rowsOf(steps, explanation, showValue);
  const contexts = [...new Set(rows.map(({ context }) => context))];
  const around = (table: readonly string[], more: readonly string[]): readonly string[] => [
    ...lines([`${withHunks(explanation, title)}: ${wrongIn(explanation, message)}`]),
    '',
    ...table,
    '',
    ...lines([[decides(explanation, rows), ...more, places(rows)].join(' ')]),
    ...(replay === null ? [] : command(replay)),
  ];
  const tableOf = (withCallers: boolean) =>
    contexts.length > MOST_COLUMNS ? numbered(rows) : columns(rows, contexts, withCallers);
  // As much as a screen has room for, what tells most first.
  const most = around(tableOf(true), removed(explanation));
  const all = [most, around(tableOf(false), removed(explanation)), around(tableOf(true), [])];
  return (all.find((one) => one.length < SCREEN) ?? around(tableOf(false), [])).join('\n');
}

/** A mail of fewer lines is read without scrolling. */
const SCREEN = 30;

/** What goes wrong, without the numbers of steps, which nobody sees here. */
function wrongIn(explanation: Explanation, message: string): string {
  const [wrong = message] = summary(explanation, message);
  return wrong.replace(/^In step \d+ /, '').replaceAll(/ \(step \d+\)/g, '');
}

/** Where the statements stand, by file: `Lines: fs/aio.c 1:1002 3:1027, kernel/wait.c 2:38.` */
function places(rows: readonly MailRow[]): string {
  const byFile = new Map<string, string[]>();
  for (const [{ isFirst, at }, number] of numberedRows(rows)) {
    const [file = '', line = ''] = at.split(':');
    if (isFirst) byFile.set(file, [...(byFile.get(file) ?? []), `${number}:${line}`]);
  }
  return `Lines: ${[...byFile].map(([file, told]) => `${file} ${told.join(' ')}`).join(', ')}.`;
}

/** With the number of their step among those that are shown. */
function numberedRows(rows: readonly MailRow[]): (readonly [row: MailRow, number: number])[] {
  const numbers = [...new Set(rows.map(({ step }) => step))];
  return rows.map((row) => [row, numbers.indexOf(row.step) + 1] as const);
}

/** With the hunks that are on the way, where they are few. */
const withHunks = ({ hunks }: Explanation, title: string): string =>
  hunks.length === 0 || hunks.length > MOST_HUNKS
    ? title
    : title.replace(' violates ', ` (${listed(hunks)}) violates `);

const MOST_HUNKS = 2;

/** What decides, by the numbers of the steps that are shown. */
function decides({ deciding, passing }: Explanation, rows: readonly MailRow[]): string {
  if (passing === null) return 'Every complete schedule fails.';
  if (deciding === null) return 'Which orders decide was not found out.';
  const numbers = new Map(numberedRows(rows).map(([{ step }, number]) => [step, number]));
  const nameOf = ({ step }: StepTold) => (step === null ? '' : `${numbers.get(step)}`);
  const clauses = deciding.map((one) => {
    if (one.is === 'choice') return `${nameOf(one.at)} fails so`;
    const { before, after } = one;
    if (after.step !== null) return `${nameOf(before)} comes before ${nameOf(after)}`;
    return `${nameOf(before)} comes while ${after.context} has not yet come to ${after.proc}() (${after.at})`;
  });
  const turned = deciding.every((one) => one.is === 'order' && one.isTurned);
  const which = deciding.length === 1 ? 'that' : 'one of these';
  return `Every schedule fails in which ${listed(clauses)}. ${turned ? 'With' : 'Without'} ${which}${turned ? ' turned round' : ''} it can pass.`;
}

const lines = (texts: readonly (string | null)[]): string[] =>
  texts.flatMap((text) => (text === null ? [] : wrappedCode(plain(text), MAIL_WIDTH, '')));

/** A command in lines that a shell takes for one: a backslash joins them, within a word too, if the next begins at the margin. */
function command(text: string): string[] {
  const out: string[] = [];
  let line = '';
  for (const word of visible(text).split(' ')) {
    const longer = line === '' ? word : `${line} ${word}`;
    if (longer.length + 2 <= MAIL_WIDTH) {
      line = longer;
      continue;
    }
    if (line !== '') out.push(`${line} \\`);
    line = `  ${word}`;
    while (line.length + 2 > MAIL_WIDTH) {
      const cut = whole(line, MAIL_WIDTH - 1);
      out.push(`${line.slice(0, cut)}\\`);
      line = line.slice(cut);
    }
  }
  return [...out, line];
}

/** In characters that every mail program has. */
const plain = (text: string): string => visible(text).replaceAll('→', '->').replaceAll('…', '...');

/** `CPU0 (submitter)`; of an interrupt: `CPU1 (bio0.0, irq)`. */
function headOf(rows: readonly MailRow[], context: string, nth: number): string {
  const isAtomic = rows.some((row) => row.context === context && row.isAtomic);
  return `CPU${nth} (${context}${isAtomic && !context.includes('irq') ? ', irq' : ''})`;
}

/** In one line, if each fits between the starts of two columns, else one below the other. */
function headsOf(rows: readonly MailRow[], contexts: readonly string[], starts: readonly number[]): readonly string[] {
  const heads = contexts.map((context, nth) => plain(headOf(rows, context, nth)));
  const roomOf = (nth: number) => (starts[nth + 1] ?? MAIL_WIDTH + GUTTER) - (starts[nth] ?? 0) - GUTTER;
  if (heads.every(({ length }, nth) => length <= roomOf(nth)))
    return [
      heads
        .map((head, nth) => head.padEnd(roomOf(nth) + GUTTER))
        .join('')
        .trimEnd(),
    ];
  return heads.flatMap((head, nth) => {
    const indent = ' '.repeat(starts[nth] ?? 0);
    return wrappedCode(head, MAIL_WIDTH - indent.length, '  ').map((line) => indent + line);
  });
}

/** Only one column speaks at a time: three reach over those to their right, rather than be too narrow for a statement. */
const APART: readonly number[] = [0, 0, (MAIL_WIDTH + GUTTER) / 2, MAIL_WIDTH / 4];

function columns(rows: readonly MailRow[], contexts: readonly string[], withCallers: boolean): string[] {
  const starts = contexts.map((_, nth) => nth * (APART[contexts.length] ?? 0));
  const width = MAIL_WIDTH - (starts.at(-1) ?? 0);
  const out = [...headsOf(rows, contexts, starts)];
  const shown = new Map<string, string>();
  for (const [row, nth] of numberedRows(rows)) {
    const indent = ' '.repeat(starts[contexts.indexOf(row.context)] ?? 0);
    const put = (line: string) => out.push(`${indent}${line}`.trimEnd());
    const say = (text: string, hang: number): string[] => {
      const all = wrappedCode(plain(text), width, ' '.repeat(hang));
      all.forEach(put);
      return all;
    };
    if (shown.get(row.context) !== row.proc)
      say(calledFrom(row, shown.get(row.context), withCallers ? Number.POSITIVE_INFINITY : width), 2);
    shown.set(row.context, row.proc);
    const code = say(`${row.isFirst ? `${nth}`.padEnd(NUMBERED) : INDENT}${row.code}`, NUMBERED + 2);
    if (row.mark !== null) {
      put(underlined(code.at(-1) ?? '', code.length === 1));
      say(`${INDENT}*** ${row.mark} ***`, NUMBERED);
    }
    if (row.notes.length > 0) say(`${INDENT}[${row.notes.join(', ')}]`, NUMBERED + 1);
  }
  return out;
}

/** Carets below a line of code; the first has a number in front of it. */
function underlined(line: string, isFirst: boolean): string {
  const from = isFirst ? NUMBERED : line.length - line.trimStart().length;
  return ' '.repeat(from) + '^'.repeat(Math.max(line.length - from, 1));
}

/** The function, behind the one that called it, where that was not shown last, and both have no more columns than that. */
function calledFrom({ caller, proc }: MailRow, last: string | undefined, width: number): string {
  const both = `${caller}() -> ${proc}()`;
  return caller === null || caller === last || both.length > width ? `${proc}()` : both;
}

function numbered(rows: readonly MailRow[]): string[] {
  const out: string[] = [];
  for (const [{ isFirst, context, isAtomic, proc, code, notes, mark }, nth] of numberedRows(rows)) {
    const who = isFirst ? `${nth} ${context}${isAtomic ? ' (irq)' : ''}, ${proc}(): ` : INDENT;
    out.push(...wrappedCode(plain(`${who}${code}`), MAIL_WIDTH, INDENT));
    if (mark !== null) out.push(`${INDENT}*** ${mark} ***`);
    if (notes.length > 0) out.push(...wrappedCode(plain(`${INDENT}[${notes.join(', ')}]`), MAIL_WIDTH, `${INDENT} `));
  }
  return out;
}

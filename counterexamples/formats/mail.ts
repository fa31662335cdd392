/**
 * A counterexample as a mail takes it: 72 columns, each context a CPU, time running down, the steps that decide alone, a mark under
 * the bad access. Who reads it needs no program of ours.
 */
import { visible } from '../../model/diagnostics/visible.ts';
import type { Explanation, StepTold } from '../explain/explanation.ts';
import { listed, summary } from '../explain/sentences.ts';
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
  const table = contexts.length > MOST_COLUMNS ? numbered(rows) : columns(rows, contexts);
  return [
    ...lines([`${withHunks(explanation, title)}: ${wrongIn(explanation, message)}`]),
    '',
    ...table,
    '',
    ...lines([`${decides(explanation, rows)} ${places(rows)}`]),
    ...(replay === null ? [] : command(replay)),
  ].join('\n');
}

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

/** In one line, if each fits its column, else one below the other. */
function headsOf(
  rows: readonly MailRow[],
  contexts: readonly string[],
  starts: readonly number[],
  width: number,
): readonly string[] {
  const heads = contexts.map((context, nth) => plain(headOf(rows, context, nth)));
  if (heads.every(({ length }) => length <= width)) {
    const cells = heads.map((head) => head.padEnd(width + GUTTER));
    return [cells.join('').trimEnd()];
  }
  return heads.flatMap((head, nth) => {
    const indent = ' '.repeat(starts[nth] ?? 0);
    return wrappedCode(head, MAIL_WIDTH - indent.length, '  ').map((line) => indent + line);
  });
}

function columns(rows: readonly MailRow[], contexts: readonly string[]): string[] {
  const width = Math.floor((MAIL_WIDTH + GUTTER) / contexts.length) - GUTTER;
  const starts = contexts.map((_, nth) => nth * (width + GUTTER));
  const out = [...headsOf(rows, contexts, starts, width)];
  const shown = new Map<string, string>();
  for (const [row, nth] of numberedRows(rows)) {
    const indent = ' '.repeat(starts[contexts.indexOf(row.context)] ?? 0);
    const say = (text: string, hang: number) => {
      for (const line of wrappedCode(plain(text), width, ' '.repeat(hang))) out.push(`${indent}${line}`.trimEnd());
    };
    if (shown.get(row.context) !== row.proc) say(calledFrom(row, shown.get(row.context), width), 2);
    shown.set(row.context, row.proc);
    say(`${row.isFirst ? `${nth}`.padEnd(NUMBERED) : INDENT}${row.code}`, NUMBERED + 2);
    if (row.mark !== null) {
      say(INDENT + '^'.repeat(Math.min(row.code.length, width - NUMBERED)), NUMBERED);
      say(`${INDENT}*** ${row.mark} ***`, NUMBERED);
    }
    if (row.notes.length > 0) say(`${INDENT}[${row.notes.join(', ')}]`, NUMBERED + 1);
  }
  return out;
}

/** The function, behind the one that called it, where there is room and that was not shown last. */
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

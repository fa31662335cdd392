/** What a mailer or an archive did to all hunks of a mail alike, as far as it can be seen. */
import type { UnquotedLine } from './quotes.ts';

export interface Habits {
  /** Lines of both sides still have the blank in front. */
  readonly keepsBlank: boolean;
  /** Runs of white space are one blank, so that a line may have been longer than it is. */
  readonly collapses: boolean;
  /** No line that could be wrapped is longer, in columns. */
  readonly width: number;
  /** Of a quoted diff: lines were wrapped once they had their marks, so that the rests have none; null: that cannot be seen. */
  readonly wrapsMarks: boolean | null;
}

/** Nobody wraps further to the right; what is longer had no blank to be wrapped at. */
const WIDEST = 80;
/** What was wrapped further to the left can no longer be read by anybody. */
const NARROWEST = 60;
const TAB = 8;

/** Of the line as it stands in the mail, with tabs that stop at each eighth column. */
export function columnsOf({ text, marks = '' }: UnquotedLine): number {
  let columns = 0;
  for (const char of marks + text.trimEnd()) columns += char === '\t' ? TAB - (columns % TAB) : 1;
  return columns;
}

/** Whether the line shows that the blank in front is kept (1), is lost (-1), or neither. A comment's ` *` has one of its own. */
function vote(text: string): number {
  if (/^ +\*/.test(text)) return 0;
  if (text.startsWith('\t')) return -1;
  const [blanks = ''] = /^ */.exec(text) ?? [];
  if (blanks === '' || text.trim() === '') return 0;
  if (blanks.length === 1) return 1;
  return blanks.length % TAB === 1 ? 1 : blanks.length % TAB === 0 ? -1 : 0;
}

/** Of the lines of all hunks of a mail. */
export function habitsOf(lines: readonly UnquotedLine[]): Habits {
  const votes = lines.reduce((sum, { text }) => sum + vote(text), 0);
  const isSpaced = lines.some(({ text }) => /^[-+ ]?(?:\t| {2})/.test(text));
  const signed = lines.filter(({ text }) => /^[-+ ]/.test(text)).map((line) => columnsOf(line));
  const width = Math.max(NARROWEST, ...signed.filter((columns) => columns <= WIDEST));
  const unsigned = lines.filter(({ text, marks }) => marks !== undefined && /^[^-+ \t\\]/.test(text));
  const wrapsMarks = lines.some(({ isLoose }) => isLoose === true) ? true : unsigned.length === 1 ? null : false;
  return { keepsBlank: votes > 0, collapses: !isSpaced, width, wrapsMarks };
}

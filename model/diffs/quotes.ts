/** A diff that a reply quotes: the marks are taken off, and what the reply says in between is told apart. */
import { closesMail } from './hunk-text.ts';
import { type TextLine, withText } from './text-line.ts';

export interface UnquotedLine extends TextLine {
  /**
   * Of a quoted diff: this line has no mark, and stands right below one that has, or below another such line. It is the rest of
   * that line, if a mailer wrapped it, or somebody's remark.
   */
  readonly isLoose?: true;
  /** What was taken off. */
  readonly marks?: string;
}

const HUNK = /^((?:> ?)*)@@ -\d+(?:,\d+)? \+\d+(?:,\d+)? @@/;

const depthOf = (marks: string): number => marks.replaceAll(' ', '').length;

/** The text behind so many marks, of which each has a blank behind it or none has; null where there are fewer. */
function behindMarks(text: string, depth: number, isLoose: boolean): string | null {
  let rest = text;
  for (let nth = 0; nth < depth; nth += 1) {
    if (!rest.startsWith('>')) return null;
    // Between two marks there may be a blank in either style.
    const isInner = nth < depth - 1;
    rest = (isInner || isLoose) && rest.startsWith('> ') ? rest.slice(2) : rest.slice(1);
  }
  return rest;
}

/**
 * Where hunks stand unquoted, the text as it is. Otherwise the diffs with the fewest marks, and of the remarks between quoted lines
 * only what may be the rest of a wrapped line.
 */
export function unquoted(lines: readonly TextLine[]): UnquotedLine[] {
  const marks = lines.flatMap(({ text }) => HUNK.exec(text)?.[1] ?? []);
  const depth = Math.min(...marks.map(depthOf));
  if (marks.length === 0 || depth === 0) return [...lines];
  const hasBlank = marks.find((one) => depthOf(one) === depth)?.endsWith(' ') === true;
  const kept: UnquotedLine[] = [];
  let isInQuote = false;
  let isBelow = false;
  for (const [nth, line] of lines.entries()) {
    const rest = behindMarks(line.text, depth, hasBlank);
    if (rest !== null) {
      kept.push({ ...withText(line, rest), marks: line.text.slice(0, line.text.length - rest.length) });
      [isInQuote, isBelow] = [true, true];
    } else if (!isInQuote || closesMail(lines, nth)) {
      kept.push(line);
      isInQuote = false;
    } else if (line.text.trim() === '') isBelow = false;
    else if (isBelow) kept.push({ ...line, isLoose: true });
  }
  return kept;
}

/** The text of a fragment with its comments blanked, also those of which it holds only one end. */
import type { SourceLine } from './source.ts';

/** As long as the lines joined with newlines, so that offsets stay what they are. Only a fragment may begin in a comment. */
export function blankComments(lines: readonly SourceLine[], isFragment: boolean): string {
  const text = lines.map((line) => line.text.replaceAll(/[\r\n]/g, ' ')).join('\n');
  const from = isFragment ? beginsInComment(text) : 0;
  return blank(text.slice(0, from)) + blankedFrom(text, from);
}

const blank = (text: string): string => text.replaceAll(/[^\n]/g, ' ');

/**
 * The offset at which code begins, where the text begins inside a comment: behind an end without a beginning; or at the end of the
 * text, if its first line looks as one of a comment does and no end follows.
 */
function beginsInComment(text: string): number {
  const end = text.indexOf('*/');
  const start = text.indexOf('/*');
  if (end >= 0 && (start < 0 || end < start)) return end + 2;
  if (!/^\s*\*(?:\s|$)/.test(text)) return 0;
  // Hardly any code has white space behind the star of a pointer, and then it assigns.
  const lines = text.split('\n');
  let length = 0;
  for (const line of lines) {
    if (!/^\s*(?:\*(?:\s|$)(?!\s*[\w.>()[\]-]+\s*(?:[-+*/%&|^]?=[^=]|\+\+|--))|$)/.test(line)) return length;
    length += line.length + 1;
  }
  return text.length;
}

function blankedFrom(text: string, from: number): string {
  // Strings and characters are kept; where one has no end on its line, only its quote is.
  const PIECE = /\/\*[^]*?(?:\*\/|$)|\/\/(?:\\\n|[^\n])*|"(?:\\[^]|[^"\\\n])*"|'(?:\\[^]|[^'\\\n])*'/g;
  return text.slice(from).replaceAll(PIECE, (piece) => (piece.startsWith('/') ? blank(piece) : piece));
}

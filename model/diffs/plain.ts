/** A hunk that nobody damaged: every line has its sign, the counts are met, and nothing of a hunk is left behind it. */
import type { DiffLine, HunkHeader } from './diff.ts';
import { beginsOther, closesMail } from './hunk-text.ts';
import type { UnquotedLine } from './quotes.ts';

/** The only thing in a hunk that is no line of a file. */
export const isNoNewline = (text: string): boolean => /^\\ No newline\b/.test(text);

/** Whether a text with this line has nothing more to say on the hunk before it. */
function isBehind(lines: readonly UnquotedLine[], nth: number): boolean {
  let next = nth;
  while (next < lines.length && lines[next]?.text.trim() === '') next += 1;
  if (next >= lines.length || closesMail(lines, next) || beginsOther(lines, next)) return true;
  // Below an empty line, words; right below, they may be the rest of a line.
  return next > nth && !/^[-+ \t]/.test(lines[next]?.text ?? '');
}

/** The hunk below a header, and the index of the first line behind it; null where it was damaged. An empty line is an empty line of both sides. */
export function plainHunk(
  lines: readonly UnquotedLine[],
  begin: number,
  { oldCount, newCount }: HunkHeader,
): { readonly lines: DiffLine[]; readonly end: number } | null {
  const read: DiffLine[] = [];
  let [older, newer, nth] = [0, 0, begin];
  for (; nth < lines.length && (older < oldCount || newer < newCount); nth += 1) {
    const line = lines[nth];
    if (line === undefined || line.isLoose === true) return null;
    const kind = line.text === '' ? ' ' : line.text.charAt(0);
    if (isNoNewline(line.text)) continue;
    if (kind !== ' ' && kind !== '-' && kind !== '+') return null;
    if (kind !== '+') older += 1;
    if (kind !== '-') newer += 1;
    read.push({ kind, text: line.text.slice(1), at: line.at });
  }
  while (isNoNewline(lines[nth]?.text ?? '')) nth += 1;
  if (older !== oldCount || newer !== newCount || !isBehind(lines, nth)) return null;
  return { lines: read, end: nth };
}

/** Lines of patches that nothing stands on but comments. */
import type { DiffLine } from '../diffs/index.ts';
import { blankComments } from './c/index.ts';

/** `hunks`: a comment may begin above a hunk, or end below it. */
export function blankLines(hunks: readonly { readonly lines: readonly DiffLine[] }[]): ReadonlySet<DiffLine> {
  const blank = new Set<DiffLine>();
  for (const { lines } of hunks)
    for (const gone of ['-', '+'] as const) {
      const side = lines.filter(({ kind }) => kind !== gone);
      const text = blankComments(
        side.map((line, at) => ({ text: line.text, at })),
        true,
      ).split('\n');
      side.forEach((line, nth) => {
        if (line.kind !== ' ' && text[nth]?.trim() === '') blank.add(line);
      });
    }
  return blank;
}

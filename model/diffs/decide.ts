/** Which of the readings of a hunk is true: the base says. */
import { codeOfLines } from './code-text.ts';
import type { DiffHunk, DiffLine } from './diff.ts';

export type ReadingDecided =
  | { readonly ok: true; readonly lines: readonly DiffLine[] }
  | {
      readonly ok: false;
      /** No reading fits the base; or several do, that are not the same patch. */
      readonly why: 'no-fit' | 'ambiguous';
      /** What is wrong, and what to do; the hunk is for the caller to name. */
      readonly message: string;
      readonly expected: string;
    };

/** The lines that stand in the file before the patch, or behind it. */
export const sideOf = (lines: readonly DiffLine[], side: 'old' | 'new'): DiffLine[] =>
  lines.filter(({ kind }) => kind !== (side === 'old' ? '+' : '-'));

const codeOfSide = (lines: readonly DiffLine[], side: 'old' | 'new'): string =>
  codeOfLines(sideOf(lines, side).map(({ text }) => text));

/** Whether two readings say the same, white space and comments apart. */
export const areSameCode = (one: readonly DiffLine[], other: readonly DiffLine[]): boolean =>
  codeOfSide(one, 'old') === codeOfSide(other, 'old') && codeOfSide(one, 'new') === codeOfSide(other, 'new');

/**
 * The most plausible reading whose old side is in the base, which `fits` says. Where readings fit that differ in code, none is
 * taken: a guess would be another patch.
 */
export function decideReading(
  { lines, others }: Pick<DiffHunk, 'lines' | 'others'>,
  fits: (lines: readonly DiffLine[]) => boolean,
): ReadingDecided {
  const [best, ...further] = [lines, ...others].filter((one) => fits(one));
  if (best === undefined)
    return {
      ok: false,
      why: 'no-fit',
      message: others.length === 0 ? 'the base has no such lines' : 'the base has the lines of no reading of this hunk',
      expected: 'a patch for this kernel, undamaged',
    };
  if (further.every((other) => areSameCode(best, other))) return { ok: true, lines: best };
  return {
    ok: false,
    why: 'ambiguous',
    message: 'two readings of this hunk differ in code',
    expected: 'the patch as its author has it: attach it, or give --linux',
  };
}

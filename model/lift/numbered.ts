/** Lines of a diff under numbers of their own, by which C that is read from them is found again. */
import type { DiffLine } from '../diffs/index.ts';
import type { SourceLine } from './c/index.ts';
import type { DecidedHunk, PlacedDiff } from './placing.ts';

export interface NumberedLine {
  readonly number: number;
  readonly line: DiffLine;
  readonly hunk: DecidedHunk;
  readonly path: string;
  /** The line of 2.6.20 that it is, or in front of which it is put in. */
  readonly base: number;
}

export const asSource = ({ number, line }: NumberedLine): SourceLine => ({ text: line.text, at: number });

/** All lines of the hunks of a file, in order. `from`: the first number. */
export function numbered({ path, hunks, source }: PlacedDiff, from: number): NumberedLine[] {
  let number = from;
  return hunks.flatMap(({ hunk, place }) => {
    let old = place.start;
    return settled(hunk.lines).map((line): NumberedLine => {
      const base = source.baseLines[old - 1] ?? nearestBase(source.baseLines, old);
      if (line.kind !== '+') old++;
      return { number: number++, line, hunk, path, base };
    });
  });
}

const nearestBase = (baseLines: readonly (number | null)[], at: number): number =>
  baseLines.slice(at - 1).find((line) => line !== null) ?? (baseLines.at(-1) ?? 0) + 1;

const code = ({ text }: DiffLine): string => text.replaceAll(/\s+/g, '');

/** Braces that are closed before they are opened, and those that stay open. */
function unbalanced(lines: readonly DiffLine[]): number {
  let open = 0;
  let astray = 0;
  for (const bracket of lines
    .map(({ text }) => text.replaceAll(/"(?:[^"\\]|\\.)*"|'.'/g, ''))
    .join('')
    .match(/[{}]/g) ?? []) {
    open += bracket === '{' ? 1 : -1;
    if (open < 0) {
      astray++;
      open = 0;
    }
  }
  return astray + open;
}

/**
 * Where a run of new lines could as well stand a line further down or up, since the line there is the same as one of its own, diff takes
 * either: here, the one that has whole blocks in it.
 */
export function settled(lines: readonly DiffLine[]): readonly DiffLine[] {
  const all = [...lines];
  for (let first = 0; first < all.length;) {
    if (all[first]?.kind !== '+') {
      first++;
      continue;
    }
    let end = first;
    while (all[end]?.kind === '+') end++;
    if (unbalanced(all.slice(first, end)) > 0 && !slid(all, first, end, 1)) slid(all, first, end, -1);
    first = end;
  }
  return all;
}

/** Slides the run till it has whole blocks; false, and nothing is changed, where it cannot. */
function slid(all: DiffLine[], first: number, end: number, by: 1 | -1): boolean {
  const tried = [...all];
  for (let [from, to] = [first, end]; ; from += by, to += by) {
    const [out, into] = by === 1 ? [from, to] : [to - 1, from - 1];
    const [leaving, coming] = [tried[out], tried[into]];
    if (leaving === undefined || coming?.kind !== ' ' || code(leaving) !== code(coming)) return false;
    tried[out] = { ...coming, text: leaving.text };
    tried[into] = { ...leaving, text: coming.text };
    if (unbalanced(tried.slice(from + by, to + by)) > 0) continue;
    all.splice(0, all.length, ...tried);
    return true;
  }
}

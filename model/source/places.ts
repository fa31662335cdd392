/** Where in a file the old side of a hunk lies, as patch(1) looks for it, by the digests of lines. */
import { lineDigest } from './digest.ts';
import type { HunkLine } from './hunks.ts';
import type { SourceFile } from './source-file.ts';

export interface SourcePlace {
  /** The line that the first line of the hunk's old side lies on, or would if it were the same. */
  readonly start: number;
  /** Lines behind where it was looked for; negative: in front. */
  readonly offset: number;
  /** How many of the outermost context lines were not compared. */
  readonly fuzz: number;
}

export interface PlacingOptions {
  /** The most fuzz; patch(1) has 2. */
  readonly mostFuzz?: number;
  /** The hunk lies behind this line. */
  readonly after?: number;
}

interface OldLine {
  readonly digest: number;
  /** It has a letter or a digit: blank lines and braces are everywhere, and tell nothing. */
  readonly tells: boolean;
}

/**
 * All places, the best first: those with less fuzz, and then the nearest to line `near`. Where it was looked for, a single line that
 * tells something is enough; further off, all lines together must tell as much as one that stands in the file once.
 */
export function placesOfHunk(
  base: SourceFile,
  lines: readonly HunkLine[],
  near: number,
  { mostFuzz = 2, after = 0 }: PlacingOptions = {},
): readonly SourcePlace[] {
  const old = lines
    .filter(({ kind }) => kind !== '+')
    .map(({ text }): OldLine => ({ digest: lineDigest(text), tells: /\w/.test(text) }));
  const [front, back] = contextOf(lines);
  const context = Math.max(front, back);
  const places = new Map<number, SourcePlace>();
  for (let fuzz = 0; fuzz <= Math.min(mostFuzz, context); fuzz += 1) {
    const left = Math.max(0, fuzz + front - context);
    const kept = old.slice(left, old.length - Math.max(0, fuzz + back - context));
    // Less context on one side: the file begins, or ends, there.
    const atStart = fuzz + front < context && near <= 1;
    const atEnd = fuzz + back < context;
    const bits = bitsOf(base.digests, kept);
    const isEnough = (offset: number): boolean =>
      offset === 0 ? bits > 0 : bits >= Math.log2(base.digests.length) - ROUNDING;
    const found = matches(base.digests, kept, atStart, atEnd)
      .map((index): SourcePlace => ({ start: index + 1 - left, offset: index + 1 - left - near, fuzz }))
      .filter(({ start, offset }) => start > after && !places.has(start) && isEnough(offset))
      .toSorted((a, b) => Math.abs(a.offset) - Math.abs(b.offset) || b.offset - a.offset);
    for (const place of found) places.set(place.start, place);
  }
  return [...places.values()];
}

const ROUNDING = 1e-9;

const isChange = ({ kind }: HunkLine): boolean => kind !== ' ';

/** How many lines of context a hunk has in front and behind. */
function contextOf(lines: readonly HunkLine[]): readonly [number, number] {
  const first = lines.findIndex(isChange);
  return first < 0 ? [lines.length, lines.length] : [first, lines.length - 1 - lines.findLastIndex(isChange)];
}

/** How much it tells that these lines are there: of each, the logarithm of how rare it is in the file. */
function bitsOf(digests: readonly number[], lines: readonly OldLine[]): number {
  const wanted = new Map(lines.map(({ digest }) => [digest, 0]));
  for (const digest of digests) {
    const count = wanted.get(digest);
    if (count !== undefined) wanted.set(digest, count + 1);
  }
  return lines
    .filter(({ tells }) => tells)
    .reduce((bits, { digest }) => bits + Math.log2(digests.length / Math.max(1, wanted.get(digest) ?? 0)), 0);
}

/** Positions, counted from 0, at which all lines match. */
function matches(
  digests: readonly number[],
  lines: readonly OldLine[],
  atStart: boolean,
  atEnd: boolean,
): readonly number[] {
  const last = digests.length - lines.length;
  const found: number[] = [];
  for (let index = atEnd ? Math.max(0, last) : 0; index <= (atStart ? Math.min(0, last) : last); index += 1)
    if (lines.every(({ digest }, i) => digests[index + i] === digest)) found.push(index);
  return found;
}

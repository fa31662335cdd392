/** Whether a diff belongs to this kernel: to a file as it is, to one that has it already, or to another's. */
import { afterApplying, type PlacedHunk } from './applied.ts';
import { type HunkLine, reversedLines, type SourceHunk } from './hunks.ts';
import { type SourcePlace, placesOfHunk } from './places.ts';
import { SOURCE_VERSION, type SourceFile } from './source-file.ts';

/** A place of each hunk, with its offset from what its `@@` line says; or the first that fits neither way, counted from 0. */
export type Belonging =
  | { readonly is: 'placed'; readonly places: readonly SourcePlace[] }
  /** What it would make of the file is there. */
  | { readonly is: 'already'; readonly places: readonly SourcePlace[] }
  /** Some hunks are there, by their numbers, and the others fit. */
  | { readonly is: 'partly'; readonly already: readonly number[]; readonly places: readonly SourcePlace[] }
  | { readonly is: 'elsewhere'; readonly hunk: number }
  /** The model has nothing of the file. */
  | { readonly is: 'unknown-file' };

interface Fit {
  readonly place: SourcePlace;
  readonly isThere: boolean;
}

/** Hunks of one file, in its order. `file`: as `sourceFile` finds it, or after patches. */
export function whereItBelongs(file: SourceFile | undefined, hunks: readonly SourceHunk[]): Belonging {
  if (file === undefined) return { is: 'unknown-file' };
  const fitting = fitted(file, hunks);
  if (!fitting.ok) return { is: 'elsewhere', hunk: fitting.stuck };
  const { fits } = fitting;
  const places = fits.map(({ place }) => place);
  const already = fits.flatMap(({ isThere }, number) => (isThere ? [number] : []));
  if (already.length === 0) return { is: 'placed', places };
  return already.length === fits.length ? { is: 'already', places } : { is: 'partly', already, places };
}

type Fitted = { readonly ok: true; readonly fits: readonly Fit[] } | { readonly ok: false; readonly stuck: number };

/** Takes the best place of each hunk that leaves places behind it for those that follow. */
function fitted(file: SourceFile, hunks: readonly SourceHunk[]): Fitted {
  const hopeless = new Set<string>();
  let stuck = 0;
  /** `drift`: how much further down than the diff says its old lines are by now. */
  const from = (number: number, after: number, drift: number): readonly Fit[] | null => {
    const hunk = hunks[number];
    if (hunk === undefined) return [];
    stuck = Math.max(stuck, number);
    const situation = [number, after, drift].join();
    if (hopeless.has(situation)) return null;
    const { oldStart, newStart } = hunk.header;
    const oldCount = hunk.lines.filter(({ kind }) => kind !== '+').length;
    const newCount = hunk.lines.filter(({ kind }) => kind !== '-').length;
    for (const { place, isThere } of fitsOf(file, hunk, oldStart + drift, after)) {
      const end = place.start + (isThere ? newCount : oldCount);
      const rest = from(number + 1, end - 1, end - (oldStart + oldCount));
      if (rest === null) continue;
      const offset = place.start - (isThere ? newStart : oldStart);
      return [{ place: { ...place, offset }, isThere }, ...rest];
    }
    hopeless.add(situation);
    return null;
  };
  const fits = from(0, 0, 0);
  return fits === null ? { ok: false, stuck } : { ok: true, fits };
}

/** Places of either side, the best first: with less fuzz, then nearer, and then those where it is yet to be applied. */
function fitsOf(file: SourceFile, hunk: SourceHunk, near: number, after: number): readonly Fit[] {
  return [
    ...placesOfHunk(file, hunk.lines, near, { after }).map((place): Fit => ({ place, isThere: false })),
    ...placesOfHunk(file, reversedLines(hunk.lines), near, { after }).map((place): Fit => ({ place, isThere: true })),
  ].toSorted((a, b) => a.place.fuzz - b.place.fuzz || Math.abs(a.place.offset) - Math.abs(b.place.offset));
}

/** Undefined where not all of them are yet to be applied. */
export function placedHunks<L extends HunkLine>(
  file: SourceFile,
  hunks: readonly SourceHunk<L>[],
): readonly PlacedHunk<L>[] | undefined {
  const belonging = whereItBelongs(file, hunks);
  if (belonging.is !== 'placed') return undefined;
  return hunks.map((hunk, i) => ({ hunk, place: belonging.places[i] as SourcePlace }));
}

export interface NamedHunks {
  readonly name: string;
  readonly hunks: readonly SourceHunk[];
}

/** Those of the others, by name, on top of which the hunks fit. All are of the same file. */
export const fitsOnTopOf = (
  file: SourceFile,
  hunks: readonly SourceHunk[],
  others: readonly NamedHunks[],
): readonly string[] =>
  others
    .filter((other) => {
      const placed = placedHunks(file, other.hunks);
      return placed !== undefined && whereItBelongs(afterApplying(file, placed), hunks).is === 'placed';
    })
    .map(({ name }) => name);

const listed = (numbers: readonly number[]): string =>
  numbers.length === 1
    ? `hunk ${(numbers[0] ?? 0) + 1} is`
    : `hunks ${numbers.map((number) => number + 1).join(', ')} are`;

/** Why hunks cannot be applied to a file, and what to do; null: they can. `known`: the files that the model has. */
export function whyNotApplied(path: string, belonging: Belonging, known: readonly string[]): string | null {
  switch (belonging.is) {
    case 'placed':
      return null;
    case 'already': {
      const { length } = belonging.places;
      const all = length === 1 ? 'its one hunk is' : `all ${length} hunks are`;
      return `${path}: ${all} in ${SOURCE_VERSION} already; expected a change yet to be made (--reverse takes it as its undoing)`;
    }
    case 'partly': {
      const verb = listed(belonging.already);
      return `${path}: ${verb} in ${SOURCE_VERSION} already, and the others are not; expected a diff of one kernel against another`;
    }
    case 'elsewhere':
      return `${path}, hunk ${belonging.hunk + 1}: neither what it takes out nor what it puts in is in ${SOURCE_VERSION}; expected a patch against ${SOURCE_VERSION}, or the patches before it too`;
    case 'unknown-file':
      return `${path}: the model has nothing of this file; expected one of ${known.join(', ')}`;
  }
}

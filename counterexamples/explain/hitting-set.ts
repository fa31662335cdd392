/** Smallest sets that have an element of each of some sets. */

/** The elements are numbers below `size`. */
export interface HittingProblem {
  readonly sets: readonly (readonly number[])[];
  /** Sets that are not wanted, sorted. */
  readonly except: ReadonlySet<string>;
  /** Below zero where the first is the better one of two that are as large. */
  readonly compare: (one: readonly number[], other: readonly number[]) => number;
}

export const hittingKey = (set: readonly number[]): string => set.join();

/** Sets that are looked at before it is given up to find the best. */
const MOST = 2_000_000;

/** The best of the smallest; none has more than `most` elements. `tooMany`: there was too much to look at. */
export function bestHittingSet(
  { sets, except, compare }: HittingProblem,
  least: number,
  most: number,
): readonly number[] | null | 'tooMany' {
  let left = MOST;
  for (let size = least; size <= most; size++) {
    let best: readonly number[] | null = null;
    const banned = new Set<number>();
    const chosen: number[] = [];
    const look = (): void => {
      if (left-- <= 0) return;
      const open = smallestOpen(sets, chosen, banned);
      if (open === null) {
        if (chosen.length < size) return;
        const set = chosen.toSorted((a, b) => a - b);
        if (!except.has(hittingKey(set)) && (best === null || compare(set, best) < 0)) best = set;
        return;
      }
      if (chosen.length === size) return;
      const tried: number[] = [];
      for (const element of open) {
        if (banned.has(element)) continue;
        chosen.push(element);
        look();
        chosen.pop();
        banned.add(element);
        tried.push(element);
      }
      for (const element of tried) banned.delete(element);
    };
    look();
    if (left <= 0) return 'tooMany';
    if (best !== null) return best;
  }
  return null;
}

function smallestOpen(
  sets: readonly (readonly number[])[],
  chosen: readonly number[],
  banned: ReadonlySet<number>,
): readonly number[] | null {
  let best: readonly number[] | null = null;
  let least = Number.POSITIVE_INFINITY;
  for (const set of sets) {
    if (chosen.some((element) => set.includes(element))) continue;
    const free = set.reduce((sum, element) => sum + (banned.has(element) ? 0 : 1), 0);
    if (free >= least) continue;
    [best, least] = [set, free];
  }
  return best;
}

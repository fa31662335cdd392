/** "Did you mean …?" for any closed set of names. */

/** More edits than this, or than half of the longer name, and the likeness is chance. */
const MOST_EDITS = 3;

/** Insertions, deletions, substitutions and swaps of neighbours from one text to the other (optimal string alignment). */
function edits(from: string, to: string): number {
  let swapped: number[] = [];
  let above = Array.from({ length: to.length + 1 }, (_, j) => j);
  for (let i = 1; i <= from.length; i += 1) {
    const row = [i];
    for (let j = 1; j <= to.length; j += 1) {
      const same = from[i - 1] === to[j - 1];
      const swap = from[i - 1] === to[j - 2] && from[i - 2] === to[j - 1];
      row[j] = Math.min(
        (above[j] ?? Infinity) + 1,
        (row[j - 1] ?? Infinity) + 1,
        (above[j - 1] ?? Infinity) + (same ? 0 : 1),
        swap ? (swapped[j - 2] ?? Infinity) + 1 : Infinity,
      );
    }
    [swapped, above] = [above, row];
  }
  return above[to.length] ?? Infinity;
}

/** The candidate that `name` was probably meant to be, whatever its case; the first of several as near. */
export function nearest(name: string, candidates: Iterable<string>): string | undefined {
  const wanted = name.toLowerCase();
  let best: string | undefined;
  let fewest = Infinity;
  for (const candidate of candidates) {
    const longer = Math.max(name.length, candidate.length);
    // Lengths this far apart need more edits than allowed, and a pasted megabyte need not be aligned.
    if (longer - Math.min(name.length, candidate.length) > MOST_EDITS) continue;
    const needed = edits(wanted, candidate.toLowerCase());
    if (needed <= MOST_EDITS && needed * 2 <= longer && needed < fewest) [best, fewest] = [candidate, needed];
  }
  return best;
}

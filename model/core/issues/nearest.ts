/** "Did you mean …?" for any closed set of names. */

/** More edits than this, or than half of the longer name, and the likeness is chance. */
const MOST_EDITS = 3;
/** What is found by its text alone must have so many characters: fewer are in half of all names. */
const FEWEST_CHARACTERS = 3;
/** No name is as long as this; a pasted megabyte need not be compared. */
const MOST_CHARACTERS = 200;
/** More names than this are no hint. */
const MOST_NAMES = 5;

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

/** Infinity where they have nothing to do with each other. */
function editsBetween(name: string, candidate: string): number {
  const longer = Math.max(name.length, candidate.length);
  // Lengths this far apart need more edits than allowed.
  if (longer - Math.min(name.length, candidate.length) > MOST_EDITS) return Infinity;
  const needed = edits(name, candidate);
  return needed <= MOST_EDITS && needed * 2 <= longer ? needed : Infinity;
}

/** `mainline-2.6.21` has the words mainline and 2.6.21. */
const wordsOf = (name: string): string[] => name.split(/[^\p{L}\p{N}.]+/u).filter((word) => word !== '');

/** Whether all words of one stand side by side in the other. */
const within = (words: readonly string[], others: readonly string[]): boolean =>
  words.length > 0 && ` ${others.join(' ')} `.includes(` ${words.join(' ')} `);

const contains = (name: string, part: string): boolean => part.length >= FEWEST_CHARACTERS && name.includes(part);

/** The same word, or one that goes on: `leak` and `leaks`. */
const areSimilar = (word: string, other: string): boolean =>
  Math.min(word.length, other.length) >= FEWEST_CHARACTERS && (word.startsWith(other) || other.startsWith(word));

/**
 * The candidates that `name` was probably meant to be, whatever its case, the nearest first and five at most: those in which
 * it stands as a word, those a few edits away, those that are words of it; if there are none, those that contain it or are
 * contained in it; if there are none, those with most words in common.
 */
export function nearestNames(name: string, candidates: Iterable<string>): string[] {
  if (name.length > MOST_CHARACTERS) return [];
  const wanted = name.toLowerCase();
  const words = wordsOf(wanted);
  const known = Array.from(candidates, (candidate) => {
    const text = candidate.toLowerCase();
    const own = wordsOf(text);
    const common = own.filter((word) => words.some((other) => areSimilar(word, other))).length;
    const further = Math.abs(text.length - wanted.length);
    return { candidate, text, words: own, edits: editsBetween(wanted, text), common, further };
  });
  const closest = known.toSorted((a, b) => a.further - b.further);
  const fewest = Math.min(...known.map((one) => one.edits));
  const most = Math.max(1, ...known.map((one) => one.common));
  const tiers = [
    [
      ...known.filter((one) => one.edits === 0),
      ...closest.filter((one) => within(words, one.words)),
      ...known.filter((one) => one.edits < fewest + 2).toSorted((a, b) => a.edits - b.edits),
      ...closest.filter((one) => within(one.words, words)),
    ],
    closest.filter((one) => contains(one.text, wanted) || contains(wanted, one.text)),
    known.filter((one) => one.common === most),
  ];
  const found = tiers.find((tier) => tier.length > 0) ?? [];
  return [...new Set(found.map((one) => one.candidate))].slice(0, MOST_NAMES);
}

/** The first of them. */
export const nearest = (name: string, candidates: Iterable<string>): string | undefined =>
  nearestNames(name, candidates)[0];

/** `a`, `a or b`, `a, b or c`. */
export const alternatives = (names: readonly string[]): string =>
  names.length < 2 ? names.join() : `${names.slice(0, -1).join(', ')} or ${names.at(-1)}`;

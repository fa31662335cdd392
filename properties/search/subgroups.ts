/** Subgroups of a group of permutations, for when some of it turn out not to be symmetries. */
import { after, runToEnd, isIdentity, type Permutation, type Coroutine } from '../../model/core/index.ts';

/** Subgroups that are looked at before the best so far is taken. */
const MOST_SUBGROUPS = 1000;

const keyOf = ({ pools, contexts }: Permutation): string => JSON.stringify([pools, contexts]);

/** The largest subgroup without any of the bad ones, without the identity; of several as large, the first that is found. */
export function* findingLargestSubgroup(
  all: readonly Permutation[],
  bad: readonly Permutation[],
): Coroutine<readonly Permutation[]> {
  const isBad = new Set(bad.map(keyOf));
  const good = all.filter((permutation) => !isBad.has(keyOf(permutation)));
  const known = new Map<string, readonly Permutation[]>([['', []]]);
  let best: readonly Permutation[] = [];
  for (const subgroup of known.values()) {
    if (subgroup.length > best.length) best = subgroup;
    if (known.size > MOST_SUBGROUPS) break;
    const members = new Set(subgroup.map(keyOf));
    for (const permutation of good) {
      if (members.has(keyOf(permutation))) continue;
      yield;
      const larger = closed([...subgroup, permutation], isBad);
      if (larger !== null) known.set(larger.map(keyOf).toSorted().join(), larger);
    }
  }
  return best;
}

export const largestSubgroup = (all: readonly Permutation[], bad: readonly Permutation[]): readonly Permutation[] =>
  runToEnd(findingLargestSubgroup(all, bad));

/** All that these make one after another; null, where a bad one is among them. */
function closed(generators: readonly Permutation[], isBad: ReadonlySet<string>): readonly Permutation[] | null {
  const made = new Map(generators.map((permutation) => [keyOf(permutation), permutation]));
  for (const permutation of made.values())
    for (const generator of generators) {
      const product = after(generator, permutation);
      if (isIdentity(product)) continue;
      if (isBad.has(keyOf(product))) return null;
      made.set(keyOf(product), product);
    }
  return [...made.values()];
}

/** Of a group of which some turn out to be no symmetries, the largest subgroup without them. */
import { describe, expect, it } from 'vitest';
import { after, isIdentity, type Permutation } from '../../../model/core/index.ts';
import { largestSubgroup } from '../../../properties/search/subgroups.ts';
import { everyOrder } from '../../models/pairs.ts';

const of = (order: readonly number[]): Permutation => ({ pools: { node: order }, contexts: order });
const told = (group: readonly Permutation[]) => group.map(({ contexts }) => contexts.join('')).toSorted();
const all = (n: number) => everyOrder(n).slice(1).map(of);
const others = (n: number, ...bad: string[]) =>
  largestSubgroup(
    all(n),
    all(n).filter(({ contexts }) => bad.includes(contexts.join(''))),
  );

describe('the largest subgroup', () => {
  it('is the group where nothing is bad', () => expect(others(3)).toHaveLength(5));
  it('is none where all is', () => expect(largestSubgroup(all(3), all(3))).toEqual([]));
  it('of the orders of three without one exchange is the turns', () =>
    expect(told(others(3, '102'))).toEqual(['120', '201']));
  it('of the orders of three without a turn is an exchange', () => expect(others(3, '120')).toHaveLength(1));
  it('is left of two that hold and whose product does not', () => {
    const group = ['1032', '0132', '1023'].map((text) => of(text.split('').map(Number)));
    expect(told(largestSubgroup(group, [of([1, 0, 3, 2])]))).toHaveLength(1);
    expect(told(largestSubgroup(group, [of([0, 1, 3, 2])]))).toHaveLength(1);
  });
  it('of the orders of four without an exchange is the even ones', () => expect(others(4, '1023')).toHaveLength(11));
  it('of the orders of four where one keeps its place is the orders of the others', () => {
    const moved = all(4).filter(({ contexts }) => contexts[3] !== 3);
    expect(told(largestSubgroup(all(4), moved))).toEqual(told(all(4).filter(({ contexts }) => contexts[3] === 3)));
  });
  it('is a group without the bad ones, whatever is bad', () => {
    const group = all(4);
    for (let seed = 1; seed < 200; seed++) {
      const bad = group.filter((_, i) => (seed * (i + 3) * 2_654_435_761) % 97 < 20);
      const left = largestSubgroup(group, bad);
      const names = new Set(told(left));
      expect(told(bad).filter((name) => names.has(name))).toEqual([]);
      for (const one of left)
        for (const other of left) {
          const product = after(one, other);
          expect(isIdentity(product) || names.has(product.contexts.join(''))).toBe(true);
        }
    }
  });
});

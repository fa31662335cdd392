/**
 * Values by weight, without the values: which weights there are is known before any value is built. After the tiers of
 * LeanCheck (Braquehais, 2017) and the parts of Feat (Duregård, Jansson and Wang, 2012).
 */
export interface Weighed<T> {
  /** Descending. A weight may turn out to have no value. */
  readonly weights: ReadonlySet<number>;
  /** The values of one of the weights. */
  of(weight: number): Iterable<T>;
}

const descending = (weights: Iterable<number>): Set<number> => new Set([...weights].toSorted((a, b) => b - a));

/** No value. */
export const none: Weighed<never> = { weights: new Set(), of: () => [] };

/** One value, which weighs nothing unless told. */
export const only = <T>(value: T, weight = 0): Weighed<T> => ({ weights: new Set([weight]), of: () => [value] });

/** A value, which weighs 1, or nothing in its place; nothing where there was none. */
export const orWithout = <T>(value: T | undefined): Weighed<T | undefined> => ({
  weights: new Set(value === undefined ? [0] : [1, 0]),
  of: (weight) => [weight === 1 ? value : undefined],
});

/** Numbers that weigh themselves. */
export const numbers = (low: number, high: number): Weighed<number> => ({
  weights: new Set(Array.from({ length: high - low + 1 }, (_, below) => high - below)),
  of: (weight) => [weight],
});

/** Each value made into another that weighs `more` than it. */
export function made<T, U>(more: number, from: Weighed<T>, make: (value: T) => U): Weighed<U> {
  return {
    weights: new Set([...from.weights].map((weight) => weight + more)),
    *of(weight) {
      for (const value of from.of(weight - more)) yield make(value);
    },
  };
}

export function where<T>(from: Weighed<T>, test: (value: T) => boolean): Weighed<T> {
  return {
    weights: from.weights,
    *of(weight) {
      for (const value of from.of(weight)) if (test(value)) yield value;
    },
  };
}

/** Every pair. Those of one weight begin with the heaviest first half, so that what comes first in a scenario is kept. */
export const both = <A, B>(first: Weighed<A>, second: Weighed<B>): Weighed<[A, B]> =>
  followed(first, second.weights, () => second);

/** Every pair whose second half depends on the first, in the same order; `nexts` are the weights that a second may have. */
export function followed<A, B>(
  first: Weighed<A>,
  nexts: ReadonlySet<number>,
  next: (one: A) => Weighed<B>,
): Weighed<[A, B]> {
  const sums = new Set<number>();
  for (const a of first.weights) for (const b of nexts) sums.add(a + b);
  return {
    weights: descending(sums),
    *of(weight) {
      for (const a of first.weights) {
        if (!nexts.has(weight - a)) continue;
        for (const one of first.of(a)) {
          const second = next(one);
          if (!second.weights.has(weight - a)) continue;
          for (const other of second.of(weight - a)) yield [one, other];
        }
      }
    },
  };
}

/** An element as a list of one, or no element, which weighs nothing. The element itself must weigh something. */
const atMostOne = <T>(element: Weighed<T>): Weighed<readonly T[]> => {
  const kept = made(0, element, (value) => [value]);
  return { weights: new Set([...element.weights, 0]), of: (weight) => (weight === 0 ? [[]] : kept.of(weight)) };
};

/** What is left of a list when any of its elements go. */
export function anyOf<T>(elements: readonly Weighed<T>[]): Weighed<readonly T[]> {
  let left: Weighed<readonly T[]> = only([]);
  for (const element of elements.toReversed()) {
    left = made(0, both(atMostOne(element), left), ([head, tail]) => [...head, ...tail]);
  }
  return left;
}

/** The same, but not all of them go; an empty list stays. */
export function someOf<T>(elements: readonly Weighed<T>[]): Weighed<readonly T[]> {
  const left = anyOf(elements);
  if (elements.length === 0) return left;
  const weights = new Set(left.weights);
  weights.delete(0);
  return { ...left, weights };
}

/**
 * Which of all that was learnt is asked again of a fresh instance, and in which order. What a module keeps to itself may depend on what
 * it was asked before: so all is asked forward and backward, and some of it alone.
 */
import type { ObservedAnswer } from '../predicates/inquiries.ts';
import type { MemoEntry } from './step-memo.ts';

export interface Asking {
  /** Also what the model is, and how it begins. */
  readonly isOfAll: boolean;
  /** Of the ways of steps and conditions. */
  steps(all: Iterable<MemoEntry>): Iterable<MemoEntry>;
  /** Of the ways of the predicate of this number. */
  predicate(nth: number, all: readonly ObservedAnswer[]): Iterable<ObservedAnswer>;
}

export const FORWARD: Asking = { isOfAll: true, steps: (all) => all, predicate: (_, all) => all };

export const BACKWARD: Asking = {
  isOfAll: true,
  steps: (all) => [...all].toReversed(),
  predicate: (_, all) => all.toReversed(),
};

/** The way of a step alone. */
export const stepAlone = (way: MemoEntry): Asking => ({ isOfAll: false, steps: () => [way], predicate: () => [] });

/** The way of the predicate of this number alone. */
export const predicateAlone = (nth: number, way: ObservedAnswer): Asking => ({
  isOfAll: false,
  steps: () => [],
  predicate: (of) => (of === nth ? [way] : []),
});

/** At most so many of them, evenly spread. */
export const evenlySpread = <T>(all: readonly T[], most: number): readonly T[] =>
  all.length <= most ? all : Array.from({ length: most }, (_, i) => all[Math.floor((i * all.length) / most)] as T);

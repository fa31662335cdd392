/** The states that a search has met. */
import type { Coroutine, Snapshots } from '../../model/core/index.ts';
import type { Predecessors } from './paths.ts';

/** Hears of each turn that was handed in, in that order, which state it led to. It may go to that state, but add none. */
export interface LookedUp {
  /** `steps` and `stale` are what was handed in with the turn. */
  onLookedUp(number: number, isNew: boolean, steps: number, stale: number): void;
}

/** Whose state is handed in: that of a machine which was restored to the state last gone to, and has moved since. */
export type Changed = Pick<Snapshots, 'save' | 'saveChanges'>;

/**
 * States have numbers: 0, 1, 2 and so on, in the order in which they came, and equal ones have the same. Where a turn led need
 * not be known at once: what a set takes for large may be slow to ask one by one.
 */
export interface VisitedSet extends Predecessors {
  /** States that are in the set; those that wait are not. */
  readonly size: number;
  /** Turns that were handed in and not looked up. */
  readonly waiting: number;
  /** Puts the state in at once, and says its number. */
  add(words: Uint32Array): number;
  /** The words of a state, which the next call overwrites. */
  goTo(number: number): Uint32Array;
  /** Hands in the machine's state, to which the edge from the state last gone to led. */
  handIn(machine: Changed, from: number, edge: number, steps: number, stale: number): void;
  /** Looks up what was handed in. A state that is new gets the state and the edge that it was handed in with as its predecessor. */
  lookUp(hears: LookedUp): void;
  /**
   * What has to be done before another state is gone to and expanded, in pieces; null: nothing. It may look up what was handed in.
   * Where it is left before it is done, the search is over.
   */
  due(hears: LookedUp): Coroutine<void> | null;
}

/** Which contexts go in a state: a search that has no filter lets all go that can. */
export interface SuccessorFilter {
  /** The contexts that have to go in the machine's current state; the next call overwrites it. */
  select(): readonly number[];
  /** The contexts that could go in the state in which was last selected. */
  readonly lastEnabled: readonly number[];
  /** The one context that has to go, where the state behind its step need not be kept; else -1. */
  next(): number;
}

/** No more steps are followed in a row: something that was never seen before may go round. */
export const MOST_FOLLOWED = 10_000;

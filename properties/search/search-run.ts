/** Searches in slices: whoever runs one lets others in between two of them, and may stop it. */
import type { Coroutine } from '../../model/core/index.ts';

/** How far a search is. */
export interface Progress {
  readonly states: number;
  readonly transitions: number;
  readonly depth: number;
  /** States that were reached and not expanded yet. */
  readonly queue: number;
  /** What the search's tables take. */
  readonly bytes: number;
  /** Since this round began: each round of a reduced search counts its own states and its own seconds. */
  readonly seconds: number;
  readonly reduced: boolean;
  /** How often a reduced search has begun. */
  readonly rounds: number;
}

/** Nothing else of what knows it: progress is sent from thread to thread. */
export const progressOf = ({
  states,
  transitions,
  depth,
  queue,
  bytes,
  seconds,
  reduced,
  rounds,
}: Progress): Progress => ({
  states,
  transitions,
  depth,
  queue,
  bytes,
  seconds,
  reduced,
  rounds,
});

/** Work that yields how far it is, and takes `stop` for an answer. */
export type Stoppable<P, T> = Generator<P, T, 'stop' | undefined>;

/** A search in slices. */
export type SearchRun<T> = Stoppable<Progress, T>;

/** Somebody asked to stop before all was done. */
export const STOPPED = Symbol('stopped');

/** Does what takes long beside a search itself, unless what somebody asks meanwhile `stops` it. */
export function* interruptible<T, P>(
  work: Coroutine<T>,
  progress: () => P,
  stops: (asked: 'stop' | undefined) => boolean = (asked) => asked === 'stop',
): Stoppable<P, T | typeof STOPPED> {
  for (;;) {
    const next = work.next();
    if (next.done) return next.value;
    if (!stops(yield progress())) continue;
    work.return(undefined as never);
    return STOPPED;
  }
}

/** What bounds a search, and how it is told that one was hit. */
import { availableParallelism, totalmem } from 'node:os';
import type { ResourceLimits } from 'node:worker_threads';
import type { Clip, Limits } from '../properties/search/explore.ts';
import type { LimitFlags } from './options.ts';

const MB = 1e6;
/** The part of the machine's memory that the tables of all searches of a run may take when nobody says how much. */
const SHARE = 0.8;

/** What this process can have at most: the machine's memory, or less where the system grants less (a container). */
function available(): number {
  // 0, or more than there is: nothing less is granted.
  const granted = process.constrainedMemory?.() ?? 0;
  return granted > 0 ? Math.min(granted, totalmem()) : totalmem();
}

/** How many of so many searches go on at once; `workers` is what `--workers` says. One alone has all its threads for itself. */
export const sharersOf = (searches: number, workers: number | undefined): number =>
  Math.max(1, Math.min(searches, workers ?? availableParallelism()));

/**
 * Without `--max-memory` a share of what there is, divided among the searches that go on at once: a search that has no more
 * memory then ends `clipped`, and not in a crash. What `--max-memory` says is for each search.
 */
export const limitsOf = ({ maxStates, maxSeconds, maxMemory }: LimitFlags, sharers = 1): Limits => ({
  maxStates,
  maxSeconds,
  maxMemory: maxMemory === undefined ? (SHARE * available()) / sharers : maxMemory * MB,
});

/** Many objects live for one step only, so the young generation is large. */
const YOUNG = 64;
/** What a thread needs beside its tables at least, and may have at most. */
const LEAST_HEAP = 512;
const MOST_HEAP = 4096;

/** The heap of each of so many threads, in megabytes: what the tables leave of the memory, divided among them. */
export const heapOf = (threads: number): ResourceLimits => {
  const old = Math.floor(((1 - SHARE) * available()) / threads / MB);
  return { maxYoungGenerationSizeMb: YOUNG, maxOldGenerationSizeMb: Math.min(MOST_HEAP, Math.max(LEAST_HEAP, old)) };
};

/** Why a search was clipped, to be followed by `after … states`. `limit`: what of the model there was too much of. */
export function clipReason(clip: Clip, limit: string | null, { maxMemory }: LimitFlags): string {
  if (clip === 'limit') return `the model has ${limit}`;
  const hit = whatWasHit(clip, maxMemory);
  return limit === null ? hit : `${hit} (${limit})`;
}

function whatWasHit(clip: Exclude<Clip, 'limit'>, maxMemory: number | undefined): string {
  if (clip === 'interrupted') return clip;
  return clip === 'max-memory' && maxMemory === undefined ? 'there was no more memory' : `--${clip} was hit`;
}

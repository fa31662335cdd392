/**
 * How long something has been silent. What counts is CPU time of the process, shared by the threads that run: on a machine with much
 * else to do a thread is slow, and not for that one that never answers.
 */

export interface Moment {
  /** Milliseconds of a clock, and of CPU time. */
  readonly clock: number;
  readonly cpu: number;
}

/** A thread that waits uses no CPU time: then the clock counts, slower. */
const IDLE_FACTOR = 10;

export function moment(): Moment {
  const { user, system } = process.cpuUsage();
  return { clock: performance.now(), cpu: (user + system) / 1000 };
}

/** Milliseconds from one moment to another. `threads`: as many as share the CPU time. */
export const patienceUsed = (from: Moment, to: Moment, threads: number): number =>
  Math.max((to.cpu - from.cpu) / Math.max(threads, 1), (to.clock - from.clock) / IDLE_FACTOR);

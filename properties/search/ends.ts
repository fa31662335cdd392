/** How schedules end. */
import type { Machine } from '../../model/core/index.ts';

/** Every begun context has finished; one has not and none can move; it was halted; it came to what is left out of the model. */
export type End = 'done' | 'stuck' | 'oops' | 'trap';

/** How many there are of each; of traps, where there are any. */
export type EndCounts<N = number> = Record<Exclude<End, 'trap'>, N> & { trap?: N };

export const noEnds = (): EndCounts => ({ done: 0, stuck: 0, oops: 0 });

export function countEnd(counts: EndCounts, end: End, more = 1): void {
  counts[end] = (counts[end] ?? 0) + more;
}

/** The schedule was cut short. */
export const isHalt = (end: End): end is 'oops' | 'trap' => end === 'oops' || end === 'trap';

/** How the machine's current state, in which nothing is enabled, ends the schedule. */
export function endOf(machine: Machine): End {
  const halt = machine.halted();
  if (halt !== null) return halt.startsWith('trap:') ? 'trap' : 'oops';
  return machine.contexts.every((_, context) => machine.isAtRest(context)) ? 'done' : 'stuck';
}

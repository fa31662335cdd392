/** How schedules end. */
import type { Machine } from '../../model/core/index.ts';

/** Every begun context has finished, one has not and none can move, or it was halted. */
export type End = 'done' | 'stuck' | 'oops';

/** How the machine's current state, in which nothing is enabled, ends the schedule. */
export function endOf(machine: Machine): End {
  if (machine.halted() !== null) return 'oops';
  return machine.contexts.every((_, context) => machine.isAtRest(context)) ? 'done' : 'stuck';
}

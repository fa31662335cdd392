/** Objects that lie on the stack of a system call: alive from where the function begins that has them until it returns. */
import type { Kernel } from '../kernel.ts';
import { mostCalls } from '../world.ts';

/**
 * The number of the system call that the task is in, where each call of each task has one object (`pool(my_struct, 'calls')`). What
 * was given back is never made again: a call that comes later has another stack, so that whoever follows a pointer to this one oopses.
 * Of a call that a program repeats (`"until"`) only the first has an object: nobody knows how many there will be, and the next is a trap.
 */
export function on_stack(k: Pick<Kernel, 'world' | 'task_log' | 'trap'>, task: number): number {
  const log = k.task_log(task);
  if (log.repeats) k.trap('what lies on the stack of a call that a program makes once more');
  return task * mostCalls(k.world) + log.returns.length;
}

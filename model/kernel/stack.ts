/** Objects that lie on the stack of a system call: alive from where the function begins that has them until it returns. */
import type { Kernel } from '../kernel.ts';
import { mostCalls } from '../world.ts';

/**
 * The number of the system call that the task is in, where each call of each task has one object (`pool(my_struct, 'calls')`). What
 * was given back is never made again: a call that comes later has another stack, so that whoever follows a pointer to this one oopses.
 */
export const on_stack = (k: Pick<Kernel, 'world' | 'task_log'>, task: number): number =>
  task * mostCalls(k.world) + k.task_log(task).returns.length;

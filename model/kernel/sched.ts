/** Sleeping and waking (kernel/sched.c) in the modelled kernel. */
import { type Kernel, proc } from '../kernel.ts';
import { schedulerFor } from './scheduler.ts';

export const { try_to_wake_up, schedule } = schedulerFor(proc, {
  signal_pending: (k, tsk) => k.task_struct(tsk).TIF_SIGPENDING,
});

/** `current`, for code that was C: in an interrupt it is whatever task was interrupted, which is not modelled, and a worker is none. */
export const current_task = (k: Kernel): number =>
  k.current < k.world.tasks.length
    ? k.current
    : k.trap('current is read in an interrupt or a worker, where it is a task that the model does not have');

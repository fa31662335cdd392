/** Wait queue entries (include/linux/wait.h) and tasks (include/linux/sched.h), as far as waking and sleeping go. */
import { bool, oneOf, ref, struct } from '../../core/index.ts';

/** One per task: the entry that DECLARE_WAITQUEUE puts on its stack. */
export const wait_queue_t = struct('wait_queue_t', {
  /** The task to wake. */
  private: ref('task_struct').constant(),
  WQ_FLAG_EXCLUSIVE: bool().racy().starts(false),
});

/** `array` in the C points to the run queue's priority array while the task is on it. */
export const task_struct = struct('task_struct', {
  state: oneOf('TASK_RUNNING', 'TASK_INTERRUPTIBLE', 'TASK_UNINTERRUPTIBLE').racy().starts('TASK_RUNNING'),
  on_rq: bool().racy().starts(true),
});

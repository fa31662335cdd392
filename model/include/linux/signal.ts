/** What a signal leaves with a task (include/linux/sched.h), and who sends it. */
import { bool, struct } from '../../core/index.ts';
import { task_struct } from './wait.ts';

/** A task to which signals may come. TIF_SIGPENDING is the thread flag that signal_pending() looks at: one waits to be handled. */
export const signalled_task_struct = struct('task_struct', {
  ...task_struct.fields,
  TIF_SIGPENDING: bool().racy().starts(false),
});

/** One per task of a world with signals: one will come while the call runs that the task is in. No kernel memory. */
export const user_signal = struct('user_signal', {
  arranged: bool().racy().starts(false),
});

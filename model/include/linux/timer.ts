/** Timers (include/linux/timer.h). */
import { bool, struct } from '../../core/index.ts';

/** One per task, for the timeout on its stack, and the last for the delayed work of the kioctx. */
export const timer_list = struct('timer_list', {
  /** It is armed, and may expire at any time. */
  pending: bool().racy().starts(false),
  /** Its function runs, or is about to: the CPU's base->running_timer. */
  running: bool().racy().starts(false),
});

/** What read_events and its timer share beside the timer: struct aio_timeout (fs/aio.c:1051). One per task. */
export const aio_timeout = struct('aio_timeout', {
  timed_out: bool().racy().starts(false),
});

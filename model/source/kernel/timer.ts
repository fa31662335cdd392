/** Lines of kernel/timer.c. */
import { lines, type LinesOf, noEffect } from '../reasons.ts';

export const timerLines: LinesOf = {
  del_timer_sync: {
    steps: { detach: lines([504, 507]) },
    reasons: [
      noEffect(508, 'a step that waits is not run over and over: it can be taken when the function is through'),
    ],
  },
  try_to_del_timer_sync: { helper: 'the step del_timer_sync.detach' },
  __run_timers: { helper: 'the first and the last steps of timeout_func and delayed_work_timer_fn' },
  __mod_timer: { helper: 'the steps set_timeout.arm and queue_delayed_work.arm' },
};

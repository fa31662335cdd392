/** Lines of kernel/sched.c. */
import { leftOut, lines, type LinesOf, noEffect } from '../reasons.ts';

const CPUS = 'which CPU a task runs on is no matter here: every task that can run may be the next';
const COUNTED = 'it counts for statistics and priorities, which are no matter here';

export const schedLines: LinesOf = {
  try_to_wake_up: {
    steps: {
      wake: lines([1410, 1416], [1505, 1509], 1535, [1548, 1555]),
    },
    reasons: [
      leftOut([1418, 1504], CPUS),
      leftOut([1511, 1512], CPUS),
      noEffect([1517, 1532], COUNTED),
      leftOut([1544, 1546], CPUS),
    ],
  },
  schedule: {
    steps: {
      deactivate: lines(3441, 3470, [3475, 3477], 3481),
    },
    reasons: [
      leftOut(
        [3428, 3435],
        'scheduling while atomic is a finding of its own here (might_sleep), and not a line in the log',
      ),
      noEffect(3437, COUNTED),
      leftOut(3440, CPUS),
      leftOut(3442, 'nobody here holds the big kernel lock'),
      leftOut(3444, CPUS),
      leftOut([3450, 3452], 'the idle thread is no task here'),
      noEffect([3455, 3468], COUNTED),
      noEffect(3472, COUNTED),
      noEffect(3474, COUNTED),
      noEffect([3479, 3480], COUNTED),
      leftOut([3485, 3555], CPUS),
      leftOut([3557, 3567], 'whoever was switched to goes on where it was'),
      leftOut([3568, 3569], 'nobody here holds the big kernel lock'),
      leftOut([3570, 3572], CPUS),
    ],
  },
  __wake_up_common: { steps: { '__wake_up.next': lines([3685, 3686]) } },
  __wake_up: { steps: { next: lines(3707) } },
  context_switch: { helper: 'the step schedule.asleep' },
  deactivate_task: { helper: 'part of the step schedule.deactivate' },
  activate_task: { helper: 'part of the step try_to_wake_up.wake' },
  default_wake_function: { helper: 'the step __wake_up.wake, which calls try_to_wake_up' },
  wake_up_process: { helper: 'a call of try_to_wake_up' },
  io_schedule: { helper: 'a call of schedule, without its accounting' },
};

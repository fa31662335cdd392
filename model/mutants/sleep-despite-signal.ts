import type { Patch } from '../core/index.ts';
import { edit } from '../kernel.ts';
import { schedule } from '../kernel/sched.ts';

export const sleepDespiteSignal: Patch = {
  name: 'sleep-despite-signal',
  summary: 'mutant: who goes to sleep does not look for a signal first',
  hunks: [
    {
      name: 'no-signal-pending',
      standsFor: 'kernel/sched.c:3475-3477 left out',
      edits: [
        edit(schedule, {
          replace: {
            deactivate: {
              line: 3473,
              c: 'if (prev->state) deactivate_task(prev, rq)',
              run(k, f) {
                k.might_sleep();
                const prev = k.task_struct(f.tsk);
                if (prev.state === 'TASK_RUNNING') return 'return';
                prev.on_rq = false;
                return 'asleep';
              },
            },
          },
        }),
      ],
    },
  ],
};

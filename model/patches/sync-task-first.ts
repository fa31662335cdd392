/**
 * Ours: no commit did it. Who completes or kicks a sync kiocb reads its task in front of the store that lets that task go on, so that
 * the kiocb, which is in the task's frame, is not touched behind it (race U17 of docs/races.md). The task itself might still exit before
 * it is woken; tasks stay here. Mainline has the race as long as aio_complete() completes sync kiocbs, which ended in 4.1 (2015).
 */
import { type Patch, rerouted, stepOf } from '../core/index.ts';
import { aio_complete } from '../fs/aio/complete.ts';
import { kick_iocb } from '../fs/aio/kick.ts';
import { edit } from '../kernel.ts';

export const syncTaskFirst: Patch = {
  name: 'sync-task-first',
  summary: 'the task of a sync kiocb is read in front of the store that lets it go on (ours)',
  hunks: [
    {
      name: 'complete-task-first',
      standsFor: 'in aio_complete, iocb->ki_obj.tsk is read into a local in front of fs/aio.c:945, and woken by that',
      edits: [
        edit(aio_complete, {
          replace: {
            user_data: rerouted(stepOf(aio_complete, 'user_data'), {}, 'tsk'),
            tsk: rerouted(stepOf(aio_complete, 'tsk'), {}, 'no_users'),
            no_users: rerouted(stepOf(aio_complete, 'no_users'), {}, 'wake_task'),
          },
        }),
      ],
    },
    {
      name: 'kick-task-first',
      standsFor: 'in kick_iocb, iocb->ki_obj.tsk is read into a local in front of fs/aio.c:911, and woken by that',
      edits: [
        edit(kick_iocb, {
          replace: {
            sync: rerouted(stepOf(kick_iocb, 'sync'), { kick_task: 'tsk' }),
            tsk: rerouted(stepOf(kick_iocb, 'tsk'), {}, 'kick_task'),
            kick_task: rerouted(stepOf(kick_iocb, 'kick_task'), {}, 'wake_task'),
          },
        }),
      ],
    },
  ],
};

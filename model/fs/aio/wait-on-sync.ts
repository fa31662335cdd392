/** Waiting for a sync kiocb (fs/aio.c:323). */
import { to } from '../../core/index.ts';
import { proc } from '../../kernel.ts';
import { schedule } from '../../kernel/sched.ts';

/** Asleep until aio_complete has stored 0 in ki_users; returns the result that it left. */
export const wait_on_sync_kiocb = proc(
  'wait_on_sync_kiocb',
  'fs/aio.c:323',
  { iocb: 'struct kiocb *', tsk: 'struct task_struct *', ret: 'ssize_t' },
  {
    users: {
      line: 325,
      c: 'while (iocb->ki_users)',
      run: (k, f) => (k.kiocb(f.iocb).ki_users === 0 ? 'running' : 'uninterruptible'),
    },
    uninterruptible: {
      line: 326,
      c: 'set_current_state(TASK_UNINTERRUPTIBLE)',
      run(k, f) {
        k.task_struct(f.tsk).state = 'TASK_UNINTERRUPTIBLE';
      },
    },
    again: {
      line: 327,
      c: 'if (!iocb->ki_users) break',
      run: (k, f) => (k.kiocb(f.iocb).ki_users === 0 ? 'running' : 'sleep'),
    },
    sleep: {
      line: 329,
      c: 'schedule()',
      call: to(schedule, (g, f) => {
        g.tsk = f.tsk;
      }),
      then: 'users',
    },
    running: {
      line: 331,
      c: '__set_current_state(TASK_RUNNING)',
      run(k, f) {
        k.task_struct(f.tsk).state = 'TASK_RUNNING';
      },
    },
    result: {
      line: 332,
      c: 'return iocb->ki_user_data',
      run(k, f) {
        f.ret = k.kiocb(f.iocb).ki_user_data;
      },
    },
  },
  'ret',
);

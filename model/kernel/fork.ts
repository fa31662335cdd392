/** The end of a task, as far as it concerns AIO: it lets go of the mm (kernel/exit.c:382, exit_mm), whose last user takes its contexts down. */
import { to } from '../core/index.ts';
import { exit_aio } from '../fs/aio/exit-aio.ts';
import { MM, proc } from '../kernel.ts';

/**
 * Left out: what else goes with the mm. A task that does not exit keeps it; one that is asleep in a system call keeps it too: nothing
 * here kills it. Files stay open, for they are closed after the mm is gone (kernel/exit.c:925).
 */
export const mmput = proc(
  'mmput',
  'kernel/fork.c:383',
  { tsk: 'struct task_struct *' },
  {
    might_sleep: { line: 385, c: 'might_sleep()', run: (k) => k.might_sleep() },
    dec: {
      line: 387,
      c: 'if (atomic_dec_and_test(&mm->mm_users))',
      run(k) {
        const mm = k.mm_struct(MM);
        mm.mm_users -= 1;
        return mm.mm_users === 0 ? 'exit_aio' : 'return';
      },
    },
    exit_aio: {
      line: 388,
      c: 'exit_aio(mm)',
      call: to(exit_aio, (g, f) => {
        g.tsk = f.tsk;
      }),
    },
  },
);

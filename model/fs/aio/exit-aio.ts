/** Taking down what the last task of a program leaves: exit_aio (fs/aio.c). */
import { NULL, to } from '../../core/index.ts';
import { MM, proc } from '../../kernel.ts';
import { flush_workqueue } from '../../kernel/workqueue.ts';
import { aio_cancel_all, wait_for_all_aios } from './exit.ts';
import { put_ioctx } from './setup.ts';

/**
 * The last task of the mm exits. Left out: the list's other contexts, of which there are none, and the line in the log where somebody
 * else has a reference still (357).
 */
export const exit_aio = proc(
  'exit_aio',
  'fs/aio.c:342',
  { tsk: 'struct task_struct *', ctx: 'struct kioctx *' },
  {
    list: {
      line: 344,
      c: 'ctx = mm->ioctx_list',
      run(k, f) {
        f.ctx = k.mm_struct(MM).ioctx_list;
      },
    },
    unlink: {
      line: 345,
      c: 'mm->ioctx_list = NULL',
      run(k) {
        k.mm_struct(MM).ioctx_list = NULL;
      },
    },
    some: { line: 346, c: 'while (ctx)', go: (f) => (f.ctx === NULL ? 'return' : 'next') },
    next: {
      line: 347,
      c: 'next = ctx->next; ctx->next = NULL',
      run: (k, f) => void k.kioctx(f.ctx).user_id,
    },
    cancel: {
      line: 349,
      c: 'aio_cancel_all(ctx)',
      call: to(aio_cancel_all, (g, f) => {
        g.ctx = f.ctx;
      }),
    },
    wait: {
      line: 351,
      c: 'wait_for_all_aios(ctx)',
      call: to(wait_for_all_aios, (g, f) => {
        g.ctx = f.ctx;
        g.tsk = f.tsk;
      }),
    },
    flush: { line: 356, c: 'flush_workqueue(aio_wq)', call: to(flush_workqueue, () => {}) },
    users: {
      line: 358,
      c: 'if (1 != atomic_read(&ctx->users)) printk(...)',
      run: (k, f) => void k.kioctx(f.ctx).users,
    },
    put: {
      line: 363,
      c: 'put_ioctx(ctx)',
      call: to(put_ioctx, (g, f) => {
        g.kioctx = f.ctx;
      }),
    },
    done: {
      line: 364,
      c: 'ctx = next',
      go(f) {
        f.ctx = NULL;
      },
      then: 'some',
    },
  },
);

/** Running what was kicked: __aio_run_iocbs and its callers (fs/aio.c). */
import { NULL, to } from '../../core/index.ts';
import { list_empty } from '../../include/linux/list.ts';
import { assert_spin_locked } from '../../include/linux/spinlock.ts';
import { CTX_WORK } from '../../include/linux/workqueue.ts';
import { CTX, proc } from '../../kernel.ts';
import { queue_work } from '../../kernel/workqueue.ts';
import { __aio_put_req } from './put.ts';
import { run_list_steal, stolen } from './request-lists.ts';
import { aio_run_iocb } from './run.ts';

/**
 * Runs everything on the run list, which it takes away first, and returns 1 if more has come. ctx_lock is held on entry
 * and on return, and dropped in each run.
 */
export const __aio_run_iocbs = proc(
  '__aio_run_iocbs',
  'fs/aio.c:768',
  { ctx: 'struct kioctx *', iocb: 'struct kiocb *', ret: 'int' },
  {
    steal: {
      line: 775,
      c: 'list_replace_init(&ctx->run_list, &run_list)',
      run(k, f) {
        assert_spin_locked(k, k.kioctx(f.ctx).ctx_lock);
        run_list_steal(k, k.kioctx(f.ctx).run_list);
      },
    },
    next: {
      line: 776,
      c: 'while (!list_empty(&run_list)) { iocb = list_entry(run_list.next); list_del(&iocb->ki_run_list)',
      run(k, f) {
        const run_list = stolen(k);
        f.iocb = list_empty(run_list) ? NULL : run_list.at(0);
        if (f.iocb === NULL) return 'more';
        run_list.remove(f.iocb);
        k.kiocb(f.iocb).ki_run_list = 'poison';
        return 'get';
      },
    },
    get: {
      line: 783,
      c: 'iocb->ki_users++',
      run(k, f) {
        k.kiocb(f.iocb).ki_users += 1;
      },
    },
    run: {
      line: 784,
      c: 'aio_run_iocb(iocb)',
      call: to(aio_run_iocb, (g, f) => {
        g.iocb = f.iocb;
      }),
    },
    put: {
      line: 785,
      c: '__aio_put_req(ctx, iocb)',
      call: to(__aio_put_req, (g, f) => {
        g.ctx = f.ctx;
        g.req = f.iocb;
      }),
      then: 'next',
    },
    more: {
      line: 787,
      c: 'if (!list_empty(&ctx->run_list)) return 1; return 0',
      run(k, f) {
        f.ret = list_empty(k.kioctx(f.ctx).run_list) ? 0 : 1;
      },
    },
  },
  'ret',
);

export const aio_run_all_iocbs = proc(
  'aio_run_all_iocbs',
  'fs/aio.c:831',
  { ctx: 'struct kioctx *', requeue: 'int' },
  {
    lock: { line: 833, c: 'spin_lock_irq(&ctx->ctx_lock)', acquire: (k, f) => k.kioctx(f.ctx).ctx_lock },
    run: {
      line: 834,
      c: '__aio_run_iocbs(ctx)',
      call: to(__aio_run_iocbs, (g, f) => {
        g.ctx = f.ctx;
      }),
      result: 'requeue',
    },
    again: { line: 834, c: 'while (__aio_run_iocbs(ctx))', go: (f) => (f.requeue !== 0 ? 'run' : 'unlock') },
    unlock: { line: 836, c: 'spin_unlock_irq(&ctx->ctx_lock)', release: (k, f) => k.kioctx(f.ctx).ctx_lock },
  },
);

/** The mm of whoever submitted, which must be there. Left out: which mm it was before, and the count, see mm_struct. */
export const use_mm = proc(
  'use_mm',
  'fs/aio.c:577',
  { mm: 'struct mm_struct *' },
  {
    inc: { line: 585, c: 'atomic_inc(&mm->mm_count); tsk->mm = mm', run: (k, f) => void k.mm_struct(f.mm).mm_count },
  },
);

/** On the worker. Left out: set_fs; unuse_mm (606), which touches the worker's own task alone. */
export const aio_kick_handler = proc(
  'aio_kick_handler',
  'fs/aio.c:848',
  { ctx: 'struct kioctx *', mm: 'struct mm_struct *', requeue: 'int' },
  {
    ctx: {
      line: 850,
      c: 'ctx = container_of(work, struct kioctx, wq.work)',
      go(f) {
        f.ctx = CTX;
      },
    },
    mm: {
      line: 856,
      c: 'ctx->mm',
      run(k, f) {
        f.mm = k.kioctx(f.ctx).mm;
      },
    },
    use_mm: {
      line: 856,
      c: 'use_mm(ctx->mm)',
      call: to(use_mm, (g, f) => {
        g.mm = f.mm;
      }),
    },
    lock: { line: 857, c: 'spin_lock_irq(&ctx->ctx_lock)', acquire: (k, f) => k.kioctx(f.ctx).ctx_lock },
    run: {
      line: 858,
      c: 'requeue = __aio_run_iocbs(ctx)',
      call: to(__aio_run_iocbs, (g, f) => {
        g.ctx = f.ctx;
      }),
      result: 'requeue',
    },
    get_mm: {
      line: 859,
      c: 'mm = ctx->mm',
      run(k, f) {
        f.mm = k.kioctx(f.ctx).mm;
      },
    },
    unlock: { line: 860, c: 'spin_unlock_irq(&ctx->ctx_lock)', release: (k, f) => k.kioctx(f.ctx).ctx_lock },
    requeue: { line: 866, c: 'if (requeue)', go: (f) => (f.requeue !== 0 ? 'queue' : 'return') },
    queue: {
      line: 867,
      c: 'queue_delayed_work(aio_wq, &ctx->wq, 0)  /* no delay: queue_work() */',
      call: to(queue_work, (g) => {
        g.work = CTX_WORK;
      }),
    },
  },
);

/** Dropping references to a request: aio_put_req and what it comes to (fs/aio.c). */
import { NULL, to } from '../../core/index.ts';
import { list_add, list_del, list_empty } from '../../include/linux/list.ts';
import { assert_spin_locked } from '../../include/linux/spinlock.ts';
import { FPUT_WORK } from '../../include/linux/workqueue.ts';
import { GLOBALS, proc } from '../../kernel.ts';
import { __fput } from '../file-table.ts';
import { __wake_up } from '../../kernel/wait.ts';
import { queue_work } from '../../kernel/workqueue.ts';
import { get_ioctx, put_ioctx } from './setup.ts';

/** Left out: ki_dtor and ki_iovec, which nobody sets apart from the inline vector. */
export const really_put_req = proc(
  'really_put_req',
  'fs/aio.c:462',
  { ctx: 'struct kioctx *', req: 'struct kiocb *' },
  {
    free: {
      line: 470,
      c: 'assert_spin_locked(&ctx->ctx_lock); kmem_cache_free(kiocb_cachep, req)',
      run(k, f) {
        assert_spin_locked(k, k.kioctx(f.ctx).ctx_lock);
        k.free('kiocb', f.req);
      },
    },
    count: {
      line: 471,
      c: 'ctx->reqs_active--',
      run(k, f) {
        k.kioctx(f.ctx).reqs_active -= 1;
      },
    },
    dead: {
      line: 473,
      c: 'if (!ctx->reqs_active && ctx->dead)',
      run(k, f) {
        const ctx = k.kioctx(f.ctx);
        return ctx.reqs_active === 0 && ctx.dead ? 'wake' : 'return';
      },
    },
    wake: {
      line: 474,
      c: 'wake_up(&ctx->wait)',
      call: to(__wake_up, (g, f) => {
        g.ctx = f.ctx;
      }),
    },
  },
);

/** ctx_lock is held. Returns 1 if this was the last reference. */
export const __aio_put_req = proc(
  '__aio_put_req',
  'fs/aio.c:504',
  { ctx: 'struct kioctx *', req: 'struct kiocb *', holder: 'ghost', ret: 'int' },
  {
    drop: {
      line: 511,
      c: 'assert_spin_locked(&ctx->ctx_lock); req->ki_users--; BUG_ON(req->ki_users < 0); if (req->ki_users) return 0',
      run(k, f) {
        assert_spin_locked(k, k.kioctx(f.ctx).ctx_lock);
        const req = k.kiocb(f.req);
        req.ki_users -= 1;
        k.BUG_ON(req.ki_users < 0);
        if (req.ki_users === 0) return 'unlink';
        f.ret = 0;
        return 'return';
      },
    },
    unlink: {
      line: 515,
      c: 'list_del(&req->ki_list)',
      run(k, f) {
        const req = k.kiocb(f.req);
        const wasEmpty = req.ki_list === 'empty';
        req.ki_list = 'unlinked';
        // What aio_cancel_all has unlinked with list_del_init is a list of its own, and may be deleted again.
        if (!wasEmpty) list_del(f.req, k.kioctx(f.ctx).active_reqs);
      },
    },
    methods: {
      line: 516,
      c: 'req->ki_cancel = NULL; req->ki_retry = NULL',
      run(k, f) {
        const req = k.kiocb(f.req);
        req.ki_cancel = 'NULL';
        req.ki_retry = 'NULL';
      },
    },
    fput: {
      line: 522,
      c: 'if (atomic_dec_and_test(&req->ki_filp->f_count))',
      run(k, f) {
        const file = k.file(k.kiocb(f.req).ki_filp);
        file.f_count -= 1;
        return file.f_count === 0 ? 'get' : 'really';
      },
    },
    get: {
      line: 523,
      c: 'get_ioctx(ctx)',
      call: to(get_ioctx, (g, f) => {
        g.kioctx = f.ctx;
      }),
    },
    fput_lock: { line: 524, c: 'spin_lock(&fput_lock)', acquire: (k) => k.aio_globals(GLOBALS).fput_lock },
    fput_add: {
      line: 525,
      c: 'list_add(&req->ki_list, &fput_head)',
      run(k, f) {
        k.kiocb(f.req).ki_list = 'fput_head';
        list_add(f.req, k.aio_globals(GLOBALS).fput_head);
      },
    },
    fput_unlock: { line: 526, c: 'spin_unlock(&fput_lock)', release: (k) => k.aio_globals(GLOBALS).fput_lock },
    fput_work: {
      line: 527,
      c: 'queue_work(aio_wq, &fput_work)',
      call: to(queue_work, (g) => {
        g.work = FPUT_WORK;
      }),
      then: 'last',
    },
    really: {
      line: 529,
      c: 'really_put_req(ctx, req)',
      call: to(really_put_req, (g, f) => {
        g.ctx = f.ctx;
        g.req = f.req;
      }),
    },
    last: {
      line: 530,
      c: 'return 1',
      go(f) {
        f.ret = 1;
      },
    },
  },
  'ret',
);

export const aio_put_req = proc(
  'aio_put_req',
  'fs/aio.c:537',
  { req: 'struct kiocb *', holder: 'ghost', ctx: 'struct kioctx *', ret: 'int' },
  {
    entry: {
      line: 539,
      c: 'ctx = req->ki_ctx',
      run(k, f) {
        f.ctx = k.kiocb(f.req).ki_ctx;
      },
    },
    lock: { line: 541, c: 'spin_lock_irq(&ctx->ctx_lock)', acquire: (k, f) => k.kioctx(f.ctx).ctx_lock },
    put: {
      line: 542,
      c: '__aio_put_req(ctx, req)',
      call: to(__aio_put_req, (g, f) => {
        g.ctx = f.ctx;
        g.req = f.req;
      }),
      result: 'ret',
    },
    unlock: { line: 543, c: 'spin_unlock_irq(&ctx->ctx_lock)', release: (k, f) => k.kioctx(f.ctx).ctx_lock },
  },
  'ret',
);

/**
 * Ends the requests whose file is to be dropped: on the worker, or in aio_get_req for a slot. `__fput` touches nothing of
 * AIO's in this world and frees the file; it may sleep.
 */
export const aio_fput_routine = proc(
  'aio_fput_routine',
  'fs/aio.c:477',
  { req: 'struct kiocb *', ctx: 'struct kioctx *' },
  {
    lock: { line: 479, c: 'spin_lock_irq(&fput_lock)', acquire: (k) => k.aio_globals(GLOBALS).fput_lock },
    next: {
      line: 480,
      c: 'while (!list_empty(&fput_head)) { req = list_kiocb(fput_head.next)',
      run(k, f) {
        const { fput_head } = k.aio_globals(GLOBALS);
        f.ctx = NULL;
        f.req = list_empty(fput_head) ? NULL : fput_head.at(0);
        return f.req === NULL ? 'unlock' : 'ctx';
      },
    },
    ctx: {
      line: 482,
      c: 'ctx = req->ki_ctx',
      run(k, f) {
        f.ctx = k.kiocb(f.req).ki_ctx;
      },
    },
    unlink: {
      line: 484,
      c: 'list_del(&req->ki_list)',
      run(k, f) {
        k.kiocb(f.req).ki_list = 'unlinked';
        list_del(f.req, k.aio_globals(GLOBALS).fput_head);
      },
    },
    unlock_one: { line: 485, c: 'spin_unlock_irq(&fput_lock)', release: (k) => k.aio_globals(GLOBALS).fput_lock },
    fput: {
      line: 488,
      c: '__fput(req->ki_filp)',
      run(k, f) {
        __fput(k, k.kiocb(f.req).ki_filp);
      },
    },
    lock_ctx: { line: 491, c: 'spin_lock_irq(&ctx->ctx_lock)', acquire: (k, f) => k.kioctx(f.ctx).ctx_lock },
    really: {
      line: 492,
      c: 'really_put_req(ctx, req)',
      call: to(really_put_req, (g, f) => {
        g.ctx = f.ctx;
        g.req = f.req;
      }),
    },
    unlock_ctx: { line: 493, c: 'spin_unlock_irq(&ctx->ctx_lock)', release: (k, f) => k.kioctx(f.ctx).ctx_lock },
    put: {
      line: 495,
      c: 'put_ioctx(ctx)',
      call: to(put_ioctx, (g, f) => {
        g.kioctx = f.ctx;
      }),
    },
    relock: {
      line: 496,
      c: 'spin_lock_irq(&fput_lock)',
      acquire: (k) => k.aio_globals(GLOBALS).fput_lock,
      then: 'next',
    },
    unlock: { line: 498, c: 'spin_unlock_irq(&fput_lock)', release: (k) => k.aio_globals(GLOBALS).fput_lock },
  },
);

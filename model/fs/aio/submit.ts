/** io_submit, from the system call to the first run of the request (fs/aio.c). */
import { NULL, to } from '../../core/index.ts';
import { EAGAIN, EINVAL } from '../../include/linux/errno.ts';
import { aio_ring, aio_ring_avail } from '../../include/linux/aio.ts';
import { list_add, list_empty } from '../../include/linux/list.ts';
import { NBYTES, submitted } from '../../world.ts';
import { proc } from '../../kernel.ts';
import { fput } from '../file-table.ts';
import { aio_fput_routine, aio_put_req } from './put.ts';
import { __aio_run_iocbs } from './retry.ts';
import { aio_run_iocb } from './run.ts';
import { lookup_ioctx, put_ioctx } from './setup.ts';

/**
 * Makes a request and reserves a slot of the ring for its event; NULL if there is none. The new kiocb has the number of
 * the user's iocb, which is submitted once. Nobody else sees it before it is linked, so making it is one action.
 */
export const __aio_get_req = proc(
  '__aio_get_req',
  'fs/aio.c:405',
  { ctx: 'struct kioctx *', user: 'struct iocb __user *', req: 'struct kiocb *' },
  {
    alloc: {
      line: 411,
      c: 'req = kmem_cache_alloc(kiocb_cachep, GFP_KERNEL); req->ki_users = 2; req->ki_key = 0; req->ki_ctx = ctx',
      run(k, f) {
        k.might_sleep();
        k.alloc('kiocb', f.user);
        const req = k.kiocb(f.user);
        req.ki_users = 2;
        req.ki_key = '0';
        req.ki_ctx = f.ctx;
        req.ki_cancel = 'NULL';
        req.ki_retry = 'NULL';
        f.req = f.user;
      },
    },
    lock: { line: 429, c: 'spin_lock_irq(&ctx->ctx_lock)', acquire: (k, f) => k.kioctx(f.ctx).ctx_lock },
    avail: {
      line: 431,
      c: 'if (ctx->reqs_active < aio_ring_avail(&ctx->ring_info, ring))',
      run(k, f) {
        const { reqs_active, ring_head, ring_tail } = aio_ring(k, f.ctx);
        return reqs_active < aio_ring_avail(ring_head, ring_tail, k.world.ring_nr) ? 'link' : 'unlock_full';
      },
    },
    link: {
      line: 432,
      c: 'list_add(&req->ki_list, &ctx->active_reqs)',
      run(k, f) {
        k.kiocb(f.req).ki_list = 'active_reqs';
        list_add(f.req, k.kioctx(f.ctx).active_reqs);
        k.publish('kiocb', f.req);
      },
    },
    count: {
      line: 433,
      c: 'ctx->reqs_active++',
      run(k, f) {
        k.kioctx(f.ctx).reqs_active += 1;
      },
    },
    unlock: {
      line: 437,
      c: 'spin_unlock_irq(&ctx->ctx_lock)',
      release: (k, f) => k.kioctx(f.ctx).ctx_lock,
      then: 'return',
    },
    unlock_full: { line: 437, c: 'spin_unlock_irq(&ctx->ctx_lock)', release: (k, f) => k.kioctx(f.ctx).ctx_lock },
    free: {
      line: 440,
      c: 'kmem_cache_free(kiocb_cachep, req); req = NULL',
      run(k, f) {
        k.discard('kiocb', f.req);
        f.req = NULL;
      },
    },
  },
  'req',
);

/** Tries a second time after giving back what waits for its file to be dropped. */
export const aio_get_req = proc(
  'aio_get_req',
  'fs/aio.c:447',
  { ctx: 'struct kioctx *', user: 'struct iocb __user *', req: 'struct kiocb *' },
  {
    first: {
      line: 454,
      c: 'req = __aio_get_req(ctx)',
      call: to(__aio_get_req, (g, f) => {
        g.ctx = f.ctx;
        g.user = f.user;
      }),
      result: 'req',
    },
    full: { line: 455, c: 'if (NULL == req)', go: (f) => (f.req === NULL ? 'fput' : 'return') },
    fput: { line: 456, c: 'aio_fput_routine(NULL)', call: to(aio_fput_routine, () => {}) },
    second: {
      line: 457,
      c: 'req = __aio_get_req(ctx)',
      call: to(__aio_get_req, (g, f) => {
        g.ctx = f.ctx;
        g.user = f.user;
      }),
      result: 'req',
    },
  },
  'req',
);

/**
 * Left out: the checks of reserved fields and overflows (1534-1548), bad descriptors and user pointers (1551, 1562),
 * which no scenario provokes; ki_user_data, ki_buf and the wait entry (1568-1575), which nothing here reads.
 */
export const io_submit_one = proc(
  'io_submit_one',
  'fs/aio.c:1526',
  { ctx: 'struct kioctx *', user: 'struct iocb __user *', req: 'struct kiocb *', requeue: 'int', ret: 'long' },
  {
    fget: {
      line: 1550,
      c: 'file = fget(iocb->aio_fildes)',
      run(k, f) {
        k.file(f.user).f_count += 1;
      },
    },
    get_req: {
      line: 1554,
      c: 'req = aio_get_req(ctx)',
      call: to(aio_get_req, (g, f) => {
        g.ctx = f.ctx;
        g.user = f.user;
      }),
      result: 'req',
    },
    no_req: { line: 1555, c: 'if (!req)', go: (f) => (f.req === NULL ? 'fput' : 'filp') },
    fput: {
      line: 1556,
      c: 'fput(file); return -EAGAIN',
      run(k, f) {
        fput(k, f.user);
        f.ret = -EAGAIN;
        return 'return';
      },
    },
    filp: {
      line: 1560,
      c: 'req->ki_filp = file',
      run(k, f) {
        k.kiocb(f.req).ki_filp = f.user;
      },
    },
    put_key: {
      line: 1561,
      c: 'ret = put_user(req->ki_key, &user_iocb->aio_key)  /* which never fails here */',
      go(f) {
        f.ret = 0;
      },
    },
    user: {
      line: 1567,
      c: 'req->ki_obj.user = user_iocb',
      run(k, f) {
        k.kiocb(f.req).ki_obj = f.user;
      },
    },
    fill: {
      line: 1569,
      c: 'req->ki_pos = iocb->aio_offset; req->ki_left = req->ki_nbytes = iocb->aio_nbytes',
      run(k, f) {
        const req = k.kiocb(f.req);
        req.ki_pos = 0;
        req.ki_left = NBYTES;
      },
    },
    setup: {
      line: 1577,
      c: 'ret = aio_setup_iocb(req)  /* req->ki_retry = aio_rw_vect_retry */',
      run(k, f) {
        k.kiocb(f.req).ki_retry = 'aio_rw_vect_retry';
        f.ret = 0;
      },
    },
    lock: { line: 1582, c: 'spin_lock_irq(&ctx->ctx_lock)', acquire: (k, f) => k.kioctx(f.ctx).ctx_lock },
    run: {
      line: 1583,
      c: 'aio_run_iocb(req)',
      call: to(aio_run_iocb, (g, f) => {
        g.iocb = f.req;
      }),
    },
    drain: {
      line: 1584,
      c: 'if (!list_empty(&ctx->run_list))',
      run: (k, f) => (list_empty(k.kioctx(f.ctx).run_list) ? 'unlock' : 'drain_run'),
    },
    drain_run: {
      line: 1586,
      c: 'while (__aio_run_iocbs(ctx))',
      call: to(__aio_run_iocbs, (g, f) => {
        g.ctx = f.ctx;
      }),
      result: 'requeue',
    },
    drained: {
      line: 1586,
      c: 'while (__aio_run_iocbs(ctx))  /* some were put back */',
      go: (f) => (f.requeue !== 0 ? 'drain_run' : 'unlock'),
    },
    unlock: { line: 1589, c: 'spin_unlock_irq(&ctx->ctx_lock)', release: (k, f) => k.kioctx(f.ctx).ctx_lock },
    put: {
      line: 1590,
      c: 'aio_put_req(req)',
      call: to(aio_put_req, (g, f) => {
        g.req = f.req;
      }),
    },
    accepted: {
      line: 1591,
      c: 'return 0',
      go(f) {
        f.ret = 0;
        return 'return';
      },
    },
  },
  'ret',
);

/** `call` numbers the system call among its task's, as the user's array of iocb pointers. */
export const sys_io_submit = proc(
  'sys_io_submit',
  'fs/aio.c:1611',
  { task: 'struct task_struct *', call: 'int', ctx: 'struct kioctx *', i: 'int', ret: 'long' },
  {
    lookup: { line: 1624, c: 'ctx = lookup_ioctx(ctx_id)', call: to(lookup_ioctx, () => {}), result: 'ctx' },
    found: {
      line: 1625,
      c: 'if (!ctx) return -EINVAL',
      go(f) {
        if (f.ctx !== NULL) return 'first';
        f.ret = -EINVAL;
        return 'return';
      },
    },
    first: {
      line: 1634,
      c: 'i = 0  /* of the for */',
      go(f) {
        f.i = 0;
      },
    },
    next: {
      line: 1634,
      c: 'for (i = 0; i < nr; i++)',
      go: (f, k) => (f.i < submitted(k.world, f.task, f.call).length ? 'submit' : 'put'),
    },
    submit: {
      line: 1648,
      c: 'ret = io_submit_one(ctx, user_iocb, &tmp)',
      call: to(io_submit_one, (g, f, k) => {
        g.ctx = f.ctx;
        g.user = submitted(k.world, f.task, f.call)[f.i] as number;
      }),
      result: 'ret',
    },
    stop: { line: 1649, c: 'if (ret) break', go: (f) => (f.ret === 0 ? 'advance' : 'put') },
    advance: {
      line: 1634,
      c: 'i++  /* of the for */',
      go(f) {
        f.i += 1;
      },
      then: 'next',
    },
    put: {
      line: 1653,
      c: 'put_ioctx(ctx)',
      call: to(put_ioctx, (g, f) => {
        g.kioctx = f.ctx;
      }),
    },
    out: {
      line: 1654,
      c: 'return i ? i : ret',
      go(f) {
        if (f.i !== 0) f.ret = f.i;
      },
    },
  },
  'ret',
);

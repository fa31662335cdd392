/** Taking a context down: io_destroy, and what it and exit_aio wait for (fs/aio.c). */
import { NULL, to } from '../../core/index.ts';
import { ep_aio_cancel } from '../../drivers/usb/gadget/inode.ts';
import { EINVAL } from '../../include/linux/errno.ts';
import { list_del, list_empty } from '../../include/linux/list.ts';
import { MM, proc } from '../../kernel.ts';
import { schedule } from '../../kernel/sched.ts';
import { add_wait_queue, remove_wait_queue } from '../../kernel/wait.ts';
import { lookup_ioctx, put_ioctx } from './setup.ts';

/** What drivers fill in of an event is nobody's here. */
export const aio_cancel_all = proc(
  'aio_cancel_all',
  'fs/aio.c:274',
  { ctx: 'struct kioctx *', iocb: 'struct kiocb *', cancel: 'int' },
  {
    lock: { line: 278, c: 'spin_lock_irq(&ctx->ctx_lock)', acquire: (k, f) => k.kioctx(f.ctx).ctx_lock },
    dead: {
      line: 279,
      c: 'ctx->dead = 1',
      run(k, f) {
        k.kioctx(f.ctx).dead = true;
      },
    },
    next: {
      line: 280,
      c: 'while (!list_empty(&ctx->active_reqs)) { iocb = list_kiocb(ctx->active_reqs.next)',
      run(k, f) {
        const { active_reqs } = k.kioctx(f.ctx);
        f.iocb = list_empty(active_reqs) ? NULL : active_reqs.at(0);
        return f.iocb === NULL ? 'unlock' : 'unlink';
      },
    },
    unlink: {
      line: 283,
      c: 'list_del_init(&iocb->ki_list)',
      run(k, f) {
        k.kiocb(f.iocb).ki_list = 'empty';
        list_del(f.iocb, k.kioctx(f.ctx).active_reqs);
      },
    },
    method: {
      line: 284,
      c: 'cancel = iocb->ki_cancel',
      run(k, f) {
        f.cancel = k.kiocb(f.iocb).ki_cancel === 'NULL' ? 0 : 1;
      },
    },
    set_cancelled: {
      line: 285,
      c: 'kiocbSetCancelled(iocb)',
      run(k, f) {
        k.kiocb(f.iocb).KIF_CANCELLED = true;
      },
    },
    some: {
      line: 286,
      c: 'if (cancel)',
      go(f) {
        const next = f.cancel === 1 ? 'get' : 'next';
        f.cancel = 0;
        return next;
      },
    },
    get: {
      line: 287,
      c: 'iocb->ki_users++',
      run(k, f) {
        k.kiocb(f.iocb).ki_users += 1;
      },
    },
    unlock_cancel: { line: 288, c: 'spin_unlock_irq(&ctx->ctx_lock)', release: (k, f) => k.kioctx(f.ctx).ctx_lock },
    cancel: {
      line: 289,
      c: 'cancel(iocb, &res)',
      call: to(ep_aio_cancel, (g, f) => {
        g.iocb = f.iocb;
      }),
    },
    relock: {
      line: 290,
      c: 'spin_lock_irq(&ctx->ctx_lock)',
      acquire: (k, f) => k.kioctx(f.ctx).ctx_lock,
      then: 'next',
    },
    unlock: { line: 293, c: 'spin_unlock_irq(&ctx->ctx_lock)', release: (k, f) => k.kioctx(f.ctx).ctx_lock },
  },
);

/** Sleeps, unlike io_getevents as one whom every wakeup wakes, until no request counts any more. */
export const wait_for_all_aios = proc(
  'wait_for_all_aios',
  'fs/aio.c:296',
  { ctx: 'struct kioctx *', tsk: 'struct task_struct *' },
  {
    lock: { line: 301, c: 'spin_lock_irq(&ctx->ctx_lock)', acquire: (k, f) => k.kioctx(f.ctx).ctx_lock },
    none: {
      line: 302,
      c: 'if (!ctx->reqs_active) goto out',
      run: (k, f) => (k.kioctx(f.ctx).reqs_active === 0 ? 'unlock' : 'add'),
    },
    add: {
      line: 305,
      c: 'add_wait_queue(&ctx->wait, &wait)',
      call: to(add_wait_queue, (g, f) => {
        g.ctx = f.ctx;
        g.wait = f.tsk;
      }),
    },
    uninterruptible: {
      line: 306,
      c: 'set_task_state(tsk, TASK_UNINTERRUPTIBLE)',
      run(k, f) {
        k.task_struct(f.tsk).state = 'TASK_UNINTERRUPTIBLE';
      },
    },
    some: {
      line: 307,
      c: 'while (ctx->reqs_active)',
      run: (k, f) => (k.kioctx(f.ctx).reqs_active === 0 ? 'running' : 'unlock_sleep'),
    },
    unlock_sleep: { line: 308, c: 'spin_unlock_irq(&ctx->ctx_lock)', release: (k, f) => k.kioctx(f.ctx).ctx_lock },
    sleep: {
      line: 309,
      c: 'schedule()',
      call: to(schedule, (g, f) => {
        g.tsk = f.tsk;
      }),
    },
    again: {
      line: 310,
      c: 'set_task_state(tsk, TASK_UNINTERRUPTIBLE)',
      run(k, f) {
        k.task_struct(f.tsk).state = 'TASK_UNINTERRUPTIBLE';
      },
    },
    relock: {
      line: 311,
      c: 'spin_lock_irq(&ctx->ctx_lock)',
      acquire: (k, f) => k.kioctx(f.ctx).ctx_lock,
      then: 'some',
    },
    running: {
      line: 313,
      c: '__set_task_state(tsk, TASK_RUNNING)',
      run(k, f) {
        k.task_struct(f.tsk).state = 'TASK_RUNNING';
      },
    },
    remove: {
      line: 314,
      c: 'remove_wait_queue(&ctx->wait, &wait)',
      call: to(remove_wait_queue, (g, f) => {
        g.ctx = f.ctx;
        g.wait = f.tsk;
      }),
    },
    unlock: { line: 317, c: 'spin_unlock_irq(&ctx->ctx_lock)', release: (k, f) => k.kioctx(f.ctx).ctx_lock },
  },
);

/** `was_dead`: another io_destroy has put the list's reference already. */
export const io_destroy = proc(
  'io_destroy',
  'fs/aio.c:1200',
  { ioctx: 'struct kioctx *', tsk: 'struct task_struct *', was_dead: 'int' },
  {
    lock: { line: 1207, c: 'write_lock(&mm->ioctx_list_lock)', acquire: (k) => k.mm_struct(MM).ioctx_list_lock },
    dead: {
      line: 1208,
      c: 'was_dead = ioctx->dead; ioctx->dead = 1',
      run(k, f) {
        const ioctx = k.kioctx(f.ioctx);
        f.was_dead = ioctx.dead ? 1 : 0;
        ioctx.dead = true;
      },
    },
    unlink: {
      line: 1210,
      c: 'for (tmp = &mm->ioctx_list; *tmp && *tmp != ioctx; tmp = &(*tmp)->next); if (*tmp) *tmp = ioctx->next',
      run(k, f) {
        const mm = k.mm_struct(MM);
        if (mm.ioctx_list === f.ioctx) mm.ioctx_list = NULL;
      },
    },
    unlock: { line: 1215, c: 'write_unlock(&mm->ioctx_list_lock)', release: (k) => k.mm_struct(MM).ioctx_list_lock },
    was_dead: { line: 1218, c: 'if (!was_dead)', go: (f) => (f.was_dead === 0 ? 'put_list' : 'cancel') },
    put_list: {
      line: 1219,
      c: 'put_ioctx(ioctx)  /* of the list */',
      call: to(put_ioctx, (g, f) => {
        g.kioctx = f.ioctx;
      }),
    },
    cancel: {
      line: 1221,
      c: 'aio_cancel_all(ioctx)',
      call: to(aio_cancel_all, (g, f) => {
        g.ctx = f.ioctx;
      }),
    },
    wait: {
      line: 1222,
      c: 'wait_for_all_aios(ioctx)',
      call: to(wait_for_all_aios, (g, f) => {
        g.ctx = f.ioctx;
        g.tsk = f.tsk;
      }),
    },
    put: {
      line: 1223,
      c: 'put_ioctx(ioctx)  /* of the lookup */',
      call: to(put_ioctx, (g, f) => {
        g.kioctx = f.ioctx;
      }),
    },
  },
);

export const sys_io_destroy = proc(
  'sys_io_destroy',
  'fs/aio.c:1277',
  { task: 'struct task_struct *', ioctx: 'struct kioctx *', ret: 'long' },
  {
    lookup: { line: 1279, c: 'ioctx = lookup_ioctx(ctx)', call: to(lookup_ioctx, () => {}), result: 'ioctx' },
    found: {
      line: 1280,
      c: 'if (NULL != ioctx)',
      go(f) {
        if (f.ioctx !== NULL) return 'destroy';
        f.ret = -EINVAL;
        return 'return';
      },
    },
    destroy: {
      line: 1281,
      c: 'io_destroy(ioctx)',
      call: to(io_destroy, (g, f) => {
        g.ioctx = f.ioctx;
        g.tsk = f.task;
      }),
    },
    destroyed: {
      line: 1282,
      c: 'return 0',
      go(f) {
        f.ret = 0;
      },
    },
  },
  'ret',
);

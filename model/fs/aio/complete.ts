/** aio_complete: the I/O is done (fs/aio.c:925). */
import { to } from '../../core/index.ts';
import { aio_ring, aio_ring_event } from '../../include/linux/aio.ts';
import { list_empty } from '../../include/linux/list.ts';
import { proc } from '../../kernel.ts';
import { try_to_wake_up } from '../../kernel/sched.ts';
import { __wake_up } from '../../kernel/wait.ts';
import { run_list_del_init } from './request-lists.ts';
import { __aio_put_req } from './put.ts';

/**
 * One ctx_lock section from `lock` to `unlock`. `kioctx.tail` is the C's info->tail, `kioctx.ring_tail` its ring->tail.
 * A sync kiocb has no context and no event: its result goes into itself, and its task is woken. That task may go on as soon as
 * ki_users is 0, and the kiocb is in its frame (race U17). Left out: event->data, mapping the ring's pages, and the barrier at
 * 989, since memory is sequentially consistent. A local is set back to 0 where it is dead, so that equal situations are equal states.
 */
export const aio_complete = proc(
  'aio_complete',
  'fs/aio.c:925',
  {
    iocb: 'struct kiocb *',
    res: 'long',
    res2: 'long',
    ctx: 'struct kioctx *',
    tail: 'unsigned long',
    obj_tsk: 'struct task_struct *',
    ret: 'int',
  },
  {
    entry: {
      line: 927,
      c: 'ctx = iocb->ki_ctx',
      run(k, f) {
        f.ctx = k.kiocb(f.iocb).ki_ctx;
      },
    },
    sync: {
      line: 942,
      c: 'if (is_sync_kiocb(iocb))',
      run: (k, f) => (k.kiocb(f.iocb).ki_key === 'KIOCB_SYNC_KEY' ? 'bug' : 'lock'),
    },
    bug: {
      line: 943,
      c: 'BUG_ON(iocb->ki_users != 1)',
      run: (k, f) => k.BUG_ON(k.kiocb(f.iocb).ki_users !== 1),
    },
    user_data: {
      line: 944,
      c: 'iocb->ki_user_data = res',
      run(k, f) {
        k.kiocb(f.iocb).ki_user_data = f.res;
      },
    },
    no_users: {
      line: 945,
      c: 'iocb->ki_users = 0',
      run(k, f) {
        k.kiocb(f.iocb).ki_users = 0;
      },
    },
    tsk: {
      line: 946,
      c: 'iocb->ki_obj.tsk',
      run(k, f) {
        f.obj_tsk = k.kiocb(f.iocb).ki_obj_tsk;
      },
    },
    wake_task: {
      line: 946,
      c: 'wake_up_process(iocb->ki_obj.tsk)',
      call: to(try_to_wake_up, (g, f) => {
        g.p = f.obj_tsk;
      }),
    },
    done_sync: {
      line: 947,
      c: 'return 1',
      go(f) {
        f.ret = 1;
        return 'return';
      },
    },
    lock: { line: 958, c: 'spin_lock_irqsave(&ctx->ctx_lock, flags)', acquire: (k, f) => k.kioctx(f.ctx).ctx_lock },
    unlink: {
      line: 960,
      c: 'if (iocb->ki_run_list.prev && !list_empty(&iocb->ki_run_list)) list_del_init(&iocb->ki_run_list)',
      run(k, f) {
        const { ki_run_list } = k.kiocb(f.iocb);
        if (ki_run_list !== 'null' && ki_run_list !== 'empty') run_list_del_init(k, f.iocb);
      },
    },
    cancelled: {
      line: 967,
      c: 'if (kiocbIsCancelled(iocb)) goto put_rq',
      run: (k, f) => (k.kiocb(f.iocb).KIF_CANCELLED ? 'put_rq' : 'tail'),
    },
    tail: {
      line: 972,
      c: 'tail = info->tail',
      run(k, f) {
        f.tail = aio_ring(k, f.ctx).tail;
      },
    },
    event: {
      line: 977,
      c: 'event->obj = iocb->ki_obj.user; event->res = res; event->res2 = res2  /* and ++tail, 974 */',
      run(k, f) {
        const event = aio_ring_event(k, f.ctx, f.tail);
        event.obj = k.kiocb(f.iocb).ki_obj;
        event.res = f.res;
        event.res2 = f.res2;
        f.tail = (f.tail + 1) % k.world.ring_nr;
      },
    },
    info_tail: {
      line: 991,
      c: 'info->tail = tail',
      run(k, f) {
        k.kioctx(f.ctx).tail = f.tail;
      },
    },
    publish: {
      line: 992,
      c: 'ring->tail = tail',
      run(k, f) {
        k.kioctx(f.ctx).ring_tail = f.tail;
        f.tail = 0;
      },
    },
    put_rq: {
      line: 1000,
      c: 'ret = __aio_put_req(ctx, iocb)',
      call: to(__aio_put_req, (g, f) => {
        g.ctx = f.ctx;
        g.req = f.iocb;
      }),
      result: 'ret',
    },
    active: {
      line: 1002,
      c: 'if (waitqueue_active(&ctx->wait))',
      run: (k, f) => (list_empty(k.kioctx(f.ctx).wait) ? 'unlock' : 'wake'),
    },
    wake: {
      line: 1003,
      c: 'wake_up(&ctx->wait)',
      call: to(__wake_up, (g, f) => {
        g.ctx = f.ctx;
      }),
    },
    unlock: {
      line: 1005,
      c: 'spin_unlock_irqrestore(&ctx->ctx_lock, flags)',
      release: (k, f) => k.kioctx(f.ctx).ctx_lock,
    },
  },
  'ret',
);

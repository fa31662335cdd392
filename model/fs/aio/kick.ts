/** Asking for a request to be run again: kick_iocb and what it comes to (fs/aio.c). */
import { to } from '../../core/index.ts';
import { list_add_tail, list_empty } from '../../include/linux/list.ts';
import { assert_spin_locked } from '../../include/linux/spinlock.ts';
import { proc } from '../../kernel.ts';
import { try_to_wake_up } from '../../kernel/sched.ts';
import { queue_delayed_work } from '../../kernel/workqueue.ts';

/** Returns 1 if it put the request on the run list. */
export const __queue_kicked_iocb = proc(
  '__queue_kicked_iocb',
  'fs/aio.c:627',
  { iocb: 'struct kiocb *', ret: 'int' },
  {
    queue: {
      line: 633,
      c: 'if (list_empty(&iocb->ki_run_list)) { list_add_tail(&iocb->ki_run_list, &ctx->run_list); return 1; }',
      run(k, f) {
        const iocb = k.kiocb(f.iocb);
        assert_spin_locked(k, k.kioctx(iocb.ki_ctx).ctx_lock);
        if (iocb.ki_run_list !== 'empty') return;
        iocb.ki_run_list = 'linked';
        list_add_tail(f.iocb, k.kioctx(iocb.ki_ctx).run_list);
        f.ret = 1;
      },
    },
  },
  'ret',
);

/** Has the worker run the list. Somebody who waits makes the delay short; either way the timer comes at any time. */
export const aio_queue_work = proc(
  'aio_queue_work',
  'fs/aio.c:792',
  { ctx: 'struct kioctx *' },
  {
    waiting: {
      line: 800,
      c: 'if (waitqueue_active(&ctx->wait)) timeout = 1; else timeout = HZ/10',
      run: (k, f) => void list_empty(k.kioctx(f.ctx).wait),
    },
    queue: { line: 804, c: 'queue_delayed_work(aio_wq, &ctx->wq, timeout)', call: to(queue_delayed_work, () => {}) },
  },
);

/** Left out: the BUG_ON about ki_wait (887), which no method here queues anywhere; it touches the request, as 878 does. */
export const try_queue_kicked_iocb = proc(
  'try_queue_kicked_iocb',
  'fs/aio.c:876',
  { iocb: 'struct kiocb *', ctx: 'struct kioctx *', run: 'int' },
  {
    entry: {
      line: 878,
      c: 'ctx = iocb->ki_ctx',
      run(k, f) {
        f.ctx = k.kiocb(f.iocb).ki_ctx;
      },
    },
    lock: { line: 889, c: 'spin_lock_irqsave(&ctx->ctx_lock, flags)', acquire: (k, f) => k.kioctx(f.ctx).ctx_lock },
    kick: {
      line: 892,
      c: 'if (!kiocbTryKick(iocb))',
      run(k, f) {
        const iocb = k.kiocb(f.iocb);
        const wasKicked = iocb.KIF_KICKED;
        iocb.KIF_KICKED = true;
        return wasKicked ? 'unlock' : 'queue';
      },
    },
    queue: {
      line: 893,
      c: 'run = __queue_kicked_iocb(iocb)',
      call: to(__queue_kicked_iocb, (g, f) => {
        g.iocb = f.iocb;
      }),
      result: 'run',
    },
    unlock: {
      line: 894,
      c: 'spin_unlock_irqrestore(&ctx->ctx_lock, flags)',
      release: (k, f) => k.kioctx(f.ctx).ctx_lock,
    },
    queued: { line: 895, c: 'if (run)', go: (f) => (f.run !== 0 ? 'work' : 'return') },
    work: {
      line: 896,
      c: 'aio_queue_work(ctx)',
      call: to(aio_queue_work, (g, f) => {
        g.ctx = f.ctx;
      }),
    },
  },
);

/** The task of a sync kiocb runs it again itself: it is woken. It may find the kick before, go on, and take its frame with the kiocb along (race U17). */
export const kick_iocb = proc(
  'kick_iocb',
  'fs/aio.c:906',
  { iocb: 'struct kiocb *', obj_tsk: 'struct task_struct *' },
  {
    sync: {
      line: 910,
      c: 'if (is_sync_kiocb(iocb))',
      run: (k, f) => (k.kiocb(f.iocb).ki_key === 'KIOCB_SYNC_KEY' ? 'kick_task' : 'queue'),
    },
    kick_task: {
      line: 911,
      c: 'kiocbSetKicked(iocb)',
      run(k, f) {
        k.kiocb(f.iocb).KIF_KICKED = true;
      },
    },
    tsk: {
      line: 912,
      c: 'iocb->ki_obj.tsk',
      run(k, f) {
        f.obj_tsk = k.kiocb(f.iocb).ki_obj_tsk;
      },
    },
    wake_task: {
      line: 912,
      c: 'wake_up_process(iocb->ki_obj.tsk)',
      call: to(try_to_wake_up, (g, f) => {
        g.p = f.obj_tsk;
      }),
      then: 'return',
    },
    queue: {
      line: 916,
      c: 'try_queue_kicked_iocb(iocb)',
      call: to(try_queue_kicked_iocb, (g, f) => {
        g.iocb = f.iocb;
      }),
    },
  },
);

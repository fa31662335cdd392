/** Wait queues: adding, removing (kernel/wait.c) and waking (kernel/sched.c), on the one queue there is, ctx->wait. */
import { NULL, to } from '../core/index.ts';
import { list_add, list_add_tail, list_del } from '../include/linux/list.ts';
import { proc } from '../kernel.ts';
import { try_to_wake_up } from './sched.ts';

export const add_wait_queue_exclusive = proc(
  'add_wait_queue_exclusive',
  'kernel/wait.c:32',
  { ctx: 'struct kioctx *', wait: 'wait_queue_t *' },
  {
    flags: {
      line: 36,
      c: 'wait->flags |= WQ_FLAG_EXCLUSIVE',
      run(k, f) {
        k.wait_queue_t(f.wait).WQ_FLAG_EXCLUSIVE = true;
      },
    },
    lock: { line: 37, c: 'spin_lock_irqsave(&q->lock, flags)', acquire: (k, f) => k.kioctx(f.ctx).wait_lock },
    add: {
      line: 38,
      c: '__add_wait_queue_tail(q, wait)',
      run: (k, f) => list_add_tail(f.wait, k.kioctx(f.ctx).wait),
    },
    unlock: { line: 39, c: 'spin_unlock_irqrestore(&q->lock, flags)', release: (k, f) => k.kioctx(f.ctx).wait_lock },
  },
);

/** Adds a non-exclusive waiter, in front. */
export const add_wait_queue = proc(
  'add_wait_queue',
  'kernel/wait.c:21',
  { ctx: 'struct kioctx *', wait: 'wait_queue_t *' },
  {
    flags: {
      line: 25,
      c: 'wait->flags &= ~WQ_FLAG_EXCLUSIVE',
      run(k, f) {
        k.wait_queue_t(f.wait).WQ_FLAG_EXCLUSIVE = false;
      },
    },
    lock: { line: 26, c: 'spin_lock_irqsave(&q->lock, flags)', acquire: (k, f) => k.kioctx(f.ctx).wait_lock },
    add: { line: 27, c: '__add_wait_queue(q, wait)', run: (k, f) => list_add(f.wait, k.kioctx(f.ctx).wait) },
    unlock: { line: 28, c: 'spin_unlock_irqrestore(&q->lock, flags)', release: (k, f) => k.kioctx(f.ctx).wait_lock },
  },
);

export const remove_wait_queue = proc(
  'remove_wait_queue',
  'kernel/wait.c:43',
  { ctx: 'struct kioctx *', wait: 'wait_queue_t *' },
  {
    lock: { line: 47, c: 'spin_lock_irqsave(&q->lock, flags)', acquire: (k, f) => k.kioctx(f.ctx).wait_lock },
    remove: {
      line: 48,
      c: '__remove_wait_queue(q, wait)',
      run: (k, f) => list_del(f.wait, k.kioctx(f.ctx).wait),
    },
    unlock: { line: 49, c: 'spin_unlock_irqrestore(&q->lock, flags)', release: (k, f) => k.kioctx(f.ctx).wait_lock },
  },
);

/**
 * Wakes every non-exclusive waiter that it meets and the first exclusive one that really slept. A waiter that still runs
 * is made runnable, does not count, and the scan goes on (3684-3691). Waiters stay queued: they take themselves out. With
 * `all`, as by wake_up_all (nr_exclusive of 0), it wakes every one.
 */
export const __wake_up = proc(
  '__wake_up',
  'kernel/sched.c:3701',
  { ctx: 'struct kioctx *', all: 'int', position: 'int', exclusive: 'int', woken: 'int', p: 'struct task_struct *' },
  {
    lock: { line: 3706, c: 'spin_lock_irqsave(&q->lock, flags)', acquire: (k, f) => k.kioctx(f.ctx).wait_lock },
    next: {
      line: 3684,
      c: 'list_for_each_safe(tmp, next, &q->task_list)  /* flags = curr->flags */',
      run(k, f) {
        const { wait } = k.kioctx(f.ctx);
        if (f.position >= wait.length) return 'unlock';
        const curr = k.wait_queue_t(wait.at(f.position));
        f.exclusive = curr.WQ_FLAG_EXCLUSIVE ? 1 : 0;
        f.p = curr.private;
        return 'wake';
      },
    },
    wake: {
      line: 3688,
      c: 'curr->func(curr, mode, sync, key)',
      call: to(try_to_wake_up, (g, f) => {
        g.p = f.p;
      }),
      result: 'woken',
    },
    counted: {
      line: 3689,
      c: 'if (woken && (flags & WQ_FLAG_EXCLUSIVE) && !--nr_exclusive) break',
      go(f) {
        const enough = f.woken === 1 && f.exclusive === 1 && f.all === 0;
        f.position += 1;
        f.p = NULL;
        f.exclusive = 0;
        f.woken = 0;
        return enough ? 'unlock' : 'next';
      },
    },
    unlock: { line: 3708, c: 'spin_unlock_irqrestore(&q->lock, flags)', release: (k, f) => k.kioctx(f.ctx).wait_lock },
  },
);

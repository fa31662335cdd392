/** Wait queues: adding, removing (kernel/wait.c) and waking (kernel/sched.c), wherever in a model they lie. */
import {
  type Define,
  type Frame,
  type List,
  type Locals,
  type Lock,
  NULL,
  type Pools,
  type Proc,
  type Step,
  to,
} from '../core/index.ts';
import { list_add, list_add_tail, list_del } from '../include/linux/list.ts';
import type { wait_queue_t } from '../include/linux/wait.ts';
import type { Scheduler, TaskKernel } from './scheduler.ts';

/** What a model needs: the pool `wait_queue_t` beside `task_struct`. */
export type WaitKernel = TaskKernel & Pools<{ wait_queue_t: typeof wait_queue_t }>;

/**
 * Where a wait queue is: two fields of the object that owns it, of any names. (An object with two queues: make the queues objects, of a pool of their own.) It has no pool of its own, so that whoever touches
 * it touches its owner: a wake-up on an owner that was freed is a use after free.
 *
 *     wait_lock: spinlock(),
 *     wait: listOf(ref('wait_queue_t')).written_under('wait_lock'),
 */
export interface WaitQueueHead<K, O extends Locals> {
  /**
   * The parameters that say whose queue it is, in place of the C's `q`: `{ ctx: 'struct kioctx *' }`. One for each kind of owner,
   * where there are several, of which callers set one; none where there is one queue.
   */
  readonly owner: O & { readonly [N in keyof O]: N extends OwnLocal ? never : string };
  readonly lock: (k: K, f: Readonly<Frame<O>>) => Lock;
  readonly task_list: (k: K, f: Readonly<Frame<O>>) => List;
}

const entry = { wait: 'wait_queue_t *' } as const;
const scan = {
  all: 'int',
  position: 'int',
  exclusive: 'int',
  woken: 'int',
  p: 'struct task_struct *',
} as const;
/** Names that no owner can have. */
type OwnLocal = keyof typeof entry | keyof typeof scan;

/** `proc` for functions whose first locals say whose queue it is. */
const procOn =
  <K, O extends Locals>(proc: Define<K>, owner: O) =>
  <const P extends Locals, L extends string>(
    name: string,
    at: string,
    locals: P,
    steps: Record<L, Step<K, Frame<O> & Frame<P>, NoInfer<L>>>,
  ): Proc<O & P, L> => {
    const taken = Object.keys(owner).find((local) => Object.hasOwn(locals, local));
    if (taken !== undefined)
      throw new Error(`the owner of a wait queue is called ${taken}, as a local of ${name} is; expected another name`);
    return proc(name, at, { ...owner, ...locals }, steps);
  };

/**
 * The functions on wait queues, made once for a model: `waitQueuesFor(proc, schedulerFor(proc), { owner, lock, task_list })`. Who
 * waits adds its entry, sets its state, looks whether it has to wait, and calls `schedule`. wake_up and wake_up_interruptible are
 * `__wake_up`, and so is wake_up_all with `all` of 1. The task in an entry (`private`) is set by the model's `init`. Throws Error
 * where a parameter of `owner` is called as a local of the functions is.
 */
export const waitQueuesFor = <K extends WaitKernel, const O extends Locals>(
  proc: Define<K>,
  { try_to_wake_up }: Pick<Scheduler, 'try_to_wake_up'>,
  { owner, lock, task_list }: WaitQueueHead<K, O>,
) => {
  const on = procOn<K, O>(proc, owner);
  return {
    add_wait_queue_exclusive: on('add_wait_queue_exclusive', 'kernel/wait.c:32', entry, {
      flags: {
        line: 36,
        c: 'wait->flags |= WQ_FLAG_EXCLUSIVE',
        run(k, f) {
          k.wait_queue_t(f.wait).WQ_FLAG_EXCLUSIVE = true;
        },
      },
      lock: { line: 37, c: 'spin_lock_irqsave(&q->lock, flags)', acquire: lock },
      add: { line: 38, c: '__add_wait_queue_tail(q, wait)', run: (k, f) => list_add_tail(f.wait, task_list(k, f)) },
      unlock: { line: 39, c: 'spin_unlock_irqrestore(&q->lock, flags)', release: lock },
    }),

    /** Adds a non-exclusive waiter, in front. */
    add_wait_queue: on('add_wait_queue', 'kernel/wait.c:21', entry, {
      flags: {
        line: 25,
        c: 'wait->flags &= ~WQ_FLAG_EXCLUSIVE',
        run(k, f) {
          k.wait_queue_t(f.wait).WQ_FLAG_EXCLUSIVE = false;
        },
      },
      lock: { line: 26, c: 'spin_lock_irqsave(&q->lock, flags)', acquire: lock },
      add: { line: 27, c: '__add_wait_queue(q, wait)', run: (k, f) => list_add(f.wait, task_list(k, f)) },
      unlock: { line: 28, c: 'spin_unlock_irqrestore(&q->lock, flags)', release: lock },
    }),

    remove_wait_queue: on('remove_wait_queue', 'kernel/wait.c:43', entry, {
      lock: { line: 47, c: 'spin_lock_irqsave(&q->lock, flags)', acquire: lock },
      remove: { line: 48, c: '__remove_wait_queue(q, wait)', run: (k, f) => list_del(f.wait, task_list(k, f)) },
      unlock: { line: 49, c: 'spin_unlock_irqrestore(&q->lock, flags)', release: lock },
    }),

    /**
     * Wakes every non-exclusive waiter that it meets and the first exclusive one that really slept. A waiter that still runs
     * is made runnable, does not count, and the scan goes on (3684-3691). Waiters stay queued: they take themselves out. With
     * `all`, as by wake_up_all (nr_exclusive of 0), it wakes every one.
     */
    __wake_up: on('__wake_up', 'kernel/sched.c:3701', scan, {
      lock: { line: 3706, c: 'spin_lock_irqsave(&q->lock, flags)', acquire: lock },
      next: {
        line: 3684,
        c: 'list_for_each_safe(tmp, next, &q->task_list)  /* flags = curr->flags */',
        run(k, f) {
          const wait = task_list(k, f);
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
          const enough = f.woken !== 0 && f.exclusive === 1 && f.all === 0;
          f.position += 1;
          f.p = NULL;
          f.exclusive = 0;
          f.woken = 0;
          return enough ? 'unlock' : 'next';
        },
      },
      unlock: { line: 3708, c: 'spin_unlock_irqrestore(&q->lock, flags)', release: lock },
    }),
  };
};

/**
 * The workqueue `aio` (kernel/workqueue.c): queueing work, running it, and waiting for it. One worker, where the C has one
 * per CPU: handlers that run at once are not seen (docs/adr/002). Left out: that the worker sleeps on more_work and flushers
 * on work_done (see cpu_workqueue_struct); workqueue_mutex (448), which matters to two flushers at once, and one kioctx has
 * one; work->data beside the pending bit, since there is one queue, and so the BUG_ONs about it (96, 323); run_depth.
 */
import { through, to } from '../core/index.ts';
import { workerOf } from '../world.ts';
import { list_add_tail, list_empty } from '../include/linux/list.ts';
import { CTX_WORK, FPUT_WORK } from '../include/linux/workqueue.ts';
import { AIO_WQ, CTX, type Kernel, proc, wq_timer } from '../kernel.ts';
import { del_timer_sync, timer_of } from './timer.ts';

const wq = (k: Kernel) => k.cpu_workqueue_struct(AIO_WQ);

/** The delayed work lies in the kioctx, so that touching it is touching that; and a patch's where the patch says. */
const work_of = (k: Kernel, work: number) => {
  if (work > CTX_WORK) return k.work_struct(embedded(k, work));
  return k.work_struct(work === CTX_WORK ? k.kioctx(CTX).wq : work);
};

type Embedding = (id: number) => Readonly<Record<string, number>>;

/** The number that INIT_WORK() left in the object in which the work lies. */
function embedded(k: Kernel, work: number): number {
  const own = k.world.works?.find(({ first, count }) => work >= first && work < first + count);
  if (own === undefined || own.in === null) return work;
  const holder = (k as unknown as Readonly<Record<string, Embedding>>)[own.in.pool]?.(work - own.first);
  return holder?.[own.in.field] as number;
}

/** The work of this name with this number among those, of a patch that declares it: what queue_work() is handed. */
export function work_item(k: Pick<Kernel, 'world'>, name: string, id = 0): number {
  const own = k.world.works?.find((one) => one.name === name);
  if (own === undefined) throw new Error(`no patch declares a work ${name}`);
  if (!(id >= 0 && id < own.count)) throw new Error(`there is no work ${id} of ${name}`);
  return own.first + id;
}

export const __queue_work = proc(
  '__queue_work',
  'kernel/workqueue.c:182',
  { work: 'int' },
  {
    lock: { line: 187, c: 'spin_lock_irqsave(&cwq->lock, flags)', acquire: (k) => wq(k).lock },
    add: {
      line: 189,
      c: 'list_add_tail(&work->entry, &cwq->worklist); cwq->insert_sequence++',
      run(k, f) {
        work_of(k, f.work).entry = 'worklist';
        list_add_tail(f.work, wq(k).worklist);
        wq(k).insert_sequence += 1;
      },
    },
    unlock: { line: 192, c: 'spin_unlock_irqrestore(&cwq->lock, flags)', release: (k) => wq(k).lock },
  },
);

export const queue_work = proc(
  'queue_work',
  'kernel/workqueue.c:205',
  { work: 'int' },
  {
    pending: {
      line: 209,
      c: 'if (!test_and_set_bit(WORK_STRUCT_PENDING, work_data_bits(work)))',
      run(k, f) {
        const work = work_of(k, f.work);
        if (work.WORK_STRUCT_PENDING) return 'return';
        work.WORK_STRUCT_PENDING = true;
        return 'bug';
      },
    },
    bug: {
      line: 212,
      c: 'BUG_ON(!list_empty(&work->entry))',
      run: (k, f) => k.BUG_ON(work_of(k, f.work).entry !== 'empty'),
    },
    queue: {
      line: 213,
      c: '__queue_work(per_cpu_ptr(wq->cpu_wq, cpu), work)',
      call: to(__queue_work, (g, f) => {
        g.work = f.work;
      }),
    },
  },
);

/** Of the delayed work of the kioctx. How long the delay is, is left out: the timer may expire at any time. */
export const queue_delayed_work = proc(
  'queue_delayed_work',
  'kernel/workqueue.c:241',
  {},
  {
    pending: {
      line: 251,
      c: 'if (!test_and_set_bit(WORK_STRUCT_PENDING, work_data_bits(work)))',
      run(k) {
        const work = work_of(k, CTX_WORK);
        if (work.WORK_STRUCT_PENDING) return 'return';
        work.WORK_STRUCT_PENDING = true;
        return 'bug';
      },
    },
    bug: {
      line: 252,
      c: 'BUG_ON(timer_pending(timer)); BUG_ON(!list_empty(&work->entry))',
      run: (k) => k.BUG_ON(timer_of(k, wq_timer(k.world)).pending || work_of(k, CTX_WORK).entry !== 'empty'),
    },
    arm: {
      line: 260,
      c: 'add_timer(timer)',
      run(k) {
        timer_of(k, wq_timer(k.world)).pending = true;
      },
    },
  },
);

export const cancel_delayed_work = proc(
  'cancel_delayed_work',
  'include/linux/workqueue.h:197',
  { ret: 'int' },
  {
    timer: {
      line: 201,
      c: 'ret = del_timer_sync(&work->timer)',
      call: to(del_timer_sync, (g, _f, k) => {
        g.timer = wq_timer(k.world);
      }),
      result: 'ret',
    },
    armed: { line: 202, c: 'if (ret)', go: (f) => (f.ret !== 0 ? 'release' : 'return') },
    release: {
      line: 203,
      c: 'work_release(&work->work)',
      run(k) {
        work_of(k, CTX_WORK).WORK_STRUCT_PENDING = false;
      },
    },
  },
);

/** The interrupt of the delayed work's timer. It begins again whenever the timer is armed. */
export const delayed_work_timer_fn = proc(
  'delayed_work_timer_fn',
  'kernel/workqueue.c:221',
  { timer: 'struct timer_list *' },
  {
    expire: {
      line: 221,
      c: '/* the timer expires: __run_timers takes it off */',
      when: (k, f) => k.timer_list(f.timer).pending,
      run(k, f) {
        const timer = timer_of(k, f.timer);
        timer.pending = false;
        timer.running = true;
      },
    },
    wq: { line: 224, c: 'wq = get_wq_data(&dwork->work)', run: (k) => void work_of(k, CTX_WORK).WORK_STRUCT_PENDING },
    queue: {
      line: 230,
      c: '__queue_work(per_cpu_ptr(wq->cpu_wq, cpu), &dwork->work)',
      call: to(__queue_work, (g) => {
        g.work = CTX_WORK;
      }),
    },
    ran: {
      line: 231,
      c: '/* back in __run_timers, which looks at its own base alone */',
      run(k, f) {
        k.timer_list(f.timer).running = false;
      },
      then: 'expire',
    },
  },
);

export const run_workqueue = proc(
  'run_workqueue',
  'kernel/workqueue.c:299',
  { work: 'int' },
  {
    lock: { line: 307, c: 'spin_lock_irqsave(&cwq->lock, flags)', acquire: (k) => wq(k).lock },
    next: {
      line: 315,
      c: 'while (!list_empty(&cwq->worklist)) { f = work->func; list_del_init(cwq->worklist.next)',
      run(k, f) {
        const { worklist } = wq(k);
        if (list_empty(worklist)) return 'unlock';
        f.work = worklist.at(0);
        work_of(k, f.work).entry = 'empty';
        worklist.remove(f.work);
        return 'unlock_run';
      },
    },
    unlock_run: { line: 321, c: 'spin_unlock_irqrestore(&cwq->lock, flags)', release: (k) => wq(k).lock },
    release: {
      line: 325,
      c: 'work_release(work)',
      run(k, f) {
        work_of(k, f.work).WORK_STRUCT_PENDING = false;
      },
    },
    func: { line: 326, c: 'f(work)', go: (f) => (f.work === FPUT_WORK ? 'fput' : 'kick') },
    fput: { line: 326, c: 'aio_fput_routine(work)', call: through('aio_fput_routine', () => {}), then: 'relock' },
    kick: { line: 326, c: 'aio_kick_handler(work)', call: through('aio_kick_handler', () => {}) },
    relock: { line: 339, c: 'spin_lock_irqsave(&cwq->lock, flags)', acquire: (k) => wq(k).lock },
    ran: {
      line: 340,
      c: 'cwq->remove_sequence++; wake_up(&cwq->work_done)  /* with nothing left, both sequences begin anew */',
      run(k, f) {
        f.work = 0;
        wq(k).remove_sequence += 1;
        beginAnew(k);
      },
      then: 'next',
    },
    unlock: { line: 344, c: 'spin_unlock_irqrestore(&cwq->lock, flags)', release: (k) => wq(k).lock },
  },
);

/** Only the difference of the sequences matters; without this they would tell apart what is the same. A patch's work may queue itself for ever. */
function beginAnew(k: Kernel): void {
  const { insert_sequence, remove_sequence, flushers } = wq(k);
  if (flushers > 0 || (insert_sequence !== remove_sequence && k.world.works?.length === 0)) return;
  wq(k).insert_sequence = insert_sequence - remove_sequence;
  wq(k).remove_sequence = 0;
}

/** aio/0: asleep while nothing is queued, which here is to be idle. */
export const worker_thread = proc(
  'worker_thread',
  'kernel/workqueue.c:347',
  {},
  {
    sleep: {
      line: 382,
      c: 'if (list_empty(&cwq->worklist)) schedule()',
      when: (k) => !list_empty(wq(k).worklist),
      run: () => 'run',
    },
    run: { line: 389, c: 'run_workqueue(cwq)', call: to(run_workqueue, () => {}), then: 'sleep' },
  },
);

/** Waits until what is on the queue now has been run. The worker runs it itself instead (flush_cpu_workqueue, 398). */
export const flush_workqueue = proc(
  'flush_workqueue',
  'kernel/workqueue.c:438',
  { sequence_needed: 'int' },
  {
    might_sleep: {
      line: 440,
      c: 'might_sleep()',
      run: (k) => k.might_sleep(),
    },
    own: {
      line: 398,
      c: 'if (cwq->thread == current)',
      go: (_f, k) => (k.current === workerOf(k.world) ? 'run' : 'lock'),
    },
    run: { line: 403, c: 'run_workqueue(cwq)', call: to(run_workqueue, () => {}), then: 'return' },
    lock: { line: 408, c: 'spin_lock_irq(&cwq->lock)', acquire: (k) => wq(k).lock },
    needed: {
      line: 409,
      c: 'sequence_needed = cwq->insert_sequence',
      run(k, f) {
        f.sequence_needed = wq(k).insert_sequence;
        wq(k).flushers += 1;
      },
    },
    must_wait: {
      line: 411,
      c: 'while (sequence_needed - cwq->remove_sequence > 0)',
      run: (k, f) => (f.sequence_needed > wq(k).remove_sequence ? 'unlock_sleep' : 'finish'),
    },
    unlock_sleep: { line: 414, c: 'spin_unlock_irq(&cwq->lock)', release: (k) => wq(k).lock },
    sleep: {
      line: 415,
      c: 'schedule()  /* until work_done is woken */',
      when: (k, f) => f.sequence_needed <= wq(k).remove_sequence,
      run: (k) => k.might_sleep(),
    },
    relock: { line: 416, c: 'spin_lock_irq(&cwq->lock)', acquire: (k) => wq(k).lock, then: 'must_wait' },
    finish: {
      line: 418,
      c: 'finish_wait(&cwq->work_done, &wait)',
      run(k) {
        wq(k).flushers -= 1;
        beginAnew(k);
      },
    },
    unlock: { line: 419, c: 'spin_unlock_irq(&cwq->lock)', release: (k) => wq(k).lock },
  },
);

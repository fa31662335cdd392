/**
 * The scenario `dw1-inval` written by hand against fast-check's scheduler, as somebody would who has no model of the
 * kernel: plain objects, an async function per context, and `await w.step()` before each atomic step. Same steps in the
 * same order as the model takes, for 2.6.20 and for post-eiocbqueued. It is the benchmark's baseline, so it takes the
 * fastest way that fast-check has wherever there are several; `schedules.ts` checks that it reaches the model's outcomes.
 */
/* oxlint-disable no-await-in-loop -- one step after the other is what it is about */
import type { Scheduler } from 'fast-check';

export type ByHandKernel = '2.6.20' | 'post-eiocbqueued';

/**
 * How fast-check is asked to run what is scheduled. `waitIdle` is what its manual recommends: it lets fifty microtasks
 * pass before each step, so as to miss nothing that is scheduled late. `waitOne` is deprecated, and several times faster.
 * Here no more than one async function returns between two steps, so that one microtask more after each is enough: with
 * the same seed both run the same schedules, which `schedules.ts` checks.
 */
export type Waiting = 'waitOne' | 'waitIdle';

const EIO = 5;
const EIOCBQUEUED = 529;
const NBYTES = 16384;
const RING_NR = 4;
const now = Promise.resolve();
const halted = new Promise<void>(() => {});

/** What a step waits for. There are two contexts, so one at most waits at a gate. */
class Gate {
  shut: boolean;
  waiter: (() => void) | null = null;
  constructor(shut: boolean) {
    this.shut = shut;
  }
  open(): void {
    this.shut = false;
    const { waiter } = this;
    this.waiter = null;
    waiter?.();
  }
}

class Kiocb {
  freed = false;
  users = 0;
  run_list: 'empty' | 'linked' | 'null' = 'empty';
  kicked = false;
  cancelled = false;
  linked = false;
  filp = false;
  retry = false;
  cancel = false;
  sync = false;
  user = -1;
  pos = 0;
  left = 0;
  inserted = false;
  pending_err = 0;
  res = 0;
}

class World {
  readonly ctx = {
    users: 1,
    dead: false,
    reqs_active: 0,
    active_reqs: [] as Kiocb[],
    wait: [] as { exclusive: boolean }[],
    tail: 0,
    ring_head: 0,
    ring_tail: 0,
    ctx_lock: new Gate(false),
    wait_lock: new Gate(false),
    ring_lock: new Gate(false),
  };
  readonly ring: { obj: number; res: number }[] = [];
  readonly file = { count: 1 };
  readonly task = { state: 'running', off_rq: new Gate(false) };
  readonly bio = { idle: new Gate(true), uptodate: true, aio: false };
  readonly dio = { freed: false, refcount: 0, result: 0, io_error: 0, waiter: false, bio_lock: new Gate(false) };
  readonly kiocb = new Kiocb();
  /** What happened, for the predicate. */
  readonly log = { completions: 0, begun: false, entered: false, own_result: 0, first_error: 0 };
  readonly events: number[] = [];
  readonly returns: number[] = [];
  finished = 0;
  steps = 0;
  oops: string | null = null;
  private readonly s: Scheduler;
  readonly patched: boolean;
  readonly invalidateFails: boolean;

  constructor(s: Scheduler, kernel: ByHandKernel, invalidateFails: boolean) {
    this.s = s;
    this.patched = kernel === 'post-eiocbqueued';
    this.invalidateFails = invalidateFails;
  }

  /** Until the scheduler picks this context; for ever after an oops. */
  step(): Promise<void> {
    if (this.oops !== null) return halted;
    this.steps += 1;
    return this.s.schedule(now);
  }

  /** The same, but it is not scheduled while the gate is shut. Another may have shut it again when it is picked. */
  pass(gate: Gate): Promise<void> {
    if (!gate.shut) return this.step();
    return new Promise((resolve) => {
      gate.waiter = () => void this.step().then(resolve);
    });
  }

  BUG_ON(condition: boolean, oops = 'bug_on'): void {
    if (!condition) return;
    this.oops = oops;
    throw new Error(oops);
  }

  /** Before every touch of what may have been freed. */
  get liveKiocb(): Kiocb {
    this.BUG_ON(this.kiocb.freed, 'use_after_free:kiocb');
    return this.kiocb;
  }
  get liveDio(): World['dio'] {
    this.BUG_ON(this.dio.freed, 'use_after_free:dio');
    return this.dio;
  }
}

/** For what the scenario never comes to. */
function never(condition: boolean): void {
  if (condition) throw new Error('the scenario does not come here');
}

async function lookup_ioctx(w: World): Promise<void> {
  const { ctx } = w;
  await w.step();
  never(ctx.dead);
  await w.step();
  w.BUG_ON(ctx.users <= 0);
  await w.step();
  ctx.users += 1;
}

async function put_ioctx(w: World): Promise<void> {
  const { ctx } = w;
  await w.step();
  w.BUG_ON(ctx.users <= 0);
  await w.step();
  ctx.users -= 1;
}

/** In aio_complete() itself; with the patch, when the last reference is dropped. */
async function insert_event(w: World, own: number | null): Promise<void> {
  const { ctx } = w;
  await w.step();
  const { tail } = ctx;
  await w.step();
  const iocb = w.liveKiocb;
  const res = own ?? (iocb.pending_err === 0 ? iocb.res : iocb.pending_err);
  w.ring[tail] = { obj: iocb.user, res };
  w.events.push(res);
  await w.step();
  ctx.tail = (tail + 1) % RING_NR;
  await w.step();
  ctx.ring_tail = (tail + 1) % RING_NR;
}

async function __aio_put_req(w: World): Promise<void> {
  const { ctx } = w;
  await w.step();
  const users = --w.liveKiocb.users;
  w.BUG_ON(users < 0);
  if (users !== 0) return;
  if (w.patched) {
    await w.step();
    if (w.liveKiocb.inserted) await insert_event(w, null);
  }
  await w.step();
  w.liveKiocb.linked = false;
  ctx.active_reqs.splice(ctx.active_reqs.indexOf(w.kiocb), 1);
  await w.step();
  w.liveKiocb.cancel = false;
  w.liveKiocb.retry = false;
  await w.step();
  w.BUG_ON(!w.liveKiocb.filp);
  w.file.count -= 1;
  await w.step();
  w.liveKiocb.freed = true;
  await w.step();
  ctx.reqs_active -= 1;
  await w.step();
  never(ctx.reqs_active === 0 && ctx.dead);
}

async function __wake_up(w: World): Promise<void> {
  const { ctx, task } = w;
  do await w.pass(ctx.wait_lock);
  while (ctx.wait_lock.shut);
  ctx.wait_lock.shut = true;
  for (let position = 0; ; position++) {
    await w.step();
    const curr = ctx.wait[position];
    if (curr === undefined) break;
    await w.step();
    if (task.state === 'running') continue;
    task.state = 'running';
    if (!task.off_rq.shut) continue;
    task.off_rq.open();
    if (curr.exclusive) break;
  }
  await w.step();
  ctx.wait_lock.open();
}

/** `begun`: by the interrupt, which began the completion when it took the last reference to the dio. */
async function aio_complete(w: World, res: number, begun: boolean): Promise<void> {
  const { ctx, log } = w;
  await w.step();
  if (!begun) log.completions += 1;
  if (!log.entered) log.own_result = res;
  log.entered = true;
  void w.liveKiocb;
  await w.step();
  never(w.liveKiocb.sync);
  do await w.pass(ctx.ctx_lock);
  while (ctx.ctx_lock.shut);
  ctx.ctx_lock.shut = true;
  await w.step();
  if (w.liveKiocb.run_list === 'linked') w.kiocb.run_list = 'empty';
  await w.step();
  never(w.liveKiocb.cancelled);
  if (w.patched) {
    await w.step();
    w.liveKiocb.res = res;
    await w.step();
    w.liveKiocb.inserted = true;
  } else await insert_event(w, res);
  await __aio_put_req(w);
  await w.step();
  if (ctx.wait.length > 0) await __wake_up(w);
  await w.step();
  ctx.ctx_lock.open();
}

async function dio_complete(w: World, ret: number): Promise<number> {
  await w.step();
  if (ret !== 0 && ret !== -EIOCBQUEUED) return ret;
  return w.liveDio.io_error === 0 ? w.dio.result : w.dio.io_error;
}

/** direct_io_worker(), with dio_bio_submit(). */
async function direct_IO(w: World): Promise<number> {
  const { dio, bio } = w;
  await w.step();
  dio.refcount = 1;
  await w.step();
  dio.result = NBYTES;
  await w.step();
  bio.aio = true;
  do await w.pass(dio.bio_lock);
  while (dio.bio_lock.shut);
  dio.bio_lock.shut = true;
  await w.step();
  dio.refcount += 1;
  await w.step();
  dio.bio_lock.open();
  await w.step();
  bio.idle.open();
  await w.step();
  never(w.liveDio.result !== NBYTES);
  do await w.pass(dio.bio_lock);
  while (dio.bio_lock.shut);
  w.liveDio.bio_lock.shut = true;
  await w.step();
  const remaining = --w.liveDio.refcount;
  await w.step();
  w.liveDio.bio_lock.open();
  if (remaining !== 0) return -EIOCBQUEUED;
  const ret = await dio_complete(w, -EIOCBQUEUED);
  await w.step();
  w.liveDio.freed = true;
  return ret;
}

/** aio_rw_vect_retry(), with generic_file_aio_write() and what that calls. */
async function retry(w: World): Promise<number> {
  const { log } = w;
  let ret = await direct_IO(w);
  await w.step();
  if (w.invalidateFails) {
    const promised = ret === -EIOCBQUEUED;
    if (promised) log.first_error = -EIO;
    if (promised && w.patched) {
      await w.step();
      if (w.liveKiocb.pending_err === 0) w.kiocb.pending_err = -EIO;
    } else ret = -EIO;
  }
  if (ret > 0) {
    await w.step();
    w.liveKiocb.pos = ret;
    await w.step();
    w.liveKiocb.left -= ret;
    await w.step();
    never(w.liveKiocb.left > 0);
  }
  await w.step();
  return w.liveKiocb.left === 0 ? NBYTES : ret;
}

async function aio_read_evt(w: World): Promise<boolean> {
  const { ctx } = w;
  await w.step();
  const { ring_head } = ctx;
  await w.step();
  if (ring_head === ctx.ring_tail) return false;
  do await w.pass(ctx.ring_lock);
  while (ctx.ring_lock.shut);
  ctx.ring_lock.shut = true;
  await w.step();
  const head = ctx.ring_head;
  await w.step();
  never(head === ctx.ring_tail);
  await w.step();
  w.BUG_ON(w.ring[head]?.obj !== 0);
  await w.step();
  ctx.ring_head = (head + 1) % RING_NR;
  await w.step();
  ctx.ring_lock.open();
  return true;
}

async function submitter(w: World): Promise<void> {
  const { ctx, kiocb, task } = w;
  // io_submit()
  await lookup_ioctx(w);
  await w.step();
  w.file.count += 1;
  await w.step();
  kiocb.users = 2;
  if (w.patched) {
    await w.step();
    kiocb.pending_err = 0;
  }
  do await w.pass(ctx.ctx_lock);
  while (ctx.ctx_lock.shut);
  ctx.ctx_lock.shut = true;
  await w.step();
  never(ctx.reqs_active >= (ctx.ring_head + RING_NR - 1 - ctx.ring_tail) % RING_NR);
  await w.step();
  kiocb.linked = true;
  ctx.active_reqs.unshift(kiocb);
  await w.step();
  ctx.reqs_active += 1;
  await w.step();
  ctx.ctx_lock.open();
  await w.step();
  w.liveKiocb.filp = true;
  await w.step();
  w.liveKiocb.user = 0;
  await w.step();
  w.liveKiocb.left = NBYTES;
  await w.step();
  w.liveKiocb.retry = true;
  do await w.pass(ctx.ctx_lock);
  while (ctx.ctx_lock.shut);
  ctx.ctx_lock.shut = true;
  // aio_run_iocb()
  await w.step();
  never(!w.liveKiocb.retry);
  await w.step();
  w.liveKiocb.kicked = false;
  await w.step();
  w.liveKiocb.run_list = 'null';
  await w.step();
  ctx.ctx_lock.open();
  await w.step();
  never(w.liveKiocb.cancelled);
  const ret = await retry(w);
  if (ret !== -EIOCBQUEUED) await aio_complete(w, ret, false);
  do await w.pass(ctx.ctx_lock);
  while (ctx.ctx_lock.shut);
  ctx.ctx_lock.shut = true;
  await w.step();
  ctx.ctx_lock.open();
  // aio_put_req()
  await w.step();
  void w.liveKiocb;
  do await w.pass(ctx.ctx_lock);
  while (ctx.ctx_lock.shut);
  ctx.ctx_lock.shut = true;
  await __aio_put_req(w);
  await w.step();
  ctx.ctx_lock.open();
  await put_ioctx(w);
  w.returns.push(1);
  // io_getevents(), for one event
  await lookup_ioctx(w);
  if (!(await aio_read_evt(w))) {
    const wait = { exclusive: false };
    await w.step();
    wait.exclusive = true;
    do await w.pass(ctx.wait_lock);
    while (ctx.wait_lock.shut);
    ctx.wait_lock.shut = true;
    await w.step();
    ctx.wait.push(wait);
    await w.step();
    ctx.wait_lock.open();
    for (;;) {
      await w.step();
      task.state = 'interruptible';
      if (await aio_read_evt(w)) break;
      await w.step();
      if (task.state === 'running') continue;
      task.off_rq.shut = true;
      await w.pass(task.off_rq);
    }
    await w.step();
    task.state = 'running';
    do await w.pass(ctx.wait_lock);
    while (ctx.wait_lock.shut);
    ctx.wait_lock.shut = true;
    await w.step();
    ctx.wait.splice(ctx.wait.indexOf(wait), 1);
    await w.step();
    ctx.wait_lock.open();
  }
  await put_ioctx(w);
  w.returns.push(1);
  w.finished += 1;
}

/** bio_endio(), with dio_bio_end_aio(). */
async function interrupt(w: World): Promise<void> {
  const { bio, dio, log } = w;
  await w.pass(bio.idle);
  never(!bio.aio);
  await w.step();
  void w.liveDio;
  if (!bio.uptodate) dio.io_error = -EIO;
  do await w.pass(dio.bio_lock);
  while (dio.bio_lock.shut);
  w.liveDio.bio_lock.shut = true;
  await w.step();
  const remaining = --w.liveDio.refcount;
  if (remaining === 0) log.completions += 1;
  await w.step();
  never(remaining === 1 && w.liveDio.waiter);
  await w.step();
  w.liveDio.bio_lock.open();
  if (remaining === 0) {
    await w.step();
    void w.liveDio;
    void w.liveKiocb;
    const ret = await dio_complete(w, 0);
    await w.step();
    void w.liveDio;
    await aio_complete(w, ret, true);
    await w.step();
    w.liveDio.freed = true;
  }
  w.finished += 1;
}

export interface Ran {
  readonly end: 'done' | 'stuck' | 'oops';
  readonly oops: string | null;
  readonly returns: readonly number[];
  readonly events: readonly number[];
  readonly completions: number;
  /** What the event should carry: the first error reported, or else what the completion brought. */
  readonly due: number;
  /** How often the scheduler was asked, which is once or so a schedule for a lock that another then took first. */
  readonly steps: number;
}

/** One schedule, as `s` picks it. */
export async function runByHand(
  s: Scheduler,
  kernel: ByHandKernel,
  invalidateFails: boolean,
  waiting: Waiting = 'waitOne',
): Promise<Ran> {
  const w = new World(s, kernel, invalidateFails);
  let problem: unknown = null;
  const fail = (thrown: unknown) => {
    if (w.oops === null) problem = thrown;
  };
  submitter(w).catch(fail);
  interrupt(w).catch(fail);
  if (waiting === 'waitIdle') await s.waitIdle();
  else
    while (w.oops === null && s.count() > 0) {
      await s.waitOne();
      await now;
    }
  if (problem !== null) throw problem;
  const { oops, returns, events, steps, log } = w;
  const end = oops === null ? (w.finished === 2 ? 'done' : 'stuck') : 'oops';
  const due = log.first_error === 0 ? log.own_result : log.first_error;
  return { end, oops, returns, events, completions: log.completions, due, steps };
}

/** The predicate: no request is completed twice, and its event carries the first error. */
export const holds = ({ completions, events, due }: Pick<Ran, 'completions' | 'events' | 'due'>): boolean =>
  completions <= 1 && events.every((res) => res === due);

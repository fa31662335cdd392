/** The memory of the scenario by hand, and how its contexts wait for their turns. */
import type { Scheduler } from 'fast-check';

export type ByHandKernel = '2.6.20' | 'post-eiocbqueued';

export const EIO = 5;
export const EIOCBQUEUED = 529;
export const NBYTES = 16384;
export const RING_NR = 4;
export const now = Promise.resolve();
const halted = new Promise<void>(() => {});

/** What a step waits for. There are two contexts, so one at most waits at a gate. */
export class Gate {
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

export class Kiocb {
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

export class World {
  readonly ctx = {
    users: 1,
    dead: false,
    reqs_active: 0,
    active_reqs: [] as Kiocb[],
    run_list: [] as Kiocb[],
    wait: [] as { exclusive: boolean }[],
    tail: 0,
    ring_head: 0,
    ring_tail: 0,
    ctx_lock: new Gate(false),
    wait_lock: new Gate(false),
    ring_lock: new Gate(false),
  };
  readonly mm = { listed: true, ioctx_list_lock: new Gate(false) };
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
export function never(condition: boolean): void {
  if (condition) throw new Error('the scenario does not come here');
}

/**
 * The scenario `dw1-inval` written by hand against fast-check's scheduler, as somebody would who has no model of the
 * kernel: plain objects, an async function per context, and `await w.step()` before each atomic step. Same steps in the
 * same order as the model takes, for 2.6.20 and for post-eiocbqueued. It is the benchmark's baseline, so it takes the
 * fastest way that fast-check has wherever there are several; `schedules.ts` checks that it reaches the model's outcomes.
 */
/* oxlint-disable no-await-in-loop -- one step after the other is what it is about */
import type { Scheduler } from 'fast-check';
import { aio_complete, dio_complete } from './by-hand/completion.ts';
import { submitter } from './by-hand/submission.ts';
import { type ByHandKernel, EIO, now, World, never } from './by-hand/world.ts';

/**
 * How fast-check is asked to run what is scheduled. `waitIdle` is what its manual recommends: it lets fifty microtasks
 * pass before each step, so as to miss nothing that is scheduled late. `waitOne` is deprecated, and several times faster.
 * Here no more than one async function returns between two steps, so that one microtask more after each is enough: with
 * the same seed both run the same schedules, which `schedules.ts` checks.
 */
export type Waiting = 'waitOne' | 'waitIdle';

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

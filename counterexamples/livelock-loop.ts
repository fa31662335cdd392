/** What a livelock shows: behind its schedule no end can be reached any more, and something goes round for ever. */
import { PackedMachine, type Coroutine, type Model } from '../model/core/index.ts';
import { tellLivelock } from '../properties/checker/check.ts';
import { findingEnd, lassoFrom } from '../properties/search/livelock.ts';
import { fireTurn, fireTurns, type Turn } from '../properties/search/turn.ts';
import { scheduleOf } from './schedule.ts';

/** States behind the schedule that are looked at before it is given up to find out whether an end can be reached. */
export const MOST_STATES = 500_000;

/** As lines of a schedule: what leads from its end to the loop, and the loop. */
export interface LivelockLoop {
  readonly message: string;
  readonly stem: readonly string[];
  readonly loop: readonly string[];
}

/** Null: an end can be reached; `unknown`: that is not known. */
export function* findingLivelockLoop(model: Model, turns: readonly Turn[]): Coroutine<LivelockLoop | 'unknown' | null> {
  const machine = new PackedMachine(model);
  const start = new Uint32Array(machine.width);
  fireTurns(machine, turns);
  machine.save(start, 0);
  const can = yield* findingEnd(machine, MOST_STATES);
  if (can !== false) return can ? null : 'unknown';
  machine.restore(start, 0);
  const lasso = lassoFrom(machine);
  machine.restore(start, 0);
  const lines = (all: readonly Turn[]) =>
    scheduleOf(all.map((turn) => ({ context: machine.contexts[turn.context] as string, ...fireTurn(machine, turn) })));
  return { message: tellLivelock(machine, lasso), stem: lines(lasso.stem), loop: lines(lasso.loop) };
}

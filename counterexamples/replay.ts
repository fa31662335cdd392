/** Takes a schedule step by step on the reference machine, and judges it by a property. */
import { type Coroutine, type Model, runToEnd } from '../model/core/index.ts';
import { violationHere } from '../properties/checker/questions.ts';
import type { Property } from '../properties/checker/property.ts';
import type { Turn } from '../properties/search/turn.ts';
import { findingLivelockLoop, type LivelockLoop } from './livelock-loop.ts';
import { narrate, type NarratedStep, type ShowValue } from './narrate.ts';

export interface Wrong {
  /** What is wrong in the last state; or, if nothing is there, what was wrong first on the way. */
  readonly message: string;
  readonly atEnd: boolean;
  /** The steps after which something is wrong for the first time. */
  readonly after: number;
}

export interface Replay {
  readonly steps: readonly NarratedStep[];
  /** Null where the schedule does not violate the property. */
  readonly wrong: Wrong | null;
  /**
   * What goes round behind the schedule for ever; null where nothing must. `unknown`: whether anything must, takes too long to
   * find out. Undefined where that is not asked: the property forbids no livelock, or is violated by the last state alone.
   */
  readonly livelock?: LivelockLoop | 'unknown' | null;
}

/** Throws Disagreement where a turn cannot be taken. `showValue`: how values are shown in the steps. */
export const replay = <K>(...given: Parameters<typeof replaying<K>>): Replay => runToEnd(replaying(...given));

/** The same in pieces. */
export function* replaying<K>(
  model: Model,
  property: Property<K>,
  turns: readonly Turn[],
  showValue: ShowValue = String,
): Coroutine<Replay> {
  const wrongs: { readonly message: string; readonly after: number }[] = [];
  const { steps, machine } = narrate(model, turns, {
    showValue,
    look(reached, findings, after) {
      const message = violationHere(reached, property, findings);
      if (message !== null) wrongs.push({ message, after });
    },
  });
  const [first] = wrongs;
  const last = wrongs.find(({ after }) => after === turns.length);
  const isOver = last !== undefined || machine.enabledContexts().length === 0;
  if (property.livelock && !isOver) {
    // No state shows a livelock: whether an end can be reached from this one is searched for again.
    const livelock = yield* findingLivelockLoop(model, turns);
    const isFound = livelock !== null && livelock !== 'unknown';
    const wrong = isFound ? { message: livelock.message, atEnd: true, after: turns.length } : null;
    return { steps, wrong, livelock };
  }
  if (first === undefined) return { steps, wrong: null };
  return { steps, wrong: { message: (last ?? first).message, atEnd: last !== undefined, after: first.after } };
}

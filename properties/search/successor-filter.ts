/** Which contexts go in a state: a search that has no filter lets all go that can. */
import type { Machine } from '../../model/core/index.ts';
import { fireTurn, type Turn } from './turn.ts';

export interface SuccessorFilter {
  /** The contexts that have to go in the machine's current state; the next call overwrites it. */
  select(): readonly number[];
  /** All enabled contexts of the state that `select` was last called in. */
  readonly lastEnabled: readonly number[];
  /** The one context that has to go, where the state behind its step need not be kept; else -1. */
  next(): number;
}

/** No more steps are followed in a row: something that was never seen before may go round. */
export const MOST_FOLLOWED = 10_000;

/** The turns from the machine's current state to the next that is kept, or as many of them. Leaves the machine there. */
export function turnsFollowing(machine: Machine, filter: SuccessorFilter, most = MOST_FOLLOWED): Turn[] {
  const turns: Turn[] = [];
  const before = new Uint32Array(machine.width);
  for (let context = filter.next(); context >= 0 && turns.length < most; context = filter.next()) {
    machine.save(before, 0);
    machine.restore(before, 0);
    const turn = { context, script: [] };
    fireTurn(machine, turn);
    if (machine.halted() !== null) {
      machine.rewind();
      break;
    }
    turns.push(turn);
  }
  return turns;
}

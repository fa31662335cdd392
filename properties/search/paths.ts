/** Schedules, and how a search remembers one to each state that it has reached. */
import { LimitReached, type Machine } from '../../model/core/index.ts';
import type { Unfolding } from './permutation-tracker.ts';
import type { Turn } from './turn.ts';

/** Remembers how each state was reached, by its number; 0 is the initial one. */
export interface Ways {
  parentOf(number: number): number;
  hopOf(number: number): number;
}

/** A hop holds the context above these bits and the ordinal of its choices' combination below. */
const ORDINAL_BITS = 20;

/** Throws LimitReached where the step has more combinations of choices than are told apart. */
export function hopOf(context: number, ordinal: number): number {
  if (ordinal >= 1 << ORDINAL_BITS)
    throw new LimitReached(`a step with more than ${1 << ORDINAL_BITS} combinations of choices`);
  return (context << ORDINAL_BITS) | ordinal;
}

/** What a path through a reduced search has beside its hops. */
export interface Detours {
  /** Takes the turns that follow a hop, where there are such. */
  readonly followed?: () => Turn[];
  /** Where states are canonical: tells what was taken as a schedule. The machine goes through the canonical states all the same. */
  readonly unfolding?: Unfolding | undefined;
}

/** The schedule to a node of the table, and then `last`, if there is one more hop to take. Leaves the machine at its end. */
export function turnsTo(
  table: Ways,
  machine: Machine,
  node: number,
  { last, followed, unfolding }: Detours & { readonly last?: number | undefined } = {},
): Turn[] {
  const hops = last === undefined ? [] : [last];
  for (let at = node; at !== 0; at = table.parentOf(at)) hops.push(table.hopOf(at));
  machine.reset();
  const start = new Uint32Array(machine.width);
  const turns: Turn[] = [];
  for (const hop of hops.toReversed()) {
    machine.save(start, 0);
    machine.restore(start, 0);
    const taken = [takeHop(machine, hop), ...(followed?.() ?? [])];
    turns.push(...(unfolding === undefined ? taken : taken.map((turn) => unfolding.turn(turn))));
    unfolding?.canonicalise();
  }
  return turns;
}

/** Choices are counted, so the n-th combination is found by going through those before it. Leaves the machine after the hop. */
export function takeHop(machine: Machine, hop: number): Turn {
  const context = hop >>> ORDINAL_BITS;
  machine.script.length = 0;
  machine.fire(context);
  for (let ordinal = hop & ((1 << ORDINAL_BITS) - 1); ordinal > 0; ordinal--) {
    machine.nextScript();
    machine.rewind();
    machine.fire(context);
  }
  return { context, script: [...machine.script] };
}

/** Schedules, and how a search remembers one to each state that it has reached. */
import { LimitReached, type Machine } from '../../model/core/index.ts';
import type { PermutationTracker } from './permutation-tracker.ts';
import type { Turn } from './turn.ts';

/** Remembers how each state was reached, by its number; 0 is the initial one. */
export interface Predecessors {
  parentOf(number: number): number;
  edgeOf(number: number): number;
}

/** An edge holds the context above these bits and the ordinal of its choices' combination below. */
const ORDINAL_BITS = 20;

/** Throws LimitReached where the step has more combinations of choices than are told apart. */
export function edgeLabel(context: number, ordinal: number): number {
  if (ordinal >= 1 << ORDINAL_BITS)
    throw new LimitReached(`a step with more than ${1 << ORDINAL_BITS} combinations of choices`);
  return (context << ORDINAL_BITS) | ordinal;
}

/** What a path through a reduced search has beside its edges. */
export interface PathOptions {
  /** Takes the turns that follow an edge, where there are such. */
  readonly followed?: () => Turn[];
  /** Where states are canonical: tells what was taken as a schedule. The machine goes through the canonical states all the same. */
  readonly unfolding?: PermutationTracker | undefined;
}

/** The schedule to a node of the table, and then `last`, if there is one more edge to take. Leaves the machine at its end. */
export function turnsTo(
  table: Predecessors,
  machine: Machine,
  node: number,
  { last, followed, unfolding }: PathOptions & { readonly last?: number | undefined } = {},
): Turn[] {
  const edges = last === undefined ? [] : [last];
  for (let at = node; at !== 0; at = table.parentOf(at)) edges.push(table.edgeOf(at));
  machine.reset();
  const start = new Uint32Array(machine.width);
  const turns: Turn[] = [];
  for (const edge of edges.toReversed()) {
    machine.save(start, 0);
    machine.restore(start, 0);
    const taken = [fireEdge(machine, edge), ...(followed?.() ?? [])];
    turns.push(...(unfolding === undefined ? taken : taken.map((turn) => unfolding.turn(turn))));
    unfolding?.canonicalise();
  }
  return turns;
}

/** Choices are counted, so the n-th combination is found by going through those before it. Leaves the machine after the edge. */
export function fireEdge(machine: Machine, edge: number): Turn {
  const context = edge >>> ORDINAL_BITS;
  machine.script.length = 0;
  machine.fire(context);
  for (let ordinal = edge & ((1 << ORDINAL_BITS) - 1); ordinal > 0; ordinal--) {
    machine.nextScript();
    machine.rewind();
    machine.fire(context);
  }
  return { context, script: [...machine.script] };
}

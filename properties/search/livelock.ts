/** States from which no end can be reached any more, whatever is done: told from the edges that a search kept. */
import { runToEnd, type Machine, YieldCounter, type Coroutine } from '../../model/core/index.ts';
import type { Graph } from './edges.ts';
import { Expansion, type SuccessorVisitor } from './expansion.ts';
import type { Turn } from './turn.ts';
import { StateTable } from './state-table.ts';

/** States that are looked at in one piece; and those that are expanded. */
const PIECE = 2 ** 16;
const EXPANDED = 512;

/** The first such state in the order of the search; null: an end can be reached from every state. */
export const firstDoomed = (graph: Graph): number | null => runToEnd(findingDoomed(graph));

/** The same in pieces. */
export function* findingDoomed(graph: Graph): Coroutine<number | null> {
  const first = (yield* findingWhatEnds(graph)).indexOf(0);
  return first < 0 ? null : first;
}

/** By state: 1 where an end can be reached. */
export function* findingWhatEnds(graph: Graph): Coroutine<Uint8Array> {
  const { states, targets, ends } = graph;
  const pace = new YieldCounter(PIECE);
  const reachesEnd = new Uint8Array(states);
  for (const state of ends.keys()) reachesEnd[state] = 1;
  const follow = (state: number): boolean => {
    const first = graph.firstOf(state);
    const end = first + graph.degreeOf(state);
    for (let edge = first; edge < end; edge++) if (reachesEnd[targets.get(edge)] === 1) return true;
    return false;
  };
  // Most edges lead on, so that going backwards settles nearly all at once; some lead back.
  for (let grown = true, backwards = true; grown; backwards = !backwards) {
    grown = false;
    for (let i = 0; i < states; i++) {
      if (pace.isOver()) yield;
      const state = backwards ? states - 1 - i : i;
      if (reachesEnd[state] === 1 || !follow(state)) continue;
      reachesEnd[state] = 1;
      grown = true;
    }
  }
  return reachesEnd;
}

/**
 * Whether an end can be reached from the machine's current state; null: that was not known after so many states. Moves the
 * machine.
 */
export const canEnd = (machine: Machine, maxStates: number): boolean | null => runToEnd(findingEnd(machine, maxStates));

/** The same in pieces. */
export function* findingEnd(machine: Machine, maxStates: number): Coroutine<boolean | null> {
  const pace = new YieldCounter(EXPANDED);
  const table = new StateTable(machine.width);
  const words = new Uint32Array(machine.width);
  machine.save(words, 0);
  table.add(words);
  const sink: SuccessorVisitor = {
    onSuccessor() {
      machine.save(words, 0);
      table.add(words);
    },
    onFinding: () => undefined,
    onIntermediate: () => undefined,
  };
  const expansion = new Expansion(machine, sink, null);
  for (let state = 0; state < table.size; state++) {
    if (state === maxStates) return null;
    if (pace.isOver()) yield;
    if (table.isFitDue) yield* table.fitting();
    machine.restore(table.goTo(state), 0);
    if (expansion.expand() === 0) return true;
  }
  return false;
}

/** A way on from a state that comes back to where it has been: what leads there, and what goes round. */
export interface Lasso {
  readonly stem: readonly Turn[];
  readonly loop: readonly Turn[];
}

/**
 * From the machine's current state, in which no end can be reached: each time the context goes that went last, as long as it
 * can, so that what one context does alone for ever is told as that. Choices take their first option.
 */
export function lassoFrom(machine: Machine): Lasso {
  const turns: Turn[] = [];
  const seen = new Map<string, number>();
  const words = new Uint32Array(machine.width);
  for (let last = -1; ;) {
    machine.save(words, 0);
    machine.restore(words, 0);
    const key = `${words.join()} ${last}`;
    const before = seen.get(key);
    if (before !== undefined) return { stem: turns.slice(0, before), loop: turns.slice(before) };
    seen.set(key, turns.length);
    const enabled = machine.enabledContexts();
    const context = enabled.includes(last) ? last : (enabled[0] as number);
    machine.script.length = 0;
    machine.fire(context);
    turns.push({ context, script: [...machine.script] });
    last = context;
  }
}

/** The names of those who go round, in the order in which they go. */
export const contextsInLoop = ({ contexts }: Pick<Machine, 'contexts'>, { loop }: Lasso): string[] => [
  ...new Set(loop.map(({ context }) => contexts[context] as string)),
];

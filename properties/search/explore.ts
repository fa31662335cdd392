/**
 * Exhaustive search: every state that any interleaving can reach, breadth first, so that the first schedule found to a
 * place is a shortest one. It knows machines and states, and nothing of what is modelled.
 */
import type { Finding, Machine } from '../../model/core/index.ts';
import { StateTable } from './state-table.ts';
import { Vector16, Vector32 } from './vectors.ts';

/** How a schedule ends: every begun context has finished, one has not and none can move, or it was halted. */
export type End = 'done' | 'stuck' | 'oops';

/** A step of a schedule: whose turn it is, and which options its choices took. */
export interface Turn {
  readonly context: number;
  readonly script: readonly number[];
}

/** Called with the machine in the state spoken of; must leave it there. */
export interface Visitor {
  /** A state is reached for the first time. */
  state?(number: number): void;
  terminal?(number: number, end: End): void;
  /** A turn from state `from` came upon something that did not halt the run. */
  breach?(from: number, turn: Turn, finding: Finding): void;
}

export interface Limits {
  readonly maxStates?: number | undefined;
  readonly maxSeconds?: number | undefined;
  /** Asked now and then; true ends the search. */
  readonly interrupted?: (() => boolean) | undefined;
}

export type Clip = 'max-states' | 'max-seconds' | 'interrupted';

export interface Exploration {
  readonly states: number;
  readonly transitions: number;
  /** Steps of the longest shortest schedule. */
  readonly depth: number;
  /** Why the search stopped early; null: every reachable state was seen. */
  readonly clipped: Clip | null;
  readonly ends: Readonly<Record<End, number>>;
  /** A shortest schedule to a state. */
  pathTo(state: number): Turn[];
  readonly graph: Graph | null;
}

/** The state graph: out-degrees by state, and the targets of all edges, state by state. */
export interface Graph {
  readonly degrees: Vector16;
  readonly targets: Vector32;
  readonly ends: ReadonlyMap<number, End>;
}

export interface Options extends Limits {
  /** Keep the edges, to count schedules and look for cycles. */
  readonly keepGraph?: boolean;
  readonly progress?: ((states: number, transitions: number, depth: number) => void) | undefined;
}

/** A clock is read once in so many expansions. */
const LOOK_EVERY = 4096;
/** `via` holds the context above these bits and the ordinal of its choices below. */
const ORDINAL_BITS = 8;

export function explore(machine: Machine, visitor: Visitor, options: Options = {}): Exploration {
  const { maxStates = Number.POSITIVE_INFINITY, maxSeconds, interrupted, keepGraph = false, progress } = options;
  const contexts = machine.contexts.length;
  const table = new StateTable(machine.width);
  const parents = new Vector32();
  const via = new Vector16();
  const words = new Uint32Array(machine.width);
  const graph = keepGraph ? { degrees: new Vector16(), targets: new Vector32(), ends: new Map<number, End>() } : null;
  const ends: Record<End, number> = { done: 0, stuck: 0, oops: 0 };
  const deadline = maxSeconds === undefined ? Number.POSITIVE_INFINITY : performance.now() + maxSeconds * 1000;

  let transitions = 0;
  let depth = 0;
  let levelEnd = 1;
  let clipped: Clip | null = null;

  const reach = (from: number, context: number, ordinal: number): number => {
    machine.save(words, 0);
    const before = table.size;
    const number = table.add(words);
    if (number === before) {
      parents.push(from);
      via.push((context << ORDINAL_BITS) | ordinal);
      visitor.state?.(number);
    }
    return number;
  };

  machine.reset();
  reach(0, 0, 0);
  for (let at = 0; at < table.size; at++) {
    if (at % LOOK_EVERY === 0) {
      progress?.(table.size, transitions, depth);
      if (interrupted?.()) clipped = 'interrupted';
      else if (performance.now() > deadline) clipped = 'max-seconds';
    }
    if (table.size > maxStates) clipped = 'max-states';
    if (clipped !== null) break;
    if (at === levelEnd) {
      depth++;
      levelEnd = table.size;
    }
    machine.restore(table.rows.chunkOf(at), table.rows.offsetOf(at));
    let degree = 0;
    for (let context = 0; context < contexts; context++) {
      if (!machine.enabled(context)) continue;
      if (machine.script.length > 0) machine.script.length = 0;
      let ordinal = 0;
      do {
        const { findings } = machine.fire(context);
        transitions++;
        degree++;
        const target = reach(at, context, ordinal++);
        if (findings.length > 0) {
          const turn = { context, script: [...machine.script] };
          for (const finding of findings) if (finding.is === 'breach') visitor.breach?.(at, turn, finding);
        }
        graph?.targets.push(target);
        machine.rewind();
      } while (machine.nextScript());
    }
    graph?.degrees.push(degree);
    if (degree === 0) {
      const end = endOf(machine);
      ends[end]++;
      graph?.ends.set(at, end);
      visitor.terminal?.(at, end);
    }
  }
  const pathTo = (state: number) => retrace(machine, parents, via, state);
  return { states: table.size, transitions, depth, clipped, ends, pathTo, graph: clipped === null ? graph : null };
}

/** How the machine's current state, in which nothing is enabled, ends the schedule. */
export function endOf(machine: Machine): End {
  if (machine.halted() !== null) return 'oops';
  return machine.contexts.every((_, context) => machine.isAtRest(context)) ? 'done' : 'stuck';
}

function retrace(machine: Machine, parents: Vector32, via: Vector16, state: number): Turn[] {
  const hops: number[] = [];
  for (let at = state; at !== 0; at = parents.get(at)) hops.push(via.get(at));
  machine.reset();
  return hops.toReversed().map((hop) => {
    const context = hop >>> ORDINAL_BITS;
    machine.script.length = 0;
    // Choices are counted, so the n-th combination is found by going through those before it.
    const start = new Uint32Array(machine.width);
    machine.save(start, 0);
    machine.restore(start, 0);
    machine.fire(context);
    for (let ordinal = hop & ((1 << ORDINAL_BITS) - 1); ordinal > 0; ordinal--) {
      machine.nextScript();
      machine.rewind();
      machine.fire(context);
    }
    return { context, script: [...machine.script] };
  });
}

/**
 * Counting schedules: the paths from the initial state to the terminal ones in the state graph, exactly. They are far too
 * many to walk and often too many for a double, so each state's count is kept in as many 32-bit limbs as the total needs.
 */
import { runToEnd, YieldCounter, type Coroutine } from '../../model/core/index.ts';
import type { EndCounts } from './ends.ts';
import type { Graph } from './explore.ts';

export interface Schedules {
  readonly all: bigint;
  readonly byEnd: Readonly<EndCounts<bigint>>;
}

/** Edges, or limbs of counts, that are gone through in one piece. */
const PIECE = 2 ** 18;
/** To add two numbers by their logarithms takes as long as to go through so many. */
const LOGARITHM = 8;

export function* findingCycle(graph: Graph): Coroutine<boolean> {
  return (yield* topologicalOrder(graph)) === null;
}

/** Null when the graph has a cycle: there are then infinitely many. */
export const countSchedules = (graph: Graph): Schedules | null => runToEnd(countingSchedules(graph));

/** The same in pieces. */
export function* countingSchedules(graph: Graph): Coroutine<Schedules | null> {
  const order = yield* topologicalOrder(graph);
  if (order === null) return null;
  const pace = new YieldCounter(PIECE);
  const { states, targets, ends } = graph;

  // First as logarithms, which cannot overflow, to know how many limbs the counts need.
  const estimate = new Float64Array(states).fill(Number.NEGATIVE_INFINITY);
  estimate[0] = 0;
  let total = 0;
  for (const state of order) {
    if (ends.has(state)) total = addLogs(total, estimate[state] as number);
    const [first, degree] = [graph.firstOf(state), graph.degreeOf(state)];
    if (pace.isOver(1 + LOGARITHM * degree)) yield;
    for (let e = first; e < first + degree; e++) {
      const target = targets.get(e);
      estimate[target] = addLogs(estimate[target] as number, estimate[state] as number);
    }
  }
  // No count exceeds the total: every state lies on a path to a terminal one. One limb more than the estimate is ample.
  const limbs = Math.ceil(total / 32) + 1;
  const counts = new Uint32Array(states * limbs);
  counts[0] = 1;
  const byEnd: EndCounts<bigint> = { done: 0n, stuck: 0n, oops: 0n };
  for (const state of order) {
    const from = state * limbs;
    const kind = ends.get(state);
    if (kind !== undefined) byEnd[kind] = (byEnd[kind] ?? 0n) + toBigInt(counts, from, limbs);
    const [first, degree] = [graph.firstOf(state), graph.degreeOf(state)];
    if (pace.isOver(1 + limbs * degree)) yield;
    for (let e = first; e < first + degree; e++) addInto(counts, targets.get(e) * limbs, from, limbs);
  }
  return { all: byEnd.done + byEnd.stuck + byEnd.oops + (byEnd.trap ?? 0n), byEnd };
}

/** The logarithm, to base 2, of the sum of two numbers given by theirs. */
function addLogs(a: number, b: number): number {
  const [less, more] = a < b ? [a, b] : [b, a];
  return less === Number.NEGATIVE_INFINITY ? more : more + Math.log2(1 + 2 ** (less - more));
}

/** Kahn's algorithm; null when there is a cycle. */
function* topologicalOrder(graph: Graph): Coroutine<Uint32Array | null> {
  const pace = new YieldCounter(PIECE);
  const { states, targets } = graph;
  const incoming = new Uint32Array(states);
  for (let e = 0; e < targets.length; e++) {
    if (pace.isOver()) yield;
    const target = targets.get(e);
    incoming[target] = (incoming[target] as number) + 1;
  }
  const order = new Uint32Array(states);
  let known = incoming[0] === 0 ? 1 : 0;
  for (let i = 0; i < known; i++) {
    const state = order[i] as number;
    const [first, degree] = [graph.firstOf(state), graph.degreeOf(state)];
    if (pace.isOver(1 + degree)) yield;
    for (let e = first; e < first + degree; e++) {
      const target = targets.get(e);
      const left = (incoming[target] as number) - 1;
      incoming[target] = left;
      if (left === 0) order[known++] = target;
    }
  }
  return known === states ? order : null;
}

function addInto(counts: Uint32Array, to: number, from: number, limbs: number): void {
  let carry = 0;
  for (let i = 0; i < limbs; i++) {
    const sum = (counts[to + i] as number) + (counts[from + i] as number) + carry;
    counts[to + i] = sum;
    carry = sum > 0xffffffff ? 1 : 0;
  }
}

function toBigInt(counts: Uint32Array, at: number, limbs: number): bigint {
  let value = 0n;
  for (let i = limbs - 1; i >= 0; i--) value = (value << 32n) | BigInt(counts[at + i] as number);
  return value;
}

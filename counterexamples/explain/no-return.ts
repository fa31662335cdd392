/** From where on no schedule passes any more, whatever is done. */
import { YieldCounter, type Coroutine } from '../../model/core/index.ts';
import type { Candidate } from './candidates.ts';
import { BROKEN, Monitor } from './monitor.ts';
import type { StateGraph } from './state-graph.ts';

export interface NoReturn {
  /** The step, from 1 on, after which none passes; 0: none passes from the start. */
  readonly step: number;
  /** The same where each chance that the schedule had comes out as it did there. */
  readonly stepWithChoices: number;
}

const PIECE = 2 ** 15;

/** `edges`: the failing schedule's; `choices`: its choices, as candidates. */
export function* findingNoReturn(
  graph: StateGraph,
  passes: Uint8Array,
  edges: readonly number[],
  choices: readonly Candidate[],
): Coroutine<NoReturn> {
  // What a schedule violates stays violated: behind that nothing passes, whatever state it leads to.
  const wrong = edges.findIndex((edge) => !graph.isGoodEdge(edge));
  const until = wrong < 0 ? edges : edges.slice(0, wrong);
  const states = [0, ...until.map((edge) => graph.targetOf(edge))];
  const step = states.findLastIndex((state) => passes[state] === 1) + 1;
  if (choices.length === 0) return { step, stepWithChoices: step };
  const monitor = new Monitor(graph.kinds, choices, 'hold');
  const held = yield* passingPlaces(graph, passes, monitor);
  let watched = 0;
  let last = held.has(0) ? 0 : -1;
  for (const [nth, edge] of until.entries()) {
    watched = monitor.after(watched, graph.kindOfEdge(edge));
    if (watched === BROKEN) throw new Error('the schedule does not keep its own choices');
    if (held.has(graph.targetOf(edge) * monitor.size + watched)) last = nth + 1;
  }
  return { step, stepWithChoices: last + 1 };
}

/** States of the graph beside the monitor's from which a schedule that passes can go on, unbroken. */
function* passingPlaces(graph: StateGraph, passes: Uint8Array, monitor: Monitor): Coroutine<ReadonlySet<number>> {
  const pace = new YieldCounter(PIECE);
  const { size } = monitor;
  const order: number[] = passes[0] === 1 ? [0] : [];
  const seen = new Set(order);
  const before = new Map<number, number[]>();
  const good: number[] = [];
  for (const place of order) {
    if (pace.isOver()) yield;
    const state = Math.floor(place / size);
    if (graph.isPassingEnd(state)) good.push(place);
    for (let edge = graph.firstEdge(state); edge < graph.endEdge(state); edge++) {
      if (!graph.leadsOn(edge, passes)) continue;
      const target = graph.targetOf(edge);
      const watched = monitor.after(place % size, graph.kindOfEdge(edge));
      if (watched === BROKEN) continue;
      const next = target * size + watched;
      const froms = before.get(next) ?? [];
      froms.push(place);
      before.set(next, froms);
      if (seen.has(next)) continue;
      seen.add(next);
      order.push(next);
    }
  }
  const can = new Set(good);
  for (let place = good.pop(); place !== undefined; place = good.pop()) {
    if (pace.isOver()) yield;
    for (const from of before.get(place) ?? []) {
      if (can.has(from)) continue;
      can.add(from);
      good.push(from);
    }
  }
  return can;
}

/**
 * The passing schedule that is nearest to a failing one: fewest steps of it left out and others put in, then fewest switches. What
 * follows once it is used up costs nothing.
 */
import { YieldCounter, type Coroutine } from '../../model/core/index.ts';
import { CostQueue } from '../../properties/search/cost-queue.ts';
import { Monitor } from './monitor.ts';
import { findingPassing, Guide } from './passing.ts';
import type { StateGraph } from './state-graph.ts';

export interface NearestPass {
  /** The edges of the passing schedule. */
  readonly edges: readonly number[];
  /** Of each: whether it is a step of the failing schedule, put in before that was used up, or follows behind. */
  readonly is: readonly ('kept' | 'put in' | 'follows')[];
  /** Positions of the failing schedule that are left out. */
  readonly leftOut: readonly number[];
  /** Steps left out and put in; null: not the nearest, but one that leaves the failing schedule late. */
  readonly distance: number | null;
}

/** Pairs of a state and a position, with the context that went last, beyond which it is given up. */
export const MOST_PLACES = 10_000_000;
const PIECE = 2 ** 14;
/** What a step left out or put in costs; switches are counted below it. */
const STEP = 2 ** 16;
const NO_CONTEXT = 0;

/** Where a place was come from, by the cheapest way. */
interface Arrival {
  readonly cost: number;
  readonly from: number;
  /** The edge that was taken; -1: a step was left out. */
  readonly edge: number;
}

/** Null: no schedule passes. */
export function* findingNearest(
  graph: StateGraph,
  passes: Uint8Array,
  path: readonly number[],
  most: number = MOST_PLACES,
): Coroutine<NearestPass | null> {
  if (passes[0] !== 1) return null;
  const positions = path.length + 1;
  const contexts = graph.machine.contexts.length + 1;
  /** A place is a state, a position in the failing schedule, and who went last. */
  const placeOf = (state: number, position: number, last: number): number =>
    (state * positions + position) * contexts + last;
  const ways = new Map<number, Arrival>();
  const queue = new CostQueue<number>();
  const pace = new YieldCounter(PIECE);
  const reach = (place: number, cost: number, from: number, edge: number): void => {
    const known = ways.get(place);
    if (known !== undefined && known.cost <= cost) return;
    ways.set(place, { cost, from, edge });
    queue.push(cost, place);
  };
  reach(placeOf(0, 0, NO_CONTEXT), 0, -1, -1);
  while (queue.least < Number.POSITIVE_INFINITY) {
    const cost = queue.least;
    const place = queue.pop();
    if (ways.get(place)?.cost !== cost) continue;
    if (ways.size > most) return yield* lateLeaving(graph, passes, path);
    if (pace.isOver()) yield;
    const last = place % contexts;
    const position = Math.floor(place / contexts) % positions;
    const state = Math.floor(place / contexts / positions);
    if (position === path.length && graph.isPassingEnd(state)) return told(ways, place, path, cost, placing);
    if (position < path.length) reach(placeOf(state, position + 1, last), cost + STEP, place, -1);
    for (let edge = graph.firstEdge(state); edge < graph.endEdge(state); edge++) {
      if (!graph.leadsOn(edge, passes)) continue;
      const target = graph.targetOf(edge);
      const kind = graph.kindOfEdge(edge);
      const next = graph.kinds.of(kind).context + 1;
      const switches = last !== NO_CONTEXT && last !== next ? 1 : 0;
      if (position < path.length && kind === path[position])
        reach(placeOf(target, position + 1, next), cost + switches, place, edge);
      const put = position === path.length ? 0 : STEP;
      reach(placeOf(target, position, next), cost + put + switches, place, edge);
    }
  }
  return null;

  function placing(place: number): number {
    return Math.floor(place / contexts) % positions;
  }
}

function told(
  ways: ReadonlyMap<number, Arrival>,
  end: number,
  path: readonly number[],
  cost: number,
  positionOf: (place: number) => number,
): NearestPass {
  const edges: number[] = [];
  const is: NearestPass['is'][number][] = [];
  const leftOut: number[] = [];
  for (let place = end, way = ways.get(end); way !== undefined && way.from >= 0; way = ways.get(place)) {
    const position = positionOf(way.from);
    if (way.edge < 0) leftOut.push(position);
    else {
      edges.push(way.edge);
      const isKept = positionOf(place) > position;
      is.push(isKept ? 'kept' : position === path.length ? 'follows' : 'put in');
    }
    place = way.from;
  }
  return {
    edges: edges.toReversed(),
    is: is.toReversed(),
    leftOut: leftOut.toReversed(),
    distance: Math.floor(cost / STEP),
  };
}

/** A passing schedule that goes along with the failing one for as long as one can. */
function* lateLeaving(graph: StateGraph, passes: Uint8Array, path: readonly number[]): Coroutine<NearestPass | null> {
  const edges = yield* findingPassing(graph, passes, new Monitor(graph.kinds, []), new Guide(graph, path));
  if (edges === null) return null;
  const kinds = edges.map((edge) => graph.kindOfEdge(edge));
  const unlike = kinds.findIndex((kind, at) => kind !== path[at]);
  const same = unlike < 0 ? kinds.length : unlike;
  return {
    edges,
    is: edges.map((_, at) => (at < same ? 'kept' : 'put in')),
    leftOut: path.map((_, at) => at).slice(same),
    distance: null,
  };
}

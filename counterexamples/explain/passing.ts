/** Searches a state graph for schedules that pass. */
import { YieldCounter, type Coroutine } from '../../model/core/index.ts';
import { BROKEN, type Monitor } from './monitor.ts';
import type { StateGraph } from './state-graph.ts';

/** States or turns that are looked at in one piece. */
const PIECE = 2 ** 15;

/**
 * By state: 1 where a schedule that passes can still go on from there. Where the model has no ends, one passes that goes on for ever:
 * any state from which it can is taken for an end.
 */
export function* findingPasses(graph: StateGraph): Coroutine<Uint8Array> {
  const { size } = graph;
  const passes = new Uint8Array(size);
  const leads = (state: number): boolean => {
    for (let edge = graph.firstEdge(state); edge < graph.endEdge(state); edge++)
      if (graph.leadsOn(edge, passes)) return true;
    return false;
  };
  if (graph.hasEnds) {
    for (let state = 0; state < size; state++) if (graph.isPassingEnd(state)) passes[state] = 1;
    yield* settling(size, (state) => {
      if (passes[state] === 1 || !graph.isGood(state) || !leads(state)) return false;
      passes[state] = 1;
      return true;
    });
  } else {
    for (let state = 0; state < size; state++) if (graph.isGood(state)) passes[state] = 1;
    yield* settling(size, (state) => {
      if (passes[state] === 0 || leads(state)) return false;
      passes[state] = 0;
      return true;
    });
    graph.endless = passes;
  }
  return passes;
}

/** Goes over all states, back and forth, until nothing changes any more. Most edges lead on: going backwards settles nearly all at once. */
function* settling(size: number, changes: (state: number) => boolean): Coroutine<void> {
  const pace = new YieldCounter(PIECE);
  for (let changed = true, backwards = true; changed; backwards = !backwards) {
    changed = false;
    for (let i = 0; i < size; i++) {
      if (pace.isOver()) yield;
      if (changes(backwards ? size - 1 - i : i)) changed = true;
    }
  }
}

/** States of the graph beside those of the monitor that have been seen. */
class VisitedPlaces {
  private readonly bits: Uint8Array | null;
  private readonly set = new Set<number>();
  constructor(size: number) {
    this.bits = size <= 2 ** 28 ? new Uint8Array(size) : null;
  }
  /** Whether it is new. */
  add(place: number): boolean {
    if (this.bits !== null) {
      if (this.bits[place] === 1) return false;
      this.bits[place] = 1;
      return true;
    }
    if (this.set.has(place)) return false;
    this.set.add(place);
    return true;
  }
}

/** The order in which turns are tried: as the schedule that is explained has them, so that the one found leaves it late. */
export class Guide {
  private readonly byContext = new Map<number, { readonly kind: number; readonly at: number }[]>();
  constructor(graph: StateGraph, path: readonly number[]) {
    path.forEach((kind, at) => {
      const { context } = graph.kinds.of(kind);
      const own = this.byContext.get(context) ?? [];
      own.push({ kind, at });
      this.byContext.set(context, own);
    });
  }
  /** Where the schedule has that turn, if the context takes it as its `nth` from 0 on; infinite where it has another, or none. */
  rank(context: number, kind: number, nth: number): number {
    const own = this.byContext.get(context)?.[nth];
    return own?.kind === kind ? own.at : Number.POSITIVE_INFINITY;
  }
}

interface Frame {
  readonly state: number;
  readonly watched: number;
  /** The edge that led here, and the edges to try, best last. */
  readonly edge: number;
  readonly left: number[];
}

/** The edges of a schedule that passes and keeps what the monitor watches; null: there is none. */
export function* findingPassing(
  graph: StateGraph,
  passes: Uint8Array,
  monitor: Monitor,
  guide: Guide,
): Coroutine<readonly number[] | null> {
  if (passes[0] !== 1) return null;
  const pace = new YieldCounter(PIECE);
  const seen = new VisitedPlaces(graph.size * monitor.size);
  const taken = Array.from({ length: graph.machine.contexts.length }, () => 0);
  const open = (state: number, watched: number, edge: number): Frame => {
    const edges: { readonly edge: number; readonly rank: number }[] = [];
    for (let out = graph.firstEdge(state); out < graph.endEdge(state); out++) {
      if (!graph.leadsOn(out, passes)) continue;
      const context = graph.contextOfEdge(out);
      edges.push({ edge: out, rank: guide.rank(context, graph.kindOfEdge(out), taken[context] as number) });
    }
    const left = edges.toSorted((a, b) => b.rank - a.rank).map((one) => one.edge);
    return { state, watched, edge, left };
  };
  seen.add(0);
  const stack = [open(0, 0, -1)];
  for (let top = stack.at(-1); top !== undefined; top = stack.at(-1)) {
    if (graph.isPassingEnd(top.state) && monitor.isKept(top.watched)) return stack.slice(1).map(({ edge }) => edge);
    const edge = top.left.pop();
    if (edge === undefined) {
      stack.pop();
      if (top.edge >= 0) taken[graph.contextOfEdge(top.edge)]!--;
      continue;
    }
    if (pace.isOver()) yield;
    const watched = monitor.after(top.watched, graph.kindOfEdge(edge));
    if (watched === BROKEN) continue;
    const target = graph.targetOf(edge);
    if (!seen.add(target * monitor.size + watched)) continue;
    taken[graph.contextOfEdge(edge)]!++;
    stack.push(open(target, watched, edge));
  }
  return null;
}

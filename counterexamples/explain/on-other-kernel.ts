/** Whether what decides that a schedule fails on one kernel still decides it on another, which may have other steps. */
import { YieldCounter, type Coroutine, type Model } from '../../model/core/index.ts';
import type { Property } from '../../properties/checker/property.ts';
import { type Failing, MOST_EXPLAINED, analysing } from './analysis.ts';
import type { Candidate, Occurrence } from './candidates.ts';
import { BROKEN, Monitor } from './monitor.ts';
import { StateGraph } from './state-graph.ts';

/**
 * `fails`: a schedule that keeps all that decides violates the property, or ends in an oops. `fixed`: none does, and some schedule
 * keeps it. Null: nothing is known, as no schedule keeps it (its steps may be gone), or there is too much to search.
 */
export type OnOtherKernel = 'fails' | 'fixed' | null;

const PIECE = 2 ** 15;

/** `failing` is of the kernel on which the schedule was found; both models are closed over the same scenario. */
export function* searchingOtherKernel<K>(
  failing: Failing<K>,
  other: Model,
  property: Property<K>,
  maxStates: number = MOST_EXPLAINED,
): Coroutine<OnOtherKernel> {
  const analysis = yield* analysing({ ...failing, asked: [failing.property] }, maxStates);
  if (analysis === null || analysis.deciding === null) return null;
  const graph = yield* StateGraph.of(other, [property], maxStates);
  if (graph === null || !graph.hasEnds) return null;
  const kept: Candidate[] = [];
  for (const { isTurned: _, ...candidate } of analysis.deciding.candidates) {
    const there = thereOf(graph, candidate);
    if (there === null) return null;
    kept.push(there);
  }
  return yield* searching(graph, new Monitor(graph.kinds, kept));
}

/** The same of the other graph's events; null: there is no such event. */
function thereOf(graph: StateGraph, candidate: Candidate): Candidate | null {
  const named = (one: Occurrence): Occurrence | null => {
    const event = graph.kinds.eventOf(one.context, one.step);
    return event === undefined ? null : { ...one, event };
  };
  if (candidate.is === 'choice') {
    const at = named(candidate.at);
    return at === null ? null : { ...candidate, at };
  }
  const [before, after] = [named(candidate.before), named(candidate.after)];
  return before === null || after === null ? null : { ...candidate, before, after };
}

/** Goes through all schedules that keep what the monitor watches. */
function* searching(graph: StateGraph, monitor: Monitor): Coroutine<OnOtherKernel> {
  const pace = new YieldCounter(PIECE);
  let isKept = false;
  /** A place is a state of both, and whether something was violated on the way. */
  const placeOf = (state: number, watched: number, violated: boolean): number =>
    (state * monitor.size + watched) * 2 + Number(violated);
  const open = [placeOf(0, 0, !graph.isGood(0))];
  const seen = new Set(open);
  for (let place = open.pop(); place !== undefined; place = open.pop()) {
    if (pace.isOver()) yield;
    const violated = place % 2 === 1;
    const watched = Math.floor(place / 2) % monitor.size;
    const state = Math.floor(place / 2 / monitor.size);
    if (graph.endOf(state) !== undefined && monitor.isKept(watched)) {
      if (violated || !graph.isGood(state)) return 'fails';
      isKept = true;
    }
    for (let edge = graph.firstEdge(state); edge < graph.endEdge(state); edge++) {
      const after = monitor.after(watched, graph.kindOfEdge(edge));
      if (after === BROKEN) continue;
      const next = placeOf(graph.targetOf(edge), after, violated || !graph.isGoodEdge(edge));
      if (seen.has(next)) continue;
      seen.add(next);
      open.push(next);
    }
  }
  return isKept ? 'fixed' : null;
}

/** All that is worked out of a failing schedule, by numbers of statements and steps. docs/adr has the definitions. */
import { type Coroutine, type Model, PackedMachine, runToEnd } from '../../model/core/index.ts';
import type { Property } from '../../properties/checker/property.ts';
import { lassoFrom } from '../../properties/search/livelock.ts';
import { fireTurns, type Turn } from '../../properties/search/turn.ts';
import { type RecordedRun, recordRun } from '../recorded-run.ts';
import { candidatesOf, type EventFootprint } from './candidates.ts';
import { cellsOf } from './cells.ts';
import { ControlDependence } from './control.ts';
import { type Criterion, criterionOf, livelockCriterion } from './criterion.ts';
import { type DecidingCandidate, type DecidingSet, findingDecidingSet } from './deciding.ts';
import { LearntSteps } from './learnt-steps.ts';
import { findingNearest, type NearestPass } from './nearest.ts';
import { findingNoReturn, type NoReturn } from './no-return.ts';
import { findingPasses } from './passing.ts';
import { countingShare, type ScheduleShare } from './share.ts';
import { cutSlice, slice, type Slice } from './slice.ts';
import { StateGraph } from './state-graph.ts';
import { footprintsOf } from './event-footprints.ts';

/** A schedule at whose end the property is violated. `asked`: what else a schedule must not violate to pass. */
export interface Failing<K> {
  readonly model: Model;
  readonly property: Property<K>;
  readonly asked: readonly Property<K>[];
  readonly turns: readonly Turn[];
}

export interface Analysis {
  readonly run: RecordedRun;
  /** By step: what it touches. */
  readonly touches: readonly EventFootprint[];
  readonly slice: Slice;
  readonly criterion: Criterion;
  readonly learnt: LearntSteps;
  /** Of the graph: all schedules. */
  readonly states: number;
  /** A schedule passes if it violates nothing that is asked for; or only not this property, as none does that. */
  readonly passesAll: boolean;
  /** Null: no candidates decide, as far as was found out. */
  readonly deciding: DecidingSet | null;
  /** Null: every schedule fails. */
  readonly nearest: (NearestPass & { readonly turns: readonly Turn[] }) | null;
  readonly noReturn: NoReturn;
  readonly share: ScheduleShare | null;
}

/** States beyond which nothing is worked out that takes all of them. */
export const MOST_EXPLAINED = 1_000_000;

/** Null: there are more states than that. */
export const analyse = <K>(failing: Failing<K>, maxStates?: number): Analysis | null =>
  runToEnd(analysing(failing, maxStates));

/** The same in pieces. */
export function* analysing<K>(failing: Failing<K>, maxStates: number = MOST_EXPLAINED): Coroutine<Analysis | null> {
  const { model, property, asked, turns } = failing;
  const all = [property, ...asked.filter((one) => one !== property)];
  const judged = yield* judgedGraph(model, property, all, maxStates);
  if (judged === null) return null;
  const { graph, passes, passesAll } = judged;
  const run = recordRun(model, turns);
  const own = criterionOf(model, property, turns, run);
  // Behind a livelock's schedule, what goes round matters too.
  const whole = own === null ? goingRound(model, turns) : { run, criterion: own };
  const { criterion } = whole;
  const { looks } = criterion;
  const edges = graph.edgesOf(turns);
  const path = edges.map((edge) => graph.kindOfEdge(edge));
  const touches = footprintsOf(model, turns, looks);
  const infoOf = cellsOf(model.shape);
  const isLock = (cell: number): boolean => infoOf(cell).kind === 'lock';
  const candidates = candidatesOf(graph.kinds, path, touches, isLock);
  const touchesAlong = (other: readonly number[]) => footprintsOf(model, graph.turnsOf(other), looks);
  const deciding = yield* findingDecidingSet({
    graph,
    passes,
    path,
    touches,
    candidates,
    footprintsOf: touchesAlong,
    isLock,
  });
  const nearest = yield* findingNearest(graph, passes, path);
  const choices = candidates.filter(({ is }) => is === 'choice');
  const noReturn = yield* findingNoReturn(graph, passes, edges, choices);
  const share = yield* countingShare(graph, passes);
  const learnt = LearntSteps.of(model.program, graph);
  const control = new ControlDependence(learnt);
  const sources = (deciding?.candidates ?? []).flatMap(endsOf);
  return {
    run,
    touches,
    criterion,
    learnt,
    slice: cutSlice(slice({ model, run: whole.run, criterion, learnt, control, sources }), turns.length),
    states: graph.size,
    passesAll,
    deciding,
    nearest: nearest === null ? null : { ...nearest, turns: graph.turnsOf(nearest.edges) },
    noReturn,
    share,
  };
}

/** The graph, judged by all that is asked for; or, where no schedule satisfies that, by the property alone. */
function* judgedGraph<K>(model: Model, property: Property<K>, all: readonly Property<K>[], maxStates: number) {
  const graph = yield* StateGraph.of(model, all, maxStates);
  if (graph === null) return null;
  const passes = yield* findingPasses(graph);
  if (passes[0] === 1 || all.length === 1) return { graph, passes, passesAll: passes[0] === 1 };
  const less = yield* StateGraph.of(model, [property], maxStates);
  return less === null ? null : { graph: less, passes: yield* findingPasses(less), passesAll: false };
}

/** The schedule, and once round the loop behind it. */
function goingRound(
  model: Model,
  turns: readonly Turn[],
): { readonly run: RecordedRun; readonly criterion: Criterion } {
  const machine = new PackedMachine(model);
  fireTurns(machine, turns);
  const { stem, loop } = lassoFrom(machine);
  return {
    run: recordRun(model, [...turns, ...stem, ...loop, ...loop]),
    criterion: livelockCriterion(turns.length + stem.length + loop.length),
  };
}

/** The steps that an order or a choice speaks of. */
const endsOf = (one: DecidingCandidate): number[] =>
  one.is === 'choice' || one.to === null ? [one.from] : [one.from, one.to];

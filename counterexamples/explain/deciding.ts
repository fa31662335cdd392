/**
 * The deciding set of a failing schedule: a smallest set of its choices and orders such that every complete schedule that keeps all of
 * them fails. Found by implicit hitting set: a schedule that passes although it keeps a set breaks something that must be in the set.
 */
import type { Coroutine } from '../../model/core/index.ts';
import {
  type Candidate,
  contextsOf,
  keptBy,
  occurrencesOf,
  ordersBeforeOthers,
  settledAt,
  type EventFootprint,
} from './candidates.ts';
import { bestHittingSet, hittingKey } from './hitting-set.ts';
import { Monitor } from './monitor.ts';
import { findingPassing, Guide } from './passing.ts';
import type { StateGraph } from './state-graph.ts';

export interface DecidingSet {
  readonly candidates: readonly DecidingCandidate[];
  /** There is another set as small. Null: that was not found out. */
  readonly hasOthers: boolean | null;
  /** Searches that it took. */
  readonly searches: number;
}

/** `turned`: a schedule passes that keeps all the others of the set and has both events the other way round. */
export type DecidingCandidate = Candidate & { readonly isTurned: boolean };

export interface DecidingProblem {
  readonly graph: StateGraph;
  readonly passes: Uint8Array;
  /** The kinds of the schedule's turns, and what each touches. */
  readonly path: readonly number[];
  readonly touches: readonly EventFootprint[];
  readonly candidates: readonly Candidate[];
  /** What the turns of another schedule touch, by its edges. */
  readonly footprintsOf: (edges: readonly number[]) => readonly EventFootprint[];
  readonly isLock: (cell: number) => boolean;
}

/** Elements of a set, and searches, beyond which it is given up. */
const MOST_DECIDING = 8;
const MOST_SEARCHES = 2000;
/** Searches for another set that is as small. */
const MOST_OTHERS = 100;

/** Null: no set of candidates decides, or none was found in so many searches. */
export function* findingDecidingSet(deciding: DecidingProblem): Coroutine<DecidingSet | null> {
  const search = new DecidingSearch(deciding);
  return yield* search.run();
}

class DecidingSearch {
  private readonly of: DecidingProblem;
  private readonly candidates: Candidate[];
  private readonly guide: Guide;
  /** Of each schedule found that passes: what it breaks. */
  private readonly broken: number[][] = [];
  private readonly kept: ((candidate: Candidate) => boolean)[] = [];
  private readonly deciding = new Set<string>();
  private searches = 0;

  constructor(of: DecidingProblem) {
    this.of = of;
    this.candidates = [...of.candidates];
    this.guide = new Guide(of.graph, of.path);
  }

  *run(): Coroutine<DecidingSet | null> {
    const found = yield* this.findNext(0, MOST_DECIDING, MOST_SEARCHES);
    if (found === null || found === 'tooMany') return null;
    this.deciding.add(hittingKey(found));
    const other =
      found.length === 0 ? null : yield* this.findNext(found.length, found.length, this.searches + MOST_OTHERS);
    const set = found.map((one) => this.candidates[one] as Candidate);
    const decided: DecidingCandidate[] = [];
    for (const [nth, candidate] of set.entries())
      decided.push({ ...candidate, isTurned: yield* this.isTurned(candidate, set.toSpliced(nth, 1)) });
    const hasOthers = other === 'tooMany' ? null : other !== null;
    return { candidates: decided, hasOthers, searches: this.searches };
  }

  /** The best set with that many elements that decides; null: there is none. */
  private *findNext(least: number, most: number, searches: number): Coroutine<readonly number[] | null | 'tooMany'> {
    let size = least;
    for (;;) {
      const { broken, deciding } = this;
      const compare = (one: readonly number[], other: readonly number[]) => this.compare(one, other);
      const set = bestHittingSet({ sets: broken, except: deciding, compare }, size, most);
      if (set === null || set === 'tooMany') return set;
      size = Math.max(size, set.length);
      if (this.searches++ > searches) return 'tooMany';
      const passing = yield* this.passing(set.map((one) => this.candidates[one] as Candidate));
      if (passing === null) return set;
      const known = this.candidates.length;
      if (!this.learn(passing)) return null;
      // With more candidates a smaller set may do.
      if (this.candidates.length > known) size = least;
    }
  }

  private *passing(kept: readonly Candidate[]): Coroutine<readonly number[] | null> {
    const { graph, passes } = this.of;
    return yield* findingPassing(graph, passes, new Monitor(graph.kinds, kept), this.guide);
  }

  /** False: the schedule keeps all, and nothing can be found that it breaks. */
  private learn(edges: readonly number[]): boolean {
    const { graph } = this.of;
    const kinds = edges.map((edge) => graph.kindOfEdge(edge));
    const isKept = keptBy(graph.kinds, kinds);
    const breaks = this.candidates.flatMap((candidate, nth) => (isKept(candidate) ? [] : [nth]));
    this.kept.push(isKept);
    if (breaks.length === 0) {
      const others = this.ordersThatBreak(edges, kinds);
      if (others.length === 0) return false;
      breaks.push(...this.extend(others));
    }
    this.broken.push(breaks);
    return true;
  }

  private ordersThatBreak(edges: readonly number[], kinds: readonly number[]): Candidate[] {
    const { graph, path, touches, footprintsOf, isLock } = this.of;
    const [own, other] = [occurrencesOf(graph.kinds, path), occurrencesOf(graph.kinds, kinds)];
    return ordersBeforeOthers(own, touches, other, footprintsOf(edges), isLock);
  }

  /** More candidates; what earlier schedules make of them belongs to what those break. */
  private extend(candidates: readonly Candidate[]): number[] {
    return candidates.map((candidate) => {
      const number = this.candidates.push(candidate) - 1;
      this.broken.forEach((set, nth) => {
        if (this.kept[nth]?.(candidate) === false) set.push(number);
      });
      return number;
    });
  }

  private *isTurned(candidate: Candidate, others: readonly Candidate[]): Coroutine<boolean> {
    if (candidate.is === 'choice' || candidate.to === null) return false;
    const { before, after, from, to } = candidate;
    const turned: Candidate = { ...candidate, before: after, after: before, from: to, to: from };
    this.searches++;
    return (yield* this.passing([...others, turned])) !== null;
  }

  /** Fewest contexts; then events that meet in memory rather than in locks, or in what the property sees; then the latest. */
  private compare(one: readonly number[], other: readonly number[]): number {
    const { candidates } = this;
    const apart = (set: readonly number[]) =>
      set.reduce((sum, each) => sum + apartness(candidates[each] as Candidate), 0);
    return (
      contextCount(candidates, one) - contextCount(candidates, other) ||
      apart(one) - apart(other) ||
      this.later(one, other)
    );
  }

  private later(one: readonly number[], other: readonly number[]): number {
    const places = (set: readonly number[]) =>
      set.map((each) => settledAt(this.candidates[each] as Candidate)).toSorted((a, b) => b - a);
    const froms = (set: readonly number[]) =>
      set.map((each) => (this.candidates[each] as Candidate).from).toSorted((a, b) => b - a);
    return latest(places(one), places(other)) || latest(froms(one), froms(other)) || latest(other, one);
  }
}

const APART = { memory: 0, lock: 1, property: 2 } as const;
const apartness = (candidate: Candidate): number => (candidate.is === 'choice' ? 0 : APART[candidate.meets]);

const contextCount = (candidates: readonly Candidate[], set: readonly number[]): number =>
  new Set(set.flatMap((each) => contextsOf(candidates[each] as Candidate))).size;

/** Below zero where the first has the larger number where they first differ. */
function latest(one: readonly number[], other: readonly number[]): number {
  for (const [nth, each] of one.entries()) if (each !== other[nth]) return (other[nth] ?? 0) - each;
  return 0;
}

/**
 * Exhaustive search: every state that any interleaving can reach, breadth first, so that the first schedule found to a
 * place is a shortest one. It knows machines and states, and nothing of what is modelled.
 */
import { LimitReached, runToEnd, type Machine, type Permutation, type Coroutine } from '../../model/core/index.ts';
import { Edges, type Graph } from './edges.ts';
import type { End } from './ends.ts';
import { Memory, OutOfMemory } from './memory.ts';
import { turnsTo } from './paths.ts';
import { fireTurn, type Turn } from './turn.ts';
import { type Judges, reducing, type Reduction, type Reductions, UNREDUCED } from './reduction.ts';
import { interruptible, type Progress, type SearchRun, STOPPED } from './search-run.ts';
import { StateTable } from './state-table.ts';
import { PermutationTracker } from './permutation-tracker.ts';
import { BfsWorker, type Visitor } from './bfs-worker.ts';

export { type End, endOf } from './ends.ts';
export type { Graph } from './edges.ts';
export { interruptible, type Progress, progressOf, type SearchRun, STOPPED } from './search-run.ts';
export type { Visitor } from './bfs-worker.ts';

export interface Limits {
  readonly maxStates?: number | undefined;
  readonly maxSeconds?: number | undefined;
  /** Bytes that the search's own tables may take: the states and, where it is kept, the graph. What else runs is not counted. */
  readonly maxMemory?: number | undefined;
}

/** `limit`: the model has more of something than can be told apart. */
export type Clip = 'max-states' | 'max-seconds' | 'max-memory' | 'interrupted' | 'limit';

/** `depth` is the edges of the longest shortest schedule, which in an unreduced search are steps. */
export interface Exploration extends Progress {
  /** Why the search stopped early; null: every reachable state was seen, or, in a reduced search, all that it takes to judge. */
  readonly clipped: Clip | null;
  /** Of what there was more than can be told apart, in words, where that clipped it. */
  readonly limit: string | null;
  /** Of all states that so many steps lead to at least, and their ends, nothing is missing. */
  readonly judgedDepth: number;
  readonly ends: Readonly<Record<End, number>>;
  /** A schedule to a state, in an unreduced search a shortest one; and what follows a turn from there, where the search is reduced. */
  pathTo(state: number): Turn[];
  pathOn(from: number, turn: Turn, steps: number): Turn[];
  readonly graph: Graph | null;
  /** Turns from a state that is kept to one that is. Steps beyond that were merged into them. */
  readonly turns: number;
  /** How far the search came unreduced, if then it began anew with reductions. */
  readonly before: Progress | null;
  /** Renamings, with the identity, of which each takes states to others that were taken for them. None: no state was taken for another. */
  readonly renamings: readonly Permutation[];
}

/** What of an exploration is plain data, which a thread can send. */
export type Searched = Omit<Exploration, 'pathTo' | 'pathOn' | 'graph'>;

/** A reduced search begins for the how-manieth time, after one that was not. */
interface Round {
  readonly reduction: Reduction;
  readonly rounds: number;
  readonly before: Progress;
}

export interface Options extends Limits {
  /** Keep the edges, to count schedules and look for cycles. */
  readonly keepGraph?: boolean;
  /** What may be left out; undefined: nothing. */
  readonly reductions?: Reductions | undefined;
}

/** Expansions between two looks at whether it is enough. */
const SLICE = 4096;
/** Steps, or what takes as long, between two looks at the clock and at who asks to stop. */
const PIECE = 4096;

class BreadthFirstSearch {
  clipped: Clip | null = null;
  private limit: string | null = null;
  private depth = 0;
  private at = 0;
  private levelEnd = 1;
  /** The state before which it is looked whether it is enough; and whether that is the next. */
  private sliceEnd = SLICE;
  isBetweenSlices = true;
  /** What is to be done to the table before another state is expanded. */
  private due: Coroutine<void> | null = null;
  private readonly machine: Machine;
  private readonly round: Round | null;
  private readonly memory: Memory;
  private readonly table: StateTable;
  private readonly visiting: BfsWorker;
  private readonly maxStates: number;
  private readonly deadline: number;
  private readonly begun = performance.now();

  constructor(machine: Machine, visitor: Visitor, options: Options, deadline: number, round: Round | null) {
    const { maxStates, maxMemory, keepGraph } = options;
    this.machine = machine;
    this.round = round;
    this.memory = new Memory();
    this.table = new StateTable(machine.width, this.memory);
    const graph = keepGraph ? new Edges(this.memory) : null;
    this.visiting = new BfsWorker(machine, visitor, this.table, graph, round?.reduction ?? null);
    this.maxStates = maxStates ?? Number.POSITIVE_INFINITY;
    this.deadline = deadline;
    this.visiting.begin();
    // What it takes to begin, less than 1 MB, it may take in any case.
    this.memory.limit = maxMemory ?? Number.POSITIVE_INFINITY;
  }

  get progress(): Progress {
    const { table, depth, visiting, round } = this;
    return {
      states: table.size,
      transitions: visiting.transitions,
      depth,
      queue: table.size - this.at,
      bytes: this.memory.used,
      seconds: (performance.now() - this.begun) / 1000,
      reduced: round !== null,
      rounds: round?.rounds ?? 0,
    };
  }

  /** Whether it is to end early: somebody asked to, or its time is over. */
  heeds(asked: 'stop' | undefined): boolean {
    if (asked === 'stop') this.clipped = 'interrupted';
    else if (performance.now() > this.deadline) this.clipped ??= 'max-seconds';
    return this.clipped !== null;
  }

  /** Goes on for one piece; false when there is nothing left to expand, or no leave to. */
  piece(): boolean {
    try {
      if (this.clipped !== null) {
        this.due?.return();
        this.visiting.flushBatch();
        return false;
      }
      if (this.due?.next().done === false) return true;
      this.due = null;
      return this.expandSome();
    } catch (problem) {
      if (problem instanceof OutOfMemory) this.clipped = 'max-memory';
      else if (problem instanceof LimitReached) this.reach(problem);
      else throw problem;
      return false;
    }
  }

  /** There is more of something than can be told apart: the search ends here. */
  reach({ message }: LimitReached): void {
    this.clipped = 'limit';
    this.limit = message;
  }

  private expandSome(): boolean {
    const { table, visiting } = this;
    this.isBetweenSlices = false;
    if (this.at === this.sliceEnd) this.sliceEnd += SLICE;
    for (const end = visiting.work + PIECE; this.at < this.sliceEnd && visiting.work < end; this.at++) {
      this.due = visiting.due();
      if (this.due !== null) return true;
      if (this.at === table.size || table.size + visiting.waiting > this.maxStates) visiting.flushBatch();
      if (this.at === table.size) return false;
      if (table.size > this.maxStates) {
        this.clipped = 'max-states';
        return false;
      }
      if (this.at === this.levelEnd) {
        // All of the level is expanded: those that wait belong to the next.
        visiting.flushBatch();
        this.depth++;
        visiting.depth = this.depth;
        this.levelEnd = table.size;
      }
      if (!visiting.expand(this.at)) return true;
    }
    if (this.at < this.sliceEnd) return true;
    visiting.flushBatch();
    this.isBetweenSlices = true;
    return this.at < table.size;
  }

  result(): Exploration {
    const { machine, table, clipped, visiting, round } = this;
    const { ends, graph, turns } = visiting;
    const reduction = round?.reduction ?? null;
    const canonical = reduction?.canonical ?? null;
    const pathBy = (state: number, unfolding: PermutationTracker | undefined) =>
      turnsTo(table, machine, state, reduction === null ? {} : { followed: () => reduction.followed(), unfolding });
    const unfold = () => (canonical === null ? undefined : new PermutationTracker(canonical));
    const pathTo = (state: number) => pathBy(state, unfold());
    const pathOn = (from: number, turn: Turn, steps: number) => {
      const unfolding = unfold();
      const path = pathBy(from, unfolding);
      fireTurn(machine, turn);
      const taken = [turn, ...(reduction?.followed(steps) ?? [])];
      return [...path, ...(unfolding === undefined ? taken : taken.map((one) => unfolding.turn(one)))];
    };
    const renamings = canonical?.permutations ?? [];
    const before = round?.before ?? null;
    const { limit, depth } = this;
    const judgedDepth = clipped === null ? depth : depth - 1;
    const told = { ...this.progress, clipped, limit, judgedDepth, ends, pathTo, pathOn, turns, before, renamings };
    return { ...told, graph: clipped === null ? graph : null };
  }
}

/** Runs a search until it is done, or `isEnough`; false: it was enough. */
function* running(search: BreadthFirstSearch, isEnough: () => boolean): SearchRun<boolean> {
  do {
    // Asked before the first piece too: of many searches, those that are not begun when somebody stops them never are.
    if (!search.heeds(yield search.progress) && search.isBetweenSlices && isEnough()) return false;
  } while (search.piece());
  return true;
}

/** What a search tells its visitor beside states, and asks of it. */
export interface Explorer extends Visitor, Judges {
  /**
   * Nothing counts of what was told: the search begins anew. What an unreduced one has found by then is as true as ever, and
   * can be told by `found`.
   */
  restart?(found: Exploration | null): void;
}

/**
 * Searches unreduced at first. Where that takes long, and something may be left out, it begins anew with that; and again, as
 * long as a reduced search meets what it did not expect. Where it cannot keep what it learns, it begins anew unreduced.
 */
export function* exploring(machine: Machine, visitor: Explorer, options: Options = {}): SearchRun<Exploration> {
  const deadline = performance.now() + (options.maxSeconds ?? Number.POSITIVE_INFINITY) * 1000;
  const { reductions } = options;
  const from = reductions === undefined ? Number.POSITIVE_INFINITY : (reductions.from ?? UNREDUCED);
  const unreduced = new BreadthFirstSearch(machine, visitor, options, deadline, null);
  if (yield* running(unreduced, () => unreduced.progress.states >= from)) return unreduced.result();
  const before = unreduced.progress;
  visitor.restart?.(unreduced.result());
  let latest = unreduced;
  const beside = <T>(work: Coroutine<T>) =>
    interruptible(
      work,
      () => latest.progress,
      (asked) => latest.heeds(asked),
    );
  try {
    const reduction = reductions === undefined ? null : yield* beside(reducing(machine, visitor, reductions));
    if (reduction === STOPPED) return latest.result();
    for (let rounds = 1; ; rounds++) {
      if (reduction === null || reduction.isLost) break;
      if (rounds > 1) visitor.restart?.(null);
      const search = new BreadthFirstSearch(machine, visitor, options, deadline, { reduction, rounds, before });
      latest = search;
      const isDone = yield* running(search, () => reduction.shouldRestart(search.progress.states));
      if (search.clipped !== null) return search.result();
      const isComplete = yield* beside(reduction.learnMore());
      if (isComplete === STOPPED || (isComplete && isDone)) return search.result();
    }
  } catch (problem) {
    // Met while finding out what can be left out.
    if (!(problem instanceof LimitReached)) throw problem;
    latest.reach(problem);
    return latest.result();
  }
  visitor.restart?.(null);
  const again = new BreadthFirstSearch(machine, visitor, options, deadline, null);
  yield* running(again, () => false);
  return again.result();
}

export const explore = (machine: Machine, visitor: Explorer, options: Options = {}): Exploration =>
  runToEnd(exploring(machine, visitor, options));

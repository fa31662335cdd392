/** One round of an exhaustive search, in pieces: from the initial state until no state is left to expand, or a limit is met. */
import { type Coroutine, InternalError, LimitReached, type Machine } from '../../model/core/index.ts';
import { Edges } from './edges.ts';
import type { Clip, Exploration, Options } from './exploration.ts';
import { BreadthFirst, type Frontier } from './frontier.ts';
import { MemoryBudget, OutOfMemory } from './memory.ts';
import { turnsTo } from './paths.ts';
import { PermutationTracker } from './permutation-tracker.ts';
import type { Reduction } from './reduction.ts';
import type { Progress } from './search-run.ts';
import { StateSpace, type Visitor } from './state-space.ts';
import { StateTable } from './state-table.ts';
import { type SuccessorFilter, turnsFollowing } from './successor-filter.ts';
import { fireTurn, type Turn } from './turn.ts';
import type { VisitedSet } from './visited-set.ts';

/** A reduced search begins for the how-manieth time, after one that was not. */
export interface Round {
  readonly reduction: Reduction;
  readonly rounds: number;
  readonly before: Progress;
}

/** Expansions between two looks at whether it is enough. */
const SLICE = 4096;
/** Steps, or what takes as long, between two looks at the clock and at who asks to stop. */
const PIECE = 4096;

export class ExhaustiveSearch {
  clipped: Clip | null = null;
  private limit: string | null = null;
  private depth = 0;
  private expanded = 0;
  /** So many states are expanded when it is looked whether it is enough; and whether that is now. */
  private sliceEnd = SLICE;
  isBetweenSlices = true;
  /** What is to be done before another state is expanded. */
  private due: Coroutine<void> | null = null;
  private readonly machine: Machine;
  private readonly round: Round | null;
  private readonly memory: MemoryBudget;
  private readonly visited: VisitedSet;
  private readonly frontier: Frontier;
  private readonly filter: SuccessorFilter | null;
  private readonly space: StateSpace;
  private readonly maxStates: number;
  private readonly deadline: number;
  private readonly begun = performance.now();

  constructor(machine: Machine, visitor: Visitor, options: Options, deadline: number, round: Round | null) {
    const { maxStates, maxMemory, keepGraph } = options;
    this.machine = machine;
    this.round = round;
    this.memory = new MemoryBudget();
    this.visited = options.visited?.(machine.width, this.memory) ?? new StateTable(machine.width, this.memory);
    this.frontier = options.frontier?.(machine, this.visited) ?? new BreadthFirst();
    this.filter = round?.reduction ?? options.filter?.(machine) ?? null;
    const { visited, frontier, filter } = this;
    const graph = keepGraph ? new Edges(this.memory) : null;
    const canonical = round?.reduction.canonical ?? null;
    this.space = new StateSpace(machine, visitor, { visited, frontier, graph, filter, canonical });
    this.maxStates = maxStates ?? Number.POSITIVE_INFINITY;
    this.deadline = deadline;
    this.space.begin();
    // What it takes to begin, less than 1 MB, it may take in any case.
    this.memory.limit = maxMemory ?? Number.POSITIVE_INFINITY;
  }

  get progress(): Progress {
    const { visited, frontier, depth, space, round } = this;
    return {
      states: visited.size,
      transitions: space.transitions,
      depth,
      queue: frontier.size,
      bytes: this.memory.used,
      seconds: (performance.now() - this.begun) / 1000,
      reduced: this.filter !== null,
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
        this.space.lookUp();
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
    const { visited, frontier, space, maxStates } = this;
    this.isBetweenSlices = false;
    if (this.expanded === this.sliceEnd) this.sliceEnd += SLICE;
    for (const end = space.work + PIECE; this.expanded < this.sliceEnd && space.work < end; this.expanded++) {
      this.due = space.due();
      if (this.due !== null) return true;
      if (frontier.size === 0 || visited.size + visited.waiting > maxStates) space.lookUp();
      if (frontier.size === 0) {
        this.assertAllExpanded();
        return false;
      }
      if (visited.size > maxStates) {
        this.clipped = 'max-states';
        return false;
      }
      if (!frontier.isSettled) space.lookUp();
      const state = frontier.pop();
      this.takeNote(frontier.steps);
      space.expand(state, frontier.steps);
    }
    if (this.expanded < this.sliceEnd) return true;
    space.lookUp();
    this.isBetweenSlices = true;
    if (frontier.size > 0) return true;
    this.assertAllExpanded();
    return false;
  }

  private takeNote(steps: number): void {
    if (steps < this.depth && this.frontier.isByDistance)
      throw new InternalError('a frontier that is by distance gave a state out after one that is farther');
    this.depth = Math.max(this.depth, steps);
  }

  /** A frontier that lost a state would have all hold that is violated beyond it. */
  private assertAllExpanded(): void {
    const { expanded, visited } = this;
    if (expanded !== visited.size)
      throw new InternalError(`the frontier gave out ${expanded} states; ${visited.size} were met`);
  }

  result(): Exploration {
    const { machine, visited, frontier, filter, clipped, space, round } = this;
    const { ends, graph, turns } = space;
    const canonical = round?.reduction.canonical ?? null;
    const followed = (steps?: number) => (filter === null ? [] : turnsFollowing(machine, filter, steps));
    const pathBy = (state: number, unfolding: PermutationTracker | undefined) =>
      turnsTo(visited, machine, state, { followed, unfolding });
    const unfold = () => (canonical === null ? undefined : new PermutationTracker(canonical));
    const pathTo = (state: number) => pathBy(state, unfold());
    const pathOn = (from: number, turn: Turn, steps: number) => {
      const unfolding = unfold();
      const path = pathBy(from, unfolding);
      fireTurn(machine, turn);
      const taken = [turn, ...followed(steps)];
      return [...path, ...(unfolding === undefined ? taken : taken.map((one) => unfolding.turn(one)))];
    };
    const renamings = canonical?.permutations ?? [];
    const before = round?.before ?? null;
    const { limit, depth } = this;
    const isShortest = filter === null && frontier.isByDistance;
    const judgedDepth = clipped === null ? depth : frontier.isByDistance ? depth - 1 : -1;
    const told = {
      ...this.progress,
      clipped,
      limit,
      isShortest,
      judgedDepth,
      ends,
      pathTo,
      pathOn,
      turns,
      before,
      renamings,
    };
    return { ...told, graph: clipped === null ? graph : null };
  }
}

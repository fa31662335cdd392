/**
 * The footprint of the step at each local state: the accesses that can conflict with other contexts', out of all that it was observed to
 * do. Left out is what belongs to the context alone (objects that it has not published); the locks that it holds are noted.
 */
import { FREED, LIVE, UNALLOCATED } from '../layout/layout.ts';
import { YieldCounter, type Coroutine } from '../coroutine.ts';
import { type Count, isAdditive, soundCounts } from './counts.ts';
import type { Knowledge, Observed, LocalState, ObservedTransition } from './knowledge.ts';
import { Ownership } from './ownership.ts';

export const READS = 1;
export const WRITES = 2;
/** Reads the life of an object that somebody may hold: it was published before, and is not freed while it is held. */
export const READS_PINNED_LIFE = 4;
/** Adds to a count of holders, whatever the count is: two such steps commute. */
export const COMMUTING_ADD = 8;

/** The footprint of the step at one local state, and the local states that it leads to. */
export interface StateFootprint {
  readonly state: LocalState;
  /** Locks that the context holds here, whichever way it came, and objects that it has allocated and not published; by cell. */
  readonly mustOwn: ReadonlySet<number>;
  /** The same for what is its own if it came some ways. */
  readonly mayOwn: ReadonlySet<number>;
  /**
   * `READS`, `WRITES`, `READS_PINNED_LIFE` and `COMMUTING_ADD`, any of them, by access key. With n cells, key `cell` stands for its content,
   * `n + cell` for a second aspect of it (whether a lock is free, whether an object was allocated), `2n + group` for a group of visible cells.
   */
  readonly accesses: Map<number, number>;
  /** The cells that it may change, whoever may see it. */
  readonly changes: Set<number>;
  readonly next: Set<StateFootprint>;
}

/** The groups of visible cells (from 0 on) that a transition of a context from a stack changes. */
export type VisibleGroups = (context: number, stack: number, way: ObservedTransition) => Iterable<number>;

/** Transitions between two yields. */
const PIECE = 1024;

export class StepFootprints {
  readonly nodes: StateFootprint[] = [];
  readonly locks: ReadonlySet<number>;
  /** By life, the cells that say that somebody holds the object. */
  readonly pins: ReadonlyMap<number, readonly number[]>;
  private readonly cells: number;
  private readonly ownership: Ownership;
  private readonly knowledge: Knowledge;
  private readonly visible: VisibleGroups;

  /** The counts that some steps only add to. */
  readonly counts: readonly Count[];

  private constructor(
    { layout, knowledge }: Observed,
    visible: VisibleGroups,
    ownership: Ownership,
    counts: readonly Count[],
  ) {
    this.ownership = ownership;
    this.locks = ownership.locks;
    this.cells = layout.cells.length;
    this.knowledge = knowledge;
    this.pins = knowledge.pins;
    this.counts = counts;
    this.visible = visible;
  }

  static *of(observed: Observed, visible: VisibleGroups): Coroutine<StepFootprints> {
    const { layout, knowledge, starts, initial } = observed;
    const ownership = yield* Ownership.of(layout, knowledge, starts);
    const touches = new StepFootprints(observed, visible, ownership, yield* soundCounts(layout, knowledge, initial));
    yield* touches.collect();
    return touches;
  }

  private *collect(): Coroutine<void> {
    const { knowledge, ownership } = this;
    const pace = new YieldCounter(PIECE);
    const byState = new Map<LocalState, StateFootprint>();
    for (const state of knowledge.localStates()) {
      const node = {
        state,
        mustOwn: ownership.mustOwn(state),
        mayOwn: ownership.mayOwn(state),
        accesses: new Map(),
        changes: new Set<number>(),
        next: new Set<StateFootprint>(),
      };
      byState.set(state, node);
      this.nodes.push(node);
    }
    for (const { state, next } of this.nodes)
      for (const way of state.transitions) {
        const after = way.next > 0 ? knowledge.at(state.context, way.next) : undefined;
        if (after !== undefined) next.add(byState.get(after) as StateFootprint);
      }
    for (const node of this.nodes) {
      for (const cell of node.state.awaits) this.leaveAwaited(node, cell);
      for (const way of node.state.transitions) {
        this.leave(node, way);
        if (pace.isOver()) yield;
      }
      for (const count of this.counts)
        if (node.accesses.has(count.cell) && isAdditive(node.state, count))
          node.accesses.set(count.cell, COMMUTING_ADD);
    }
  }

  private isLock(cell: number): boolean {
    return this.ownership.isLock(cell);
  }

  private isLife(cell: number): boolean {
    return this.ownership.isLife(cell);
  }

  private lifeAround(cell: number): number {
    return this.ownership.lives[cell] as number;
  }

  /** Holders keep an object from being freed, not from being published: that must have been before, for all who touch it. */
  private reads(cell: number): number {
    const { pins, unpinned, privacyBroken } = this.knowledge;
    return pins.has(cell) && !unpinned.has(cell) && !privacyBroken ? READS_PINNED_LIFE : READS;
  }

  /** What decides whether a step can be taken, it touches; also one that never could. */
  private leaveAwaited(node: StateFootprint, cell: number): void {
    if (!this.isLock(cell)) touch(node, cell, this.reads(cell));
    else if (node.state.acquires) touch(node, cell, WRITES);
    else touch(node, this.cells + cell, WRITES);
  }

  private leave(node: StateFootprint, way: ObservedTransition): void {
    const { asked, written, contents, next } = way;
    asked.forEach((question) => {
      const cell = question % this.cells;
      if (this.isLock(cell)) this.leaveLook(node, question, way);
      else if (!this.isHidden(node, cell, way)) touch(node, cell, this.reads(cell));
      // It may be that somebody was to be the first to allocate it, and was not.
      if (next < 0 && this.isLife(cell)) touch(node, this.cells + cell, READS);
    });
    // Where the schedule ends, nobody is left to see what was written.
    if (next < 0) return;
    for (const group of this.visible(node.state.context, node.state.stack, way))
      touch(node, 2 * this.cells + group, WRITES);
    written.forEach((cell, i) => {
      node.changes.add(cell);
      if (this.isLock(cell)) this.leaveLock(node, cell, way);
      else if (this.isLife(cell)) this.leaveLife(node, cell, contents[i] as number);
      else if (!this.isHidden(node, cell, way)) touch(node, cell, WRITES);
    });
  }

  /**
   * Taking a lock gets in the way of others who take it; releasing it of none of them, since they cannot take it before.
   * Whoever else looks at it gets in the way of both: at the key aside, which takers and releasers only read. Who frees it
   * gets in the way of all these by freeing the object that it lies in.
   */
  private leaveLock(node: StateFootprint, cell: number, { written, contents }: ObservedTransition): void {
    if (contents[written.indexOf(this.lifeAround(cell))] === FREED) return;
    touch(node, this.cells + cell, READS);
    if (!node.mustOwn.has(cell)) touch(node, cell, WRITES);
  }

  /** Whether a lock is its own the context knows, unless somebody frees it; that it was free is what taking it is about. */
  private leaveLook(node: StateFootprint, question: number, { written }: ObservedTransition): void {
    const cell = question % this.cells;
    const life = this.lifeAround(cell);
    const asksOwn = question >= this.cells && question < 2 * this.cells;
    const takes = question >= 2 * this.cells && written.includes(cell) && node.state.acquires;
    if (asksOwn) {
      if (life >= 0 && node.mayOwn.has(cell)) touch(node, life, this.reads(life));
    } else if (!takes && !node.mustOwn.has(cell)) touch(node, this.cells + cell, WRITES);
  }

  /** Allocating gets in the way of those alone who would too; everybody looks whether what they touch lives. */
  private leaveLife(node: StateFootprint, cell: number, left: number): void {
    if (left === LIVE || left === FREED) touch(node, cell, WRITES);
    else touch(node, this.cells + cell, WRITES);
  }

  /** It lies in an object that nobody else can touch, or whose end says all; and so does the object's life. */
  private isHidden(
    { mustOwn }: StateFootprint,
    cell: number,
    { written, contents, asked, answers }: ObservedTransition,
  ): boolean {
    const life = this.lifeAround(cell);
    if (life < 0 || !this.isLife(life)) return false;
    if (mustOwn.has(life)) return true;
    const left = contents[written.indexOf(life)];
    if (cell !== life && left === FREED) return !this.locks.has(cell);
    // Allocated in this very step.
    return left !== undefined && answers[asked.indexOf(life)] === UNALLOCATED;
  }
}

function touch({ accesses }: StateFootprint, key: number, how: number): void {
  accesses.set(key, (accesses.get(key) ?? 0) | how);
}

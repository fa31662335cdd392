/**
 * What taking a step may leave where another context can get in its way, out of all that it was seen to do: without what
 * is the context's own (objects that it has not published), and with the locks that it holds meanwhile.
 */
import { FREED, LIVE, UNALLOCATED } from '../layout/layout.ts';
import { Pace, type Pieces } from '../coroutine.ts';
import { type Count, isAdditive, soundCounts } from './counts.ts';
import type { Knowledge, Observed, Seen, Way } from './knowledge.ts';
import { Ownership } from './ownership.ts';

export const READS = 1;
export const WRITES = 2;
/** Reads of an object's life which its holders need not fear: it was published before, and nobody should free it meanwhile. */
export const RELIES = 4;
/** Adds to a count of holders, whatever that is. */
export const ADDS = 8;

/** One context at one stack. */
export interface Node {
  readonly seen: Seen;
  /** Locks that the context holds here, whichever way it came, and objects that it has allocated and not published; by cell. */
  readonly own: ReadonlySet<number>;
  /** The same for what is its own if it came some ways. */
  readonly perhaps: ReadonlySet<number>;
  /**
   * `READS`, `WRITES`, `RELIES` and `ADDS`, any of them, by trace. A trace is a cell, by its number; or, from the number of cells on, what is left
   * aside of it; or, from twice that on, what is judged together.
   */
  readonly touches: Map<number, number>;
  /** The cells that it may change, whoever may see it. */
  readonly changes: Set<number>;
  readonly next: Set<Node>;
}

/** The groups (from 0 on) of what is judged together that a way of a context changes, when it goes from a stack. */
export type Visible = (context: number, stack: number, way: Way) => Iterable<number>;

/** Ways that are gone through in one piece. */
const PIECE = 1024;

export class Touches {
  readonly nodes: Node[] = [];
  readonly locks: ReadonlySet<number>;
  /** By life, the cells that say that somebody holds the object. */
  readonly pins: ReadonlyMap<number, readonly number[]>;
  private readonly cells: number;
  private readonly ownership: Ownership;
  private readonly knowledge: Knowledge;
  private readonly visible: Visible;

  /** The counts that some steps only add to. */
  readonly counts: readonly Count[];

  private constructor(
    { layout, knowledge }: Observed,
    visible: Visible,
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

  static *of(observed: Observed, visible: Visible): Pieces<Touches> {
    const { layout, knowledge, starts, initial } = observed;
    const ownership = yield* Ownership.of(layout, knowledge, starts);
    const touches = new Touches(observed, visible, ownership, yield* soundCounts(layout, knowledge, initial));
    yield* touches.collect();
    return touches;
  }

  private *collect(): Pieces<void> {
    const { knowledge, ownership } = this;
    const pace = new Pace(PIECE);
    const bySeen = new Map<Seen, Node>();
    for (const seen of knowledge.seen()) {
      const node = {
        seen,
        own: ownership.surelyAt(seen),
        perhaps: ownership.perhapsAt(seen),
        touches: new Map(),
        changes: new Set<number>(),
        next: new Set<Node>(),
      };
      bySeen.set(seen, node);
      this.nodes.push(node);
    }
    for (const { seen, next } of this.nodes)
      for (const way of seen.ways) {
        const after = way.next > 0 ? knowledge.at(seen.context, way.next) : undefined;
        if (after !== undefined) next.add(bySeen.get(after) as Node);
      }
    for (const node of this.nodes) {
      for (const cell of node.seen.awaits) this.leaveAwaited(node, cell);
      for (const way of node.seen.ways) {
        this.leave(node, way);
        if (pace.isOver()) yield;
      }
      for (const count of this.counts)
        if (node.touches.has(count.cell) && isAdditive(node.seen, count)) node.touches.set(count.cell, ADDS);
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
    return pins.has(cell) && !unpinned.has(cell) && !privacyBroken ? RELIES : READS;
  }

  /** What decides whether a step can be taken, it touches; also one that never could. */
  private leaveAwaited(node: Node, cell: number): void {
    if (!this.isLock(cell)) touch(node, cell, this.reads(cell));
    else if (node.seen.acquires) touch(node, cell, WRITES);
    else touch(node, this.cells + cell, WRITES);
  }

  private leave(node: Node, way: Way): void {
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
    for (const group of this.visible(node.seen.context, node.seen.stack, way))
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
   * Whoever else looks at it gets in the way of both: at the trace aside, which takers and releasers only read. Who frees it
   * gets in the way of all these by freeing the object that it lies in.
   */
  private leaveLock(node: Node, cell: number, { written, contents }: Way): void {
    if (contents[written.indexOf(this.lifeAround(cell))] === FREED) return;
    touch(node, this.cells + cell, READS);
    if (!node.own.has(cell)) touch(node, cell, WRITES);
  }

  /** Whether a lock is its own the context knows, unless somebody frees it; that it was free is what taking it is about. */
  private leaveLook(node: Node, question: number, { written }: Way): void {
    const cell = question % this.cells;
    const life = this.lifeAround(cell);
    const asksOwn = question >= this.cells && question < 2 * this.cells;
    const takes = question >= 2 * this.cells && written.includes(cell) && node.seen.acquires;
    if (asksOwn) {
      if (life >= 0 && node.perhaps.has(cell)) touch(node, life, this.reads(life));
    } else if (!takes && !node.own.has(cell)) touch(node, this.cells + cell, WRITES);
  }

  /** Allocating gets in the way of those alone who would too; everybody looks whether what they touch lives. */
  private leaveLife(node: Node, cell: number, left: number): void {
    if (left === LIVE || left === FREED) touch(node, cell, WRITES);
    else touch(node, this.cells + cell, WRITES);
  }

  /** It lies in an object that nobody else can touch, or whose end says all; and so does the object's life. */
  private isHidden({ own }: Node, cell: number, { written, contents, asked, answers }: Way): boolean {
    const life = this.lifeAround(cell);
    if (life < 0 || !this.isLife(life)) return false;
    if (own.has(life)) return true;
    const left = contents[written.indexOf(life)];
    if (cell !== life && left === FREED) return !this.locks.has(cell);
    // Allocated in this very step.
    return left !== undefined && answers[asked.indexOf(life)] === UNALLOCATED;
  }
}

function touch({ touches }: Node, trace: number, how: number): void {
  touches.set(trace, (touches.get(trace) ?? 0) | how);
}

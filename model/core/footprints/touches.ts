/**
 * What taking a step may leave where another context can get in its way, out of all that it was seen to do: without what
 * is the context's own (objects that it has not published), and with the locks that it holds meanwhile.
 */
import { FREED, type Layout, LIVE, lockCells, OWNED, UNALLOCATED } from '../layout.ts';
import { type Count, isAdditive, soundCounts } from './counts.ts';
import type { Knowledge, Observed, Seen, Way } from './knowledge.ts';

export const READS = 1;
export const WRITES = 2;
/** Reads of an object's life which its holders need not fear: nobody should free it meanwhile. */
export const RELIES = 4;
/** Adds to a count of holders, whatever that is. */
export const ADDS = 8;

/** One context at one stack. */
export interface Node {
  readonly seen: Seen;
  /** Locks that the context holds here, whichever way it came, and objects that it has allocated and not published; by cell. */
  own: ReadonlySet<number>;
  /** The same for what is its own if it came some ways. */
  perhaps: ReadonlySet<number>;
  /**
   * `READS`, `WRITES`, `RELIES` and `ADDS`, any of them, by trace. A trace is a cell, by its number; or, from the number of cells on, what is left
   * aside of it; or, from twice that on, what somebody watches.
   */
  readonly touches: Map<number, number>;
  /** The cells that it may change, whoever may see it. */
  readonly changes: Set<number>;
  readonly next: Set<Node>;
}

/** By cell, the watches (from 0 on) that see it change. */
export type Watched = ReadonlyMap<number, readonly number[]>;

export class Touches {
  readonly nodes: Node[] = [];
  readonly locks: ReadonlySet<number>;
  /** By life, the cells that say that somebody holds the object. */
  readonly pins: ReadonlyMap<number, readonly number[]>;
  private readonly cells: number;
  /** The life of the heap object around a cell; -1: there is none. */
  private readonly lives: Int32Array;
  private readonly knowledge: Knowledge;
  private readonly watched: Watched;

  /** The counts that some steps only add to. */
  readonly counts: readonly Count[];

  /** `starts`: the stacks in the beginning, by context; `initial`: what a cell holds then. */
  constructor({ layout, knowledge, starts, initial }: Observed, watched: Watched) {
    this.locks = new Set(lockCells(layout));
    this.cells = layout.cells.length;
    this.lives = livesOf(layout);
    this.knowledge = knowledge;
    this.pins = knowledge.pins;
    this.counts = soundCounts(layout, knowledge, initial);
    this.watched = watched;
    const bySeen = new Map<Seen, Node>();
    for (const seen of knowledge.seen()) {
      const node = {
        seen,
        own: new Set<number>(),
        perhaps: new Set<number>(),
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
    const begun = starts.flatMap((stack, context) => bySeen.get(knowledge.at(context, stack) as Seen) ?? []);
    for (const [node, own] of this.flow(begun, bySeen, (a, b) => new Set([...a].filter((cell) => b.has(cell)))))
      node.own = own;
    for (const [node, own] of this.flow(begun, bySeen, (a, b) => new Set([...a, ...b]))) node.perhaps = own;
    for (const node of this.nodes) {
      for (const cell of node.seen.awaits) this.leaveAwaited(node, cell);
      for (const way of node.seen.ways) this.leave(node, way);
      for (const count of this.counts)
        if (node.touches.has(count.cell) && isAdditive(node.seen, count, layout.cells[count.cell]?.highest ?? 0))
          node.touches.set(count.cell, ADDS);
    }
  }

  /** What is a context's own wherever it stands, out of what is on the ways that lead there, as `merge` puts them together. */
  private flow(
    begun: readonly Node[],
    bySeen: ReadonlyMap<Seen, Node>,
    merge: (a: ReadonlySet<number>, b: ReadonlySet<number>) => ReadonlySet<number>,
  ): ReadonlyMap<Node, ReadonlySet<number>> {
    const known = new Map<Node, ReadonlySet<number>>(begun.map((node) => [node, new Set<number>()]));
    const queue = new Set(begun);
    for (const node of queue) {
      queue.delete(node);
      const own = known.get(node) as ReadonlySet<number>;
      for (const way of node.seen.ways) {
        const seen = way.next > 0 ? this.knowledge.at(node.seen.context, way.next) : undefined;
        const after = seen && bySeen.get(seen);
        if (after === undefined) continue;
        const left = this.leftOwn(node, own, way);
        const before = known.get(after);
        const merged = before === undefined ? left : merge(before, left);
        if (before !== undefined && merged.size === before.size) continue;
        known.set(after, merged);
        queue.add(after);
      }
    }
    return known;
  }

  private leftOwn({ seen }: Node, own: ReadonlySet<number>, { written, contents }: Way): ReadonlySet<number> {
    const left = new Set(own);
    written.forEach((cell, i) => {
      const mine = this.mine(seen.context, cell);
      if (mine === contents[i]) left.add(cell);
      else left.delete(cell);
    });
    return left;
  }

  /** What a cell holds when it says that something is the context's own; undefined: no such cell. */
  private mine(context: number, cell: number): number | undefined {
    if (this.isLock(cell)) return context;
    return this.isLife(cell) ? OWNED + context : undefined;
  }

  private isLock(cell: number): boolean {
    return this.locks.has(cell) && !this.knowledge.locksMisused;
  }

  private isLife(cell: number): boolean {
    return this.lives[cell] === cell && !this.knowledge.privacyBroken;
  }

  private reads(cell: number): number {
    const { pins, unpinned } = this.knowledge;
    return pins.has(cell) && !unpinned.has(cell) ? RELIES : READS;
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
    for (const cell of written)
      for (const watch of this.watched.get(cell) ?? []) touch(node, 2 * this.cells + watch, WRITES);
    // Where the schedule ends, nobody is left to see what was written.
    if (next < 0) return;
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
    if (contents[written.indexOf(this.lives[cell] as number)] === FREED) return;
    touch(node, this.cells + cell, READS);
    if (!node.own.has(cell)) touch(node, cell, WRITES);
  }

  /** Whether a lock is its own the context knows, unless somebody frees it; that it was free is what taking it is about. */
  private leaveLook(node: Node, question: number, { written }: Way): void {
    const cell = question % this.cells;
    const life = this.lives[cell] as number;
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
    const life = this.lives[cell] as number;
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

function livesOf({ pools, cells }: Layout): Int32Array {
  const lives = new Int32Array(cells.length).fill(-1);
  for (const { base, stride, size, heap } of pools)
    if (heap) for (let cell = base; cell < base + stride * size; cell++) lives[cell] = cell - ((cell - base) % stride);
  return lives;
}

/**
 * What is a context's own wherever it stands: locks that it holds, and objects that it has allocated and not published. Worked out
 * from what it was seen to do on the ways that lead there.
 */
import { type Layout, lockCells, OWNED } from '../layout/layout.ts';
import { YieldCounter, type Coroutine } from '../coroutine.ts';
import type { Knowledge, LocalState, ObservedTransition } from './knowledge.ts';

/** Transitions between two yields. */
const PIECE = 4096;

export class Ownership {
  /** The cells of all locks. */
  readonly locks: ReadonlySet<number>;
  /** The life of the heap object around a cell; -1: there is none. */
  readonly lives: Int32Array;
  private readonly knowledge: Knowledge;
  private must: Own = new Map();
  private may: Own = new Map();

  private constructor(layout: Layout, knowledge: Knowledge) {
    this.knowledge = knowledge;
    this.locks = new Set(lockCells(layout));
    this.lives = livesOf(layout);
  }

  /** `starts`: the stacks in the beginning, by context. */
  static *of(layout: Layout, knowledge: Knowledge, starts: readonly number[]): Coroutine<Ownership> {
    const ownership = new Ownership(layout, knowledge);
    const begun = starts.flatMap((stack, context) => knowledge.at(context, stack) ?? []);
    ownership.must = yield* ownership.flow(begun, (a, b) => new Set([...a].filter((cell) => b.has(cell))));
    ownership.may = yield* ownership.flow(begun, (a, b) => new Set([...a, ...b]));
    return ownership;
  }

  /** What is its own there whichever way it came, by cell. */
  mustOwn(state: LocalState): ReadonlySet<number> {
    return this.must.get(state) ?? NOTHING;
  }

  /** What is its own there if it came some ways. */
  mayOwn(state: LocalState): ReadonlySet<number> {
    return this.may.get(state) ?? NOTHING;
  }

  /** Whether the cell is a lock; false for all, once any lock was seen to be misused. */
  isLock(cell: number): boolean {
    return this.locks.has(cell) && !this.knowledge.locksMisused;
  }

  /** The life of an object, as long as nobody touches what another has not published. */
  isLife(cell: number): boolean {
    return this.lives[cell] === cell && !this.knowledge.privacyBroken;
  }

  /** What the ways that lead there leave, as `merge` puts them together. */
  private *flow(
    begun: readonly LocalState[],
    merge: (a: ReadonlySet<number>, b: ReadonlySet<number>) => ReadonlySet<number>,
  ): Coroutine<Own> {
    const pace = new YieldCounter(PIECE);
    const known = new Map<LocalState, ReadonlySet<number>>(begun.map((state) => [state, NOTHING]));
    const queue = new Set(begun);
    for (const state of queue) {
      queue.delete(state);
      const own = known.get(state) as ReadonlySet<number>;
      if (pace.isOver(state.transitions.length)) yield;
      for (const way of state.transitions) {
        const after = way.next > 0 ? this.knowledge.at(state.context, way.next) : undefined;
        if (after === undefined) continue;
        const left = this.leftOwn(state, own, way);
        const before = known.get(after);
        const merged = before === undefined ? left : merge(before, left);
        if (before !== undefined && merged.size === before.size) continue;
        known.set(after, merged);
        queue.add(after);
      }
    }
    return known;
  }

  private leftOwn(
    { context }: LocalState,
    own: ReadonlySet<number>,
    { written, contents }: ObservedTransition,
  ): ReadonlySet<number> {
    const left = new Set(own);
    written.forEach((cell, i) => {
      if (this.mine(context, cell) === contents[i]) left.add(cell);
      else left.delete(cell);
    });
    return left;
  }

  /** What a cell holds when it says that something is the context's own; undefined: no such cell. */
  private mine(context: number, cell: number): number | undefined {
    if (this.isLock(cell)) return context;
    return this.isLife(cell) ? OWNED + context : undefined;
  }
}

/** What is a context's own, by cell, where it stands. */
type Own = ReadonlyMap<LocalState, ReadonlySet<number>>;

const NOTHING: ReadonlySet<number> = new Set();

function livesOf({ pools, cells }: Layout): Int32Array {
  const lives = new Int32Array(cells.length).fill(-1);
  for (const { base, stride, size, heap } of pools)
    if (heap) for (let cell = base; cell < base + stride * size; cell++) lives[cell] = cell - ((cell - base) % stride);
  return lives;
}

/**
 * How steps reach the state: through accessors generated from the layout, the same on both machines. They check on every touch that the
 * object is alive and published, that the field's class allows it, that the value was written and stays in range; and record it.
 */
import { InternalError } from '../errors/internal-error.ts';
import type { Cells } from './cells.ts';
import type { BreachKind, Finding, Noted } from './finding.ts';
import type { GhostHooks } from './ghost-hooks.ts';
import { ENCLOSING, Halt } from './halt.ts';
import { blank, FREED, type Layout, LIVE, lockCells, OWNED, UNALLOCATED } from '../layout/layout.ts';
import type { FieldLayout, Guard, PoolLayout } from '../layout/pool-layout.ts';
import type { Context } from './model.ts';
import { requireNoLock, requireOrder } from './lock-checks.ts';
import { TouchedCells } from './touched-cells.ts';
import { poolAccessor, type Reach } from './view.ts';

export class Access implements Reach {
  readonly cells: Cells;
  readonly layout: Layout;
  /** False: nothing is checked or recorded, for the model that fills in its initial state. */
  readonly checked: boolean;
  /** The context that runs, and the life code of what it allocates; before any runs, what is allocated is public. */
  current = -1;
  private owned = LIVE;
  private controlOnly = false;
  private isReadOnly = false;
  private looking = false;
  touched: TouchedCells | null = null;
  /** Told of what is done; null: the model has no ghost code. */
  ghost: GhostHooks | null = null;
  private isGhost = false;
  readonly breaches: Noted[] = [];
  readonly pools: Readonly<Record<string, (id: number) => unknown>>;
  private readonly poolByName: ReadonlyMap<string, PoolLayout>;
  private readonly contexts: readonly Pick<Context, 'atomic'>[];
  /** The cells of all locks. */
  readonly locks: readonly number[];

  constructor(layout: Layout, cells: Cells, checked: boolean, contexts: readonly Pick<Context, 'atomic'>[] = []) {
    this.layout = layout;
    this.cells = cells;
    this.checked = checked;
    this.contexts = contexts;
    this.locks = lockCells(layout);
    this.poolByName = new Map(layout.pools.map((p) => [p.name, p]));
    this.pools = Object.fromEntries(layout.pools.map((p) => [p.name, poolAccessor(this, p)]));
  }

  enter(context: number): void {
    this.current = context;
    this.owned = OWNED + context;
  }

  /** Control moves between actions, when only `ledger` fields may be touched. */
  movingControl(move: () => void): void {
    this.controlOnly = true;
    try {
      move();
    } finally {
      this.controlOnly = false;
    }
  }

  /** A condition is asked: it may only read. */
  readOnly<T>(ask: () => T): T {
    this.isReadOnly = true;
    try {
      return ask();
    } finally {
      this.isReadOnly = false;
    }
  }

  /** Somebody looks whether a context can go: nothing is written or reported, and what it touches goes to `into`. */
  probing<T>(context: number, look: () => T, into: TouchedCells | null = null): T {
    const { touched } = this;
    this.enter(context);
    this.looking = true;
    this.touched = into;
    try {
      return this.readOnly(look);
    } finally {
      this.looking = false;
      this.touched = touched;
    }
  }

  /** Ghost code runs: it may look at everything, and write what is ledger. */
  ghostly(run: () => void): void {
    this.isGhost = true;
    try {
      run();
    } finally {
      this.isGhost = false;
    }
  }

  /** Whether others than its creator can see the object at `base`. */
  isPublished(base: number): boolean {
    return this.cells.get(base) === LIVE;
  }

  /** Switches the recording of touched cells. */
  recordTouched(on: boolean): void {
    this.touched = on ? new TouchedCells() : null;
  }

  /** A condition may not choose. */
  requireMayChoose(name: string): void {
    if (this.isReadOnly) throw new Halt('fault', 'threw', `a condition chooses ${name}`);
  }

  takeBreaches(step: string, context: string): Finding[] {
    if (this.breaches.length === 0) return [];
    const taken = this.breaches.map((b) => Object.freeze({ ...b, step, context }));
    this.breaches.length = 0;
    return taken;
  }

  alloc(name: string, id: number): void {
    const [pool, base] = this.onHeap(name, id);
    this.touched?.write(base);
    if (this.cells.get(base) !== UNALLOCATED) throw new Halt('fault', 'range', `${name}[${id}] is allocated again`);
    this.cells.set(base, this.owned);
    this.fill(pool, base, (f) => f.init);
    this.ghost?.allocated(name, id);
  }

  publish(name: string, id: number): void {
    const [, base] = this.onHeap(name, id);
    if (this.checked) this.touch(name, base);
    this.touched?.write(base);
    this.cells.set(base, LIVE);
  }

  free(name: string, id: number): void {
    const [pool, base] = this.onHeap(name, id);
    this.touched?.check(base);
    if (this.cells.get(base) === FREED) throw new Halt('oops', 'double_free', name);
    this.touch(name, base);
    this.touched?.write(base);
    // Held by another, it is that one's release that finds it gone.
    for (const { kind, offset, name: lock } of pool.fields)
      if (kind.is === 'lock' && this.cells.isHeldBy(base + offset, this.current))
        this.breach('lock', `${name}.${lock} is freed by its holder`);
    // Freed in spite of its holders: for those who take down what this depends on.
    for (const pin of pool.pins[id] ?? []) this.cells.get(pin);
    this.fill(pool, base, blank);
    this.cells.set(base, FREED);
  }

  /** Gives back an object that its creator never published: no one else can tell that it was there. */
  discard(name: string, id: number): void {
    const [pool, base] = this.onHeap(name, id);
    this.touched?.write(base);
    if (this.cells.get(base) !== this.owned) this.breach('unpublished', `${name}[${id}]`);
    this.fill(pool, base, blank);
    this.cells.set(base, UNALLOCATED);
    this.ghost?.discarded(name, id);
  }

  BUG_ON(condition: boolean): void {
    if (condition) throw new Halt('oops', 'bug_on', ENCLOSING);
  }

  might_sleep(): void {
    if (this.contexts[this.current]?.atomic) this.breach('atomic', 'an interrupt may sleep');
    requireNoLock(this);
  }

  inOrder(lock: string): void {
    requireOrder(this, lock);
  }

  breach(kind: BreachKind, what: string): void {
    if (this.checked && !this.looking && !this.isGhost) this.breaches.push({ is: 'breach', kind, what });
  }

  /** Ghost code cannot tell whose a reference is. */
  readonly gap = (what: string): void => void this.breaches.push({ is: 'gap', kind: 'unnamed', what });

  /** Every access reads the object's life first. */
  private touch(struct: string, base: number): void {
    this.touched?.check(base);
    const life = this.cells.get(base);
    if (life === LIVE || life === this.owned) return;
    if (life === FREED) throw new Halt('oops', 'use_after_free', struct);
    if (life === UNALLOCATED) throw new Halt('oops', 'bad_pointer', ENCLOSING);
    this.breach('unpublished', struct);
  }

  /** A field of a published object that a lock guards is touched: by the lock's holder? */
  private isGuarded(base: number, guard: Guard): boolean {
    const { via } = guard;
    const target = via === null ? 0 : this.cells.get(base + via);
    // There is no lock, because the reference to it is NULL or was never written.
    if (target < 0) return false;
    const holder = via === null ? base : guard.base + target * guard.stride;
    this.touched?.check(holder + guard.lock);
    return this.cells.isHeldBy(holder + guard.lock, this.current);
  }

  /** Applies the field's class to a touch of the object at `base`. */
  private admit(base: number, field: FieldLayout, writing: boolean): void {
    if (field.heap) this.touch(field.struct, base);
    if (this.isGhost && writing && field.cls !== 'ledger')
      throw new InternalError(`ghost code writes ${field.struct}.${field.name}, which is no ledger field`);
    if (this.isGhost) return;
    const { guard } = field;
    if (guard !== null) {
      if ((writing || guard.reads) && this.cells.get(base) === LIVE && !this.isGuarded(base, guard))
        this.breach('unguarded', `${field.struct}.${field.name}`);
    } else if (writing && field.cls === 'constant' && this.cells.get(base) === LIVE)
      this.breach('constant', `${field.struct}.${field.name}`);
    if (this.controlOnly && field.cls !== 'ledger') this.breach('local', `${field.struct}.${field.name}`);
  }

  /** The same for a lock of which is only asked whether this is its holder. */
  isHeldBy(base: number, field: FieldLayout, holder: number): boolean {
    const cell = base + field.offset;
    if (this.checked) {
      this.admit(base, field, false);
      this.touched?.read(cell, this.cells.get(cell));
    }
    return this.cells.isHeldBy(cell, holder);
  }

  read(base: number, field: FieldLayout): number {
    const cell = base + field.offset;
    const content = this.cells.get(cell);
    if (this.checked) {
      this.admit(base, field, false);
      this.touched?.read(cell, content);
      if (content < field.min) throw new Halt('fault', 'unwritten', `${field.struct}.${field.name}`);
    }
    return content;
  }

  readSlot(cell: number): number {
    const content = this.cells.get(cell);
    this.touched?.read(cell, content);
    return content;
  }

  writeSlot(cell: number, content: number): void {
    this.touched?.write(cell);
    this.cells.set(cell, content);
  }

  /** Ends the schedule where a condition is about to write. */
  mayWrite(field: FieldLayout): void {
    if (this.isReadOnly) throw new Halt('fault', 'threw', `a condition writes ${field.struct}.${field.name}`);
  }

  write(base: number, field: FieldLayout, content: number): void {
    const cell = base + field.offset;
    this.mayWrite(field);
    if (this.checked) {
      this.admit(base, field, true);
      this.touched?.write(cell);
    }
    if (!(Number.isInteger(content) && content >= field.min && content <= field.max))
      throw new Halt('fault', 'range', `${field.struct}.${field.name}`);
    if (field.isSetOnce && content === 1 && this.cells.get(cell) === 1)
      this.breach('set_again', `${field.struct}.${field.name}`);
    const from = this.ghost?.needsFrom(field) ? this.cells.get(cell) : field.min;
    this.cells.set(cell, content);
    this.ghost?.stored(field, base, from);
  }

  private pool(name: string): PoolLayout {
    const pool = this.poolByName.get(name);
    if (pool === undefined) throw new Halt('fault', 'range', `there is no pool ${name}`);
    return pool;
  }

  /** The object whose life is to change: one of the heap, and not while control only moves or a condition is asked. */
  private onHeap(name: string, id: number): readonly [PoolLayout, number] {
    const pool = this.pool(name);
    if (!pool.heap) throw new Halt('fault', 'range', `${name} is not on the heap`);
    if (this.isReadOnly) throw new Halt('fault', 'threw', `a condition changes the life of a ${name}`);
    if (this.controlOnly) this.breach('local', name);
    return [pool, this.baseOf(pool, id)];
  }

  private baseOf(pool: PoolLayout, id: number): number {
    if (!(Number.isInteger(id) && id >= 0 && id < pool.size)) throw new Halt('oops', 'bad_pointer', ENCLOSING);
    return pool.base + id * pool.stride;
  }

  private fill(pool: PoolLayout, base: number, content: (field: FieldLayout) => number): void {
    for (const field of pool.fields) {
      const at = base + field.offset;
      for (let slot = field.element ? this.cells.get(at) : 0; field.element && slot > 0; slot--)
        this.cells.set(at + slot, field.element.min - 1);
      this.cells.set(at, content(field));
    }
  }
}

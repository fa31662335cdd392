/**
 * How predicates look at a state: read-only, and total. A write throws Misuse, and so does a name that is not there. A field of
 * an object that is not alive, or one that was never written, is undefined; all that was asked then is whether it is alive.
 */
import { Misuse, sealed, undeletable } from '../notation/strict.ts';
import { type Layout, lockCells } from '../layout/layout.ts';
import type { FieldLayout, PoolLayout } from '../layout/pool-layout.ts';
import type { HeldLock, StackEntry } from '../machine/state.ts';
import type { Program } from '../notation/link.ts';
import { NULL } from '../notation/schema.ts';
import { poolAccessor, type Reach } from '../machine/view.ts';

/** The questions that a predicate comes to; who answers them may take down which were asked. */
export interface StateReader {
  content(cell: number): number;
  /** Of the object whose life lies in the cell. */
  isAlive(life: number): boolean;
  /** Whether the context holds the lock; with NULL, whether nobody does. */
  isHeldBy(lock: number, context: number): boolean;
  isAtRest(context: number): boolean;
  /** Whether the function stands on the context's stack. */
  isIn(context: number, proc: string): boolean;
  stack(context: number): readonly StackEntry[];
  /** It looks at what is the same in all states: the world, who there is, how many objects. */
  constant(): void;
}

/** A state under judgement, beside its memory. A halted state is judged by the finding that halted it, and never looked at. */
export interface Situation {
  /** Their names, by number. */
  readonly contexts: readonly string[];
  /** The functions on a context's stack, outermost first. Every step of the context changes the answer; `isIn` asks less. */
  readonly stack: (context: number) => readonly StackEntry[];
  /** Whether this function stands on the context's stack. */
  readonly isIn: (context: number, proc: string) => boolean;
  /** It has finished, or waits to be called on. */
  readonly isAtRest: (context: number) => boolean;
  /** The object was allocated and not freed. */
  readonly isAlive: (pool: string, id: number) => boolean;
  /** The first lock, by name (`kioctx[0].ctx_lock`), that the context holds, or null. */
  readonly lockHeldBy: (context: number) => string | null;
  readonly heldLocks: () => readonly HeldLock[];
}

/** The memory as a predicate sees it: a pool by name gives its objects by number, `some` asks all of a pool at once. */
export interface InspectedMemory {
  readonly world: unknown;
  /** Whether it holds of any object of the pool. All are asked, so that their order makes no difference. */
  some(pool: string, is: (object: never, id: number) => boolean): boolean;
}

class Looking implements Reach {
  readonly current = NULL;
  private readonly asking: StateReader;

  constructor(asking: StateReader) {
    this.asking = asking;
  }
  read(base: number, field: FieldLayout): number {
    if (field.heap && !this.asking.isAlive(base)) return field.min - 1;
    return this.asking.content(base + field.offset);
  }
  readSlot(cell: number): number {
    return this.asking.content(cell);
  }
  isHeldBy(base: number, field: FieldLayout, holder: number): boolean {
    if (field.heap && !this.asking.isAlive(base)) return false;
    return this.asking.isHeldBy(base + field.offset, holder);
  }
  mayWrite({ struct, name }: FieldLayout): never {
    throw new Misuse(`it writes ${struct}.${name}`);
  }
  write(_base: number, field: FieldLayout): never {
    return this.mayWrite(field);
  }
  writeSlot(): never {
    throw new Misuse('it writes a list');
  }
  breach(_kind: 'lock', what: string): never {
    throw new Misuse(what);
  }
  inOrder(lock: string): never {
    throw new Misuse(`it takes ${lock}`);
  }
}

function readOnly(pool: PoolLayout, reach: Reach): (id: number) => unknown {
  const of = poolAccessor(reach, pool);
  const views = new Map<number, object>();
  return (id) => {
    const known = views.get(id);
    if (known !== undefined) return known;
    const view = undeletable(`${pool.name}[${id}]`, of(id) as object);
    views.set(id, view);
    return view;
  };
}

/** What predicates are handed. */
export interface Inspection {
  readonly k: InspectedMemory;
  readonly situation: Situation;
}

export function inspection(
  layout: Layout,
  program: Pick<Program, 'byName'>,
  world: unknown,
  asking: StateReader,
): Inspection {
  const reach = new Looking(asking);
  const sizes = new Map(layout.pools.map(({ name, size }) => [name, size]));
  const poolNamed = (name: string) => {
    const pool = layout.pools.find((p) => p.name === name);
    if (pool === undefined) throw new Misuse(`there is no pool ${name}`);
    return pool;
  };
  const pools = Object.fromEntries(layout.pools.map((pool) => [pool.name, readOnly(pool, reach)]));
  const k: InspectedMemory = sealed('k', {
    ...pools,
    get world() {
      asking.constant();
      return world;
    },
    some(name: string, is: (object: never, id: number) => boolean): boolean {
      poolNamed(name);
      asking.constant();
      const objects = pools[name] as (id: number) => never;
      let holds = false;
      for (let id = 0; id < (sizes.get(name) as number); id++) if (is(objects(id), id)) holds = true;
      return holds;
    },
  });
  const known = (context: number): number => {
    if (layout.contexts[context] === undefined) throw new Misuse(`there is no context ${context}`);
    return context;
  };
  const locks = lockCells(layout);
  const nameOf = (cell: number) => layout.cells[cell]?.name ?? '';
  const contexts = Object.freeze([...layout.contexts]);
  const situation: Situation = sealed('the situation', {
    get contexts() {
      asking.constant();
      return contexts;
    },
    stack: (context: number) => asking.stack(known(context)),
    isIn(context: number, proc: string): boolean {
      if (!program.byName.has(proc)) throw new Misuse(`there is no function ${proc}`);
      return asking.isIn(known(context), proc);
    },
    isAtRest: (context: number) => asking.isAtRest(known(context)),
    isAlive(name: string, id: number): boolean {
      const { base, stride, size } = poolNamed(name);
      if (!(Number.isInteger(id) && id >= 0 && id < size)) throw new Misuse(`there is no ${name} ${id}`);
      return asking.isAlive(base + id * stride);
    },
    lockHeldBy(context: number): string | null {
      const lock = locks.find((cell) => asking.isHeldBy(cell, known(context)));
      return lock === undefined ? null : nameOf(lock);
    },
    heldLocks: (): readonly HeldLock[] =>
      locks.flatMap((cell) => {
        const holder = asking.content(cell);
        return holder === NULL ? [] : [{ lock: nameOf(cell), holder }];
      }),
  });
  return { k, situation };
}

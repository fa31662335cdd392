/**
 * The oracle's memory: objects as plain values, and the rules about who may touch what, written down from what the model's
 * notation promises. Shares nothing with the core.
 */
import type { FieldPlan, Plan, PoolPlan } from './plan.ts';

/** A field's content: null was never written; a list is its elements. `life` is a text on the heap. */
export type Content = number | string | null | number[];
export type Memory = Record<string, Record<string, Content>[]>;

/** Ends the schedule. `what` null: named after the C function around the step. */
export class Stop {
  readonly is: 'oops' | 'fault';
  readonly kind: string;
  readonly what: string | null;
  constructor(is: 'oops' | 'fault', kind: string, what: string | null) {
    this.is = is;
    this.kind = kind;
    this.what = what;
  }
}
const badPointer = () => new Stop('oops', 'bad_pointer', null);
const outOfRange = (what: string) => new Stop('fault', 'range', what);

const empty = ({ kind }: FieldPlan): Content => {
  if (kind.is === 'lock') return -1;
  return kind.is === 'refs' || kind.is === 'values' ? [] : null;
};

function fresh({ fields }: PoolPlan, life: string | null, isNew: boolean): Record<string, Content> {
  const object: Record<string, Content> = life === null ? {} : { life };
  for (const [name, field] of Object.entries(fields)) {
    const blank = empty(field);
    object[name] = blank === null && isNew ? field.starts : blank;
  }
  return object;
}

export const initialMemory = ({ pools }: Plan): Memory =>
  Object.fromEntries(
    Object.entries(pools).map(([name, pool]) => [
      name,
      Array.from({ length: pool.size }, (_, id) => {
        if (!pool.heap) return fresh(pool, null, true);
        return pool.alive.includes(id) ? fresh(pool, 'live', true) : fresh(pool, 'unallocated', false);
      }),
    ]),
  );

/** One context at the memory, for one step. */
export class Hand {
  readonly memory: Memory;
  readonly breaches: { readonly kind: string; readonly what: string }[] = [];
  /** Control only moves: what is no ledger is none of its business. */
  controlOnly = false;
  private readonly plan: Plan;
  private readonly context: number;

  constructor(plan: Plan, memory: Memory, context: number) {
    this.plan = plan;
    this.memory = memory;
    this.context = context;
  }

  private get mine(): string {
    return `private to ${this.plan.contexts[this.context]?.name}`;
  }

  private breach(kind: string, what: string): void {
    this.breaches.push({ kind, what });
  }

  private object(pool: string, id: number): Record<string, Content> {
    const object = this.memory[pool]?.[id];
    if (object === undefined) throw badPointer();
    return object;
  }

  private field(pool: string, field: string): FieldPlan {
    return this.plan.pools[pool]?.fields[field] as FieldPlan;
  }

  private meet(pool: string, { life }: Record<string, Content>): void {
    if (life === 'freed') throw new Stop('oops', 'use_after_free', pool);
    if (life === 'unallocated') throw badPointer();
    if (life !== undefined && life !== 'live' && life !== this.mine) this.breach('unpublished', pool);
  }

  private isPublished({ life }: Record<string, Content>): boolean {
    return life === undefined || life === 'live';
  }

  /** The lock that guards the object's field is held by the context. */
  private isGuarded(pool: string, object: Record<string, Content>, guard: string): boolean {
    const [first, second] = guard.split('.') as [string, string | undefined];
    if (second === undefined) return object[first] === this.context;
    const { kind } = this.field(pool, first);
    const id = object[first];
    if (kind.is !== 'ref' || typeof id !== 'number' || id < 0) return false;
    return this.memory[kind.to]?.[id]?.[second] === this.context;
  }

  /** What a touch of a field asks first. */
  private admit(pool: string, object: Record<string, Content>, field: string, writes: boolean): void {
    const { cls } = this.field(pool, field);
    this.meet(pool, object);
    const what = `${pool}.${field}`;
    const isPublished = this.isPublished(object);
    if (typeof cls === 'object') {
      if ((writes || cls.reads) && isPublished && !this.isGuarded(pool, object, cls.guard))
        this.breach('unguarded', what);
    } else if (cls === 'constant' && writes && isPublished) this.breach('constant', what);
    if (this.controlOnly && cls !== 'ledger') this.breach('local', what);
  }

  read(pool: string, id: number, field: string): number {
    const object = this.object(pool, id);
    this.admit(pool, object, field, false);
    const content = object[field];
    if (content === null) throw new Stop('fault', 'unwritten', `${pool}.${field}`);
    return content as number;
  }

  write(pool: string, id: number, field: string, content: number): void {
    const object = this.object(pool, id);
    const { kind, once } = this.field(pool, field);
    this.admit(pool, object, field, true);
    const stored = kind.is === 'bool' ? Number(content !== 0) : content;
    if (!this.fits(kind, stored)) throw outOfRange(`${pool}.${field}`);
    if (once && stored === 1 && object[field] === 1) this.breach('set_again', `${pool}.${field}`);
    object[field] = stored;
  }

  private fits(kind: FieldPlan['kind'], content: number): boolean {
    switch (kind.is) {
      case 'int':
        return content >= kind.min && content <= kind.max;
      case 'bool':
        return true;
      case 'names':
        return content >= 0 && content < kind.names.length;
      case 'ref':
      case 'refs':
        return content >= -1 && content < (this.plan.pools[kind.to]?.size ?? 0);
      case 'values':
        return kind.values.includes(content);
      case 'lock':
        return false;
    }
  }

  change(life: 'alloc' | 'publish' | 'free' | 'discard', pool: string, id: number): void {
    if (this.controlOnly) this.breach('local', pool);
    const object = this.object(pool, id);
    const plan = this.plan.pools[pool] as PoolPlan;
    switch (life) {
      case 'alloc':
        if (object['life'] !== 'unallocated') throw outOfRange(`${pool}[${id}] is allocated again`);
        Object.assign(object, fresh(plan, this.mine, true));
        return;
      case 'publish':
        this.meet(pool, object);
        object['life'] = 'live';
        return;
      case 'free':
        if (object['life'] === 'freed') throw new Stop('oops', 'double_free', pool);
        this.meet(pool, object);
        for (const [name, { kind }] of Object.entries(plan.fields))
          if (kind.is === 'lock' && object[name] === this.context)
            this.breach('lock', `${pool}.${name} is freed by its holder`);
        Object.assign(object, fresh(plan, 'freed', false));
        return;
      case 'discard':
        if (object['life'] !== this.mine) this.breach('unpublished', `${pool}[${id}]`);
        Object.assign(object, fresh(plan, 'unallocated', false));
    }
  }

  /** Whether the context need not wait for the lock: one that it holds already it takes again, which is a breach. */
  mayTake(pool: string, id: number, lock: string): boolean {
    const object = this.object(pool, id);
    this.admit(pool, object, lock, false);
    return object[lock] === -1 || object[lock] === this.context;
  }

  take(pool: string, id: number, lock: string): void {
    const object = this.object(pool, id);
    this.admit(pool, object, lock, false);
    if (object[lock] !== -1) this.breach('lock', `${pool}.${lock} is taken twice`);
    else this.inOrder(`${pool}.${lock}`);
    object[lock] = this.context;
  }

  drop(pool: string, id: number, lock: string): void {
    const object = this.object(pool, id);
    this.admit(pool, object, lock, false);
    if (object[lock] !== this.context) this.breach('lock', `${pool}.${lock} is released by one that does not hold it`);
    object[lock] = -1;
  }

  private inOrder(lock: string): void {
    const { lockOrder } = this.plan;
    const place = lockOrder.indexOf(lock);
    if (place < 0) return;
    for (const inner of lockOrder.slice(place)) {
      const held = locksHeld(this.plan, this.memory, this.context).find(
        (name) => name.replace(/\[\d+\]/, '') === inner,
      );
      if (held === undefined) continue;
      this.breach('order', `${lock} is taken inside ${held}`);
      return;
    }
  }

  sleep(): void {
    if (this.plan.contexts[this.context]?.atomic) this.breach('atomic', 'an interrupt may sleep');
    const [held] = locksHeld(this.plan, this.memory, this.context);
    if (held !== undefined) this.breach('atomic', `a holder of ${held} may sleep`);
  }

  private list(pool: string, id: number, field: string): number[] {
    const object = this.object(pool, id);
    this.admit(pool, object, field, false);
    return object[field] as number[];
  }

  private element(pool: string, field: string, element: number): void {
    if (!this.fits(this.field(pool, field).kind, element)) throw outOfRange(`${pool}.${field} cannot hold ${element}`);
  }

  length(pool: string, id: number, field: string): number {
    return this.list(pool, id, field).length;
  }

  has(pool: string, id: number, field: string, element: number): boolean {
    this.object(pool, id);
    this.element(pool, field, element);
    return this.list(pool, id, field).includes(element);
  }

  insert(pool: string, id: number, field: string, element: number, tail: boolean): void {
    const object = this.object(pool, id);
    const { kind } = this.field(pool, field);
    if (tail) this.list(pool, id, field);
    this.element(pool, field, element);
    const list = this.list(pool, id, field);
    if (list.length >= (kind as { cap: number }).cap) throw outOfRange(`${pool}.${field} overflows`);
    this.admit(pool, object, field, true);
    if (tail) list.push(element);
    else list.unshift(element);
  }

  remove(pool: string, id: number, field: string, element: number): boolean {
    const object = this.object(pool, id);
    this.element(pool, field, element);
    const list = this.list(pool, id, field);
    const at = list.indexOf(element);
    if (at < 0) return false;
    this.admit(pool, object, field, true);
    list.splice(at, 1);
    return true;
  }

  unlink(pool: string, id: number, field: string, element: number): void {
    if (!this.remove(pool, id, field, element)) throw badPointer();
  }

  head(pool: string, id: number, field: string): number {
    const [first] = this.list(pool, id, field);
    if (first === undefined) throw badPointer();
    return first;
  }
}

/** The names (`node[0].lock`) of the locks that the context holds, in the order in which the plan lists them. */
export const locksHeld = ({ pools }: Plan, memory: Memory, context: number): string[] =>
  Object.entries(pools).flatMap(([pool, { fields }]) =>
    (memory[pool] ?? []).flatMap((object, id) =>
      Object.entries(fields).flatMap(([name, { kind }]) =>
        kind.is === 'lock' && object[name] === context ? [`${pool}[${id}].${name}`] : [],
      ),
    ),
  );

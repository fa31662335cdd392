/** Objects as steps and predicates see them: a class per struct, with a property per field, over whatever reaches the cells. */
import { ENCLOSING, Halt } from './halt.ts';
import type { Domain } from '../layout/domain.ts';
import type { FieldLayout, PoolLayout } from '../layout/pool-layout.ts';
import { type List, type Lock, NULL } from '../notation/schema.ts';
import { strictly } from '../notation/strict.ts';

/** How a view reaches the cells of its object, which begins at `base`. */
export interface Reach {
  /** The context that runs; NULL: none does, somebody looks. */
  readonly current: number;
  /** The content of a field, or `min - 1`: there is none. */
  read(base: number, field: FieldLayout): number;
  write(base: number, field: FieldLayout, content: number): void;
  isHeldBy(base: number, field: FieldLayout, holder: number): boolean;
  /** A slot of a list whose length was read, by its cell. */
  readSlot(cell: number): number;
  writeSlot(cell: number, content: number): void;
  /** Throws where nothing may be written. */
  mayWrite(field: FieldLayout): void;
  breach(kind: 'lock', what: string): void;
  /** A lock is about to be taken. */
  inOrder(lock: string): void;
}

class LockAccess implements Lock {
  private readonly a: Reach;
  private readonly base: number;
  private readonly field: FieldLayout;
  constructor(a: Reach, base: number, field: FieldLayout) {
    this.a = a;
    this.base = base;
    this.field = field;
  }
  holder(): number {
    return this.a.read(this.base, this.field);
  }
  /** Taking a lock twice is a breach rather than a silent deadlock. */
  free(): boolean {
    return this.isHeldBy(NULL) || this.isHeldBy(this.a.current);
  }
  take(): void {
    if (!this.isHeldBy(NULL)) this.a.breach('lock', `${this.name} is taken twice`);
    else this.a.inOrder(this.name);
    this.a.write(this.base, this.field, this.a.current);
  }
  drop(): void {
    if (!this.isHeldBy(this.a.current)) this.a.breach('lock', `${this.name} is released by one that does not hold it`);
    this.a.write(this.base, this.field, NULL);
  }
  private isHeldBy(holder: number): boolean {
    return this.a.isHeldBy(this.base, this.field, holder);
  }
  private get name(): string {
    return `${this.field.struct}.${this.field.name}`;
  }
}

class ListAccess implements List {
  private readonly a: Reach;
  private readonly base: number;
  private readonly field: FieldLayout;
  private readonly first: number;
  private readonly cap: number;
  private readonly unused: number;
  constructor(a: Reach, base: number, field: FieldLayout) {
    this.a = a;
    this.base = base;
    this.field = field;
    this.first = base + field.offset + 1;
    this.cap = field.element?.cap ?? 0;
    this.unused = (field.element?.min ?? 0) - 1;
  }
  get length(): number {
    const length = this.a.read(this.base, this.field);
    return length < 0 ? (undefined as unknown as number) : length;
  }
  at(position: number): number {
    if (!(Number.isInteger(position) && position >= 0 && position < this.length))
      throw new Halt('oops', 'bad_pointer', ENCLOSING);
    return this.decode(this.a.readSlot(this.first + position));
  }
  has(element: number): boolean {
    return this.placeOf(element) >= 0;
  }
  insert(position: number, element: number): void {
    const content = this.encode(element);
    const length = this.length;
    if (!(Number.isInteger(position) && position >= 0 && position <= length))
      throw new Halt('fault', 'range', `${this.field.struct}.${this.field.name} has no place ${position}`);
    if (length >= this.cap) throw new Halt('fault', 'range', `${this.field.struct}.${this.field.name} overflows`);
    this.a.write(this.base, this.field, length + 1);
    for (let i = length; i > position; i--) this.a.writeSlot(this.first + i, this.a.readSlot(this.first + i - 1));
    this.a.writeSlot(this.first + position, content);
  }
  remove(element: number): boolean {
    const at = this.placeOf(element);
    if (at < 0) return false;
    const length = this.length;
    this.a.mayWrite(this.field);
    for (let i = at; i < length - 1; i++) this.a.writeSlot(this.first + i, this.a.readSlot(this.first + i + 1));
    this.a.writeSlot(this.first + length - 1, this.unused);
    this.a.write(this.base, this.field, length - 1);
    return true;
  }
  unlink(element: number): void {
    if (!this.remove(element)) throw new Halt('oops', 'bad_pointer', ENCLOSING);
  }
  /** The place of the first such element; -1: it is not on the list. To look for a value does not make it one of the domain. */
  private placeOf(element: number): number {
    const { domain } = this.field;
    return this.find(domain?.admits(element) ? domain.find(element) : this.encode(element));
  }
  private find(content: number): number {
    const length = this.length;
    for (let i = 0; i < length; i++) if (this.a.readSlot(this.first + i) === content) return i;
    return -1;
  }
  private decode(content: number): number {
    return this.field.domain === null ? content : (this.field.domain.at(content) as number);
  }
  private encode(element: number): number {
    const { domain, element: range } = this.field;
    const content = domain === null ? element : domain.numberOf(element);
    if (!(range !== null && Number.isInteger(content) && content >= range.min && content <= range.max))
      throw new Halt('fault', 'range', `${this.field.struct}.${this.field.name} cannot hold ${element}`);
    return content;
  }
}

// Whoever sees one of them cannot change the others.
Object.freeze(Object.setPrototypeOf(LockAccess.prototype, strictly('a lock')));
Object.freeze(Object.setPrototypeOf(ListAccess.prototype, strictly('a list')));

/** The property of a view class that reaches one field; one closure per kind, so that each stays small and fast. Undefined: there is no value. */
function property(a: Reach, f: FieldLayout): PropertyDescriptor & ThisType<{ readonly $base: number }> {
  const { kind, domain } = f;
  switch (kind.is) {
    case 'bool':
      return {
        get(): boolean | undefined {
          const content = a.read(this.$base, f);
          return content < 0 ? undefined : content === 1;
        },
        set(v: boolean) {
          // What C takes for a truth value is no boolean; modules without types may bring anything.
          a.write(this.$base, f, typeof v === 'boolean' ? Number(v) : Number.NaN);
        },
      };
    case 'enum':
      return {
        get(): string | undefined {
          return kind.names[a.read(this.$base, f)];
        },
        set(v: string) {
          a.write(this.$base, f, kind.names.indexOf(v));
        },
      };
    case 'value': {
      const values = domain as Domain;
      return {
        get(): number | undefined {
          return values.at(a.read(this.$base, f));
        },
        set(v: number) {
          const content = values.numberOf(v);
          if (content < 0) throw new Halt('fault', 'range', `${f.struct}.${f.name} cannot hold ${v}`);
          a.write(this.$base, f, content);
        },
      };
    }
    case 'int':
    case 'ref':
      return {
        get(): number | undefined {
          const content = a.read(this.$base, f);
          return content < f.min ? undefined : content;
        },
        set(v: number) {
          a.write(this.$base, f, v);
        },
      };
    case 'lock':
    case 'list':
      throw new Error(`${f.name} is a part of its object, not a property`);
  }
}

/** The accessor of a pool: an object of a class whose properties are the struct's fields, by id. */
export function poolAccessor(a: Reach, pool: PoolLayout): (id: number) => unknown {
  class View {
    declare readonly $base: number;
    constructor(id: number) {
      const base = pool.base + id * pool.stride;
      Object.defineProperty(this, '$base', { value: base });
      for (const f of pool.fields) {
        if (f.kind.is === 'lock') Object.defineProperty(this, f.name, { value: new LockAccess(a, base, f) });
        if (f.kind.is === 'list') Object.defineProperty(this, f.name, { value: new ListAccess(a, base, f) });
      }
    }
  }
  for (const f of pool.fields)
    if (f.kind.is !== 'lock' && f.kind.is !== 'list') Object.defineProperty(View.prototype, f.name, property(a, f));
  // A field that there is not is neither read nor written by a slip of the pen.
  Object.freeze(Object.setPrototypeOf(View.prototype, strictly(pool.name)));
  const views = Array.from({ length: pool.size }, (_, id) => Object.preventExtensions(new View(id)));
  return Object.freeze((id: number) => {
    const view = views[id];
    if (view === undefined) throw new Halt('oops', 'bad_pointer', ENCLOSING);
    return view;
  });
}

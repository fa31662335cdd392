/** Objects as steps see them: a class per struct, with a property per field, over one machine's checked access. */
import { type Access, ENCLOSING, Halt } from './access.ts';
import type { FieldLayout, PoolLayout } from './layout.ts';
import { type List, type Lock, NULL } from './schema.ts';

class LockAccess implements Lock {
  private readonly a: Access;
  private readonly base: number;
  private readonly field: FieldLayout;
  constructor(a: Access, base: number, field: FieldLayout) {
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
  private readonly a: Access;
  private readonly base: number;
  private readonly field: FieldLayout;
  private readonly first: number;
  private readonly cap: number;
  private readonly unused: number;
  constructor(a: Access, base: number, field: FieldLayout) {
    this.a = a;
    this.base = base;
    this.field = field;
    this.first = base + field.offset + 1;
    this.cap = field.element?.cap ?? 0;
    this.unused = (field.element?.min ?? 0) - 1;
  }
  get length(): number {
    return this.a.read(this.base, this.field);
  }
  at(position: number): number {
    if (!(Number.isInteger(position) && position >= 0 && position < this.length))
      throw new Halt('oops', 'bad_pointer', ENCLOSING);
    this.a.footprint?.reads.add(this.first + position);
    return this.decode(this.a.cells.get(this.first + position));
  }
  has(element: number): boolean {
    return this.find(this.encode(element)) >= 0;
  }
  insert(position: number, element: number): void {
    const content = this.encode(element);
    const length = this.length;
    if (!(Number.isInteger(position) && position >= 0 && position <= length))
      throw new Halt('fault', 'range', `${this.field.struct}.${this.field.name} has no place ${position}`);
    if (length >= this.cap) throw new Halt('fault', 'range', `${this.field.struct}.${this.field.name} overflows`);
    this.a.write(this.base, this.field, length + 1);
    for (let i = length; i > position; i--) this.put(i, this.a.cells.get(this.first + i - 1));
    this.put(position, content);
  }
  remove(element: number): boolean {
    const at = this.find(this.encode(element));
    if (at < 0) return false;
    const length = this.length;
    this.a.mayWrite(this.field);
    for (let i = at; i < length - 1; i++) this.put(i, this.a.cells.get(this.first + i + 1));
    this.put(length - 1, this.unused);
    this.a.write(this.base, this.field, length - 1);
    return true;
  }
  unlink(element: number): void {
    if (!this.remove(element)) throw new Halt('oops', 'bad_pointer', ENCLOSING);
  }
  private put(position: number, content: number): void {
    this.a.footprint?.writes.add(this.first + position);
    this.a.cells.set(this.first + position, content);
  }
  private find(content: number): number {
    const length = this.length;
    for (let i = 0; i < length; i++) {
      this.a.footprint?.reads.add(this.first + i);
      if (this.a.cells.get(this.first + i) === content) return i;
    }
    return -1;
  }
  private decode(content: number): number {
    return this.field.domain === null ? content : (this.field.domain[content] as number);
  }
  private encode(element: number): number {
    const { domain, element: range } = this.field;
    const content = domain === null ? element : domain.indexOf(element);
    if (!(range !== null && Number.isInteger(content) && content >= range.min && content <= range.max))
      throw new Halt('fault', 'range', `${this.field.struct}.${this.field.name} cannot hold ${element}`);
    return content;
  }
}

/** The property of a view class that reaches one field; one closure per kind, so that each stays small and fast. */
function property(a: Access, f: FieldLayout): PropertyDescriptor & ThisType<{ readonly $base: number }> {
  const { kind, domain } = f;
  switch (kind.is) {
    case 'bool':
      return {
        get(): boolean {
          return a.read(this.$base, f) === 1;
        },
        set(v: boolean) {
          a.write(this.$base, f, v ? 1 : 0);
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
      const index = new Map((domain as readonly number[]).map((v, i) => [v, i]));
      return {
        get(): number | undefined {
          return (domain as readonly number[])[a.read(this.$base, f)];
        },
        set(v: number) {
          const content = index.get(v);
          if (content === undefined) throw new Halt('fault', 'range', `${f.struct}.${f.name} cannot hold ${v}`);
          a.write(this.$base, f, content);
        },
      };
    }
    case 'int':
    case 'ref':
      return {
        get(): number {
          return a.read(this.$base, f);
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
export function poolAccessor(a: Access, pool: PoolLayout): (id: number) => unknown {
  class View {
    readonly $base: number;
    constructor(id: number) {
      this.$base = pool.base + id * pool.stride;
      for (const f of pool.fields) {
        if (f.kind.is === 'lock') Object.defineProperty(this, f.name, { value: new LockAccess(a, this.$base, f) });
        if (f.kind.is === 'list') Object.defineProperty(this, f.name, { value: new ListAccess(a, this.$base, f) });
      }
    }
  }
  for (const f of pool.fields)
    if (f.kind.is !== 'lock' && f.kind.is !== 'list') Object.defineProperty(View.prototype, f.name, property(a, f));
  // A field that there is not cannot be written by a slip of the pen.
  const views = Array.from({ length: pool.size }, (_, id) => Object.preventExtensions(new View(id)));
  return (id) => {
    const view = views[id];
    if (view === undefined) throw new Halt('oops', 'bad_pointer', ENCLOSING);
    return view;
  };
}

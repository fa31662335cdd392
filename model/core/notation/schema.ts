/**
 * Struct schemas: what fields a modelled struct has, what values each may hold, and who may touch it when.
 *
 * A schema is plain data. Both machines derive their state from it, and every access goes through it, so that a touch
 * of a freed object, a value outside its range, a field that was never written and a touch outside the field's class
 * are noticed wherever they happen.
 */

/**
 * Who may touch a field once its object is published (before that: its creator alone).
 * - `racy`: anybody, without a lock, because the C does.
 * - `guarded`: the context that holds the lock, found in the same object or through one reference (`ki_ctx.ctx_lock`);
 *   reading may be free to all (`reads` false: only writes need the lock).
 * - `constant`: anybody reads; only the creator writes, before publication.
 * - `ledger`: ghost state: not kernel memory, but our record of what happened; no modelled C reads it, control flow may write it.
 */
export type FieldClass =
  | { readonly is: 'racy' | 'constant' | 'ledger' | 'undeclared' }
  | { readonly is: 'guarded'; readonly via: string | null; readonly lock: string; readonly reads: boolean };

/** How a field's value is stored: an integer cell, whose meaning depends on the kind. */
export type FieldKind =
  | { readonly is: 'int'; readonly min: number; readonly max: number }
  | { readonly is: 'bool' }
  | { readonly is: 'enum'; readonly names: readonly string[] }
  | { readonly is: 'ref'; readonly to: string }
  | { readonly is: 'value'; readonly domain: string }
  | { readonly is: 'lock' }
  | { readonly is: 'list'; readonly of: ElementKind; readonly cap: number | null };

export type ElementKind = Extract<FieldKind, { is: 'ref' | 'value' }>;

/** A field of type `T`. Declare its class with one of the methods; a field without a class is refused by the layout. */
export class Field<T> {
  /** Carries the type for inference only. */
  declare readonly type: T;
  readonly kind: FieldKind;
  readonly cls: FieldClass;
  /** The value of a new object; undefined: not written yet, so that reading it is a finding. */
  readonly init: T | undefined;
  /** Setting it while it is set already is a finding. */
  readonly isSetOnce: boolean;

  constructor(kind: FieldKind, cls: FieldClass, init: T | undefined, isSetOnce = false) {
    this.kind = kind;
    this.cls = cls;
    this.init = init;
    this.isSetOnce = isSetOnce;
  }
  racy(): Field<T> {
    return new Field(this.kind, { is: 'racy' }, this.init, this.isSetOnce);
  }
  constant(): Field<T> {
    return new Field(this.kind, { is: 'constant' }, this.init, this.isSetOnce);
  }
  ledger(): Field<T> {
    return new Field(this.kind, { is: 'ledger' }, this.init, this.isSetOnce);
  }
  /** For a flag that protocol allows to be set once in the object's life. */
  set_once(): Field<T> {
    return new Field(this.kind, this.cls, this.init, true);
  }
  /** `lock` is a lock field of the same struct, or `ref.lock`: a lock of the object that the field `ref` points to. */
  guarded_by(lock: string): Field<T> {
    return this.guarded(lock, true);
  }
  /** The same for writes; the C reads the field without the lock too. */
  written_under(lock: string): Field<T> {
    return this.guarded(lock, false);
  }
  private guarded(lock: string, reads: boolean): Field<T> {
    const dot = lock.indexOf('.');
    const via = dot < 0 ? null : lock.slice(0, dot);
    return new Field(this.kind, { is: 'guarded', via, lock: lock.slice(dot + 1), reads }, this.init, this.isSetOnce);
  }
  starts(value: T): Field<T> {
    return new Field(this.kind, this.cls, value, this.isSetOnce);
  }
}

const undeclared: FieldClass = { is: 'undeclared' };

/** An integer from `min` to `max`, both included. */
export const int = (min: number, max: number): Field<number> =>
  new Field<number>({ is: 'int', min, max }, undeclared, undefined);
export const bool = (): Field<boolean> => new Field<boolean>({ is: 'bool' }, undeclared, undefined);
/** One of a few named states. */
export const oneOf = <const N extends string>(...names: N[]): Field<N> =>
  new Field<N>({ is: 'enum', names }, undeclared, undefined);
/** The id of an object of another pool, or NULL (-1). */
export const ref = (to: string): Field<number> => new Field<number>({ is: 'ref', to }, undeclared, undefined);
/** One of the finitely many values of a domain that the model names, such as results and error codes. */
export const value = (domain: string): Field<number> =>
  new Field<number>({ is: 'value', domain }, undeclared, undefined);
/** A spinlock: free, or held by one context. */
export const spinlock = (): Field<Lock> => new Field<Lock>({ is: 'lock' }, { is: 'racy' }, undefined);
/** A list of ids in order. `cap` defaults to the size of the pool referred to: nothing is on one list twice. */
export const listOf = (of: Field<number>, cap: number | null = null): Field<List> => {
  const kind = of.kind;
  if (kind.is === 'value' && cap === null) throw new Error('a list of values needs a capacity');
  if (kind.is !== 'ref' && kind.is !== 'value') throw new Error(`a list holds references or values, not ${kind.is}`);
  return new Field<List>({ is: 'list', of: kind, cap }, undeclared, undefined);
};

export const NULL = -1;

/** A lock as steps see it. */
export interface Lock {
  free(): boolean;
  take(): void;
  drop(): void;
  /** The holder's context number, or -1. */
  holder(): number;
}

/** A bounded list as steps see it; positions count from 0. */
export interface List {
  readonly length: number;
  at(position: number): number;
  has(element: number): boolean;
  insert(position: number, element: number): void;
  /** Takes the first `element` out; false when it is not on the list. */
  remove(element: number): boolean;
  /** The same; a bad pointer when it is not on the list. */
  unlink(element: number): void;
}

export type Fields = Readonly<Record<string, Field<unknown>>>;

/** A struct: its name, whether it lives on the heap (is allocated and freed) or for ever, and its fields. */
export interface Struct<F extends Fields = Fields> {
  readonly name: string;
  readonly heap: boolean;
  readonly fields: F;
}

/** Structs by the names of their pools. */
export type Structs = Readonly<Record<string, Struct>>;

/** The name may be left out: what goes by a name is the pool. */
type Declare = {
  <const F extends Fields>(name: string, fields: F): Struct<F>;
  <const F extends Fields>(fields: F): Struct<F>;
};

const declare =
  (heap: boolean): Declare =>
  <F extends Fields>(name: string | F, fields = name as F) => ({
    name: typeof name === 'string' ? name : '',
    heap,
    fields,
  });

export const struct = declare(false);

/** A struct whose objects are allocated and freed; touching one that is not alive is an oops. */
export const heapStruct = declare(true);

/** An object as steps see it: its fields as properties. */
export type View<S> =
  S extends Struct<infer F> ? { -readonly [N in keyof F]: F[N] extends Field<infer T> ? T : never } : never;

/** One accessor per pool: `k.kiocb(id)`. A NULL or wild id is a bad pointer, which ends the schedule. */
export type Pools<S extends Structs> = {
  readonly [N in keyof S]: (id: number) => View<S[N]>;
};

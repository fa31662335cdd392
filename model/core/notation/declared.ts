/** What a patch may bring beside fields and hunks: structs of its own, contexts, and works for the kernel's queue. */
import type { AnyProc, Callee } from './proc.ts';
import type { Struct, View } from './schema.ts';

/** A function of the world. As a method's, its type does not depend on that of the world: whoever calls it has the world of the model. */
type OfWorld<W, T> = { of(world: W): T }['of'];

/** A number; what there is one of each of (`requests`), as the model names it; or a function of the world. */
export type HowMany<W> = number | string | OfWorld<W, number>;

/** A struct of a patch, how many objects of it there are, and what each begins with that is not what its fields start as. */
export interface Pool<S extends Struct = Struct, W = never> {
  readonly struct: S;
  readonly count: HowMany<W>;
  /** Of a struct of the heap: its objects are alive from the beginning. */
  readonly begin?: { of(object: never, id: number, world: W): void }['of'];
}

/** A struct alone is a pool of one object. */
export type DeclaredStruct<W = never> = Struct | Pool<Struct, W>;

export const poolOfStruct = (declared: DeclaredStruct): Pool =>
  'struct' in declared ? declared : { struct: declared, count: 1 };

export type PoolWith<W> = <S extends Struct>(
  struct: S,
  count: HowMany<W>,
  begin?: (object: View<S>, id: number, world: W) => void,
) => Pool<S, W>;

/** Binds pools to the world of a model: `const pool = poolFor<World>()`. */
export const poolFor =
  <W>(): PoolWith<W> =>
  (struct, count, begin) => ({ struct, count, ...(begin === undefined ? {} : { begin }) });

/** A context that needs more than its function to be said; `Context` has the meaning of each. */
export interface Entry {
  readonly entry: AnyProc;
  /** Locals of the entry as it begins; those not named are NULL (pointers) or 0. */
  readonly args?: Readonly<Record<string, number>> | undefined;
  readonly idles?: boolean | undefined;
  readonly atomic?: boolean | undefined;
}

/** A function alone is an entry without arguments, which does not idle. */
export type Entries = Readonly<Record<string, AnyProc | Entry>>;

/** The contexts of a patch, by name; or a function of the world, where that says how many there are. */
export type DeclaredContexts<W = never> = Entries | OfWorld<W, Entries>;

/** Works of a patch for a queue of the kernel's, whose worker calls `func` of each. */
export interface Work<W = never> {
  /** `to(my_work, (g, f) => { g.dio = f.id; })`: `id` counts the works of this name, from 0. */
  readonly func: Callee<unknown, { readonly id: number }>;
  readonly count: HowMany<W>;
  /** The field of the base or of the patch (`dio.complete_work`) in whose object of the same number the work lies: touching the work is touching that. */
  readonly in?: string;
}

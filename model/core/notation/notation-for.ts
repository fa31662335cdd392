/** The notation bound to the structs of one model. */
import { editFor } from './patch.ts';
import { type Define, defineFor, type Services } from './proc.ts';
import type { Pools, Structs } from './schema.ts';

/** What steps, conditions and predicates are handed as `k`: a pool per struct, and the services. `W` is the model's constant world. */
export type KernelOf<S extends Structs, W = null> = Pools<S> & Services<W>;

/** Writes functions and edits whose steps are handed a `K`. */
export interface Writing<K> {
  readonly proc: Define<K>;
  readonly edit: ReturnType<typeof editFor<K>>;
}

export interface Notation<S, K> extends Writing<K> {
  readonly structs: S;
}

export const writingFor = <K>(): Writing<K> => ({ proc: defineFor<K>(), edit: editFor<K>() });

/** `const { proc, edit } = notationFor(structs)`; where steps read a world, `notationFor<typeof structs, World>(structs)`. */
export const notationFor = <S extends Structs, W = null>(structs: S): Notation<S, KernelOf<S, W>> => ({
  structs,
  ...writingFor<KernelOf<S, W>>(),
});

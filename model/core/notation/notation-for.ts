/** The notation bound to the structs of one model. */
import { editFor } from './patch.ts';
import { type Define, defineFor, type Services } from './proc.ts';
import type { Pools, Structs } from './schema.ts';

/** What steps, conditions and predicates are handed as `k`: a pool per struct, and the services. `W` is the model's constant world. */
export type KernelOf<S extends Structs, W = null> = Pools<S> & Services<W>;

export interface Notation<S, K> {
  readonly structs: S;
  readonly proc: Define<K>;
  readonly edit: ReturnType<typeof editFor<K>>;
}

/** `const { proc, edit } = notationFor(structs)`; where steps read a world, `notationFor<typeof structs, World>(structs)`. */
export const notationFor = <S extends Structs, W = null>(structs: S): Notation<S, KernelOf<S, W>> => ({
  structs,
  proc: defineFor<KernelOf<S, W>>(),
  edit: editFor<KernelOf<S, W>>(),
});

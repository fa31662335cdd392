/**
 * Symmetries of a closed model: renamings of its objects and contexts under which it stays what it is. Such a renaming takes
 * schedules to schedules and reachable states to reachable states, so that of states that it takes to one another one tells all.
 */
/** Object `id` of a pool becomes `pools[pool][id]`, context c becomes `contexts[c]`. Pools that are not named stay as they are. */
export interface Permutation {
  readonly pools: Readonly<Record<string, readonly number[]>>;
  readonly contexts: readonly number[];
}

export interface Symmetry {
  /** All but the identity; with it they are a group. Each names the same pools, in one order. */
  readonly permutations: readonly Permutation[];
  /** The pools that pointers of these types refer to, where the type does not say so as `struct kiocb *` does. */
  readonly types?: Readonly<Record<string, string>>;
}

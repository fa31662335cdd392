/** What a permutation does to the cells of a state: whose content comes where, and what it is called there. */
import { type Layout, OWNED } from '../layout/layout.ts';
import type { FieldKind } from '../notation/schema.ts';
import { NoSymmetry } from './permutations.ts';
import type { Permutation } from './symmetry.ts';

/** A renaming of contents, found at `content + SHIFT`: the lowest content of a cell is -2. Null: all keep their names. */
export const SHIFT = 2;
type Names = Int32Array | null;

/** By cell: the cell whose content comes here, and how that is renamed. Stacks and the halt are renamed apart. */
export interface Moves {
  readonly from: Int32Array;
  /** The other way round. */
  readonly to: Int32Array;
  readonly names: readonly Names[];
}

function namesOf(ids: readonly number[], highest: number, first: number): Names {
  if (ids.every((id, i) => id === i)) return null;
  const names = Int32Array.from({ length: highest + 1 + SHIFT }, (_, i) => i - SHIFT);
  ids.forEach((id, i) => {
    names[first + i + SHIFT] = first + id;
  });
  return names;
}

const isPermutation = (ids: readonly number[], size: number): boolean =>
  ids.length === size && ids.toSorted((a, b) => a - b).every((id, i) => id === i);

/** Throws NoSymmetry where the permutation does not fit the pools. */
export function movesOf(layout: Layout, { pools, contexts }: Permutation): Moves {
  const sizes = new Map(layout.pools.map(({ name, size }) => [name, size]));
  if (!isPermutation(contexts, layout.contexts.length)) throw new NoSymmetry('the contexts are not permuted');
  for (const [pool, ids] of Object.entries(pools))
    if (!isPermutation(ids, sizes.get(pool) ?? -1)) throw new NoSymmetry(`the pool ${pool} is not permuted`);
  const from = Int32Array.from(layout.cells, (_, cell) => cell);
  const names: Names[] = layout.cells.map(() => null);
  const ofContexts = namesOf(contexts, contexts.length - 1, 0);
  const ofLives = namesOf(contexts, OWNED + contexts.length - 1, OWNED);
  const ofPool = (pool: string): Names => {
    if (pool === 'context') return ofContexts;
    const ids = pools[pool];
    return ids === undefined ? null : namesOf(ids, ids.length - 1, 0);
  };
  const ofKind = (kind: FieldKind): Names => {
    if (kind.is === 'lock') return ofContexts;
    return kind.is === 'ref' ? ofPool(kind.to) : null;
  };
  for (const pool of layout.pools) {
    const fields = pool.fields.map(({ kind, offset, element }) => ({
      offset,
      length: element?.cap ?? 0,
      names: ofKind(kind.is === 'list' ? kind.of : kind),
      isList: element !== null,
    }));
    for (let id = 0; id < pool.size; id++) {
      const old = pool.base + id * pool.stride;
      const now = pool.base + (pools[pool.name]?.[id] ?? id) * pool.stride;
      for (let offset = 0; offset < pool.stride; offset++) from[now + offset] = old + offset;
      if (pool.heap) names[now] = ofLives;
      for (const field of fields) {
        if (!field.isList) names[now + field.offset] = field.names;
        for (let slot = 1; slot <= field.length; slot++) names[now + field.offset + slot] = field.names;
      }
    }
  }
  contexts.forEach((now, old) => {
    from[layout.stacks + now] = layout.stacks + old;
  });
  const to = new Int32Array(from.length);
  from.forEach((old, now) => {
    to[old] = now;
  });
  return { from, to, names };
}

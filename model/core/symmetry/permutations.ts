/** Permutations of a closed model: composed, generated, and applied to contexts and to texts that name objects. */
import type { Program } from '../notation/link.ts';
import type { Model } from '../machine/model.ts';
import type { Permutation, Symmetry } from './symmetry.ts';

/** A symmetry that cannot be used; the message says why. */
export class NoSymmetry extends Error {}

/** First `inner`, then `outer`. */
export const after = (outer: Permutation, inner: Permutation): Permutation => ({
  pools: Object.fromEntries(
    Object.entries(inner.pools).map(([pool, ids]) => [pool, ids.map((id) => outer.pools[pool]?.[id] ?? id)]),
  ),
  contexts: inner.contexts.map((context) => outer.contexts[context] ?? context),
});

const keyOf = ({ pools, contexts }: Permutation): string => JSON.stringify([pools, contexts]);

/**
 * Few of the permutations, of which all others are made by doing one after another; throws NoSymmetry if that makes more than
 * there are. What holds of these, and of one after another if of each, holds of all.
 */
export function generatorsOf(permutations: readonly Permutation[]): Permutation[] {
  const all = new Set(permutations.map(keyOf));
  const generators: Permutation[] = [];
  const made = new Map<string, Permutation>();
  for (const permutation of permutations) {
    if (made.has(keyOf(permutation))) continue;
    generators.push(permutation);
    const queue = [...made.values(), permutation];
    made.set(keyOf(permutation), permutation);
    for (let next = queue.pop(); next !== undefined; next = queue.pop())
      for (const generator of generators) {
        const product = after(generator, next);
        const key = keyOf(product);
        if (made.has(key)) continue;
        if (!all.has(key) && !isIdentity(product)) throw new NoSymmetry('the permutations are no group');
        made.set(key, product);
        queue.push(product);
      }
  }
  return generators;
}

const isInPlace = (ids: readonly number[]): boolean => ids.every((id, i) => id === i);
export const isIdentity = ({ pools, contexts }: Permutation): boolean =>
  isInPlace(contexts) && Object.values(pools).every(isInPlace);

/** The pool that a local of this type holds an id of; null: it holds a number. */
export function poolOf(type: string, pools: ReadonlySet<string>, types: Symmetry['types'] = {}): string | null {
  const told = types[type];
  if (told !== undefined) return told;
  if (!type.endsWith('*')) return null;
  const name = /^(?:struct )?(\w+) ?\*$/.exec(type)?.[1];
  if (name === undefined || !pools.has(name)) throw new NoSymmetry(`nobody says what a ${type} refers to`);
  return name;
}

/** By function and local, the pool that it holds an id of, or null; throws NoSymmetry where that cannot be told. */
export function poolsOfLocals(
  { procs }: Program,
  pools: ReadonlySet<string>,
  types: Symmetry['types'],
): (string | null)[][] {
  return procs.map((proc) => proc.types.map((type) => poolOf(type, pools, types)));
}

/**
 * Which context becomes which when objects do: the one that begins in the same function with the objects renamed that it is
 * given. Null if there is none, or more than one.
 */
export function contextsUnder(
  { contexts, shape, program }: Pick<Model, 'contexts' | 'shape' | 'program'>,
  renamed: Permutation['pools'],
  types: Symmetry['types'],
): number[] | null {
  const pools = new Set(Object.keys(shape.structs));
  const told = contexts.map(({ entry, args, idles, atomic }) => {
    const linked = program.byName.get(entry.name);
    const given = Object.entries(args).toSorted(([a], [b]) => (a < b ? -1 : 1));
    const tell = (of: (pool: string | null, id: number) => number): string =>
      JSON.stringify([
        [entry.name, idles, atomic ?? false],
        given.map(([local, id]) => [
          local,
          of(poolOf(linked?.types[linked.locals.indexOf(local)] ?? '', pools, types), id),
        ]),
      ]);
    return {
      before: tell((_, id) => id),
      under: tell((pool, id) => (pool === null ? id : (renamed[pool]?.[id] ?? id))),
    };
  });
  const places = new Map(told.map(({ before }, i) => [before, i]));
  const under = told.map((one) => places.get(one.under) ?? -1);
  return places.size === contexts.length && !under.includes(-1) ? under : null;
}

/** The text with the objects renamed that it names as `kiocb[0]`. */
export const renameText = (text: string, { pools }: Permutation): string =>
  text.replaceAll(/(?<![.\w])(\w+)\[(\d+)\]/g, (whole, pool: string, id: string) => {
    const renamed = pools[pool]?.[Number(id)];
    return renamed === undefined ? whole : `${pool}[${renamed}]`;
  });

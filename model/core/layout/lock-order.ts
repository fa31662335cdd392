/**
 * The order in which locks nest. What is known of it is declared, as chains; of all other pairs it is taken down on the schedule
 * which of two was seen inside the other, and what closes a cycle with that is a breach, as lockdep reports it.
 */
import type { PoolLayout } from './pool-layout.ts';
import { bool, type Field, type Struct } from '../notation/schema.ts';

/** Locks as `struct.field`, the outermost first; several chains, where some are never nested. */
export type LockOrder = readonly string[] | readonly (readonly string[])[];

/** The pool in which it is taken down which lock was seen inside which; a model without it takes nothing down. */
export const LOCK_ORDER_POOL = 'lock_order';

export interface Nesting {
  /** A lock, by name and cells, that may be held when this one is taken; and the cell that says that it was seen. */
  readonly outer: string;
  readonly cells: readonly number[];
  readonly seen: number;
}

/** By the name of a lock. */
export interface LockOrders {
  /** The cells of locks that nobody holds who takes it. */
  readonly forbiddenWhileHolding: Readonly<Record<string, readonly number[]>>;
  /** The locks around it of which no order is declared. */
  readonly around: Readonly<Record<string, readonly Nesting[]>>;
  /** Those that are declared to be inside it. */
  readonly inside: Readonly<Record<string, readonly string[]>>;
}

export const chainsOf = (order: LockOrder): readonly (readonly string[])[] =>
  order.every((one) => typeof one === 'string') ? [order] : order;

/** By lock, all that come later on some chain, or on one that goes on from there. */
function laterOf(chains: readonly (readonly string[])[]): Map<string, Set<string>> {
  const later = new Map(chains.flat().map((lock) => [lock, new Set<string>()]));
  for (const chain of chains)
    chain.forEach((lock, place) => {
      for (const inner of chain.slice(place + 1)) later.get(lock)?.add(inner);
    });
  for (let grown = true; grown;) {
    grown = false;
    for (const known of later.values())
      for (const lock of known)
        for (const inner of later.get(lock) ?? [])
          if (!known.has(inner)) {
            known.add(inner);
            grown = true;
          }
  }
  return later;
}

/** A lock that comes inside itself by these chains; null: none does. */
export const circleOf = (chains: readonly (readonly string[])[]): string | null =>
  [...laterOf(chains)].find(([name, inner]) => inner.has(name))?.[0] ?? null;

const nameOf = (outer: string, inner: string): string => `${outer} > ${inner}`;

/** The struct of the pool that takes down the nesting of all pairs that the order says nothing of. */
export function lockOrderStruct(order: LockOrder): Struct {
  const later = laterOf(chainsOf(order));
  const fields: Record<string, Field<unknown>> = {};
  for (const outer of later.keys())
    for (const inner of later.keys())
      if (outer !== inner && !later.get(outer)?.has(inner) && !later.get(inner)?.has(outer))
        fields[nameOf(outer, inner)] = bool().ledger().starts(false);
  return { name: LOCK_ORDER_POOL, heap: false, fields };
}

/** Throws where the order names a lock that is not there, or goes round in a circle. */
export function lockOrders(order: LockOrder, pools: readonly PoolLayout[]): LockOrders {
  const chains = chainsOf(order);
  for (const name of chains.flat())
    if (cellsOf(name, pools) === null) throw new Error(`the order of locks names ${name}, which is no lock`);
  const later = laterOf(chains);
  const twice = circleOf(chains);
  if (twice !== null) throw new Error(`the order of locks names ${twice} twice`);
  const cells = (names: readonly string[]) => names.flatMap((name) => cellsOf(name, pools) ?? []);
  const taken = pools.find(({ name }) => name === LOCK_ORDER_POOL);
  const around = (inner: string): Nesting[] =>
    [...later.keys()].flatMap((outer) => {
      const field = taken?.fields.find(({ name }) => name === nameOf(outer, inner));
      if (taken === undefined || field === undefined) return [];
      return [{ outer, cells: cells([outer]), seen: taken.base + field.offset }];
    });
  const names = [...later.keys()];
  return {
    forbiddenWhileHolding: Object.fromEntries(names.map((name) => [name, cells([name, ...(later.get(name) ?? [])])])),
    around: Object.fromEntries(names.map((name) => [name, around(name)])),
    inside: Object.fromEntries(names.map((name) => [name, [...(later.get(name) ?? [])]])),
  };
}

/** The cells of a lock of that name, object by object; null: there is none. */
function cellsOf(name: string, pools: readonly PoolLayout[]): number[] | null {
  for (const { name: pool, base, stride, size, fields } of pools) {
    const lock = fields.find((field) => field.kind.is === 'lock' && `${pool}.${field.name}` === name);
    if (lock !== undefined) return Array.from({ length: size }, (_, id) => base + id * stride + lock.offset);
  }
  return null;
}

/** Whether the lock `to` comes inside `from`, by what is declared and what `isSeen` says of cells. */
export function isNested(orders: LockOrders, from: string, to: string, isSeen: (cell: number) => boolean): boolean {
  const found = new Set([from]);
  for (const lock of found) {
    if (lock === to) return true;
    for (const inner of orders.inside[lock] ?? []) found.add(inner);
    for (const [inner, nestings] of Object.entries(orders.around))
      if (nestings.some(({ outer, seen }) => outer === lock && isSeen(seen))) found.add(inner);
  }
  return false;
}

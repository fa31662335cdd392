/** What a context that holds locks may not do: sleep, or take others in another order. */
import type { Cells } from './cells.ts';
import type { BreachKind } from './finding.ts';
import type { Layout } from '../layout/layout.ts';
import { isNested } from '../layout/lock-order.ts';
import type { TouchedCells } from './touched-cells.ts';

/** How the context that runs reaches locks. */
interface Asked {
  readonly current: number;
  readonly layout: Layout;
  readonly cells: Cells;
  readonly touched: TouchedCells | null;
  /** The cells of all locks. */
  readonly locks: readonly number[];
  readSlot(cell: number): number;
  writeSlot(cell: number, content: number): void;
  breach(kind: BreachKind, what: string): void;
}

/** Asks after every lock, until one is held. */
export function requireNoLock(access: Asked): void {
  const held = heldAmong(access, access.locks);
  if (held !== null) access.breach('atomic', `a holder of ${held} may sleep`);
}

/** A lock is about to be taken: by one that may still take it? */
export function requireOrder(access: Asked, lock: string): void {
  const { lockOrders } = access.layout;
  const held = heldAmong(access, lockOrders.forbiddenWhileHolding[lock] ?? []);
  if (held !== null) access.breach('order', `${lock} is taken inside ${held}`);
  for (const { outer, cells, seen } of lockOrders.around[lock] ?? []) {
    const inside = heldAmong(access, cells);
    if (inside === null) continue;
    if (isNested(lockOrders, lock, outer, (cell) => access.readSlot(cell) === 1))
      access.breach('order', `${lock} is taken inside ${inside}, which was seen inside it`);
    if (access.readSlot(seen) === 0) access.writeSlot(seen, 1);
  }
}

/** The name of the first of these locks that the context holds, or null. */
function heldAmong({ touched, cells, current, layout }: Asked, locks: readonly number[]): string | null {
  for (const cell of locks) {
    touched?.check(cell);
    if (cells.isHeldBy(cell, current)) return layout.cells[cell]?.name ?? '';
  }
  return null;
}

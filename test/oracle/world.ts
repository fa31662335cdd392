/** What the objects of a random plan can be: every kind of field and class; a plan keeps those that it names. */
import type { Dice } from './dice.ts';
import type { FieldClass, FieldPlan, PoolPlan } from './plan.ts';

export const WIDE = 2 ** 20;

const field = (
  kind: FieldPlan['kind'],
  cls: FieldClass,
  starts: number | null,
  more: { once?: true } = {},
): FieldPlan => ({
  kind,
  cls,
  starts,
  ...more,
});
const int = (min: number, max: number) => ({ is: 'int' as const, min, max });
const toNode = { is: 'ref' as const, to: 'node' };
const lock = field({ is: 'lock' }, 'racy', null);
const bool = { is: 'bool' as const };

export interface WorldPlan {
  readonly pools: Readonly<Record<string, PoolPlan>>;
  readonly nodes: number;
  readonly cells: number;
}

/** A root, nodes on the heap, and a cell for each context. */
export interface Population {
  readonly cells: number;
  readonly nodes: number;
  /** The nodes that live from the start. */
  readonly alive: readonly number[];
  /** All begin alike. */
  readonly symmetric: boolean;
}

export function drawWorld(dice: Dice, { cells, nodes, alive, symmetric }: Population): WorldPlan {
  const guarded = (reads: boolean): FieldClass => (dice.chance(50) ? 'racy' : { guard: 'lock', reads });
  const root: PoolPlan = {
    size: 1,
    heap: false,
    alive: [],
    fields: {
      lock,
      total: field(int(0, dice.pick([2, 6, 6, 6])), guarded(true), 0),
      sum: field(int(-3, 6), guarded(false), 0),
      users: field(int(-1, 6), 'racy', 1),
      base: field(int(0, 1), 'ledger', 1),
      flag: field(bool, 'racy', 0),
      stop: field(bool, 'racy', 0),
      first: field(toNode, 'racy', symmetric && dice.chance(85) ? -1 : dice.pick([-1, 0, 0])),
      turns: field(int(0, 15), 'racy', 0),
      wide: field(int(0, WIDE), 'racy', dice.pick([0, 0, 0, 0, WIDE - 2])),
      queue: field({ is: 'refs', to: 'node', cap: nodes }, guarded(true), null),
      log: field({ is: 'values', values: [0, 1, 2, 3], cap: 3 }, 'ledger', null),
    },
  };
  const node: PoolPlan = {
    size: nodes,
    heap: true,
    alive,
    fields: {
      lock,
      n: field(int(-1, 3), 'racy', 0),
      val: field(int(0, 3), 'racy', null),
      mark: field(bool, 'racy', 0, dice.chance(50) ? { once: true } : {}),
      color: field({ is: 'names', names: ['red', 'green', 'blue'] }, 'racy', 0),
      next: field(toNode, 'racy', -1),
      home: field({ is: 'ref', to: 'root' }, 'constant', 0),
      held: field(int(0, 2), { guard: 'home.lock', reads: dice.chance(50) }, 0),
      count: field(int(0, 3), { guard: 'lock', reads: true }, 0),
      users: field(int(-1, 4), 'racy', dice.int(0, 2)),
      wide: field(int(-1, WIDE), 'racy', 0),
    },
  };
  const cell: PoolPlan = {
    size: cells,
    heap: false,
    alive: [],
    fields: {
      holds: field(int(0, 2), dice.pick(['ledger', 'racy'] as const), 0),
      done: field(bool, 'racy', 0),
      seen: field(int(-1, WIDE), 'racy', 0),
    },
  };
  return { pools: { root, node, cell }, nodes, cells };
}

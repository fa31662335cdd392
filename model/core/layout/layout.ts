/**
 * Where everything lies: the schema and the pool sizes of one closed world, flattened into numbered integer cells.
 *
 * Every cell has an inclusive range; the code for "not written" or "unused list slot" is one below the range, so a cell
 * packs into `bits` as `content - lowest`. Cells 0..n-1 hold the objects, pool by pool; then one cell for how the run was
 * halted and one per context for its stack, which the machines look after themselves.
 */
import { Domain, type Openness } from './domain.ts';
import { type LockOrder, type LockOrders, lockOrders } from './lock-order.ts';
import type { Cell, FieldLayout, Guard, PoolLayout } from './pool-layout.ts';
import { type FieldClass, type FieldKind, NULL, type Struct } from '../notation/schema.ts';

/** The life of an object. From `OWNED` on: private to the context `life - OWNED`, which has not published it. */
export const UNALLOCATED = 0;
export const LIVE = 1;
export const FREED = 2;
export const OWNED = 3;

/** A closed world's structs, how many objects of each there are, and the members of each value domain. */
export interface Shape {
  readonly structs: Readonly<Record<string, Struct>>;
  readonly sizes: Readonly<Record<string, number>>;
  readonly domains: Readonly<Record<string, readonly number[]>>;
  /** Domains that take in other values when they are written. */
  readonly open?: Readonly<Record<string, Openness>>;
  readonly contexts: readonly string[];
  /** None of these locks is taken by a context that holds one of its own kind, or one that comes later. */
  readonly lockOrder?: LockOrder;
  /**
   * By pool and id, fields (`request[0].held_by_io`) that say that somebody holds the object: while one of them is not zero,
   * it should not be freed. Nothing is reported where it is; but where it is not, a holder's touch cannot come too late.
   */
  readonly pins?: Readonly<Record<string, readonly (readonly string[])[]>>;
  /** Fields that count (`kioctx[0].users`), and the fields whose contents they are the sum of. */
  readonly counts?: Readonly<Record<string, readonly string[]>>;
}

export interface Layout {
  readonly pools: readonly PoolLayout[];
  readonly cells: readonly Cell[];
  readonly contexts: readonly string[];
  readonly domains: readonly Domain[];
  readonly halted: number;
  readonly stacks: number;
  readonly lockOrders: LockOrders;
  /** Cells that count, and those whose contents they are the sum of. */
  readonly counts: readonly { readonly cell: number; readonly holders: readonly number[] }[];
}

/** How many different ways a run can be halted, and how many different stacks a machine can tell apart. */
export const HALTS = 255;
export const STACKS = 2 ** 16 - 1;

/** Contents and one less than the lowest are 32-bit integers. */
export const WIDEST = 2 ** 31 - 2;

type Range = { min: number; max: number; domain: Domain | null };
type Domains = ReadonlyMap<string, Domain>;

function rangeOf(kind: FieldKind, shape: Shape, domains: Domains): Range {
  switch (kind.is) {
    case 'int':
      return { min: kind.min, max: kind.max, domain: null };
    case 'bool':
      return { min: 0, max: 1, domain: null };
    case 'enum':
      return { min: 0, max: kind.names.length - 1, domain: null };
    case 'lock':
      return { min: NULL, max: shape.contexts.length - 1, domain: null };
    case 'ref':
      return { min: NULL, max: sizeOf(shape, kind.to) - 1, domain: null };
    case 'value': {
      const domain = domains.get(kind.domain);
      if (domain === undefined) throw new Error(`no value domain is called ${kind.domain}`);
      return { min: 0, max: domain.capacity - 1, domain };
    }
    case 'list': {
      const cap = kind.cap ?? sizeOf(shape, kind.of.is === 'ref' ? kind.of.to : '');
      return { min: 0, max: cap, domain: rangeOf(kind.of, shape, domains).domain };
    }
  }
}

function sizeOf(shape: Shape, pool: string): number {
  const size = shape.sizes[pool];
  if (size === undefined) throw new Error(`no pool is called ${pool}, or it was given no size`);
  return size;
}

function initialContent(kind: FieldKind, init: unknown, range: Range): number {
  if (kind.is === 'lock') return NULL;
  if (kind.is === 'list') return 0;
  if (init === undefined) return range.min - 1;
  if (kind.is === 'enum') return kind.names.indexOf(init as string);
  if (kind.is === 'value') return (range.domain as Domain).numberOf(init as number);
  return Number(init);
}

/** Throws Error, with a sentence, where the shape is no shape. */
export function layOut(shape: Shape): Layout {
  const domains = new Map(
    Object.entries(shape.domains).map(([name, values]) => [name, new Domain(name, values, shape.open?.[name])]),
  );
  const cells: Cell[] = [];
  const pools: PoolLayout[] = [];
  const lives = OWNED + shape.contexts.length - 1;
  for (const [poolName, { heap, fields }] of Object.entries(shape.structs)) {
    const size = sizeOf(shape, poolName);
    const laid: FieldLayout[] = [];
    let offset = 1;
    for (const [name, field] of Object.entries(fields)) {
      if (field.cls.is === 'undeclared') throw new Error(`${poolName}.${name} says not who may touch it`);
      const range = rangeOf(field.kind, shape, domains);
      checkRange(`${poolName}.${name}`, field.kind, range);
      const element = field.kind.is === 'list' ? { ...rangeOf(field.kind.of, shape, domains), cap: range.max } : null;
      const init = initialContent(field.kind, field.init, range);
      if (field.init !== undefined && !(init >= range.min && init <= range.max))
        throw new Error(`${poolName}.${name} cannot start as ${JSON.stringify(field.init)}`);
      const { kind, cls, isSetOnce } = field;
      const place = { name, struct: poolName, heap, offset };
      laid.push({ ...place, kind, cls: cls.is, isSetOnce, init, ...range, element, guard: null });
      offset += 1 + (element?.cap ?? 0);
    }
    const base = cells.length;
    for (let id = 0; id < size; id++) {
      const object = `${poolName}[${id}]`;
      cells.push({ lowest: heap ? UNALLOCATED : LIVE, highest: heap ? lives : LIVE, name: `${object}.life` });
      for (const { name, min, max, element } of laid) {
        cells.push({ lowest: element ? 0 : min - 1, highest: max, name: `${object}.${name}` });
        if (element === null) continue;
        for (let slot = 0; slot < element.cap; slot++)
          cells.push({ lowest: element.min - 1, highest: element.max, name: `${object}.${name}[${slot}]` });
      }
    }
    pools.push({ name: poolName, heap, size, base, stride: offset, fields: laid, pins: [] });
  }
  const halted = cells.length;
  cells.push({ lowest: 0, highest: HALTS, name: 'halted' });
  const stacks = cells.length;
  for (const context of shape.contexts) cells.push({ lowest: 0, highest: STACKS, name: `stack of ${context}` });
  const resolved = (pool: PoolLayout): PoolLayout => {
    const fields = shape.structs[pool.name]?.fields;
    const guarded = (f: FieldLayout): FieldLayout => ({ ...f, guard: guardOf(pool, f, fields?.[f.name]?.cls, pools) });
    const pins = (shape.pins?.[pool.name] ?? []).map((names) => names.map((name) => cellNamed(cells, name)));
    return { ...pool, fields: pool.fields.map(guarded), pins };
  };
  const counts = Object.entries(shape.counts ?? {}).map(([name, holders]) => ({
    cell: cellNamed(cells, name),
    holders: holders.map((holder) => cellNamed(cells, holder)),
  }));
  const all = { pools: pools.map(resolved), cells, contexts: shape.contexts, domains: [...domains.values()] };
  return { ...all, halted, stacks, lockOrders: lockOrders(shape.lockOrder ?? [], pools), counts };
}

function checkRange(name: string, kind: FieldKind, { min, max }: Range): void {
  const isRange = Number.isInteger(min) && Number.isInteger(max) && min <= max;
  if (kind.is === 'int' && !(isRange && min > -WIDEST && max <= WIDEST && max - min <= WIDEST))
    throw new Error(
      `${name} cannot range from ${min} to ${max}: whole numbers, the lowest first, 31 bits wide at most`,
    );
}

function cellNamed(cells: readonly Cell[], name: string): number {
  const cell = cells.findIndex((c) => c.name === name);
  if (cell < 0) throw new Error(`there is no field ${name}`);
  return cell;
}

/** Resolves a guarded field's lock, now that every pool has its place. */
function guardOf(
  pool: PoolLayout,
  field: FieldLayout,
  cls: FieldClass | undefined,
  pools: readonly PoolLayout[],
): Guard | null {
  if (cls?.is !== 'guarded') return null;
  const via = cls.via === null ? null : pool.fields.find((f) => f.name === cls.via);
  const target = via?.kind.is === 'ref' ? via.kind.to : undefined;
  const holder = via === null ? pool : pools.find((p) => p.name === target);
  const lock = holder?.fields.find((f) => f.name === cls.lock && f.kind.is === 'lock');
  if (lock === undefined || holder === undefined)
    throw new Error(`${pool.name}.${field.name} is guarded by ${cls.via ?? pool.name}.${cls.lock}, which is no lock`);
  return { via: via?.offset ?? null, base: holder.base, stride: holder.stride, lock: lock.offset, reads: cls.reads };
}

/** The content that a freed or never allocated object has everywhere, so that equal situations are equal states. */
export const blank = (field: FieldLayout): number =>
  field.element || field.kind.is === 'lock' ? field.init : field.min - 1;

/** The cells of all locks. */
export const lockCells = ({ pools }: Pick<Layout, 'pools'>): number[] =>
  pools.flatMap(({ base, stride, size, fields }) => {
    const locks = fields.filter(({ kind }) => kind.is === 'lock');
    return Array.from({ length: size }, (_, id) => locks.map(({ offset }) => base + id * stride + offset)).flat();
  });

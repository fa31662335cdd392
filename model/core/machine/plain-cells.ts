/** The cells of the reference machine: a way of speaking about a plain state. */
import type { Cells } from './cells.ts';
import { type Layout, LIVE } from '../layout/layout.ts';
import { contentOf, lifeContent, plainElement, plainLife, plainPools, plainValue } from '../layout/plain.ts';
import type { FieldLayout } from '../layout/pool-layout.ts';

/** Where a cell lies in the plain state. `slot`: -2 the life, -1 a field or the length of a list, else a list slot. */
interface CellLocation {
  readonly pool: string;
  readonly id: number;
  readonly field: FieldLayout | null;
  readonly slot: number;
}

export type PlainPools = Record<string, Record<string, unknown>[]>;

function placesOf(layout: Layout): CellLocation[] {
  const places: CellLocation[] = [];
  for (const { name: pool, size, fields } of layout.pools)
    for (let id = 0; id < size; id++) {
      places.push({ pool, id, field: null, slot: -2 });
      for (const field of fields) {
        places.push({ pool, id, field, slot: -1 });
        for (let slot = 0; slot < (field.element?.cap ?? 0); slot++) places.push({ pool, id, field, slot });
      }
    }
  return places;
}

/** Cells as a way of speaking about a plain state: each get and set goes to the value where it lies. */
export class PlainCells implements Cells {
  pools: PlainPools;
  private readonly places: readonly CellLocation[];
  private readonly contexts: readonly string[];
  constructor(layout: Layout) {
    this.places = placesOf(layout);
    this.contexts = layout.contexts;
    this.pools = plainPools(layout, (cell) => layout.cells[cell]?.lowest as number);
  }
  get(cell: number): number {
    const { pool, id, field, slot } = this.places[cell] as CellLocation;
    const object = this.pools[pool]?.[id] as Record<string, unknown>;
    if (field === null) return 'life' in object ? lifeContent(object['life'] as string, this.contexts) : LIVE;
    const plain = object[field.name];
    if (field.element === null) return contentOf(field, plain);
    const list = plain as unknown[];
    if (slot < 0) return list.length;
    return field.domain === null ? (list[slot] as number) : field.domain.numberOf(list[slot] as number);
  }
  isHeldBy(lock: number, holder: number): boolean {
    return this.get(lock) === holder;
  }
  set(cell: number, content: number): void {
    const { pool, id, field, slot } = this.places[cell] as CellLocation;
    const object = this.pools[pool]?.[id] as Record<string, unknown>;
    if (field === null) object['life'] = plainLife(content, this.contexts);
    else if (field.element === null) object[field.name] = plainValue(field, content);
    else if (slot < 0) (object[field.name] as unknown[]).length = content;
    else (object[field.name] as unknown[])[slot] = plainElement(field, content);
  }
}

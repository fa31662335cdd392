/** How the objects of one pool lie in cells. */
import type { Domain } from './domain.ts';
import type { FieldClass, FieldKind } from '../notation/schema.ts';

export interface FieldLayout {
  readonly name: string;
  /** The struct that it is a field of, and whether objects of that can be dead. */
  readonly struct: string;
  readonly heap: boolean;
  readonly kind: FieldKind;
  readonly cls: FieldClass['is'];
  readonly isSetOnce: boolean;
  /** Cells from the object's base. A list has its length here and its slots after it. */
  readonly offset: number;
  /** Content of the cell in a new object. */
  readonly init: number;
  /** Inclusive range of the content; `min - 1` stands for "not written". */
  readonly min: number;
  readonly max: number;
  readonly element: { readonly min: number; readonly max: number; readonly cap: number } | null;
  /** For value fields and lists of values. */
  readonly domain: Domain | null;
  readonly guard: Guard | null;
}

/** Where the lock of a guarded field lies: in the same object, or in the one that the cell at `via` refers to. */
export interface Guard {
  readonly via: number | null;
  readonly base: number;
  readonly stride: number;
  readonly lock: number;
  /** False: reading needs no lock. */
  readonly reads: boolean;
}

export interface PoolLayout {
  readonly name: string;
  readonly heap: boolean;
  readonly size: number;
  /** First cell of object 0; object i starts at `base + i * stride`, with its life. */
  readonly base: number;
  readonly stride: number;
  readonly fields: readonly FieldLayout[];
  /** By id, the cells that say that somebody holds the object. */
  readonly pins: readonly (readonly number[])[];
}

export interface Cell {
  readonly lowest: number;
  readonly highest: number;
  readonly name: string;
}

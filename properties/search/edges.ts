/** The state graph that a search keeps on request. */
import type { End } from './ends.ts';
import type { Memory } from './memory.ts';
import { Vector16, Vector32 } from './vectors.ts';

/** Out-degrees by state, and the targets of all edges, state by state. */
export interface Graph {
  readonly degrees: Vector16;
  readonly targets: Vector32;
  readonly ends: ReadonlyMap<number, End>;
}

export class Edges implements Graph {
  readonly degrees: Vector16;
  readonly targets: Vector32;
  readonly ends = new Map<number, End>();

  constructor(memory: Memory) {
    this.degrees = new Vector16(memory);
    this.targets = new Vector32(memory);
  }
}

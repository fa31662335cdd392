/** The state graph that a search keeps on request. */
import type { End } from './ends.ts';
import type { Memory } from './memory.ts';
import { Vector16, Vector32 } from './vectors.ts';

/** What a large degree is kept as among the others; its own lies aside. */
const LARGE = 2 ** 16 - 1;

/** How many edges lead out of each state: 16 bits are enough for nearly all. */
export class Degrees {
  private readonly degrees: Vector16;
  private readonly large = new Map<number, number>();

  constructor(memory?: Memory) {
    this.degrees = new Vector16(memory);
  }
  get length(): number {
    return this.degrees.length;
  }
  push(degree: number): void {
    if (degree >= LARGE) this.large.set(this.degrees.length, degree);
    this.degrees.push(Math.min(degree, LARGE));
  }
  get(state: number): number {
    const degree = this.degrees.get(state);
    return degree === LARGE ? (this.large.get(state) as number) : degree;
  }
}

/** Out-degrees by state, and the targets of all edges, state by state. */
export interface Graph {
  readonly degrees: Degrees;
  readonly targets: Vector32;
  readonly ends: ReadonlyMap<number, End>;
}

export class Edges implements Graph {
  readonly degrees: Degrees;
  readonly targets: Vector32;
  readonly ends = new Map<number, End>();

  constructor(memory: Memory) {
    this.degrees = new Degrees(memory);
    this.targets = new Vector32(memory);
  }
}

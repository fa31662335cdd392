/** The state graph that a search keeps on request. */
import type { End } from './ends.ts';
import type { MemoryBudget } from './memory.ts';
import { Vector16, Vector32 } from './vectors.ts';

/** What a large degree is kept as among the others; its own lies aside. */
const LARGE = 2 ** 16 - 1;

/** By state, where its edges are among the targets of all; and the ends. States may be expanded in any order. */
export interface Graph {
  readonly states: number;
  /** How many edges lead out of a state, and which of all is its first. */
  degreeOf(state: number): number;
  firstOf(state: number): number;
  readonly targets: Vector32;
  readonly ends: ReadonlyMap<number, End>;
}

export class Edges implements Graph {
  readonly targets: Vector32;
  readonly ends = new Map<number, End>();
  /** 16 bits are enough for nearly all degrees. */
  private readonly degrees: Vector16;
  private readonly large = new Map<number, number>();
  private readonly firsts: Vector32;
  private edges = 0;

  constructor(memory: MemoryBudget) {
    this.degrees = new Vector16(memory);
    this.firsts = new Vector32(memory);
    this.targets = new Vector32(memory);
  }

  get states(): number {
    return this.degrees.length;
  }

  /** A state was expanded. The targets of its edges are pushed before those of any state that is expanded later. */
  expanded(state: number, degree: number): void {
    if (degree >= LARGE) this.large.set(state, degree);
    this.degrees.put(state, Math.min(degree, LARGE));
    this.firsts.put(state, this.edges);
    this.edges += degree;
  }

  degreeOf(state: number): number {
    const degree = this.degrees.get(state);
    return degree === LARGE ? (this.large.get(state) as number) : degree;
  }

  firstOf(state: number): number {
    return this.firsts.get(state);
  }
}

/** The cells that a step touches, while somebody records: all of them, and those that each statement asks for or sets. */
import type { Footprint, TouchedByStatement } from './machine.ts';

const nothing = () => ({ reads: new Set<number>(), writes: new Set<number>(), contents: new Map<number, number>() });

export class TouchedCells implements Footprint {
  readonly reads = new Set<number>();
  readonly writes = new Set<number>();
  /** Of the statements that control passed, in order. What is touched before the first is none's. */
  statements: TouchedByStatement[] = [];
  private latest = nothing();

  clear(): void {
    this.reads.clear();
    this.writes.clear();
    this.statements = [];
    this.latest = nothing();
  }
  /** Control comes to the next statement. */
  begins(): void {
    this.latest = nothing();
    this.statements.push(this.latest);
  }
  /** What the statement has touched so far is the step's, and no statement's. */
  forget(): void {
    this.latest.reads.clear();
    this.latest.writes.clear();
    this.latest.contents.clear();
  }
  read(cell: number, content: number): void {
    this.reads.add(cell);
    this.latest.reads.add(cell);
    if (!this.latest.contents.has(cell)) this.latest.contents.set(cell, content);
  }
  /** The machine looks at it, to see whether the step may do what it does; the C does not. */
  check(cell: number): void {
    this.reads.add(cell);
  }
  write(cell: number): void {
    this.writes.add(cell);
    this.latest.writes.add(cell);
  }
}

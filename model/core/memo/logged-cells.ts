import type { Cells } from '../machine/cells.ts';
import type { Packing } from '../layout/packing.ts';
import type { Tape } from './tape.ts';

/** Cells with a log of the changes since the last time it was cleared. */
export class LoggedCells implements Cells {
  readonly contents: Int32Array;
  /** Takes down what is read and written; null: nobody wants to know. */
  tape: Tape | null = null;
  private log = new Int32Array(1 << 8);
  private used = 0;

  constructor(size: number) {
    this.contents = new Int32Array(size);
  }
  get(cell: number): number {
    const content = this.contents[cell] as number;
    if (this.tape !== null) this.tape.read(cell, content);
    return content;
  }
  isHeldBy(lock: number, holder: number): boolean {
    const content = this.contents[lock] as number;
    if (this.tape !== null) this.tape.look(lock, holder, content === holder);
    return content === holder;
  }
  set(cell: number, content: number): void {
    if (this.tape !== null) this.tape.write(cell);
    this.put(cell, content);
  }
  /** Sets a cell past the tape. */
  put(cell: number, content: number): void {
    const old = this.contents[cell] as number;
    if (old === content) return;
    if (this.used === this.log.length) this.grow();
    this.log[this.used++] = cell;
    this.log[this.used++] = old;
    this.contents[cell] = content;
  }
  forget(): void {
    this.used = 0;
  }
  undo(): void {
    this.undoTo(0);
  }
  /** A place in the log, to come back to with `undoTo`. */
  get place(): number {
    return this.used;
  }
  undoTo(place: number): void {
    const { contents, log } = this;
    for (let i = this.used - 2; i >= place; i -= 2) contents[log[i] as number] = log[i + 1] as number;
    this.used = place;
  }
  /** Brings the packed words of the state in which the log began up to now. */
  pack(packing: Packing, into: Uint32Array, at: number): void {
    const { contents, log } = this;
    for (let i = 0; i < this.used; i += 2) {
      const cell = log[i] as number;
      packing.put(cell, contents[cell] as number, into, at);
    }
  }
  /** The same, and which words that touched; how many. */
  packChanges(packing: Packing, into: Uint32Array, changed: Int32Array): number {
    const { contents, log } = this;
    let count = 0;
    for (let i = 0; i < this.used; i += 2) {
      const cell = log[i] as number;
      packing.put(cell, contents[cell] as number, into, 0);
      const word = packing.wordOf(cell);
      let known = 0;
      while (known < count && changed[known] !== word) known++;
      if (known === count) changed[count++] = word;
    }
    return count;
  }
  /** The marks of all cells that were changed, together. */
  marks(of: Int32Array): number {
    const { log } = this;
    let marks = 0;
    for (let i = 0; i < this.used; i += 2) marks |= of[log[i] as number] as number;
    return marks;
  }
  private grow(): void {
    const longer = new Int32Array(this.log.length * 2);
    longer.set(this.log);
    this.log = longer;
  }
}

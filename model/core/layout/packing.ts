import type { Layout } from './layout.ts';

/** Where each cell's bits lie; cells fill words in order and none straddles two. */
export class Packing {
  readonly width: number;
  private readonly word: Int32Array;
  private readonly shift: Int32Array;
  /** The cell's bits at the bottom of a word; 0 for a cell that never changes. */
  private readonly mask: Int32Array;
  private readonly lowest: Int32Array;
  /** The first cell of each word, and the end. */
  private readonly firsts: number[] = [];

  constructor({ cells }: Layout) {
    this.word = new Int32Array(cells.length);
    this.shift = new Int32Array(cells.length);
    this.mask = new Int32Array(cells.length);
    this.lowest = Int32Array.from(cells, (cell) => cell.lowest);
    let words = 0;
    let free = 0;
    cells.forEach(({ lowest, highest }, cell) => {
      const bits = Math.ceil(Math.log2(highest - lowest + 1));
      if (bits > free) {
        this.firsts[words++] = cell;
        free = 32;
      }
      this.word[cell] = Math.max(0, words - 1);
      this.shift[cell] = (32 - free) & 31;
      this.mask[cell] = 2 ** bits - 1;
      free -= bits;
    });
    this.width = Math.max(1, words);
    this.firsts[0] = 0;
    this.firsts[this.width] = cells.length;
  }

  put(cell: number, content: number, into: Uint32Array, at: number): void {
    const word = at + (this.word[cell] as number);
    const shift = this.shift[cell] as number;
    const bits = (content - (this.lowest[cell] as number)) << shift;
    into[word] = ((into[word] as number) & ~((this.mask[cell] as number) << shift)) | bits;
  }

  wordOf(cell: number): number {
    return this.word[cell] as number;
  }

  /** Writes out the cells of one word. */
  unpack(index: number, word: number, contents: Int32Array): void {
    const { shift, mask, lowest, firsts } = this;
    const end = firsts[index + 1] as number;
    for (let cell = firsts[index] as number; cell < end; cell++)
      contents[cell] = ((word >>> (shift[cell] as number)) & (mask[cell] as number)) + (lowest[cell] as number);
  }
}

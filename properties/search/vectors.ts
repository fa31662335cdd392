/** Append-only arrays of numbers that grow without copying, for searches that hold many millions. */

const CHUNK_BITS = 16;
const CHUNK = 1 << CHUNK_BITS;
const MASK = CHUNK - 1;

abstract class Chunks<A extends Uint8Array | Uint16Array | Uint32Array> {
  length = 0;
  protected readonly chunks: A[] = [];
  protected abstract chunk(): A;
  push(value: number): void {
    if ((this.length & MASK) === 0) this.chunks.push(this.chunk());
    (this.chunks[this.length >>> CHUNK_BITS] as A)[this.length & MASK] = value;
    this.length++;
  }
  get(index: number): number {
    return (this.chunks[index >>> CHUNK_BITS] as A)[index & MASK] as number;
  }
  set(index: number, value: number): void {
    (this.chunks[index >>> CHUNK_BITS] as A)[index & MASK] = value;
  }
}

export class Vector16 extends Chunks<Uint16Array> {
  protected chunk(): Uint16Array {
    return new Uint16Array(CHUNK);
  }
}

export class Vector32 extends Chunks<Uint32Array> {
  protected chunk(): Uint32Array {
    return new Uint32Array(CHUNK);
  }
}

/** Rows of `width` words each. */
export class Rows {
  length = 0;
  readonly width: number;
  private readonly chunks: Uint32Array[] = [];
  constructor(width: number) {
    this.width = width;
  }
  push(words: Uint32Array): void {
    if ((this.length & MASK) === 0) this.chunks.push(new Uint32Array(CHUNK * this.width));
    const at = (this.length & MASK) * this.width;
    const chunk = this.chunks[this.length >>> CHUNK_BITS] as Uint32Array;
    for (let i = 0; i < this.width; i++) chunk[at + i] = words[i] as number;
    this.length++;
  }
  /** The chunk that holds a row, and where it starts in there. */
  chunkOf(row: number): Uint32Array {
    return this.chunks[row >>> CHUNK_BITS] as Uint32Array;
  }
  offsetOf(row: number): number {
    return (row & MASK) * this.width;
  }
  equals(row: number, words: Uint32Array): boolean {
    const chunk = this.chunkOf(row);
    const at = this.offsetOf(row);
    for (let i = 0; i < this.width; i++) if (chunk[at + i] !== words[i]) return false;
    return true;
  }
}

/** Arrays of numbers that grow without copying, for searches that hold many millions. */
import { MemoryBudget } from './memory.ts';

const CHUNK_BITS = 16;
const CHUNK = 1 << CHUNK_BITS;
const MASK = CHUNK - 1;

abstract class Chunks<A extends Uint8Array | Uint16Array | Uint32Array> {
  length = 0;
  protected readonly memory: MemoryBudget;

  constructor(memory: MemoryBudget = new MemoryBudget()) {
    this.memory = memory;
  }

  protected readonly chunks: A[] = [];
  protected abstract chunk(): A;
  push(value: number): void {
    this.put(this.length, value);
  }
  /** Sets what may lie behind the end; what lies between is zero until it is set. */
  put(index: number, value: number): void {
    while (this.chunks.length <= index >>> CHUNK_BITS) this.chunks.push(this.chunk());
    this.set(index, value);
    if (index >= this.length) this.length = index + 1;
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
    return this.memory.taken(2 * CHUNK, (bytes) => new Uint16Array(bytes / 2));
  }
}

export class Vector32 extends Chunks<Uint32Array> {
  protected chunk(): Uint32Array {
    return this.memory.taken(4 * CHUNK, (bytes) => new Uint32Array(bytes / 4));
  }
}

/** A copy with as much room again, for short arrays. */
export function withTwiceTheRoom<A extends Int32Array | Uint32Array>(array: A): A {
  const longer = new (array.constructor as new (length: number) => A)(2 * array.length);
  longer.set(array);
  return longer;
}

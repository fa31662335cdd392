/** An intern table in shared memory: entries are only ever appended, under a lock, and every worker reads them in the same order. */
import { type InternTable, LimitReached } from '../../../model/core/index.ts';

const LOCK = 0;
/** Integers that are written, these two included. */
const USED = 1;
const FIRST = 2;

/** 32 MB, of which the system gives what is written: 65,535 stacks, which is as many as there may be, of 128 integers. */
export const INTERN_TABLE_BYTES = 4 * 65_535 * 128;

export class SharedInternTable implements InternTable {
  private readonly integers: Int32Array<SharedArrayBuffer>;
  /** Where the entries begin that were not read yet. */
  private at = FIRST;

  constructor(buffer: SharedArrayBuffer) {
    this.integers = new Int32Array(buffer);
    Atomics.compareExchange(this.integers, USED, 0, FIRST);
  }

  exchange(take: (entry: Int32Array) => void, own: () => readonly number[] | null): void {
    this.lock();
    try {
      this.read(take);
      const entry = own();
      if (entry !== null) this.append(entry);
    } finally {
      this.unlock();
    }
  }

  private read(take: (entry: Int32Array) => void): void {
    const { integers } = this;
    const used = integers[USED] as number;
    while (this.at < used) {
      const start = this.at + 1;
      const end = start + (integers[this.at] as number);
      take(integers.subarray(start, end));
      this.at = end;
    }
  }

  private append(entry: readonly number[]): void {
    const { integers } = this;
    if (this.at + 1 + entry.length > integers.length)
      throw new LimitReached('more than the workers’ intern table takes');
    integers[this.at++] = entry.length;
    integers.set(entry, this.at);
    this.at += entry.length;
    integers[USED] = this.at;
  }

  /** 1 is locked, 2 locked while somebody waits. */
  private lock(): void {
    const { integers } = this;
    if (Atomics.compareExchange(integers, LOCK, 0, 1) === 0) return;
    while (Atomics.exchange(integers, LOCK, 2) !== 0) Atomics.wait(integers, LOCK, 2);
  }

  private unlock(): void {
    if (Atomics.exchange(this.integers, LOCK, 0) === 2) Atomics.notify(this.integers, LOCK, 1);
  }
}

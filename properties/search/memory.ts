/** The memory that a search's tables take, counted, and bounded by a limit. */

/** There is no memory for the tables: the limit is reached, or the system gives no more. A search that meets it is clipped. */
export class OutOfMemory extends Error {
  override readonly name = 'OutOfMemory';
}

export class MemoryBudget {
  /** Bytes of all tables that were allotted and not given back. */
  used = 0;
  limit: number;

  constructor(limit: number = Number.POSITIVE_INFINITY) {
    this.limit = limit;
  }

  /** `length` zeroes. */
  integers(length: number): Int32Array {
    return new Int32Array(this.taken(4 * length, (bytes) => new ArrayBuffer(bytes)));
  }

  /** What `allot` gives for so many bytes. */
  taken<T>(bytes: number, allot: (bytes: number) => T): T {
    if (this.used + bytes > this.limit) throw new OutOfMemory(`the tables would take more than ${this.limit} bytes`);
    try {
      const given = allot(bytes);
      this.used += bytes;
      return given;
    } catch (problem) {
      if (problem instanceof RangeError) throw new OutOfMemory(`${bytes} bytes are not to be had`, { cause: problem });
      throw problem;
    }
  }

  giveBack(bytes: number): void {
    this.used -= bytes;
  }
}

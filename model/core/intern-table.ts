/** How machines of one model that run side by side come to number what they discover alike. */

export interface InternTable {
  /**
   * One at a time: hands over, in their order, the entries that others made since the last call, and then makes the one that
   * `own` gives, if it gives one. What is handed over is looked at before the next is.
   */
  exchange(take: (entry: Int32Array) => void, own: () => readonly number[] | null): void;
}

/** An intern table for the stacks, one for the ways to be halted, and one for each domain of values. */
export interface InternTables {
  readonly stacks: InternTable;
  readonly halts: InternTable;
  readonly values: readonly InternTable[];
}

/** For a call that only takes. */
export const nothingOwn = (): null => null;

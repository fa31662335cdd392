/** The storage under the accessors: one integer per cell of the layout. */
export interface Cells {
  get(cell: number): number;
  /** Whether a lock is held by this context, or, with NULL, by nobody: to ask no more leaves others to do as they like. */
  isHeldBy(cell: number, holder: number): boolean;
  set(cell: number, content: number): void;
}

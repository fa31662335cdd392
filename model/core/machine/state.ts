/** A state as it is told: stacks, objects, and who holds which lock. */

export interface StackEntry {
  readonly proc: string;
  readonly label: string;
  readonly locals: Readonly<Record<string, number>>;
}

/** A state written out: objects by pool, stacks by context (empty when it has finished), how the run was halted. */
export interface PlainState {
  readonly pools: Readonly<Record<string, readonly Readonly<Record<string, unknown>>[]>>;
  readonly stacks: Readonly<Record<string, readonly StackEntry[]>>;
  readonly halted: string | null;
}

/** A lock that is taken, and the number of the context that holds it. */
export interface HeldLock {
  /** `kioctx[0].ctx_lock`. */
  readonly lock: string;
  readonly holder: number;
}

/** The memos of steps of one machine: each begins anew, and what the ones before took down is kept. */
import type { StepMemo } from './step-memo.ts';

export class Memos {
  /** Null: nothing is remembered. */
  current: StepMemo | null = null;
  readonly all: StepMemo[] = [];
  private readonly make: () => StepMemo | null;

  constructor(make: () => StepMemo | null) {
    this.make = make;
    this.begin();
  }

  /** Takes the place of the memo that there was. */
  begin(): StepMemo | null {
    this.current = this.make();
    if (this.current !== null) this.all.push(this.current);
    return this.current;
  }

  /** The steps (`proc.label`) that any of them has seen; null: one of them was full, or there is none. */
  stepsTaken(): ReadonlySet<string> | null {
    const taken = this.all.map((memo) => memo.taken());
    if (this.current === null || taken.includes(null)) return null;
    return new Set(taken.flatMap((steps) => [...(steps ?? [])]));
  }
}

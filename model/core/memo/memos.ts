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
    const all = new Set<string>();
    for (const memo of this.all) {
      const taken = memo.taken();
      if (taken === null) return null;
      for (const step of taken) all.add(step);
    }
    return this.current === null ? null : all;
  }
}

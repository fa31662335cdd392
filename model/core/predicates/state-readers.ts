/** Who answers the questions of predicates where nothing is taken down: the current state, or nobody. */
import type { Cells } from '../machine/cells.ts';
import type { StateReader, Inspection } from './inspection.ts';
import type { Machine, Predicate } from '../machine/machine.ts';
import type { StackEntry } from '../machine/state.ts';
import { isLife } from '../memo/state-questions.ts';

/** Answers about the machine's current state. */
export const current = (machine: Pick<Machine, 'isAtRest' | 'stack'>, cells: Cells): StateReader => ({
  content: (cell) => cells.get(cell),
  isAlive: (life) => isLife(cells.get(life)),
  isHeldBy: (lock, context) => cells.get(lock) === context,
  isAtRest: (context) => machine.isAtRest(context),
  isIn: (context, proc) => machine.stack(context).some((entry) => entry.proc === proc),
  stack: (context) => machine.stack(context),
  constant: () => undefined,
});

/**
 * Answers nothing. Up to its first question a predicate has nothing to depend on, so that what it does there, it does in every
 * state: either it comes to a question, or it always says the same.
 */
export class Blind implements StateReader {
  private readonly inspecting: Inspection;
  private hasLooked = false;

  constructor(inspecting: (asking: StateReader) => Inspection) {
    this.inspecting = inspecting(this);
  }

  /** See Machine. */
  saysAlways<A>({ run }: Predicate<A>): { readonly said: A } | null {
    this.hasLooked = false;
    try {
      const said = run(this.inspecting.k, this.inspecting.situation);
      return this.hasLooked ? null : { said };
    } catch {
      // It looks, or it cannot be asked, which it will be told where it is.
      return null;
    }
  }

  content(): number {
    return this.look();
  }
  isAlive(): boolean {
    return this.look();
  }
  isHeldBy(): boolean {
    return this.look();
  }
  isAtRest(): boolean {
    return this.look();
  }
  isIn(): boolean {
    return this.look();
  }
  stack(): readonly StackEntry[] {
    return this.look();
  }
  constant(): void {
    this.hasLooked = true;
  }

  private look(): never {
    this.hasLooked = true;
    throw new Error('nobody answers');
  }
}

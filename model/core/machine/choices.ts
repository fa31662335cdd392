/** The choices of one step: which option each takes, which it took, and the next combination to try. */
import { Halt } from './halt.ts';
import { InternalError } from '../errors/internal-error.ts';
import { requireChoice } from '../issues/choices.ts';
import type { Choice } from './machine.ts';
import type { Tape } from '../memo/tape.ts';

const NONE: readonly Choice[] = [];

export class Choices {
  /** The options to take, by index; what it does not say is drawn, or else the first. */
  readonly script: number[] = [];
  /** Picks one of `n` options for a choice that the script does not decide, and writes it there. */
  draw: ((n: number) => number) | null = null;
  /** Takes down which options are taken; null: nobody wants to know. */
  tape: Tape | null = null;
  private taken = NONE;
  private readonly arities: number[] = [];

  begin(): void {
    this.taken = NONE;
  }

  made(): readonly Choice[] {
    return this.taken;
  }

  /** As if the step had made these choices; every one of them has been picked. */
  remake(made: readonly Choice[]): void {
    this.taken = made;
  }

  /** Throws BadChoice. */
  choose(name: string, options: readonly number[]): number {
    requireChoice(name, options);
    // One option is no choice, and leaves no mark in a trace.
    if (options.length === 1) return options[0] as number;
    const option = this.pick(this.taken.length, options.length);
    this.tape?.choose(options.length, option);
    const value = options[option];
    if (value === undefined) throw new Halt('fault', 'threw', `the choice ${name} has no option ${option}`);
    this.taken = [...this.taken, { name, value }];
    return value;
  }

  /** The option that the step's `nth` choice takes, by index: as the script says, or drawn and added to it, or the first. */
  pick(nth: number, arity: number): number {
    const { script, draw } = this;
    this.arities[nth] = arity;
    if (draw !== null && nth >= script.length) script.push(drawn(draw, arity));
    return script[nth] ?? 0;
  }

  /** Moves the script on to the next combination of the step last taken; false when there is none left. */
  next(): boolean {
    const { script, arities, taken } = this;
    let last = taken.length - 1;
    if (last < 0) return false;
    while (script.length <= last) script.push(0);
    while (last >= 0 && (script[last] as number) + 1 >= (arities[last] as number)) last--;
    script.length = last + 1;
    if (last < 0) return false;
    script[last] = (script[last] as number) + 1;
    return true;
  }
}

/** Who draws is outside the step, and so are its errors. */
function drawn(draw: (n: number) => number, arity: number): number {
  try {
    return draw(arity);
  } catch (problem) {
    throw new InternalError('a choice cannot be drawn', { cause: problem });
  }
}

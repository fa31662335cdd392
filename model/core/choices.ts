/** The choices of one step: which option each takes, which it took, and the next combination to try. */
import { Halt } from './access.ts';
import type { Choice } from './machine.ts';

const NONE: readonly Choice[] = [];

export class Choices {
  /** The options to take, by index; what it does not say is drawn, or else the first. */
  readonly script: number[] = [];
  /** Picks one of `n` options for a choice that the script does not decide, and writes it there. */
  draw: ((n: number) => number) | null = null;
  private taken: Choice[] = [];
  private readonly arities: number[] = [];

  begin(): void {
    if (this.taken.length > 0) this.taken = [];
  }

  made(): readonly Choice[] {
    return this.taken.length > 0 ? this.taken : NONE;
  }

  choose(name: string, options: readonly number[]): number {
    if (options.length === 0) throw new Halt('fault', 'threw', `no option to choose for ${name}`);
    // One option is no choice, and leaves no mark in a trace.
    if (options.length === 1) return options[0] as number;
    const { script, taken, arities, draw } = this;
    const nth = taken.length;
    arities[nth] = options.length;
    if (draw !== null && nth >= script.length) script.push(draw(options.length));
    const value = options[script[nth] ?? 0];
    if (value === undefined) throw new Halt('fault', 'threw', `the choice ${name} has no option ${script[nth]}`);
    taken.push({ name, value });
    return value;
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

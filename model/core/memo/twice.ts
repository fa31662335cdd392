/**
 * Runs modelled code with a tape, and at once a second time from the same situation: what it depends on beside the state shows
 * where it then asks, writes or comes to something else (docs/adr/009). What the second run leaves is what is left: cells are put
 * back in between, choices are made as they were. Stacks, ways to be halted and values get numbers that they keep either way.
 */
import type { Choices } from '../machine/choices.ts';
import { Astray, ImpureStep, InternalError } from '../errors/internal-error.ts';
import type { LoggedCells } from './logged-cells.ts';
import { Tape } from './tape.ts';
import { difference, type NumberMeanings, type TapedRun, runOn } from './run.ts';

export class Twice {
  /** Of the last run. */
  readonly tape: Tape;
  private readonly of: NumberMeanings;
  private readonly cells: LoggedCells;
  private readonly choices: Choices;

  constructor(of: NumberMeanings, cells: LoggedCells, choices: Choices) {
    this.of = of;
    this.cells = cells;
    this.choices = choices;
    this.tape = new Tape(of.layout.cells.length, of.questions);
  }

  /** What `run` comes to, both times. Throws ImpureStep where it does not, about what `nameOf` calls it. */
  run<T>(context: number, run: (context: number) => T, nameOf: (came: T) => string): T {
    const { cells, choices, tape } = this;
    const from = cells.place;
    const first = runOn(tape, cells.contents, this.taped(context, run));
    cells.undoTo(from);
    const { draw } = choices;
    // What was drawn is in the script by now.
    choices.draw = null;
    let other: string | null;
    try {
      other = this.otherwise(context, run, first);
    } finally {
      choices.draw = draw;
    }
    if (other === null) return first.came;
    throw new ImpureStep(`${nameOf(first.came)} depends on more than the state: asked again at once, it ${other}`);
  }

  /** What `run` does otherwise than before, where the machine stands as it did then; null: nothing. */
  otherwise<T>(context: number, run: (context: number) => T, before: TapedRun<T>): string | null {
    const { of, cells, tape } = this;
    tape.expected = before;
    try {
      const came = this.taped(context, run);
      return difference(of, before, runOn(tape, cells.contents, came));
    } catch (problem) {
      if (problem instanceof Astray) return difference(of, before, runOn(tape, cells.contents, before.came));
      throw problem;
    } finally {
      tape.expected = null;
    }
  }

  private taped<T>(context: number, run: (context: number) => T): T {
    const { tape, cells, choices, of } = this;
    if (cells.tape !== null) throw new InternalError('the machine is asked for something in the middle of a step');
    tape.start();
    tape.assumeKnown(of.layout.stacks + context);
    tape.assumeKnown(of.layout.halted);
    cells.tape = tape;
    choices.tape = tape;
    try {
      return run(context);
    } finally {
      cells.tape = null;
      choices.tape = null;
    }
  }
}

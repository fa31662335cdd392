/**
 * What a step was seen to do, told with all that the permutations make of it. A search that keeps one state of each orbit takes
 * the steps of some contexts in some states alone; whoever learns from that what contexts may do has to be told of the others'
 * steps too, for which these stand.
 */
import type { Layout } from '../layout.ts';
import type { Fired } from '../machine.ts';
import type { StepObserver } from '../step-memo.ts';
import { Tape } from '../tape.ts';
import type { Canonical } from './canonical.ts';

type Told = readonly [cell: number, content: number];
const byCell = ([a]: Told, [b]: Told): number => a - b;

/** Asked in another order it is the same: who looks through all objects does so by number, and an image of that does not. */
const asked = ({ questions, answers }: Tape): Told[] =>
  questions.map((question, i): Told => [question, answers[i] as number]).toSorted(byCell);

export class Images implements StepObserver {
  private readonly layout: Layout;
  private readonly canonical: Canonical;
  private readonly to: StepObserver;
  /** What was told, so that nothing is told twice. */
  private readonly told = new Set<string>();

  constructor(layout: Layout, canonical: Canonical, to: StepObserver) {
    this.layout = layout;
    this.canonical = canonical;
    this.to = to;
  }

  step(context: number, stack: number, tape: Tape, fired: Fired, contents: Int32Array): void {
    const { halted, stacks } = this.layout;
    this.canonical.permutations.forEach((_, number) => {
      const { canonical } = this;
      const image = this.imageOf(number, tape);
      const left = new Int32Array(contents.length);
      for (const cell of tape.written)
        left[canonical.cellUnder(number, cell)] = canonical.contentUnder(number, cell, contents[cell] as number);
      const moved = canonical.contextUnder(number, context);
      // Only whether it is halted is looked at.
      left[halted] = contents[halted] as number;
      left[stacks + moved] = canonical.stackUnder(number, contents[stacks + context] as number);
      const place = [moved, canonical.stackUnder(number, stack)] as const;
      const ending = [left[halted], left[stacks + moved]];
      const written = image.written.map((cell) => [cell, left[cell] as number] as const);
      if (this.isNew([place, asked(image), written.toSorted(byCell), ending]))
        this.to.step(...place, image, fired, left);
    });
  }

  condition(context: number, stack: number, tape: Tape): void {
    this.canonical.permutations.forEach((_, number) => {
      const { canonical } = this;
      const image = this.imageOf(number, tape);
      const place = [canonical.contextUnder(number, context), canonical.stackUnder(number, stack)] as const;
      if (this.isNew([place, asked(image)])) this.to.condition(...place, image);
    });
  }

  private isNew(told: unknown): boolean {
    const before = this.told.size;
    return this.told.add(JSON.stringify(told)).size > before;
  }

  /** Cells and contents are renamed; choices, and answers about who holds a lock, are the same. */
  private imageOf(number: number, { questions, answers, written }: Tape): Tape {
    const { canonical } = this;
    const cells = this.layout.cells.length;
    const image = new Tape(0);
    questions.forEach((question, i) => {
      const answer = answers[i] as number;
      const cell = question % cells;
      const isCell = question >= 0 && question < cells;
      image.questions.push(question < 0 ? question : question - cell + canonical.cellUnder(number, cell));
      image.answers.push(isCell ? canonical.contentUnder(number, cell, answer) : answer);
    });
    for (const cell of written) image.written.push(canonical.cellUnder(number, cell));
    return image;
  }
}

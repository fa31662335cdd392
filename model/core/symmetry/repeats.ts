/**
 * Whether a permutation takes what a step was seen to do to what it does. The image of a way is a partial state: the renamed
 * answers to its questions. The step is run in it, in whatever order it asks; where it asks what the image has no answer to, every
 * answer is tried. All runs must come to the image of what the way came to.
 */
import type { Choices } from '../machine/choices.ts';
import type { ObservedCondition, ObservedStep } from '../footprints/journal.ts';
import type { Layout } from '../layout/layout.ts';
import type { LoggedCells } from '../memo/logged-cells.ts';
import type { Fired } from '../machine/machine.ts';
import type { Context } from '../machine/model.ts';
import type { Finding } from '../machine/finding.ts';
import type { StateQuestions } from '../memo/state-questions.ts';
import { Tape } from '../memo/tape.ts';
import { renameText } from './permutations.ts';
import type { Permutation } from './symmetry.ts';
import type { Canonical } from './canonical.ts';
import { imageOfStep, imageOfQuestions } from './images.ts';

/** A question with more answers than this is not tried with each; and no way is run more often than this. */
const MOST_ANSWERS = 256;
const MOST_RUNS = 2000;

/** Of one machine: how it runs steps, without what it remembers of them. */
export interface StepRunner {
  readonly layout: Layout;
  readonly questions: StateQuestions;
  readonly cells: LoggedCells;
  readonly choices: Choices;
  readonly canonical: Canonical;
  readonly contexts: readonly Pick<Context, 'idles' | 'atomic'>[];
  isEnabled(context: number): boolean;
  fire(context: number): Fired;
}

/** What is asked of a repeater, by the number of a permutation. */
export interface Repeat {
  /** The contexts that change places are of a kind, and the machine's current state stays what it is. */
  keepsStart(number: number): boolean;
  step(number: number, step: ObservedStep): boolean;
  condition(number: number, condition: ObservedCondition): boolean;
  finding(number: number, finding: Finding): Finding;
}

/** By cell, what it may hold, as far as the answers so far tell. */
type Possible = ReadonlyMap<number, readonly number[]>;

export class Repeater implements Repeat {
  private readonly runner: StepRunner;
  private readonly tape: Tape;
  private runs = 0;
  /** By cell, the lowest content that it can have. */
  private readonly lowest: Int32Array;

  constructor(runner: StepRunner) {
    this.runner = runner;
    this.lowest = lowestOf(runner.layout);
    this.tape = new Tape(runner.layout.cells.length, runner.questions);
  }

  keepsStart(number: number): boolean {
    const { canonical, cells, contexts } = this.runner;
    const isOfAKind = contexts.every(({ idles, atomic }, context) => {
      const other = contexts[canonical.contextUnder(number, context)];
      return other?.idles === idles && other.atomic === atomic;
    });
    const before = Int32Array.from(cells.contents);
    canonical.apply(number);
    const stays = cells.contents.every((content, cell) => content === before[cell]);
    cells.undo();
    return isOfAKind && stays;
  }

  step(number: number, step: ObservedStep): boolean {
    const { runner } = this;
    const { canonical, questions, layout } = runner;
    const image = imageOfStep(canonical, questions, number, step);
    const expected = new Map(image.written.map((cell, i) => [cell, image.contents[i] as number]));
    const told = JSON.stringify([
      step.fired.step,
      step.fired.choices,
      step.fired.findings.map((finding) => this.finding(number, finding)),
    ]);
    return this.everyRun(image, () => {
      const { contents } = runner.cells;
      const { step: name, choices, findings } = runner.fire(image.context);
      const halted = contents[layout.halted] !== 0;
      const next = halted ? -1 : (contents[layout.stacks + image.context] as number);
      const written = this.tape.written.filter((cell) => cell < layout.halted);
      return (
        next === image.next &&
        written.length === expected.size &&
        written.every((cell) => expected.get(cell) === contents[cell]) &&
        JSON.stringify([name, choices, findings]) === told
      );
    });
  }

  condition(number: number, condition: ObservedCondition): boolean {
    const { canonical, questions } = this.runner;
    const image = {
      ...imageOfQuestions(canonical, questions, number, condition),
      context: canonical.contextUnder(number, condition.context),
      stack: canonical.stackUnder(number, condition.stack),
    };
    return this.everyRun(image, () => this.runner.isEnabled(image.context) === condition.isEnabled);
  }

  finding(number: number, finding: Finding): Finding {
    const { canonical, layout } = this.runner;
    const context = canonical.contextUnder(number, layout.contexts.indexOf(finding.context));
    const what = renameText(finding.what, canonical.permutations[number] as Permutation);
    return { ...finding, what, context: layout.contexts[context] ?? '' };
  }

  /** Whether it comes to what it should in every state that answers as `asked` does. Leaves the machine where it was. */
  private everyRun(
    asked: Pick<ObservedStep, 'context' | 'stack' | 'questions' | 'answers'>,
    comesToIt: () => boolean,
  ): boolean {
    const { context, stack, questions, answers } = asked;
    const { layout, choices } = this.runner;
    let possible: Possible = new Map([[layout.stacks + context, [stack]]]);
    const script: number[] = [];
    for (const [i, question] of questions.entries()) {
      const answer = answers[i] as number;
      if (question < 0) script.push(answer);
      else {
        const narrowed = this.narrowed(possible, question, answer, context);
        if (narrowed === null) return false;
        possible = narrowed;
      }
    }
    const before = [...choices.script];
    this.runs = 0;
    try {
      return this.everyRunIn(possible, context, script, comesToIt);
    } finally {
      choices.script.splice(0, Number.POSITIVE_INFINITY, ...before);
    }
  }

  private everyRunIn(
    possible: Possible,
    context: number,
    script: readonly number[],
    comesToIt: () => boolean,
  ): boolean {
    if (this.runs++ > MOST_RUNS) return false;
    const { cells, choices, layout } = this.runner;
    const { tape } = this;
    cells.undo();
    for (const [cell, contents] of possible) cells.put(cell, contents[0] as number);
    cells.put(layout.halted, 0);
    choices.script.splice(0, Number.POSITIVE_INFINITY, ...script);
    tape.start();
    tape.assumeKnown(layout.stacks + context);
    tape.assumeKnown(layout.halted);
    cells.tape = tape;
    choices.tape = tape;
    let holds = false;
    try {
      holds = comesToIt();
    } finally {
      cells.tape = null;
      choices.tape = null;
    }
    const chosen = tape.questions.filter((question) => question < 0).length;
    const open = tape.questions.find((question) => question >= 0 && !this.isAnswered(possible, question, context));
    const asked = open === undefined ? null : [...new Set(this.answersIn(possible, open, context))];
    cells.undo();
    if (open === undefined) return holds && chosen === script.length;
    if (asked === null || asked.length === 0) return false;
    return asked.every((answer) => {
      const narrowed = this.narrowed(possible, open, answer, context);
      return narrowed === null || this.everyRunIn(narrowed, context, script, comesToIt);
    });
  }

  /** What the question's cell may hold, of which no more is known than its range; empty: too much. */
  private contentsOf(possible: Possible, question: number): readonly number[] {
    const { layout, questions } = this.runner;
    const cell = questions.cellOf(question);
    const known = possible.get(cell);
    if (known !== undefined) return known;
    const { highest } = layout.cells[cell] as Layout['cells'][number];
    const lowest = this.lowest[cell] as number;
    if (highest - lowest >= MOST_ANSWERS) return [];
    return Array.from({ length: highest - lowest + 1 }, (_, i) => lowest + i);
  }

  private answersIn(possible: Possible, question: number, context: number): number[] {
    const { questions } = this.runner;
    return this.contentsOf(possible, question).map((content) => questions.answer(question, content, context));
  }

  private isAnswered(possible: Possible, question: number, context: number): boolean {
    const cell = this.runner.questions.cellOf(question);
    if (!possible.has(cell)) return false;
    const [first, ...others] = this.answersIn(possible, question, context);
    return others.every((answer) => answer === first);
  }

  /** What is left with one more answer; null: nothing is. */
  private narrowed(possible: Possible, question: number, answer: number, context: number): Possible | null {
    const { questions } = this.runner;
    const cell = questions.cellOf(question);
    // Of a wide cell only what it holds is remembered.
    const contents =
      questions.isContent(question) && !possible.has(cell)
        ? [answer]
        : this.contentsOf(possible, question).filter(
            (content) => questions.answer(question, content, context) === answer,
          );
    return contents.length === 0 ? null : new Map([...possible, [cell, contents]]);
  }
}

/** A lock, and a field that is written from the beginning in an object that always lives, are never unwritten. */
function lowestOf({ cells, pools }: Layout): Int32Array {
  const lowest = Int32Array.from(cells, (cell) => cell.lowest);
  for (const { base, stride, size, heap, fields } of pools)
    for (const { offset, kind, min, init } of fields)
      if (kind.is === 'lock' || (!heap && kind.is !== 'list' && init >= min))
        for (let id = 0; id < size; id++) lowest[base + id * stride + offset] = min;
  return lowest;
}

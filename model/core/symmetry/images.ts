/**
 * What a step was seen to do, with all that the permutations make of it. A search that keeps one state of each orbit takes
 * the steps of some contexts in some states alone; whoever learns from that what contexts may do has to be told of the others'
 * steps too, for which these stand.
 */
import type { ObservedCondition, ObservedStep } from '../footprints/journal.ts';
import type { Knowledge } from '../footprints/knowledge.ts';
import type { StateQuestions } from '../memo/state-questions.ts';
import type { Canonical } from './canonical.ts';

type Told = readonly [cell: number, content: number];
const byCell = ([a]: Told, [b]: Told): number => a - b;
const pairs = (cells: readonly number[], contents: readonly number[]): Told[] =>
  cells.map((cell, i): Told => [cell, contents[i] as number]).toSorted(byCell);

/** The question about the image of what a predicate's question is about. */
export function imageOfQuestion(
  canonical: Canonical,
  numbering: StateQuestions,
  number: number,
  question: number,
): number {
  const cell = numbering.cellOf(question);
  const image = canonical.cellUnder(number, cell);
  const small = numbering.smallOf(question);
  if (small === undefined) return question - cell + image;
  const [kind, of] = small.about;
  const isContext = typeof of === 'number' && kind !== 'alive';
  return numbering.imageOf(question, image, isContext ? canonical.contextUnder(number, of) : of);
}

/** Cells and contents are renamed; choices, and answers about who holds a lock, are the same. */
export function imageOfQuestions(
  canonical: Canonical,
  numbering: StateQuestions,
  number: number,
  { questions, answers }: Pick<ObservedStep, 'questions' | 'answers'>,
): Pick<ObservedStep, 'questions' | 'answers'> {
  return {
    questions: questions.map((question) => {
      if (question < 0) return question;
      const cell = numbering.cellOf(question);
      return question - cell + canonical.cellUnder(number, cell);
    }),
    answers: questions.map((question, i) => {
      const answer = answers[i] as number;
      return numbering.isContent(question) ? canonical.contentUnder(number, question, answer) : answer;
    }),
  };
}

export function imageOfStep(
  canonical: Canonical,
  numbering: StateQuestions,
  number: number,
  step: ObservedStep,
): ObservedStep {
  const { context, stack, written, contents, next, fired } = step;
  return {
    ...imageOfQuestions(canonical, numbering, number, step),
    context: canonical.contextUnder(number, context),
    stack: canonical.stackUnder(number, stack),
    written: written.map((cell) => canonical.cellUnder(number, cell)),
    contents: written.map((cell, i) => canonical.contentUnder(number, cell, contents[i] as number)),
    next: next < 0 ? next : canonical.stackUnder(number, next),
    fired,
  };
}

export class Images {
  private readonly canonical: Canonical;
  private readonly numbering: StateQuestions;
  private readonly to: Knowledge;
  /** What was told, so that nothing is told twice. */
  private readonly told = new Set<string>();

  constructor(canonical: Canonical, numbering: StateQuestions, to: Knowledge) {
    this.canonical = canonical;
    this.numbering = numbering;
    this.to = to;
  }

  step(step: ObservedStep): void {
    for (let number = 0; number < this.canonical.permutations.length; number++) {
      const image = imageOfStep(this.canonical, this.numbering, number, step);
      const { context, stack, questions, answers, written, contents, next } = image;
      // Asked in another order it is the same: who looks through all objects does so by number, and an image of that does not.
      if (this.isNew([context, stack, pairs(questions, answers), pairs(written, contents), next])) this.to.step(image);
    }
  }

  condition(condition: ObservedCondition): void {
    const { context, stack } = condition;
    for (let number = 0; number < this.canonical.permutations.length; number++) {
      const { canonical } = this;
      const asked = imageOfQuestions(canonical, this.numbering, number, condition);
      const place = { context: canonical.contextUnder(number, context), stack: canonical.stackUnder(number, stack) };
      if (this.isNew([place.context, place.stack, pairs(asked.questions, asked.answers)]))
        this.to.condition({ ...condition, ...place, ...asked });
    }
  }

  private isNew(told: unknown): boolean {
    const before = this.told.size;
    return this.told.add(JSON.stringify(told)).size > before;
  }
}

/**
 * The questions that modelled code and predicates ask of a state, as numbers. Each is about one cell, whose content alone
 * answers it; or it is a choice, below zero, answered by the number of the option taken.
 *
 * With n cells, question `cell` asks for the content, `n + cell` whether the context that runs holds the lock there, and
 * `2n + cell` whether nobody does. From 3n on come the small questions of predicates, which are numbered as they are first asked.
 */
import { FREED, type Layout, UNALLOCATED } from '../layout/layout.ts';
import { NULL } from '../notation/schema.ts';

/** A question of a predicate: what the content of a cell comes to, yes (1) or no (0). */
export interface SmallQuestion {
  readonly cell: number;
  readonly of: (content: number) => number;
  /** The answers to the same kind of question about something else. */
  readonly like: (of: number | string) => (content: number) => number;
  /** The same question whatever the numbers of the machine: kind, cell, and what it is asked about. */
  readonly about: readonly [kind: 'alive' | 'held' | 'rest' | 'in', of: number | string];
}

export class StateQuestions {
  private readonly cells: Layout['cells'];
  private readonly small: SmallQuestion[] = [];
  private readonly numbers = new Map<string, number>();

  constructor({ cells }: Pick<Layout, 'cells'>) {
    this.cells = cells;
  }

  /** Whether the context that runs holds the lock; with NULL, whether nobody does. */
  lock(cell: number, holder: number): number {
    return cell + this.cells.length * (holder === NULL ? 2 : 1);
  }

  /** The cell that a question is about, which is no choice. */
  cellOf(question: number): number {
    const { length } = this.cells;
    return question < 3 * length ? question % length : (this.small[question - 3 * length] as SmallQuestion).cell;
  }

  isContent(question: number): boolean {
    return question >= 0 && question < this.cells.length;
  }

  /** It asks whether the context that runs holds the lock. */
  isOwn(question: number): boolean {
    return question >= this.cells.length && question < 2 * this.cells.length;
  }

  /** It asks whether nobody holds the lock. */
  isFree(question: number): boolean {
    return question >= 2 * this.cells.length && question < 3 * this.cells.length;
  }

  /** The small question behind a number; undefined: it is none. */
  smallOf(question: number): SmallQuestion | undefined {
    return this.small[question - 3 * this.cells.length];
  }

  /** What the content of the question's cell answers, when `context` runs. */
  answer(question: number, content: number, context: number): number {
    const { length } = this.cells;
    if (question < length) return content;
    if (question < 3 * length) return Number(content === (question < 2 * length ? context : NULL));
    return (this.small[question - 3 * length] as SmallQuestion).of(content);
  }

  /** The lowest answer, and how many there can be. */
  answersTo(question: number): { readonly lowest: number; readonly count: number } {
    if (question < 0) return { lowest: 0, count: -question };
    if (question >= this.cells.length) return { lowest: 0, count: 2 };
    const { lowest, highest } = this.cells[question] as Layout['cells'][number];
    return { lowest, count: highest - lowest + 1 };
  }

  /** The small question like this one about another cell; `of` what is asked, as the cell's answers tell it. */
  imageOf(question: number, cell: number, of: number | string): number {
    const { about, like } = this.small[question - 3 * this.cells.length] as SmallQuestion;
    return this.number(about[0], cell, of, like(of), like);
  }

  /** The number of a small question, which it gets when it is first asked. */
  number(
    kind: SmallQuestion['about'][0],
    cell: number,
    of: number | string,
    answer: SmallQuestion['of'],
    like: SmallQuestion['like'],
  ): number {
    const key = `${kind} ${cell} ${of}`;
    const known = this.numbers.get(key);
    if (known !== undefined) return known;
    const number = 3 * this.cells.length + this.small.push({ cell, of: answer, like, about: [kind, of] }) - 1;
    this.numbers.set(key, number);
    return number;
  }
}

/** Whether an object with this life was allocated and not freed. */
export const isLife = (life: number): boolean => life !== UNALLOCATED && life !== FREED;

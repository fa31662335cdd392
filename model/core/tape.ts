/**
 * All that one run of modelled code depended on, and all that it did: the questions it asked of the machine, in order and
 * with the answers, and the cells it wrote. A question is a cell, answered by its content, or a choice, answered by the
 * number of the option taken. What the run wrote itself is no question when it reads it back, nor is what it read before.
 */

const READ = 1;
const WRITTEN = 2;

export class Tape {
  /** What each question was: a cell, or, below zero, a choice among minus so many options. */
  readonly questions: number[] = [];
  readonly answers: number[] = [];
  /** The cells written, each once, also those that were given the content they had. */
  readonly written: number[] = [];
  /** Cleared by a choice of an option that there is not: the answer has no number. */
  isWhole = true;
  private readonly known: Uint8Array;

  constructor(cells: number) {
    this.known = new Uint8Array(cells);
  }

  /** Begins anew. */
  start(): void {
    this.questions.length = 0;
    this.answers.length = 0;
    this.written.length = 0;
    this.isWhole = true;
    this.known.fill(0);
  }

  /** Reading the cell is no question: whoever looks the tape up knows its content already. */
  take(cell: number): void {
    this.known[cell] = READ;
  }

  read(cell: number, content: number): void {
    if (this.known[cell] !== 0) return;
    this.known[cell] = READ;
    this.questions.push(cell);
    this.answers.push(content);
  }

  write(cell: number): void {
    if (this.known[cell] === WRITTEN) return;
    this.known[cell] = WRITTEN;
    this.written.push(cell);
  }

  choose(arity: number, option: number): void {
    if (!isOption(option, arity)) this.isWhole = false;
    this.questions.push(-arity);
    this.answers.push(option);
  }
}

/** A script can say anything. */
export const isOption = (option: number, arity: number): boolean =>
  Number.isInteger(option) && option >= 0 && option < arity;

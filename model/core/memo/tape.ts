/**
 * All that one run of modelled code depended on, and all that it did: the questions it asked of the machine, in order and
 * with the answers, and the cells it wrote. What a question is, state-questions.ts says. What the run wrote itself is no question
 * when it reads it back, nor is what it asked before.
 */
import { Astray } from '../errors/internal-error.ts';
import { NULL } from '../notation/schema.ts';
import type { StateQuestions } from './state-questions.ts';

const READ = 1;
const WRITTEN = 2;
/** It was asked whether the context holds it, and whether nobody does. */
const OWN = 4;
const FREE = 8;

export class Tape {
  /** What each question was: see state-questions.ts. */
  readonly questions: number[] = [];
  readonly answers: number[] = [];
  /** The cells written, each once, also those that were given the content they had. */
  readonly written: number[] = [];
  /** What was asked before, where the same is run again: what asks otherwise is not let go on. Null: whatever it asks is taken down. */
  expected: { readonly questions: readonly number[]; readonly answers: readonly number[] } | null = null;
  /** Cleared by a choice of an option that there is not: the answer has no number. */
  isWhole = true;
  private readonly known: Uint8Array;
  private readonly numbering: StateQuestions;

  constructor(cells: number, numbering: StateQuestions) {
    this.numbering = numbering;
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
  assumeKnown(cell: number): void {
    this.known[cell] = READ;
  }

  read(cell: number, content: number): void {
    const known = this.known[cell] as number;
    if ((known & (READ | WRITTEN)) !== 0) return;
    this.known[cell] = known | READ;
    this.ask(cell, content);
  }

  /** `holder` is NULL or the context that runs. */
  look(lock: number, holder: number, isHeld: boolean): void {
    const known = this.known[lock] as number;
    const asked = holder === NULL ? FREE : OWN;
    if ((known & (READ | WRITTEN | asked)) !== 0) return;
    this.known[lock] = known | asked;
    this.ask(this.numbering.lock(lock, holder), Number(isHeld));
  }

  write(cell: number): void {
    const known = this.known[cell] as number;
    if ((known & WRITTEN) !== 0) return;
    this.known[cell] = known | WRITTEN;
    this.written.push(cell);
  }

  choose(arity: number, option: number): void {
    if (!isOption(option, arity)) this.isWhole = false;
    this.ask(-arity, option);
  }

  private ask(question: number, answer: number): void {
    const { questions, answers, expected } = this;
    const nth = questions.push(question) - 1;
    answers.push(answer);
    if (expected === null) return;
    // A script can say anything, also what is no number.
    if (expected.questions[nth] !== question || !Object.is(expected.answers[nth], answer)) throw new Astray('astray');
  }
}

/** A script can say anything. */
export const isOption = (option: number, arity: number): boolean =>
  Number.isInteger(option) && option >= 0 && option < arity;

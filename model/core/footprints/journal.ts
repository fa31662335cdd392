/**
 * Everything that the memo of steps took down, in order: each way in which a step or a condition was seen to go, once. A way that
 * is not here was never gone.
 */
import type { Layout } from '../layout/layout.ts';
import type { Fired } from '../machine/machine.ts';
import type { StepObserver } from '../memo/step-memo.ts';
import type { Tape } from '../memo/tape.ts';

/** What a context asked at one stack, and got, and did. */
export interface ObservedStep {
  readonly context: number;
  readonly stack: number;
  /** As on the tape (state-questions.ts), choices among them. */
  readonly questions: readonly number[];
  readonly answers: readonly number[];
  /** Cells of objects alone, and what they hold then. */
  readonly written: readonly number[];
  readonly contents: readonly number[];
  /** The stack that it leaves; -1: the schedule ends here. */
  readonly next: number;
  readonly fired: Fired;
}

export interface ObservedCondition {
  readonly context: number;
  readonly stack: number;
  readonly questions: readonly number[];
  readonly answers: readonly number[];
  readonly isEnabled: boolean;
}

export class Journal implements StepObserver {
  readonly steps: ObservedStep[] = [];
  readonly conditions: ObservedCondition[] = [];
  private readonly halted: number;
  private readonly stacks: number;

  constructor({ halted, stacks }: Layout) {
    this.halted = halted;
    this.stacks = stacks;
  }

  get size(): number {
    return this.steps.length + this.conditions.length;
  }

  step(context: number, stack: number, tape: Tape, fired: Fired, contents: Int32Array): void {
    const written = tape.written.filter((cell) => cell < this.halted);
    this.steps.push({
      context,
      stack,
      questions: [...tape.questions],
      answers: [...tape.answers],
      written,
      contents: written.map((cell) => contents[cell] as number),
      next: contents[this.halted] === 0 ? (contents[this.stacks + context] as number) : -1,
      fired,
    });
  }

  condition(context: number, stack: number, { questions, answers }: Tape, isEnabled: boolean): void {
    this.conditions.push({ context, stack, questions: [...questions], answers: [...answers], isEnabled });
  }
}

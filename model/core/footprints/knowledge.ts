/** What steps were observed to do: by local state (a context at one stack), each transition, with all that it read and wrote. */
import { FREED, type Layout, STACKS } from '../layout/layout.ts';
import type { StateQuestions } from '../memo/state-questions.ts';
import type { ObservedCondition, ObservedStep } from './journal.ts';

/** One path through a step: what it asked and got, what it wrote, and where it led. */
export interface ObservedTransition {
  /** As on the tape: cells, and beyond them locks of which was asked who holds them. Choices are left out. */
  readonly asked: readonly number[];
  readonly answers: readonly number[];
  readonly written: readonly number[];
  readonly contents: readonly number[];
  /** The stack that it leaves; -1: the schedule ends here. */
  readonly next: number;
}

/** A context at one stack: its control location and locals. */
export interface LocalState {
  readonly context: number;
  readonly stack: number;
  readonly transitions: ObservedTransition[];
  /** The cells that were looked at to tell whether it can go. */
  readonly awaits: Set<number>;
  /** The step there does nothing but wait for a lock and take it. */
  readonly acquires: boolean;
  chooses: boolean;
}

/** A machine of which everything is taken down that its steps do, and what is known of them by now. */
export interface Observed {
  readonly knowledge: Knowledge;
  readonly layout: Layout;
  readonly questions: StateQuestions;
  /** The stacks in the beginning, by context; and what a cell holds then. */
  readonly starts: readonly number[];
  readonly initial: (cell: number) => number;
}

export class Knowledge {
  /** Somebody released a lock that it does not hold, took one that is taken, or freed one that it holds. */
  locksMisused = false;
  /** Somebody touched what was not allocated, or not published by another. */
  privacyBroken = false;
  /** Lives of objects that were freed while somebody held them. */
  readonly unpinned = new Set<number>();
  private readonly states = new Map<number, LocalState>();
  /** The cells that say that somebody holds an object, by its life. */
  readonly pins: ReadonlyMap<number, readonly number[]>;
  private readonly cells: number;

  private readonly acquires: (stack: number) => boolean;

  /** `acquires`: whether the step on top of a stack just takes a lock. */
  constructor({ cells, pools }: Layout, acquires: (stack: number) => boolean) {
    this.acquires = acquires;
    this.cells = cells.length;
    this.pins = new Map(
      pools.flatMap(({ base, stride, pins }) => pins.map((held, id) => [base + id * stride, held] as const)),
    );
  }

  localStates(): Iterable<LocalState> {
    return this.states.values();
  }

  at(context: number, stack: number): LocalState | undefined {
    return this.states.get(context * (STACKS + 1) + stack);
  }

  step({ context, stack, questions, answers, written, contents, next, fired }: ObservedStep): void {
    const place = this.stateOf(context, stack);
    if (fired.choices.length > 0) place.chooses = true;
    for (const { kind } of fired.findings) {
      if (kind === 'lock') this.locksMisused = true;
      if (kind === 'unpublished' || kind === 'bad_pointer') this.privacyBroken = true;
    }
    const left = (cell: number) => contents[written.indexOf(cell)];
    const held = (pin: number) => (answers[questions.indexOf(pin)] ?? 0) > 0 || (left(pin) ?? 0) > 0;
    for (const [life, pins] of this.pins) if (left(life) === FREED && pins.some(held)) this.unpinned.add(life);
    const isCell = (_: number, i: number) => (questions[i] as number) >= 0;
    place.transitions.push({
      asked: questions.filter(isCell),
      answers: answers.filter(isCell),
      written,
      contents,
      next,
    });
  }

  condition({ context, stack, questions }: ObservedCondition): void {
    const { awaits } = this.stateOf(context, stack);
    for (const question of questions) awaits.add(question % this.cells);
  }

  private stateOf(context: number, stack: number): LocalState {
    const key = context * (STACKS + 1) + stack;
    let place = this.states.get(key);
    if (place === undefined)
      this.states.set(
        key,
        (place = {
          context,
          stack,
          transitions: [],
          awaits: new Set(),
          acquires: this.acquires(stack),
          chooses: false,
        }),
      );
    return place;
  }
}

/**
 * What steps were ever seen to do: by context and stack, each way in which a step went, with all that it asked and wrote.
 * The memo of steps takes each down once (step-memo.ts), so a way that is not here was never gone.
 */
import type { StepObserver } from '../step-memo.ts';
import { FREED, type Layout, STACKS } from '../layout.ts';
import type { Fired } from '../machine.ts';
import type { Tape } from '../tape.ts';

/** One way in which a step went. */
export interface Way {
  /** As on the tape: cells, and beyond them locks of which was asked who holds them. Choices are left out. */
  readonly asked: readonly number[];
  readonly answers: readonly number[];
  readonly written: readonly number[];
  readonly contents: readonly number[];
  /** The stack that it leaves; -1: the schedule ends here. */
  readonly next: number;
}

/** A context at one stack. */
export interface Seen {
  readonly context: number;
  readonly stack: number;
  readonly ways: Way[];
  /** The cells that were looked at to tell whether it can go. */
  readonly awaits: Set<number>;
  /** The step there does nothing but wait for a lock and take it. */
  readonly acquires: boolean;
  chooses: boolean;
}

/** A machine of which everything is taken down that its steps do. */
export interface Observed {
  readonly knowledge: Knowledge;
  readonly layout: Layout;
  /** The stacks in the beginning, by context; and what a cell holds then. */
  readonly starts: readonly number[];
  readonly initial: (cell: number) => number;
}

export class Knowledge implements StepObserver {
  /** How much has been learnt: grows with everything that was never seen before. */
  size = 0;
  /** Somebody released a lock that it does not hold, took one that is taken, or freed one that it holds. */
  locksMisused = false;
  /** Somebody touched what was not allocated, or not published by another. */
  privacyBroken = false;
  /** Lives of objects that were freed while somebody held them. */
  readonly unpinned = new Set<number>();
  private readonly places = new Map<number, Seen>();
  /** The cells that say that somebody holds an object, by its life. */
  readonly pins: ReadonlyMap<number, readonly number[]>;
  private readonly cells: number;
  private readonly stacks: number;
  private readonly halted: number;

  private readonly acquires: (stack: number) => boolean;

  /** `acquires`: whether the step on top of a stack just takes a lock. */
  constructor({ cells, stacks, halted, pools }: Layout, acquires: (stack: number) => boolean) {
    this.acquires = acquires;
    this.cells = cells.length;
    this.stacks = stacks;
    this.halted = halted;
    this.pins = new Map(
      pools.flatMap(({ base, stride, pins }) => pins.map((held, id) => [base + id * stride, held] as const)),
    );
  }

  seen(): Iterable<Seen> {
    return this.places.values();
  }

  at(context: number, stack: number): Seen | undefined {
    return this.places.get(context * (STACKS + 1) + stack);
  }

  step(
    context: number,
    stack: number,
    { questions, answers, written }: Tape,
    fired: Fired,
    contents: Int32Array,
  ): void {
    const place = this.placeOf(context, stack);
    this.size++;
    if (fired.choices.length > 0) place.chooses = true;
    for (const { kind } of fired.findings) {
      if (kind === 'lock') this.locksMisused = true;
      if (kind === 'unpublished' || kind === 'bad_pointer') this.privacyBroken = true;
    }
    const held = (pin: number) =>
      (answers[questions.indexOf(pin)] ?? 0) > 0 || (written.includes(pin) && (contents[pin] as number) > 0);
    for (const [life, pins] of this.pins)
      if (written.includes(life) && contents[life] === FREED && pins.some(held)) this.unpinned.add(life);
    const isCell = (_: number, i: number) => (questions[i] as number) >= 0;
    const isMemory = (cell: number) => cell < this.halted;
    const memory = written.filter(isMemory);
    place.ways.push({
      asked: questions.filter(isCell),
      answers: answers.filter(isCell),
      written: memory,
      contents: memory.map((cell) => contents[cell] as number),
      next: contents[this.halted] === 0 ? (contents[this.stacks + context] as number) : -1,
    });
  }

  condition(context: number, stack: number, { questions }: Tape): void {
    const { awaits } = this.placeOf(context, stack);
    this.size++;
    for (const question of questions) awaits.add(question % this.cells);
  }

  private placeOf(context: number, stack: number): Seen {
    const key = context * (STACKS + 1) + stack;
    let place = this.places.get(key);
    if (place === undefined)
      this.places.set(
        key,
        (place = { context, stack, ways: [], awaits: new Set(), acquires: this.acquires(stack), chooses: false }),
      );
    return place;
  }
}

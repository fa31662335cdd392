/**
 * The packed machine, for searching: packed states, and a memory. The modelled code is the same that the reference machine runs; what
 * it did once, the memo of steps does again without running it.
 */
import { type AskedAgain, memosAskedAgain, memosAskAlone, NO_MEMO } from '../memo/asked-again.ts';
import { type Asking, FORWARD } from '../memo/asking-order.ts';
import { Journal } from '../footprints/journal.ts';
import type { Observable, Observation } from '../footprints/observation.ts';
import { Inquiries } from '../predicates/inquiries.ts';
import type { Fired, Predicate } from './machine.ts';
import type { Model } from './model.ts';
import { PackedEngine } from './packed-engine.ts';
import type { HearsLocals } from './frame-buffers.ts';
import { StateQuestions } from '../memo/state-questions.ts';
import { MEMO_WORDS, type MemoSize, StepMemo } from '../memo/step-memo.ts';
import { Memos } from '../memo/memos.ts';
import { Canonical } from '../symmetry/canonical.ts';
import { Repeater } from '../symmetry/repeats.ts';
import { renameText } from '../symmetry/permutations.ts';
import type { Permutation, Symmetry } from '../symmetry/symmetry.ts';

export interface PackedOptions {
  /** Integers that the memo of steps may fill; 0: no memo, every step and condition is run. */
  readonly memoWords?: number;
  /** Is told of the locals that steps read and write, whenever one is run. It costs time; nobody is, unless it is given. */
  readonly hears?: HearsLocals;
}

export class PackedMachine extends PackedEngine implements Observable {
  private readonly memoWords: number;
  private readonly memos: Memos;
  private readonly questions: StateQuestions;
  private readonly inquiries: Inquiries | null;

  constructor(model: Model, { memoWords = MEMO_WORDS, hears }: PackedOptions = {}) {
    super(model, hears);
    this.memoWords = memoWords;
    this.questions = new StateQuestions(this.layout);
    const { layout, cells, choices, questions, stacks } = this;
    this.memos = new Memos(() =>
      memoWords === 0 ? null : new StepMemo({ layout, questions, stacks }, cells, choices, memoWords),
    );
    this.inquiries = this.newInquiries();
  }

  private newInquiries(): Inquiries | null {
    const { layout, cells, questions, stacks, memoWords } = this;
    if (memoWords === 0) return null;
    const isAtRest = (context: number, stack: number) => this.rests(context, stack);
    const of = { layout, cells, questions, stacks, isAtRest };
    return new Inquiries(of, memoWords, (asking) => this.inspecting(asking));
  }

  /** Where the memo is, it knows what predicates answered too. */
  override ask<A>(predicate: Predicate<A>): A {
    return this.inquiries === null ? super.ask(predicate) : this.inquiries.ask(predicate);
  }

  override markOf(predicate: Predicate): number {
    return this.inquiries === null ? super.markOf(predicate) : this.inquiries.markOf(predicate);
  }

  override stale(): number {
    return this.inquiries === null ? super.stale() : this.inquiries.stale();
  }

  /** What makes this machine's states canonical under a symmetry. Throws NoSymmetry where it cannot be used. */
  canonical(symmetry: Symmetry): Canonical {
    const { layout, cells, stacks } = this;
    const renamedHalt = (halt: number, permutation: Permutation): number =>
      this.halts.numberOf(renameText(this.halts.nameOf(halt), permutation));
    return new Canonical({ layout, cells, stacks, program: this.model.program, renamedHalt }, symmetry);
  }

  override enabled(context: number): boolean {
    const memo = this.memos.current;
    return memo === null ? this.look(context) : memo.enabled(context, this.look);
  }

  /** What is recorded of a step is told by running it. */
  override fire(context: number): Fired {
    const memo = this.memos.current;
    return memo === null || this.recorded() !== null ? this.run(context) : memo.fire(context, this.run);
  }

  /** Null where there is no memo. */
  observe(): Observation | null {
    // What was taken down before, nobody was told of.
    const memo = this.memos.begin();
    if (memo === null || this.inquiries === null) return null;
    const journal = new Journal(this.layout);
    memo.observer = journal;
    this.reset();
    const initial = Int32Array.from(this.cells.contents);
    const { layout, questions, inquiries, cells } = this;
    return {
      journal,
      layout,
      questions,
      inquiries,
      starts: this.startStacks,
      initial: (cell) => initial[cell] as number,
      acquires: (stack) => 'acquire' in this.stacks.stepOf(stack).source,
      isWhole: () => !memo.size.isFull && !inquiries.isFull,
      stackOf: (context) => cells.contents[layout.stacks + context] as number,
      contentOf: (cell) => cells.contents[cell] as number,
      suppose: (cell, content) => cells.put(cell, content),
      symmetry: () => this.model.symmetry?.(),
      canonical: (symmetry) => this.canonical(symmetry),
      repeater: (canonical) => new Repeater({ ...this.parts(), canonical, contexts: this.model.contexts }),
    };
  }

  /** With which steps are run, without what is remembered of them. */
  private parts() {
    const { layout, questions, cells, choices, stacks, look: isEnabled, run: fire } = this;
    return { layout, questions, cells, choices, stacks, isEnabled, fire };
  }

  /** The steps (`proc.label`) that any context has taken so far; null: not known, since the memo is full or there is none. */
  stepsTaken(): ReadonlySet<string> | null {
    return this.memos.stepsTaken();
  }

  /**
   * Asks all that was ever taken down of steps, conditions and predicates once more of fresh instances: of the same model, closed
   * over modules loaded anew, and of predicates, each beside the one it stands for. Never throws for what fresh code does. Resets
   * the machine.
   */
  askAllAgain(
    fresh: Model | null,
    predicates: readonly (readonly [Predicate, fresh: Predicate])[],
    asking: Asking = FORWARD,
  ): AskedAgain {
    const { model, inquiries } = this;
    if (inquiries === null) return NO_MEMO;
    this.reset();
    const initial = this.plain();
    const startOf = (one: Model) => new PackedMachine(one).plain();
    const of = { ...this.parts(), model, initial, startOf, breakOff: () => this.breakOff() };
    return memosAskedAgain(of, this.memos.all, inquiries, fresh, predicates, asking);
  }

  /** Askings of one way each of what the patch brings, if it is asked, and of these predicates: at most so many of either. */
  asksAlone(predicates: readonly (Predicate | null)[], isPatchAsked: boolean, most: number): Asking[] {
    const { inquiries, model } = this;
    const of = { ...this.parts(), model };
    return inquiries === null ? [] : memosAskAlone(of, this.memos.all, inquiries, predicates, isPatchAsked, most);
  }

  /** What the memo of steps has taken down. */
  memoSize(): MemoSize {
    return this.memos.current?.size ?? { words: 0, steps: 0, isFull: false };
  }

  private readonly look = (context: number): boolean => super.enabled(context);

  private readonly run = (context: number): Fired => {
    const fired = super.fire(context);
    // A halted context keeps the stack it had: there is no next action.
    if (this.cells.get(this.layout.halted) === 0) this.cells.set(this.layout.stacks + context, this.stacks.number());
    return fired;
  };
}

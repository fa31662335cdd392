/**
 * The packed machine, for searching: one integer per cell, and states packed to bits. A step changes a handful of cells,
 * so the machine keeps a log of what it changed: saving a state rewrites only the bits of those cells in the words of the
 * state it started from, and rewinding undoes only them. The modelled code is the same that the reference machine runs; what
 * it did once, the memo of steps does again without running it.
 */
import { Engine, type OpenStack } from './engine.ts';
import { Knowledge, type Observed } from './footprints/knowledge.ts';
import { InternalError } from './internal-error.ts';
import { HALTS } from './layout.ts';
import { type Ledger, type Ledgers, nothingOwn } from './ledger.ts';
import type { LinkedProc, LinkedStep } from './link.ts';
import { LoggedCells } from './logged-cells.ts';
import type { Fired, Model, PlainState, StackEntry } from './machine.ts';
import { Packing } from './packing.ts';
import { plainPools } from './plain.ts';
import { StackTable } from './stacks.ts';
import { MEMO_WORDS, type MemoSize, StepMemo } from './step-memo.ts';
import { Canonical } from './symmetry/canonical.ts';
import { Images } from './symmetry/images.ts';
import { type Permutation, renameText, type Symmetry } from './symmetry/permutations.ts';

export interface PackedOptions {
  /** Integers that the memo of steps may fill; 0: no memo, every step and condition is run. */
  readonly memoWords?: number;
}

export class PackedMachine extends Engine {
  readonly width: number;
  private readonly cells: LoggedCells;
  private readonly packing: Packing;
  /** The words of the state last reset to or restored. */
  private readonly saved: Uint32Array;
  private readonly stacks: StackTable;
  private readonly startStacks: number[] = [];
  private readonly halts: string[] = [];
  private haltLedger: Ledger | null = null;
  private readonly start: Uint32Array;
  private readonly memoWords: number;
  private memo: StepMemo | null;
  /** The steps that were taken before anything was observed; null: not known. */
  private takenBefore: ReadonlySet<string> | null = new Set();

  constructor(model: Model, { memoWords = MEMO_WORDS }: PackedOptions = {}) {
    super(model, (layout) => new LoggedCells(layout.cells.length));
    this.cells = this.access.cells as LoggedCells;
    this.packing = new Packing(this.layout);
    this.width = this.packing.width;
    this.stacks = new StackTable(model.program);
    this.saved = new Uint32Array(this.width);
    this.start = new Uint32Array(this.width);
    this.buildStart();
    this.memoWords = memoWords;
    this.memo = memoWords > 0 ? new StepMemo(this.layout, this.cells, this.choices, memoWords) : null;
  }

  /** The functions that any context has entered, in any step so far: what the others do made no difference. */
  entered(): ReadonlySet<string> {
    return new Set([...this.stacks.called].map(({ name }) => name));
  }

  /**
   * From now on what is discovered is numbered as the other machines of this model do that share the ledgers, so that a state's
   * words mean the same to all. To be called before the first step.
   */
  share({ stacks, halts }: Ledgers): void {
    this.stacks.ledger = stacks;
    this.haltLedger = halts;
  }

  /** Takes over what the others discovered, to understand all states that they have reached by now. */
  catchUp(): void {
    this.stacks.catchUp();
    this.haltLedger?.exchange(this.learnHalt, nothingOwn);
  }

  private buildStart(): void {
    this.layout.cells.forEach(({ lowest }, cell) => this.cells.set(cell, lowest));
    this.begin();
    this.model.contexts.forEach(({ entry, args }, i) => {
      this.stacks.start(this.model.program.byName.get(entry.name) as LinkedProc);
      Object.assign(this.stacks.frame, args);
      this.settleAtStart(i, this.stacks);
      this.startStacks[i] = this.stacks.number();
      this.cells.set(this.layout.stacks + i, this.startStacks[i]);
    });
    this.cells.contents.forEach((content, cell) => this.packing.put(cell, content, this.start, 0));
    this.saved.set(this.start);
    this.cells.forget();
  }

  reset(): void {
    this.restore(this.start, 0);
  }

  save(into: Uint32Array, at: number): void {
    for (let i = 0; i < this.width; i++) into[at + i] = this.saved[i] as number;
    this.cells.pack(this.packing, into, at);
  }

  override saveChanges(into: Uint32Array, changed: Int32Array): number {
    return this.cells.packChanges(this.packing, into, changed);
  }

  /** Neighbours in a search have most words in common; only the others are unpacked. */
  restore(from: Uint32Array, at: number): void {
    const { saved, cells, packing } = this;
    cells.undo();
    for (let i = 0; i < this.width; i++) {
      const word = from[at + i] as number;
      if (word === saved[i]) continue;
      saved[i] = word;
      packing.unpack(i, word, cells.contents);
    }
  }

  rewind(): void {
    this.cells.undo();
  }

  halted(): string | null {
    const halt = this.cells.get(this.layout.halted);
    return halt === 0 ? null : (this.halts[halt - 1] as string);
  }

  protected halt(name: string): void {
    this.cells.set(this.layout.halted, this.numberOfHalt(name));
  }

  private numberOfHalt(name: string): number {
    if (!this.halts.includes(name)) this.agreeOnHalt(name);
    const nth = this.halts.indexOf(name);
    if (nth >= HALTS) throw new InternalError(`more than ${HALTS} different ways to end`);
    return nth + 1;
  }

  /** What the model says of its symmetries. */
  symmetry(): Symmetry | undefined {
    return this.model.symmetry?.();
  }

  /** What makes this machine's states canonical under a symmetry. Throws NoSymmetry where it cannot be used. */
  canonical(symmetry: Symmetry): Canonical {
    const { layout, cells, stacks } = this;
    const renamedHalt = (halt: number, permutation: Permutation): number =>
      this.numberOfHalt(renameText(this.halts[halt - 1] as string, permutation));
    return new Canonical({ layout, cells, stacks, program: this.model.program, renamedHalt }, symmetry);
  }

  private agreeOnHalt(name: string): void {
    if (this.haltLedger === null) this.halts.push(name);
    this.haltLedger?.exchange(this.learnHalt, () => {
      if (this.halts.includes(name)) return null;
      this.halts.push(name);
      return Array.from({ length: name.length }, (_, i) => name.charCodeAt(i));
    });
  }

  private readonly learnHalt = (entry: Int32Array): void => {
    this.halts.push(String.fromCharCode(...entry));
  };

  hasFinished(context: number): boolean {
    return this.cells.get(this.layout.stacks + context) === 0;
  }

  isAtRest(context: number): boolean {
    const stack = this.cells.get(this.layout.stacks + context);
    return stack === 0 || (stack === this.startStacks[context] && (this.model.contexts[context]?.idles ?? false));
  }

  protected stepOf(context: number): LinkedStep {
    return this.stacks.stepOf(this.cells.get(this.layout.stacks + context));
  }

  protected open(context: number): OpenStack {
    this.stacks.load(this.cells.get(this.layout.stacks + context));
    return this.stacks;
  }

  override enabled(context: number): boolean {
    return this.memo === null ? this.look(context) : this.memo.enabled(context, this.look);
  }

  /** What is recorded of a step is told by running it. */
  override fire(context: number): Fired {
    return this.memo === null || this.touched() !== null ? this.run(context) : this.memo.fire(context, this.run);
  }

  /**
   * From now on everything that is taken down of steps is told; null where there is no memo. With `canonical`, what its
   * permutations make of it is told too: where a search keeps canonical states alone, nobody takes those steps.
   */
  observe(canonical?: Canonical): Observed | null {
    if (this.memo === null) return null;
    // What was taken down before, nobody was told of.
    this.takenBefore = this.stepsTaken();
    this.memo = new StepMemo(this.layout, this.cells, this.choices, this.memoWords);
    const knowledge = new Knowledge(this.layout, (stack) => 'acquire' in this.stacks.stepOf(stack).source);
    this.memo.observer = canonical === undefined ? knowledge : new Images(this.layout, canonical, knowledge);
    this.reset();
    const initial = Int32Array.from(this.cells.contents);
    return { knowledge, starts: this.startStacks, layout: this.layout, initial: (cell) => initial[cell] as number };
  }

  /** The number of a context's stack, and what a cell holds. */
  stackOf(context: number): number {
    return this.cells.contents[this.layout.stacks + context] as number;
  }
  contentOf(cell: number): number {
    return this.cells.contents[cell] as number;
  }
  /** Makes another state of the current one: what if the cell held this? */
  suppose(cell: number, content: number): void {
    this.cells.put(cell, content);
  }

  /** The steps (`proc.label`) that any context has taken so far; null: not known, since the memo is full or there is none. */
  stepsTaken(): ReadonlySet<string> | null {
    const taken = this.memo?.taken() ?? null;
    return taken === null || this.takenBefore === null ? null : new Set([...this.takenBefore, ...taken]);
  }

  /** What the memo of steps has taken down. */
  memoSize(): MemoSize {
    return this.memo?.size ?? { words: 0, steps: 0, isFull: false };
  }

  private readonly look = (context: number): boolean => super.enabled(context);

  private readonly run = (context: number): Fired => {
    const fired = super.fire(context);
    // A halted context keeps the stack it had: there is no next action.
    if (this.cells.get(this.layout.halted) === 0) this.cells.set(this.layout.stacks + context, this.stacks.number());
    return fired;
  };

  stack(context: number): readonly StackEntry[] {
    return this.stacks.chain(this.cells.get(this.layout.stacks + context)).map(({ proc, at, locals }) => ({
      proc: proc.name,
      label: proc.steps[at]?.label ?? 'return',
      locals: Object.fromEntries(proc.locals.map((name, i) => [name, locals[i] as number])),
    }));
  }

  plain(): PlainState {
    return {
      pools: plainPools(this.layout, (cell) => this.cells.get(cell)),
      stacks: Object.fromEntries(this.contexts.map((name, i) => [name, this.stack(i)])),
      halted: this.halted(),
    };
  }
}

/**
 * Steps over packed states: one integer per cell, and states packed to bits. A step changes a handful of cells, so that a log is
 * kept of what it changed: saving a state rewrites only the bits of those cells in the words of the state it started from, and
 * rewinding undoes only them.
 */
import type { InternTables } from '../intern-table.ts';
import { Packing } from '../layout/packing.ts';
import { plainPools } from '../layout/plain.ts';
import { LoggedCells } from '../memo/logged-cells.ts';
import type { LinkedProc, LinkedStep } from '../notation/link.ts';
import { Engine } from './engine.ts';
import { Halts } from './halts.ts';
import type { Model } from './model.ts';
import type { OpenStack } from './open-stack.ts';
import type { HearsLocals } from './frame-buffers.ts';
import { StackTable } from './stacks.ts';
import type { PlainState, StackEntry } from './state.ts';

export abstract class PackedEngine extends Engine {
  readonly width: number;
  protected readonly cells: LoggedCells;
  protected readonly stacks: StackTable;
  protected readonly startStacks: number[] = [];
  protected readonly halts = new Halts();
  private readonly packing: Packing;
  /** The words of the state last reset to or restored. */
  private readonly saved: Uint32Array;
  private readonly start: Uint32Array;

  /** `hears`: who is told of the locals that steps read and write; it costs time. */
  constructor(model: Model, hears: HearsLocals | null = null) {
    super(model, (layout) => new LoggedCells(layout.cells.length));
    this.cells = this.access.cells as LoggedCells;
    this.packing = new Packing(this.layout);
    this.width = this.packing.width;
    this.stacks = new StackTable(model.program, hears, this.access.ghost);
    this.saved = new Uint32Array(this.width);
    this.start = new Uint32Array(this.width);
    this.buildStart();
  }

  /** The names of the domains of values. */
  get domains(): readonly string[] {
    return this.layout.domains.map(({ name }) => name);
  }

  /** The functions that any context has entered, in any step so far: what the others do made no difference. */
  entered(): ReadonlySet<string> {
    return new Set([...this.stacks.called].map(({ name }) => name));
  }

  /**
   * From now on what is discovered is numbered as the other machines of this model do that share the intern tables, so that a state's
   * words mean the same to all. To be called before the first step.
   */
  share({ stacks, halts, values }: InternTables): void {
    this.stacks.internTable = stacks;
    this.halts.internTable = halts;
    this.layout.domains.forEach((domain, nth) => {
      domain.internTable = values[nth] ?? null;
    });
  }

  /** Takes over what the others discovered, to understand all states that they have reached by now. */
  catchUp(): void {
    this.stacks.catchUp();
    this.halts.catchUp();
    for (const domain of this.layout.domains) domain.catchUp();
  }

  private buildStart(): void {
    this.layout.cells.forEach(({ lowest }, cell) => this.cells.set(cell, lowest));
    this.begin();
    this.model.contexts.forEach(({ entry, args }, i) => {
      const begin = () => {
        this.stacks.start(this.model.program.byName.get(entry.name) as LinkedProc);
        Object.assign(this.stacks.frame, args);
      };
      const before = Int32Array.from(this.cells.contents);
      begin();
      if (!this.beginsAtAction(i, this.stacks)) {
        // What it did is not done yet.
        before.forEach((content, cell) => this.cells.put(cell, content));
        begin();
      }
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
    return halt === 0 ? null : this.halts.nameOf(halt);
  }

  protected halt(name: string): void {
    this.cells.set(this.layout.halted, this.halts.numberOf(name));
  }

  hasFinished(context: number): boolean {
    return this.cells.get(this.layout.stacks + context) === 0;
  }

  isAtRest(context: number): boolean {
    return this.rests(context, this.cells.get(this.layout.stacks + context));
  }

  protected rests(context: number, stack: number): boolean {
    const start = this.startStacks[context] as number;
    if (stack === 0 || stack === start) return stack === 0 || (this.model.contexts[context]?.idles ?? false);
    return (this.model.contexts[context]?.idles ?? false) && this.stacks.isAtSamePlace(stack, start);
  }

  protected stepOf(context: number): LinkedStep {
    return this.stacks.stepOf(this.cells.get(this.layout.stacks + context));
  }

  protected open(context: number): OpenStack {
    this.stacks.load(this.cells.get(this.layout.stacks + context));
    return this.stacks;
  }

  stack(context: number): readonly StackEntry[] {
    return this.stacks.entries(this.cells.get(this.layout.stacks + context));
  }

  plain(): PlainState {
    return {
      pools: plainPools(this.layout, (cell) => this.cells.get(cell)),
      stacks: Object.fromEntries(this.contexts.map((name, i) => [name, this.stack(i)])),
      halted: this.halted(),
    };
  }
}

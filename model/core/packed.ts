/**
 * The packed machine, for searching: one integer per cell, and states packed to bits. A step changes a handful of cells,
 * so the machine keeps a log of what it changed: saving a state rewrites only the bits of those cells in the words of the
 * state it started from, and rewinding undoes only them. The modelled code is the same that the reference machine runs.
 */
import type { Cells } from './access.ts';
import { Engine, type OpenStack } from './engine.ts';
import { InternalError } from './internal-error.ts';
import { HALTS, type Layout } from './layout.ts';
import type { LinkedProc, LinkedStep } from './link.ts';
import type { Model, PlainState, StackEntry } from './machine.ts';
import { plainPools } from './plain.ts';
import { StackTable } from './stacks.ts';

/** Where each cell's bits lie; cells fill words in order and none straddles two. */
class Packing {
  readonly width: number;
  private readonly word: Int32Array;
  private readonly shift: Int32Array;
  /** The cell's bits at the bottom of a word; 0 for a cell that never changes. */
  private readonly mask: Int32Array;
  private readonly lowest: Int32Array;
  /** The first cell of each word, and the end. */
  private readonly firsts: number[] = [];

  constructor({ cells }: Layout) {
    this.word = new Int32Array(cells.length);
    this.shift = new Int32Array(cells.length);
    this.mask = new Int32Array(cells.length);
    this.lowest = Int32Array.from(cells, (cell) => cell.lowest);
    let words = 0;
    let free = 0;
    cells.forEach(({ lowest, highest }, cell) => {
      const bits = Math.ceil(Math.log2(highest - lowest + 1));
      if (bits > free) {
        this.firsts[words++] = cell;
        free = 32;
      }
      this.word[cell] = Math.max(0, words - 1);
      this.shift[cell] = (32 - free) & 31;
      this.mask[cell] = 2 ** bits - 1;
      free -= bits;
    });
    this.width = Math.max(1, words);
    this.firsts[0] = 0;
    this.firsts[this.width] = cells.length;
  }

  put(cell: number, content: number, into: Uint32Array, at: number): void {
    const word = at + (this.word[cell] as number);
    const shift = this.shift[cell] as number;
    const bits = (content - (this.lowest[cell] as number)) << shift;
    into[word] = ((into[word] as number) & ~((this.mask[cell] as number) << shift)) | bits;
  }

  /** Writes out the cells of one word. */
  unpack(index: number, word: number, contents: Int32Array): void {
    const { shift, mask, lowest, firsts } = this;
    const end = firsts[index + 1] as number;
    for (let cell = firsts[index] as number; cell < end; cell++)
      contents[cell] = ((word >>> (shift[cell] as number)) & (mask[cell] as number)) + (lowest[cell] as number);
  }
}

/** Cells with a log of the changes since the last time it was cleared. */
class LoggedCells implements Cells {
  readonly contents: Int32Array;
  private log = new Int32Array(1 << 8);
  private used = 0;

  constructor(size: number) {
    this.contents = new Int32Array(size);
  }
  get(cell: number): number {
    return this.contents[cell] as number;
  }
  set(cell: number, content: number): void {
    const old = this.contents[cell] as number;
    if (old === content) return;
    if (this.used === this.log.length) this.grow();
    this.log[this.used++] = cell;
    this.log[this.used++] = old;
    this.contents[cell] = content;
  }
  forget(): void {
    this.used = 0;
  }
  undo(): void {
    const { contents, log } = this;
    for (let i = this.used - 2; i >= 0; i -= 2) contents[log[i] as number] = log[i + 1] as number;
    this.used = 0;
  }
  /** Brings the packed words of the state in which the log began up to now. */
  pack(packing: Packing, into: Uint32Array, at: number): void {
    const { contents, log } = this;
    for (let i = 0; i < this.used; i += 2) {
      const cell = log[i] as number;
      packing.put(cell, contents[cell] as number, into, at);
    }
  }
  private grow(): void {
    const longer = new Int32Array(this.log.length * 2);
    longer.set(this.log);
    this.log = longer;
  }
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
  private readonly start: Uint32Array;

  constructor(model: Model) {
    super(model, (layout) => new LoggedCells(layout.cells.length));
    this.cells = this.access.cells as LoggedCells;
    this.packing = new Packing(this.layout);
    this.width = this.packing.width;
    this.stacks = new StackTable(model.program);
    this.saved = new Uint32Array(this.width);
    this.start = new Uint32Array(this.width);
    this.buildStart();
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
    let nth = this.halts.indexOf(name);
    if (nth < 0) nth = this.halts.push(name) - 1;
    if (nth >= HALTS) throw new InternalError(`more than ${HALTS} different ways to end`);
    this.cells.set(this.layout.halted, nth + 1);
  }

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

  override fire(context: number) {
    const fired = super.fire(context);
    // A halted context keeps the stack it had: there is no next action.
    if (this.cells.get(this.layout.halted) === 0) this.cells.set(this.layout.stacks + context, this.stacks.number());
    return fired;
  }

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

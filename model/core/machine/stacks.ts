/**
 * Stacks as small numbers. A stack is a chain of nodes (caller's node, function, position, locals), each kept once, so
 * that equal stacks have equal numbers, and a call or a return costs one look-up. Number 0 is the finished stack.
 */
import { type FrameObject, type LinkedProc, type LinkedStep, type Program, RETURN } from '../notation/link.ts';
import type { OpenStack } from './open-stack.ts';
import { bufferFor, type FrameBuffer, type HearsLocals, running } from './frame-buffers.ts';
import type { RunningFunction } from './ghost-code.ts';
import type { GhostHooks } from './ghost-hooks.ts';
import { LimitReached } from '../errors/internal-error.ts';
import { STACKS } from '../layout/layout.ts';
import type { StackEntry } from './state.ts';
import { type InternTable, nothingOwn } from '../intern-table.ts';

const HEADER = 3;

/** The open stack, put aside. */
interface Opened {
  readonly parent: number;
  readonly proc: LinkedProc;
  readonly at: number;
  readonly slots: readonly number[];
}

export class StackTable implements OpenStack {
  proc: LinkedProc;
  at = 0;
  frame: FrameObject;
  /** The functions that were called at any time. */
  readonly called = new Set<LinkedProc>();
  /** Where new stacks are agreed on with other machines; null: this one is alone. */
  internTable: InternTable | null = null;
  private parent = 0;
  private procs: readonly LinkedProc[];
  private readonly buffers: readonly FrameBuffer[];
  private slots: Int32Array;
  private readonly hears: HearsLocals | null;
  private arena = new Int32Array(1 << 12);
  private used = 1;
  private starts = new Int32Array(1 << 8);
  private depths = new Int32Array(1 << 8);
  private count = 1;
  private table = new Int32Array(1 << 10);

  constructor(program: Program, hears: HearsLocals | null = null, ghost: GhostHooks | null = null) {
    this.procs = program.procs;
    this.hears = hears;
    this.buffers = program.procs.map((proc) => bufferFor(proc, hears, ghost));
    this.proc = program.procs[0] as LinkedProc;
    const buffer = this.buffers[0] as FrameBuffer;
    this.frame = buffer.frame;
    this.slots = buffer.slots;
  }

  /** From now on stacks stand in these functions, which differ from the ones before in nothing but what their steps run. */
  standIn(procs: readonly LinkedProc[]): void {
    this.procs = procs;
  }

  /** Makes stack `number` the open one. */
  load(number: number): void {
    const start = this.starts[number] as number;
    this.parent = this.arena[start] as number;
    this.use(this.arena[start + 1] as number);
    this.at = this.arena[start + 2] as number;
    for (let i = 0; i < this.slots.length; i++) this.slots[i] = this.arena[start + HEADER + i] as number;
  }

  /** The step on top of stack `number`, without opening it. */
  stepOf(number: number): LinkedStep {
    const start = this.starts[number] as number;
    const proc = this.procs[this.arena[start + 1] as number] as LinkedProc;
    return proc.steps[this.arena[start + 2] as number] as LinkedStep;
  }

  /** Opens a stack of one fresh frame. */
  start(proc: LinkedProc): void {
    this.parent = 0;
    this.called.add(proc);
    this.use(proc.index);
    this.at = 0;
    this.slots.set(proc.fresh);
  }

  push(callee: LinkedProc): void {
    this.parent = this.number();
    this.called.add(callee);
    this.use(callee.index);
    this.at = 0;
    this.slots.set(callee.fresh);
  }

  pop(): boolean {
    if (this.parent === 0) return false;
    this.load(this.parent);
    return true;
  }

  get depth(): number {
    return (this.depths[this.parent] as number) + 1;
  }

  innermost(names: readonly string[]): RunningFunction | null {
    if (names.includes(this.proc.name)) return running(this.proc, this.slots, this.hears);
    for (let n = this.parent; n !== 0; n = this.parentOf(n)) {
      const start = this.starts[n] as number;
      const proc = this.procs[this.arena[start + 1] as number] as LinkedProc;
      if (names.includes(proc.name)) return running(proc, this.arena.subarray(start + HEADER), this.hears);
    }
    return null;
  }

  functions(): LinkedProc[] {
    return [...this.chain(this.parent).map(({ proc }) => proc), this.proc];
  }

  /** The number of the open stack. */
  number(): number {
    if (this.at === RETURN && this.parent === 0) return 0;
    const place = this.place();
    const known = this.table[place] as number;
    if (known !== 0) return known;
    return this.internTable === null ? this.add(place) : this.agree(this.internTable);
  }

  /** Takes over the stacks that other machines have numbered. */
  catchUp(): void {
    const open = this.opened();
    this.internTable?.exchange(this.learn, nothingOwn);
    this.reopen(open);
  }

  /** The number of the open stack, which is not known here: another machine may have numbered it meanwhile. */
  private agree(internTable: InternTable): number {
    const open = this.opened();
    let number = 0;
    internTable.exchange(this.learn, () => {
      this.reopen(open);
      const place = this.place();
      number = this.table[place] as number;
      if (number !== 0) return null;
      number = this.add(place);
      return [open.parent, open.proc.index, open.at, ...open.slots];
    });
    return number;
  }

  private readonly learn = (entry: Int32Array): void => {
    this.parent = entry[0] as number;
    this.use(entry[1] as number);
    this.at = entry[2] as number;
    this.slots.set(entry.subarray(HEADER));
    this.add(this.place());
  };

  /** Where in the table the open stack is, or would be. */
  private place(): number {
    const { slots, arena, table } = this;
    let hash = Math.imul(this.parent, 0x9e3779b1) ^ Math.imul((this.proc.index << 10) | this.at, 0x85ebca6b);
    for (let i = 0; i < slots.length; i++) hash = Math.imul(hash ^ (slots[i] as number), 0xcc9e2d51) ^ (hash >>> 15);
    const mask = table.length - 1;
    for (let i = (hash ^ (hash >>> 13)) & mask; ; i = (i + 1) & mask) {
      const known = table[i] as number;
      if (known === 0 || this.isAt(arena, this.starts[known] as number)) return i;
    }
  }

  /** The chain of a stack, outermost first. */
  chain(number: number): { proc: LinkedProc; at: number; locals: readonly number[] }[] {
    const frames = [];
    for (let n = number; n !== 0; n = this.arena[this.starts[n] as number] as number) {
      const start = this.starts[n] as number;
      const proc = this.procs[this.arena[start + 1] as number] as LinkedProc;
      const first = start + HEADER;
      const locals = [...this.arena.subarray(first, first + proc.locals.length)];
      frames.push({ proc, at: this.arena[start + 2] as number, locals });
    }
    return frames.toReversed();
  }

  /** Whether two stacks stand in the same functions at the same steps, whatever their locals hold. */
  isAtSamePlace(one: number, other: number): boolean {
    let [a, b] = [one, other];
    for (; a !== 0 && b !== 0; a = this.parentOf(a), b = this.parentOf(b)) {
      const [first, second] = [this.starts[a] as number, this.starts[b] as number];
      if (this.arena[first + 1] !== this.arena[second + 1] || this.arena[first + 2] !== this.arena[second + 2])
        return false;
    }
    return a === b;
  }

  private parentOf(number: number): number {
    return this.arena[this.starts[number] as number] as number;
  }

  /** The functions on a stack, as they are shown, outermost first. */
  entries(number: number): StackEntry[] {
    return this.chain(number).map(({ proc, at, locals }) => ({
      proc: proc.name,
      label: proc.steps[at]?.label ?? 'return',
      locals: Object.fromEntries(proc.locals.map((name, i) => [name, locals[i] as number])),
    }));
  }

  /** Whether a function of that name stands on a stack. */
  includes(number: number, name: string): boolean {
    for (let n = number; n !== 0; n = this.parentOf(n))
      if (this.procs[this.arena[(this.starts[n] as number) + 1] as number]?.name === name) return true;
    return false;
  }

  /** The number of the same stack with `rename` done to every local, which it gets by function and place. Opens it. */
  renamed(number: number, rename: (proc: number, local: number, value: number) => number): number {
    if (number === 0) return 0;
    const parent = this.renamed(this.arena[this.starts[number] as number] as number, rename);
    this.load(number);
    this.parent = parent;
    for (let i = 0; i < this.slots.length; i++) this.slots[i] = rename(this.proc.index, i, this.slots[i] as number);
    return this.number();
  }

  private use(index: number): void {
    const buffer = this.buffers[index] as FrameBuffer;
    this.proc = this.procs[index] as LinkedProc;
    this.frame = buffer.frame;
    this.slots = buffer.slots;
  }

  private isAt(arena: Int32Array, start: number): boolean {
    if (arena[start] !== this.parent || arena[start + 1] !== this.proc.index || arena[start + 2] !== this.at)
      return false;
    for (let i = 0; i < this.slots.length; i++) if (arena[start + HEADER + i] !== this.slots[i]) return false;
    return true;
  }

  private add(place: number): number {
    if (this.count > STACKS) throw new LimitReached(`more than ${STACKS} different stacks`);
    const need = this.used + HEADER + this.slots.length;
    if (need > this.arena.length) this.arena = grown(this.arena);
    if (this.count === this.starts.length) {
      this.starts = grown(this.starts);
      this.depths = grown(this.depths);
    }
    const number = this.count++;
    this.depths[number] = this.depth;
    this.starts[number] = this.used;
    this.arena[this.used] = this.parent;
    this.arena[this.used + 1] = this.proc.index;
    this.arena[this.used + 2] = this.at;
    this.arena.set(this.slots, this.used + HEADER);
    this.used = need;
    this.table[place] = number;
    if (this.count * 2 > this.table.length) this.rehash();
    return number;
  }

  private rehash(): void {
    const open = this.opened();
    const known = this.count;
    this.table = new Int32Array(this.table.length * 2);
    this.count = 1;
    this.used = 1;
    // Every node goes through the same path again, over its own old place.
    for (let n = 1; n < known; n++) {
      this.load(n);
      this.add(this.place());
    }
    this.reopen(open);
  }

  private opened(): Opened {
    return { parent: this.parent, proc: this.proc, at: this.at, slots: [...this.slots] };
  }

  private reopen({ parent, proc, at, slots }: Opened): void {
    this.parent = parent;
    this.use(proc.index);
    this.at = at;
    this.slots.set(slots);
  }
}

function grown(array: Int32Array<ArrayBuffer>): Int32Array<ArrayBuffer> {
  const bigger = new Int32Array(array.length * 2);
  bigger.set(array);
  return bigger;
}

/**
 * The visited set that several workers fill at once: every state in full, in a row of its own. Rows are numbered in the order
 * in which workers come to add them, which depends on their timing; which states there are does not.
 *
 * Slots lead to rows: two integers each, the number of a row plus one (0: empty, -1: somebody is about to fill it), and the
 * state's hash, so that a row is hardly ever looked at in vain. A worker claims an empty slot, writes its row, and only then
 * the slot, so that whoever finds the number finds the row written. Slots are never emptied; when half are taken, all workers
 * meet and make them twice as many.
 */
import { constrainedMemory } from 'node:process';
import { totalmem } from 'node:os';
import type { Control } from './control.ts';

const EMPTY = 0;
const CLAIMED = -1;

/** How many slots there are at first, and at most, as powers of two. */
export const FIRST_BITS = 14;
const MOST_BITS = 28;
/** The part of the slots that may be taken where they can become no more. */
const FILL = 0.75;
/** Integers of a segment of rows: 1 GB. */
const SEGMENT = 2 ** 28;
/** So often a claimed slot is looked at before its worker is taken to be off its core; in ms, how long it is then left alone. */
const PATIENCE = 1000;
const NAP = 1;

/** Integers of a line of the cache. */
const LINE = 16;

/** A row is the words, the row of the state's parent, and the edge from there. */
const PREDECESSOR = 2;

/** What workers are handed of the set. The system gives memory for what is written only. */
export interface Room {
  readonly width: number;
  /** Rows that there is room for. */
  readonly capacity: number;
  readonly mostBits: number;
  readonly slots: SharedArrayBuffer;
  readonly segments: readonly SharedArrayBuffer[];
}

const rowBytes = (width: number): number => 4 * (width + PREDECESSOR);
const slotBytes = (bits: number): number => 8 * 2 ** bits;

/**
 * Half of the memory that this process may have, where no limit is given. It is only reserved, but while several searches' worth
 * is not collected yet, the system may refuse to spawn processes.
 */
function allThereIs(): number {
  const constrained = constrainedMemory();
  return 0.5 * Math.min(totalmem(), constrained > 0 ? constrained : Number.POSITIVE_INFINITY);
}

/** Room for as many states as so many bytes hold, or less if the system does not promise that much. */
export function roomFor(width: number, bytes: number = allThereIs()): Room {
  try {
    return roomIn(width, bytes);
  } catch (problem) {
    if (!(problem instanceof RangeError) || bytes < slotBytes(FIRST_BITS)) throw problem;
    return roomFor(width, bytes / 2);
  }
}

/** What it takes to begin is taken in any case. */
function roomIn(width: number, bytes: number): Room {
  let capacity = 1;
  let mostBits = FIRST_BITS;
  for (let bits = FIRST_BITS; bits <= MOST_BITS; bits++) {
    const affordable = (bytes - slotBytes(bits)) / rowBytes(width);
    const rows = Math.floor(Math.min(FILL * 2 ** bits, affordable));
    if (rows <= capacity) continue;
    capacity = rows;
    mostBits = bits;
  }
  const perSegment = 2 ** rowBitsOf(width);
  const segments: SharedArrayBuffer[] = [];
  for (let left = capacity; left > 0; left -= perSegment)
    segments.push(new SharedArrayBuffer(rowBytes(width) * Math.min(left, perSegment)));
  return { width, capacity, mostBits, slots: new SharedArrayBuffer(slotBytes(mostBits)), segments };
}

/** Rows of a segment, as a power of two. */
const rowBitsOf = (width: number): number => Math.floor(Math.log2(SEGMENT / (width + PREDECESSOR)));

/** The hash of a state is the sum of what this gives for its words: where few change, it is soon brought up to date. */
export function hashOfWord(word: number, index: number): number {
  let hash = Math.imul(word ^ Math.imul(index + 1, 0x9e3779b1), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return hash ^ (hash >>> 16);
}

export class SharedStates {
  /** Whether the state last added was new. */
  isNew = false;
  private readonly control: Control;
  private readonly width: number;
  private readonly capacity: number;
  private readonly mostBits: number;
  private readonly slots: Int32Array<SharedArrayBuffer>;
  private readonly segments: readonly Int32Array<SharedArrayBuffer>[];
  private readonly stride: number;
  private readonly rowBits: number;
  private readonly rowMask: number;
  private slotMask: number;
  /** From this row on there should be more slots. */
  private fullAt = 0;
  /** Written so that what is read only to be near is read. */
  private touched = 0;

  constructor({ width, capacity, mostBits, slots, segments }: Room, control: Control) {
    this.control = control;
    this.width = width;
    this.capacity = capacity;
    this.mostBits = mostBits;
    this.slots = new Int32Array(slots);
    this.segments = segments.map((segment) => new Int32Array(segment));
    this.stride = width + PREDECESSOR;
    this.rowBits = rowBitsOf(width);
    this.rowMask = 2 ** this.rowBits - 1;
    this.slotMask = 0;
    this.measure();
  }

  /** Bytes that rows and slots take by now. */
  get bytes(): number {
    return this.control.rows * rowBytes(this.width) + slotBytes(this.control.slotBits);
  }

  /** The sum of the hashes of the words. */
  hashOf(words: Uint32Array): number {
    let hash = 0;
    for (let i = 0; i < this.width; i++) hash = (hash + hashOfWord(words[i] as number, i)) | 0;
    return hash;
  }

  /** Reads a row's words. */
  read(row: number, into: Uint32Array): void {
    const segment = this.segmentOf(row);
    const at = this.offsetOf(row);
    for (let i = 0; i < this.width; i++) into[i] = segment[at + i] as number;
  }
  parentOf(row: number): number {
    return this.segmentOf(row)[this.offsetOf(row) + this.width] as number;
  }
  edgeOf(row: number): number {
    return this.segmentOf(row)[this.offsetOf(row) + this.width + 1] as number;
  }

  /** Makes the processor fetch what `add` will look at first. */
  touchSlot(hash: number): void {
    this.touched += this.slots[2 * (hash & this.slotMask)] as number;
  }
  /** The same of the row behind it, when the slot is there. */
  touchRow(hash: number): void {
    const slot = 2 * (hash & this.slotMask);
    const row = (this.slots[slot] as number) - 1;
    if (row < 0 || this.slots[slot + 1] !== hash) return;
    const segment = this.segmentOf(row);
    const at = this.offsetOf(row);
    for (let i = 0; i < this.width; i += LINE) this.touched += segment[at + i] as number;
  }

  /**
   * The row of the state whose words begin at `at` of `words`, which is added if it is new. Where there are many by then, it is
   * said that slots are wanted. Below zero: there is no room, and the search was told to stop.
   */
  add(hash: number, words: Uint32Array, at: number, parent: number, edge: number): number {
    const { slots, slotMask } = this;
    this.isNew = false;
    for (let slot = hash & slotMask; ; slot = (slot + 1) & slotMask) {
      let number = Atomics.load(slots, 2 * slot);
      if (number === EMPTY) {
        number = Atomics.compareExchange(slots, 2 * slot, EMPTY, CLAIMED);
        if (number === EMPTY) return this.fill(slot, hash, words, at, parent, edge);
      }
      if (number === CLAIMED) number = this.awaited(slot);
      if (number !== EMPTY && slots[2 * slot + 1] === hash && this.isAt(number - 1, words, at)) return number - 1;
    }
  }

  private fill(slot: number, hash: number, words: Uint32Array, at: number, parent: number, edge: number): number {
    const { slots, control, width } = this;
    const row = control.takeRow();
    if (row >= this.capacity) {
      control.giveRowBack();
      control.stop('max-memory');
      // Whoever waits for the slot goes on past it, and may add no row either: all stop.
      Atomics.store(slots, 2 * slot, EMPTY);
      return -1;
    }
    if (row >= this.fullAt) control.wantGrowth();
    const segment = this.segmentOf(row);
    const start = this.offsetOf(row);
    for (let i = 0; i < width; i++) segment[start + i] = words[at + i] as number;
    segment[start + width] = parent;
    segment[start + width + 1] = edge;
    slots[2 * slot + 1] = hash;
    Atomics.store(slots, 2 * slot, row + 1);
    this.isNew = true;
    return row;
  }

  /** What a claimed slot comes to hold. */
  private awaited(slot: number): number {
    for (let looks = 1; ; looks++) {
      const number = Atomics.load(this.slots, 2 * slot);
      if (number !== CLAIMED) return number;
      if (looks % PATIENCE === 0) Atomics.wait(this.slots, 2 * slot, CLAIMED, NAP);
    }
  }

  private isAt(row: number, words: Uint32Array, at: number): boolean {
    const segment = this.segmentOf(row);
    const start = this.offsetOf(row);
    for (let i = 0; i < this.width; i++) if (segment[start + i] !== ((words[at + i] as number) | 0)) return false;
    return true;
  }

  private segmentOf(row: number): Int32Array<SharedArrayBuffer> {
    return this.segments[row >>> this.rowBits] as Int32Array<SharedArrayBuffer>;
  }
  private offsetOf(row: number): number {
    return (row & this.rowMask) * this.stride;
  }

  /**
   * Brings what the slots hold to where it belongs now that they are twice as many. All workers are to be here; each does its
   * share. Neighbours come to lie near each other again, so this is fast.
   */
  rebuild(worker: number, workers: number): void {
    const { slots, control } = this;
    const from = 2 * Math.floor(((this.slotMask + 1) * worker) / workers);
    const to = 2 * Math.floor(((this.slotMask + 1) * (worker + 1)) / workers);
    const held = new Int32Array(slots.subarray(from, to));
    slots.fill(EMPTY, from, to);
    control.meet();
    this.measure();
    const { slotMask } = this;
    for (let i = 0; i < held.length; i += 2) {
      const number = held[i] as number;
      if (number === EMPTY) continue;
      const hash = held[i + 1] as number;
      let slot = hash & slotMask;
      while (Atomics.compareExchange(slots, 2 * slot, EMPTY, number) !== EMPTY) slot = (slot + 1) & slotMask;
      slots[2 * slot + 1] = hash;
    }
  }

  /** Takes note of how many slots there are. */
  private measure(): void {
    const bits = this.control.slotBits;
    this.slotMask = 2 ** bits - 1;
    this.fullAt = bits < this.mostBits ? 2 ** (bits - 1) : Number.POSITIVE_INFINITY;
  }
}

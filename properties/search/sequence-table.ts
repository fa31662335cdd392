/**
 * A set of sequences of 32-bit integers, all of one length, each with a number. A sequence is found by its hash and compared in
 * full. Numbers are given in order: 0, 1, 2 and so on.
 *
 * Sequences lie in rows, in chunks that are never moved; a number is the place of its row. Slots lead to rows. They form
 * buckets: the hash says which, and from which slot on it is tried all round; one that is full runs over into the next. Slots
 * lie in segments that grow one by one, so that no growth holds a search up for long or needs twice the memory.
 *
 * A slot is one integer: the number plus one (0: empty); a bit that says that it ran over; and as a tag, bits of the hash that
 * follow those that say which bucket, so that a row is hardly ever looked at in vain. When a segment is doubled, the upper bit
 * of the tag says in which half of the new slots a sequence goes: rows need not be read, but for those that ran over.
 */
import { type MemoryBudget, OutOfMemory } from './memory.ts';

/** Rows of a chunk. */
const CHUNK_BITS = 12;
const CHUNK = 1 << CHUNK_BITS;
const CHUNK_MASK = CHUNK - 1;

const SEGMENT_BITS = 4;
const SEGMENTS = 1 << SEGMENT_BITS;
const SEGMENT_MASK = SEGMENTS - 1;
const HASH_BITS = 32 - SEGMENT_BITS;

/** Slots of a bucket: 64 bytes. */
const BUCKET_BITS = 4;
const BUCKET = 1 << BUCKET_BITS;
const BUCKET_MASK = BUCKET - 1;
const FIRST_SLOT_BITS = 6;
/** The part of the slots that may be taken. */
const FILL = 0.875;
/** Numbers of a table that has only few have so many bits. */
const LEAST_NUMBER_BITS = 20;
const MOST_NUMBER_BITS = 30;

/** Slots of the sequences whose hashes end in the same bits. */
class Segment {
  readonly slots: Int32Array;
  readonly slotBits: number;
  /** Bits of a slot that hold the number: enough for twice as many as a table of such segments has. */
  readonly bits: number;
  readonly mask: number;
  /** What of the hash says which bucket: its upper bits; and where the tag starts, which comes right below. */
  readonly bucketShift: number;
  readonly tagShift: number;
  readonly tagMask: number;
  /** Sequences that may still be added. */
  left: number;

  constructor(slots: Int32Array) {
    this.slots = slots;
    this.slotBits = 31 - Math.clz32(slots.length);
    this.bits = Math.max(LEAST_NUMBER_BITS, this.slotBits + SEGMENT_BITS + 1);
    this.mask = 2 ** this.bits - 1;
    this.bucketShift = HASH_BITS - this.slotBits + BUCKET_BITS;
    const tagBits = 31 - this.bits;
    this.tagShift = this.bucketShift - tagBits;
    this.tagMask = 2 ** tagBits - 1;
    this.left = Math.floor(slots.length * FILL);
  }
}

export class SequenceTable {
  /** Sequences that were added. */
  size = 0;
  readonly length: number;
  /** Integers of a row: the sequence, and what else is kept of it. */
  readonly stride: number;
  private readonly memory: MemoryBudget;
  private readonly chunks: Int32Array[] = [];
  private readonly segments: Segment[] = [];
  /** Written so that what is read only to be near is read. */
  private touched = 0;

  constructor(memory: MemoryBudget, length: number, extra: number) {
    this.memory = memory;
    this.length = length;
    this.stride = length + extra;
    const first = 1 << FIRST_SLOT_BITS;
    const slots = memory.integers(SEGMENTS * first);
    for (let i = 0; i < SEGMENTS; i++) this.segments.push(new Segment(slots.subarray(i * first, (i + 1) * first)));
  }

  get bytes(): number {
    const slots = this.segments.reduce((sum, segment) => sum + segment.slots.length, 0);
    return 4 * (this.chunks.length * CHUNK * this.stride + slots);
  }

  /** The chunk that holds the row of a number, and where it starts in there. */
  chunkOf(number: number): Int32Array {
    return this.chunks[number >>> CHUNK_BITS] as Int32Array;
  }
  offsetOf(number: number): number {
    return (number & CHUNK_MASK) * this.stride;
  }

  /** The number of the sequence that starts at `at`, whose hash is given; it is added if it is new: `size` tells. */
  add(hash: number, keys: Int32Array, at: number): number {
    for (;;) {
      const segment = this.segments[hash & SEGMENT_MASK] as Segment;
      const found = this.addTo(segment, hash >>> SEGMENT_BITS, keys, at);
      if (found >= 0) return found;
      this.grow(hash & SEGMENT_MASK);
    }
  }

  /** The number of the sequence that starts at `at`, or -1. */
  find(hash: number, keys: Int32Array, at: number): number {
    const { slots, bits, mask, bucketShift, tagShift, tagMask } = this.segments[hash & SEGMENT_MASK] as Segment;
    const place = hash >>> SEGMENT_BITS;
    let tag = ((place >>> tagShift) & tagMask) << 1;
    let bucket = (place >>> bucketShift) << BUCKET_BITS;
    for (let nth = place >>> tagShift, tried = 0; ; nth++) {
      const entry = slots[bucket | (nth & BUCKET_MASK)] as number;
      if (entry === 0) return -1;
      if (entry >>> bits === tag && this.isAt((entry & mask) - 1, keys, at)) return (entry & mask) - 1;
      if ((++tried & BUCKET_MASK) !== 0) continue;
      tag |= 1;
      bucket = bucket + BUCKET === slots.length ? 0 : bucket + BUCKET;
    }
  }

  /** Reads the slots where a sequence of that hash would be, only to have them near: memory answers many questions at once. */
  touchSlots(hash: number): void {
    const { slots, bucketShift, tagShift } = this.segments[hash & SEGMENT_MASK] as Segment;
    const place = hash >>> SEGMENT_BITS;
    this.touched ^= slots[((place >>> bucketShift) << BUCKET_BITS) | ((place >>> tagShift) & BUCKET_MASK)] as number;
  }

  /** The same for the row; the slots should be near by then. */
  touchRow(hash: number): void {
    const { slots, bits, mask, bucketShift, tagShift, tagMask } = this.segments[hash & SEGMENT_MASK] as Segment;
    const place = hash >>> SEGMENT_BITS;
    const bucket = (place >>> bucketShift) << BUCKET_BITS;
    const tag = ((place >>> tagShift) & tagMask) << 1;
    for (let nth = place >>> tagShift, tried = 0; tried < BUCKET; nth++, tried++) {
      const entry = slots[bucket | (nth & BUCKET_MASK)] as number;
      if (entry === 0) return;
      if (entry >>> bits !== tag) continue;
      const number = (entry & mask) - 1;
      this.touched ^= this.chunkOf(number)[this.offsetOf(number)] as number;
      return;
    }
  }

  /** Below 0: the segment has no room. */
  private addTo(segment: Segment, place: number, keys: Int32Array, at: number): number {
    const { slots, bits, mask } = segment;
    let nth = place >>> segment.tagShift;
    let tag = (nth & segment.tagMask) << 1;
    let bucket = (place >>> segment.bucketShift) << BUCKET_BITS;
    for (let tried = 0; ; nth++) {
      const slot = bucket | (nth & BUCKET_MASK);
      const entry = slots[slot] as number;
      if (entry === 0) return segment.left === 0 ? -1 : this.put(segment, slot, tag, keys, at);
      if (entry >>> bits === tag && this.isAt((entry & mask) - 1, keys, at)) return (entry & mask) - 1;
      if ((++tried & BUCKET_MASK) !== 0) continue;
      tag |= 1;
      bucket = bucket + BUCKET === slots.length ? 0 : bucket + BUCKET;
    }
  }

  private isAt(number: number, keys: Int32Array, at: number): boolean {
    const { length } = this;
    const chunk = this.chunkOf(number);
    const first = this.offsetOf(number);
    for (let i = 0; i < length; i++) if (chunk[first + i] !== keys[at + i]) return false;
    return true;
  }

  private put(segment: Segment, slot: number, tag: number, keys: Int32Array, at: number): number {
    const number = this.size;
    if (number >>> CHUNK_BITS === this.chunks.length) this.chunks.push(this.memory.integers(CHUNK * this.stride));
    const chunk = this.chunkOf(number);
    const first = this.offsetOf(number);
    for (let i = 0; i < this.length; i++) chunk[first + i] = keys[at + i] as number;
    segment.slots[slot] = (tag << segment.bits) | (number + 1);
    segment.left--;
    this.size++;
    return number;
  }

  private grow(nth: number): void {
    const old = this.segments[nth] as Segment;
    if (old.bits === MOST_NUMBER_BITS) throw new OutOfMemory('a table is as large as it can be');
    const segment = new Segment(this.memory.integers(2 * old.slots.length));
    this.move(old, segment);
    this.segments[nth] = segment;
    this.memory.giveBack(4 * old.slots.length);
  }

  /** Has twice as many slots lead where the old ones do. */
  private move({ slots, bits, mask, bucketShift, tagShift }: Segment, segment: Segment): void {
    // A tag that keeps its length would need another bit of the hash.
    const isTold = segment.bits > bits;
    for (let from = 0; from < slots.length; from++) {
      const entry = slots[from] as number;
      if (entry === 0) continue;
      const number = (entry & mask) - 1;
      const tag = entry >>> bits;
      const place =
        isTold && (tag & 1) === 0
          ? ((from >>> BUCKET_BITS) << bucketShift) | ((tag >>> 1) << tagShift)
          : this.hashAt(number) >>> SEGMENT_BITS;
      this.place(segment, place, number);
    }
  }

  private place(segment: Segment, place: number, number: number): void {
    const { slots } = segment;
    let nth = place >>> segment.tagShift;
    let tag = (nth & segment.tagMask) << 1;
    let bucket = (place >>> segment.bucketShift) << BUCKET_BITS;
    for (let tried = 0; slots[bucket | (nth & BUCKET_MASK)] !== 0; nth++) {
      if ((++tried & BUCKET_MASK) !== 0) continue;
      tag |= 1;
      bucket = bucket + BUCKET === slots.length ? 0 : bucket + BUCKET;
    }
    slots[bucket | (nth & BUCKET_MASK)] = (tag << segment.bits) | (number + 1);
    segment.left--;
  }

  private hashAt(number: number): number {
    return hashOf(this.chunkOf(number), this.offsetOf(number), this.length);
  }
}

/** Every bit of every number tells in every bit of the hash. */
export function hashOf(keys: Int32Array, at: number, length: number): number {
  let h = 0x9747b28c;
  for (let i = 0; i < length; i++) {
    h = Math.imul(h ^ (keys[at + i] as number), 0x9e3779b1);
    h ^= h >>> 15;
  }
  h = Math.imul(h, 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return h ^ (h >>> 16);
}

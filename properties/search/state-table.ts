/**
 * The visited set: every state in full, found by hash and compared word by word, so that two different states are never
 * taken for one. States are numbered in the order in which they come.
 */
import { Rows } from './vectors.ts';

/** A table slot is two words: the hash, and the state's number plus one (0: empty). */
const SLOT = 2;
const FILL = 0.6;

export class StateTable {
  readonly rows: Rows;
  private slots = new Uint32Array((1 << 12) * SLOT);
  private mask = (1 << 12) - 1;

  constructor(width: number) {
    this.rows = new Rows(width);
  }

  get size(): number {
    return this.rows.length;
  }

  /** The number of the state in `words`, which is added if it is new: its number is then the size there was before. */
  add(words: Uint32Array): number {
    const { slots, mask, rows } = this;
    const hash = hashOf(words, rows.width);
    for (let i = hash & mask; ; i = (i + 1) & mask) {
      const number = slots[i * SLOT + 1] as number;
      if (number === 0) {
        const added = rows.length;
        rows.push(words);
        slots[i * SLOT] = hash;
        slots[i * SLOT + 1] = added + 1;
        if (rows.length > mask * FILL) this.grow();
        return added;
      }
      if (slots[i * SLOT] === hash && rows.equals(number - 1, words)) return number - 1;
    }
  }

  /** The number of the state in `words`, or -1. */
  find(words: Uint32Array): number {
    const { slots, mask, rows } = this;
    const hash = hashOf(words, rows.width);
    for (let i = hash & mask; ; i = (i + 1) & mask) {
      const number = slots[i * SLOT + 1] as number;
      if (number === 0) return -1;
      if (slots[i * SLOT] === hash && rows.equals(number - 1, words)) return number - 1;
    }
  }

  private grow(): void {
    const old = this.slots;
    const mask = this.mask * 2 + 1;
    const slots = new Uint32Array((mask + 1) * SLOT);
    for (let i = 0; i < old.length; i += SLOT) {
      const number = old[i + 1] as number;
      if (number === 0) continue;
      let at = (old[i] as number) & mask;
      while (slots[at * SLOT + 1] !== 0) at = (at + 1) & mask;
      slots[at * SLOT] = old[i] as number;
      slots[at * SLOT + 1] = number;
    }
    this.slots = slots;
    this.mask = mask;
  }
}

/** Multiply-and-rotate over the words, finished as murmur3 does; the result is an unsigned 32-bit number. */
function hashOf(words: Uint32Array, width: number): number {
  let h = 0x9747b28c;
  for (let i = 0; i < width; i++) {
    let w = Math.imul(words[i] as number, 0xcc9e2d51);
    w = (w << 15) | (w >>> 17);
    h ^= Math.imul(w, 0x1b873593);
    h = (h << 13) | (h >>> 19);
    h = (Math.imul(h, 5) + 0xe6546b64) | 0;
  }
  h ^= h >>> 16;
  h = Math.imul(h, 0x85ebca6b);
  h ^= h >>> 13;
  h = Math.imul(h, 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
}

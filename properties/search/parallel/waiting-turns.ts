/**
 * Turns that were taken and of which it is not known yet where they led. The set of states is far larger than any cache, and
 * memory answers many questions at once as fast as one, so some dozens are looked up together.
 */
import { doubled } from '../vectors.ts';

/** Turns that there is room for at first. */
const FEW = 64;

export class WaitingTurns {
  size = 0;
  readonly width: number;
  /** Of every turn, by its place: the words of the state that it led to, their hash, the row that it began in, and its hop. */
  words: Uint32Array;
  hashes = new Int32Array(FEW);
  froms = new Int32Array(FEW);
  hops = new Int32Array(FEW);

  constructor(width: number) {
    this.width = width;
    this.words = new Uint32Array(FEW * width);
  }

  /** The turn's place. */
  push(words: Uint32Array, hash: number, from: number, hop: number): number {
    const { size, width } = this;
    if (size === this.hashes.length) this.makeRoom();
    const at = size * width;
    for (let i = 0; i < width; i++) this.words[at + i] = words[i] as number;
    this.hashes[size] = hash;
    this.froms[size] = from;
    this.hops[size] = hop;
    return this.size++;
  }

  private makeRoom(): void {
    this.words = doubled(this.words);
    this.hashes = doubled(this.hashes);
    this.froms = doubled(this.froms);
    this.hops = doubled(this.hops);
  }
}

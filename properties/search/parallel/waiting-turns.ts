/**
 * Turns that were taken and of which it is not known yet where they led. The set of states is far larger than any cache, and
 * memory answers many questions at once as fast as one, so some dozens are looked up together.
 */
import { withTwiceTheRoom } from '../vectors.ts';

/** Turns that there is room for at first. */
const INITIAL_ROOM = 64;

export class WaitingTurns {
  size = 0;
  readonly width: number;
  /** Of every turn, by its place: the words of the state that it led to, their hash, the row that it began in, and its edge. */
  words: Uint32Array;
  hashes = new Int32Array(INITIAL_ROOM);
  froms = new Int32Array(INITIAL_ROOM);
  edges = new Int32Array(INITIAL_ROOM);

  constructor(width: number) {
    this.width = width;
    this.words = new Uint32Array(INITIAL_ROOM * width);
  }

  /** The turn's place. */
  push(words: Uint32Array, hash: number, from: number, edge: number): number {
    const { size, width } = this;
    if (size === this.hashes.length) this.makeRoom();
    const at = size * width;
    for (let i = 0; i < width; i++) this.words[at + i] = words[i] as number;
    this.hashes[size] = hash;
    this.froms[size] = from;
    this.edges[size] = edge;
    return this.size++;
  }

  private makeRoom(): void {
    this.words = withTwiceTheRoom(this.words);
    this.hashes = withTwiceTheRoom(this.hashes);
    this.froms = withTwiceTheRoom(this.froms);
    this.edges = withTwiceTheRoom(this.edges);
  }
}

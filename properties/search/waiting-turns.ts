/**
 * Turns that were taken and of which it is not known yet where they led. The set of states is far larger than any cache, and
 * memory answers many questions at once as fast as one, so some dozens are looked up together.
 */
import { withTwiceTheRoom } from './vectors.ts';

/** Turns that there is room for at first. */
const INITIAL_ROOM = 64;

export class WaitingTurns {
  size = 0;
  /** Integers of a key: of what stands for the state that a turn led to. */
  readonly length: number;
  /** Of every turn, by its place: the key and its hash, the state that it began in, its edge, the steps to where it led, and what is stale there. */
  keys: Int32Array<ArrayBuffer>;
  hashes = new Int32Array(INITIAL_ROOM);
  froms = new Int32Array(INITIAL_ROOM);
  edges = new Int32Array(INITIAL_ROOM);
  steps = new Int32Array(INITIAL_ROOM);
  stales = new Int32Array(INITIAL_ROOM);

  constructor(length: number) {
    this.length = length;
    this.keys = new Int32Array(INITIAL_ROOM * length);
  }

  push(key: Int32Array | Uint32Array, hash: number, from: number, edge: number, steps: number, stale: number): void {
    const { size, length } = this;
    if (size === this.hashes.length) this.makeRoom();
    const at = size * length;
    for (let i = 0; i < length; i++) this.keys[at + i] = key[i] as number;
    this.hashes[size] = hash;
    this.froms[size] = from;
    this.edges[size] = edge;
    this.steps[size] = steps;
    this.stales[size] = stale;
    this.size++;
  }

  private makeRoom(): void {
    this.keys = withTwiceTheRoom(this.keys);
    this.hashes = withTwiceTheRoom(this.hashes);
    this.froms = withTwiceTheRoom(this.froms);
    this.edges = withTwiceTheRoom(this.edges);
    this.steps = withTwiceTheRoom(this.steps);
    this.stales = withTwiceTheRoom(this.stales);
  }
}

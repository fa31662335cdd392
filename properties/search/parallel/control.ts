/** What the workers of one search share beside the states: how far they are, where they wait for each other, why they stop. */
import type { Clip } from '../explore.ts';

const CLIPS: readonly Clip[] = ['max-states', 'max-seconds', 'max-memory', 'interrupted', 'limit'];

/** Places of the shared integers. Those that change often have lines of the cache (64 bytes) of their own. */
const STOP = 0;
const WANTS_GROWTH = 1;
const GROWS = 2;
const IS_OVER = 3;
const DEPTH = 4;
const LEVEL_END = 5;
const SLOT_BITS = 6;
const NEXT = 16;
const ROWS = 32;
const ARRIVED = 48;
const ROUND = 49;
const INTEGERS = 64;

export class Control {
  readonly cells: Int32Array<SharedArrayBuffer>;
  private readonly workers: number;

  constructor(buffer: SharedArrayBuffer, workers: number) {
    this.cells = new Int32Array(buffer);
    this.workers = workers;
  }

  static readonly bytes = 4 * INTEGERS;

  /** Why everybody is to stop, or null. The first reason stays. */
  get stopped(): Clip | null {
    const reason = Atomics.load(this.cells, STOP);
    return reason === 0 ? null : (CLIPS[reason - 1] as Clip);
  }
  /** Who waits at a meeting waits no longer. */
  stop(reason: Clip): void {
    if (Atomics.compareExchange(this.cells, STOP, 0, CLIPS.indexOf(reason) + 1) === 0) this.endRound();
  }

  /** Some worker waits for the others, so that the table of states can grow. */
  get wantsGrowth(): boolean {
    return Atomics.load(this.cells, WANTS_GROWTH) !== 0;
  }
  wantGrowth(): void {
    Atomics.store(this.cells, WANTS_GROWTH, 1);
  }
  /** All have met for that. */
  get grows(): boolean {
    return Atomics.load(this.cells, GROWS) !== 0;
  }
  set grows(grows: boolean) {
    Atomics.store(this.cells, GROWS, Number(grows));
    if (!grows) Atomics.store(this.cells, WANTS_GROWTH, 0);
  }

  /** Every state is expanded. */
  get isOver(): boolean {
    return Atomics.load(this.cells, IS_OVER) !== 0;
  }
  get depth(): number {
    return Atomics.load(this.cells, DEPTH);
  }
  /** The rows of the level that is expanded end before this one. */
  get levelEnd(): number {
    return Atomics.load(this.cells, LEVEL_END);
  }
  /** Rows that some worker has begun with, and more. */
  get begun(): number {
    return Math.min(Atomics.load(this.cells, NEXT), this.levelEnd);
  }
  /** The slots of the table of states, as a power of two. */
  get slotBits(): number {
    return Atomics.load(this.cells, SLOT_BITS);
  }
  set slotBits(bits: number) {
    Atomics.store(this.cells, SLOT_BITS, bits);
  }

  /** The number of a new row. */
  takeRow(): number {
    return Atomics.add(this.cells, ROWS, 1);
  }
  /** The last row that was taken is not needed after all. */
  giveRowBack(): void {
    Atomics.sub(this.cells, ROWS, 1);
  }
  get rows(): number {
    return Atomics.load(this.cells, ROWS);
  }

  /** The first of so many rows that nobody else has begun with; there are less or none where the level ends. */
  takeWork(rows: number): number {
    return Atomics.add(this.cells, NEXT, rows);
  }

  /** To be called when all have met at the end of a level: on to the next one. */
  nextLevel(): void {
    const { cells, levelEnd, rows } = this;
    if (rows === levelEnd) Atomics.store(cells, IS_OVER, 1);
    else {
      if (levelEnd > 0) Atomics.add(cells, DEPTH, 1);
      Atomics.store(cells, NEXT, levelEnd);
      Atomics.store(cells, LEVEL_END, rows);
    }
  }

  /** Waits until all workers are here; the last to come does `last` before anybody goes on. Or until all are to stop. */
  meet(last?: () => void): void {
    const { cells } = this;
    const round = Atomics.load(cells, ROUND);
    // Asked after the round is known: a stop from now on ends just that.
    if (this.stopped !== null) return;
    if (Atomics.add(cells, ARRIVED, 1) === this.workers - 1) {
      Atomics.store(cells, ARRIVED, 0);
      last?.();
      this.endRound();
    } else while (Atomics.load(cells, ROUND) === round) Atomics.wait(cells, ROUND, round);
  }

  private endRound(): void {
    Atomics.add(this.cells, ROUND, 1);
    Atomics.notify(this.cells, ROUND);
  }
}

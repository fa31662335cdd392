/**
 * The visited set: every state in full, so that two different states are never taken for one. States are numbered in the
 * order in which they come. Few states are kept as they are; as soon as there are many, all are compressed as it suits those.
 */
import { runToEnd, YieldCounter, type Coroutine } from '../../model/core/index.ts';
import { MemoryBudget, OutOfMemory } from './memory.ts';
import { GroupedStates, Overflow } from './grouped-states.ts';
import { type Grouping, groupingFor, MOST_SAMPLED } from './grouping.ts';
import { hashOf } from './sequence-table.ts';
import type { Changed, LookedUp, VisitedSet } from './visited-set.ts';
import { WaitingTurns } from './waiting-turns.ts';

/** So many states are compressed; with fewer, memory is no matter. */
const LARGE_TABLE = 2 ** 16;
/** Groups of words get room for eight times the contents that a sample has. */
const SLACK = 3;
const SAMPLED = MOST_SAMPLED / 2;
/** States that are compressed in one piece. */
const PIECE = 8192;

export class StateTable implements VisitedSet {
  readonly width: number;
  readonly memory: MemoryBudget;
  protected grouped: GroupedStates;
  private isFitted = false;
  private readonly many: number;
  private slack = SLACK;
  /** Turns by the compressed states that they led to; and, since some group has no room for what one led to, by whole states. */
  private compressed: WaitingTurns;
  private readonly whole: WaitingTurns;
  private isTight = false;
  private readonly words: Uint32Array;

  constructor(width: number, memory: MemoryBudget = new MemoryBudget(), many: number = LARGE_TABLE) {
    this.many = many;
    this.width = width;
    this.memory = memory;
    this.grouped = new GroupedStates(width, uncompressed(width), memory);
    this.compressed = new WaitingTurns(width);
    this.whole = new WaitingTurns(width);
    this.words = new Uint32Array(width);
  }

  get size(): number {
    return this.grouped.states.size;
  }

  get waiting(): number {
    return this.compressed.size + this.whole.size;
  }

  /** The number of the state in `words`, which is added if it is new: its number is then the size there was before. */
  add(words: Uint32Array): number {
    try {
      return this.grouped.add(words);
    } catch (problem) {
      if (!(problem instanceof Overflow)) throw problem;
      runToEnd(this.widening());
      return this.add(words);
    }
  }

  /** The number of the state in `words`, or -1. */
  find(words: Uint32Array): number {
    return this.grouped.find(words);
  }

  goTo(number: number): Uint32Array {
    return this.grouped.goTo(number);
  }

  handIn(machine: Changed, from: number, edge: number, steps: number, stale: number): void {
    const { grouped, isTight } = this;
    if (isTight || !this.compress(machine)) {
      const { words } = this;
      machine.save(words, 0);
      this.whole.push(words, 0, from, edge, steps, stale);
      return;
    }
    const { compressed } = grouped;
    this.compressed.push(compressed, hashOf(compressed, 0, compressed.length), from, edge, steps, stale);
  }

  /** False: some group has no room for what the machine's state has in it. */
  private compress(machine: Changed): boolean {
    const { grouped } = this;
    try {
      grouped.compress(machine.saveChanges(grouped.words, grouped.changed));
      return true;
    } catch (problem) {
      if (!(problem instanceof Overflow)) throw problem;
      this.isTight = true;
      return false;
    }
  }

  lookUp(hears: LookedUp): void {
    const { states } = this.grouped;
    const { compressed } = this;
    const { size, keys, length, hashes } = compressed;
    compressed.size = 0;
    for (let i = 0; i < size; i++) states.touchSlots(hashes[i] as number);
    for (let i = 0; i < size; i++) states.touchRow(hashes[i] as number);
    for (let i = 0; i < size; i++) {
      const before = states.size;
      const number = states.add(hashes[i] as number, keys, i * length);
      this.tell(hears, compressed, i, number, states.size !== before);
    }
  }

  /** The turn at place `i` led to that state. */
  private tell(hears: LookedUp, turns: WaitingTurns, i: number, number: number, isNew: boolean): void {
    const { froms, edges, steps, stales } = turns;
    if (isNew) this.setPredecessor(number, froms[i] as number, edges[i] as number);
    hears.onLookedUp(number, isNew, steps[i] as number, stales[i] as number);
  }

  due(hears: LookedUp): Coroutine<void> | null {
    if (this.isTight) return this.makingRoom(hears);
    return this.isFitDue ? this.lookingUpAndFitting(hears) : null;
  }

  /** Turns are handed in by whole states until this is done. */
  private *makingRoom(hears: LookedUp): Coroutine<void> {
    this.lookUp(hears);
    yield* this.widening();
    this.isTight = false;
    const { whole } = this;
    const { size, keys, length } = whole;
    whole.size = 0;
    for (let i = 0; i < size; i++) {
      const before = this.size;
      const number = this.add(new Uint32Array(keys.buffer, 4 * i * length, length));
      this.tell(hears, whole, i, number, this.size !== before);
    }
  }

  private *lookingUpAndFitting(hears: LookedUp): Coroutine<void> {
    // Those that wait are compressed as the table is now.
    this.lookUp(hears);
    yield* this.fitting();
  }

  /** Compresses anew, with more room in the groups. */
  protected *widening(): Coroutine<void> {
    this.slack++;
    yield* this.building();
  }

  /** It is time to compress the states. */
  get isFitDue(): boolean {
    return !this.isFitted && this.size >= this.many;
  }

  /** Compresses them, if it is time to. */
  fit(): void {
    if (this.isFitDue) runToEnd(this.fitting());
  }

  /** Compresses the states, if there is memory for both. */
  *fitting(): Coroutine<void> {
    this.isFitted = true;
    try {
      yield* this.building();
    } catch (problem) {
      if (!(problem instanceof OutOfMemory)) throw problem;
    }
  }

  /** How a state was first, or best, reached: two integers of the search's own. */
  setPredecessor(number: number, parent: number, edge: number): void {
    this.grouped.setPredecessor(number, parent, edge);
  }
  parentOf(number: number): number {
    return this.grouped.parentOf(number);
  }
  edgeOf(number: number): number {
    return this.grouped.edgeOf(number);
  }

  /**
   * Compresses the states as it suits a sample of them. For that time they are there twice, and it takes as long as to find
   * some successors of each; so groups have room enough for it to happen but once in most searches. If it is left, nothing changes.
   */
  private *building(): Coroutine<void> {
    const { width, size, grouped: old, memory } = this;
    const sample = new Uint32Array(Math.min(size, SAMPLED) * width);
    for (let i = 0; i * width < sample.length; i++)
      sample.set(old.goTo(Math.floor((i * width * size) / sample.length)), i * width);
    for (; ; this.slack++) {
      const before = memory.used;
      const suiting = yield* groupingFor(sample, width, this.slack);
      const grouping = 2 * suiting.integers > width ? uncompressed(width) : suiting;
      let isBuilt = false;
      try {
        this.grouped = yield* this.copied(new GroupedStates(width, grouping, memory));
        this.compressed = new WaitingTurns(grouping.integers);
        isBuilt = true;
        memory.giveBack(old.bytes);
        return;
      } catch (problem) {
        if (!(problem instanceof Overflow)) throw problem;
      } finally {
        if (!isBuilt) memory.giveBack(memory.used - before);
      }
    }
  }

  private *copied(states: GroupedStates): Coroutine<GroupedStates> {
    const { grouped: old, size } = this;
    const pace = new YieldCounter(PIECE);
    for (let number = 0; number < size; number++) {
      if (pace.isOver()) yield;
      states.add(old.goTo(number));
      states.setPredecessor(number, old.parentOf(number), old.edgeOf(number));
      states.goTo(number);
    }
    return states;
  }
}

const uncompressed = (width: number): Grouping => ({ groups: null, integers: width });

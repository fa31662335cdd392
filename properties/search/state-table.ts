/**
 * The visited set: every state in full, so that two different states are never taken for one. States are numbered in the
 * order in which they come. Few states are kept as they are; as soon as there are many, all are compressed as it suits those.
 */
import { runToEnd, YieldCounter, type Coroutine } from '../../model/core/index.ts';
import { Memory, OutOfMemory } from './memory.ts';
import { GroupedStates, Overflow } from './grouped-states.ts';
import { type Grouping, groupingFor, MOST_SAMPLED } from './grouping.ts';

/** So many states are compressed; with fewer, memory is no matter. */
const LARGE_TABLE = 2 ** 16;
/** Groups of words get room for eight times the contents that a sample has. */
const SLACK = 3;
const SAMPLED = MOST_SAMPLED / 2;
/** States that are compressed in one piece. */
const PIECE = 8192;

export class StateTable {
  readonly width: number;
  readonly memory: Memory;
  private grouped: GroupedStates;
  private isFitted = false;
  private readonly many: number;
  private slack = SLACK;

  constructor(width: number, memory: Memory = new Memory(), many: number = LARGE_TABLE) {
    this.many = many;
    this.width = width;
    this.memory = memory;
    this.grouped = new GroupedStates(width, uncompressed(width), memory);
  }

  get size(): number {
    return this.grouped.states.size;
  }

  /** The words of the state last gone to. Whoever adds a neighbour may write in them; `add` puts them back. */
  get words(): Uint32Array {
    return this.grouped.words;
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

  /** The states as they are compressed now: until the next `goTo`, `fitting` or `widening`. */
  get current(): GroupedStates {
    return this.grouped;
  }

  /** Goes to a state: its words, which the next call that goes elsewhere overwrites. */
  goTo(number: number): Uint32Array {
    if (this.isFitDue) runToEnd(this.fitting());
    return this.grouped.goTo(number);
  }

  /** To be done after an `Overflow`: compresses anew, with more room in the groups. */
  *widening(): Coroutine<void> {
    this.slack++;
    yield* this.building();
  }

  /** It is time to compress the states. */
  get isFitDue(): boolean {
    return !this.isFitted && this.size >= this.many;
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

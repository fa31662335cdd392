/**
 * A set of states, compressed without loss by a grouping of their words. What the words of a group are has a number, and the
 * numbers side by side are the state. Equal states have equal words, so equal numbers; different ones have some word
 * different, and so the number of its group. All is compared in full, so two different states are never taken for one.
 *
 * Neighbours in a search have most words in common: of a state that differs in a few words from the one last gone to, only the
 * groups of those words are looked up.
 */
import type { WordGroup, Grouping } from './grouping.ts';
import type { MemoryBudget } from './memory.ts';
import { hashOf, SequenceTable } from './sequence-table.ts';

/** A group has taken more different contents than its number has bits for: the words must be grouped otherwise. */
export class Overflow extends Error {
  override readonly name = 'Overflow';
}

/** Behind a state's integers: how it was first reached. */
const PREDECESSOR = 2;

/** So many changes of a group are kept at hand: as much as fits into a core's own cache. */
const RECENT_BITS = 11;

/** The different contents of a group. */
class GroupContents {
  readonly words: Int32Array;
  readonly integer: number;
  readonly shift: number;
  /** The largest number, which is also the mask of its bits. */
  readonly most: number;
  readonly table: SequenceTable;
  /**
   * Where changes of a single word led, in four integers each: the number of the contents (plus one), the word, what it
   * became, and the number of the contents then.
   */
  readonly recent = new Int32Array(4 << RECENT_BITS);

  constructor({ words, integer, shift, bits }: WordGroup, memory: MemoryBudget) {
    this.words = Int32Array.from(words);
    this.integer = integer;
    this.shift = shift;
    this.most = 2 ** bits - 1;
    this.table = new SequenceTable(memory, words.length, 0);
  }
}

export class GroupedStates {
  readonly states: SequenceTable;
  /** The words of the state last gone to; for whoever compresses a neighbour to write in. */
  readonly words: Uint32Array;
  /** For the same: the indices of the words that may differ. */
  readonly changed: Int32Array;
  /** What `compress` came to. */
  readonly compressed: Int32Array;
  /** The same words as `words`; and those of the state last gone to, which stay. */
  private readonly near: Int32Array;
  private readonly base: Int32Array;
  private readonly baseCompressed: Int32Array;
  private readonly groups: readonly GroupContents[] | null;
  /** By word, its group. */
  private readonly groupOf: Int32Array;
  /** The contents of one group, and the groups in which something changed, each once. */
  private readonly key: Int32Array;
  private readonly dirty: Int32Array;
  /** Of each of those, the word that changed, or below zero: several. */
  private readonly single: Int32Array;

  constructor(width: number, { groups, integers }: Grouping, memory: MemoryBudget) {
    this.states = new SequenceTable(memory, integers, PREDECESSOR);
    this.near = new Int32Array(width);
    this.words = new Uint32Array(this.near.buffer);
    this.base = new Int32Array(width);
    this.changed = new Int32Array(width);
    this.compressed = new Int32Array(integers);
    this.baseCompressed = new Int32Array(integers);
    this.groups = groups?.map((group) => new GroupContents(group, memory)) ?? null;
    this.groupOf = new Int32Array(width);
    for (const [nth, { words }] of (groups ?? []).entries()) for (const word of words) this.groupOf[word] = nth;
    this.key = new Int32Array(width);
    this.dirty = new Int32Array(width);
    this.single = new Int32Array(width);
    // To begin with, the state at hand is all zeroes, and every group knows that as number 0.
    for (const { words, table } of this.groups ?? []) table.add(hashOf(this.key, 0, words.length), this.key, 0);
  }

  get bytes(): number {
    return (this.groups ?? []).reduce((sum, { table }) => sum + table.bytes, this.states.bytes);
  }

  /** The number of the state in `words`, which is added if it is new: its number is then the size there was before. */
  add(words: Uint32Array): number {
    this.compress(this.diffBase(words));
    const { compressed, states } = this;
    return states.add(hashOf(compressed, 0, compressed.length), compressed, 0);
  }

  /** The number of the state in `words`, or -1. */
  find(words: Uint32Array): number {
    if (!this.compressBy(this.diffBase(words), false)) return -1;
    const { compressed, states } = this;
    return states.find(hashOf(compressed, 0, compressed.length), compressed, 0);
  }

  /** Brings the words of another state in; how many are different. */
  private diffBase(words: Uint32Array): number {
    const { near, base, changed } = this;
    let count = 0;
    for (let i = 0; i < near.length; i++) {
      const word = (words[i] as number) | 0;
      if (word === base[i]) continue;
      near[i] = word;
      changed[count++] = i;
    }
    return count;
  }

  /**
   * Compresses the state in `this.words`, of which only the words whose indices are the first `count` of `this.changed` differ
   * from the state last gone to. Puts the words back.
   */
  compress(count: number): void {
    this.compressBy(count, true);
  }

  /** False: some group does not know its contents, and may not take them in. */
  private compressBy(count: number, mayAdd: boolean): boolean {
    const { near, base, changed, compressed, baseCompressed, groups } = this;
    for (let i = 0; i < compressed.length; i++) compressed[i] = baseCompressed[i] as number;
    let isKnown = true;
    if (groups === null) {
      for (let i = 0; i < count; i++) compressed[changed[i] as number] = near[changed[i] as number] as number;
    } else {
      const dirty = this.dirtyGroups(count);
      for (let i = 0; i < dirty && isKnown; i++)
        isKnown = this.compressGroup(
          groups[this.dirty[i] as number] as GroupContents,
          this.single[i] as number,
          mayAdd,
        );
    }
    for (let i = 0; i < count; i++) near[changed[i] as number] = base[changed[i] as number] as number;
    return isKnown;
  }

  private dirtyGroups(count: number): number {
    const { dirty, single, groupOf, changed } = this;
    let found = 0;
    for (let i = 0; i < count; i++) {
      const word = changed[i] as number;
      const group = groupOf[word] as number;
      let known = 0;
      while (known < found && dirty[known] !== group) known++;
      single[known] = known === found ? word : -1;
      if (known === found) dirty[found++] = group;
    }
    return found;
  }

  private compressGroup(group: GroupContents, single: number, mayAdd: boolean): boolean {
    const { integer, shift, most } = group;
    const { compressed } = this;
    const number = single < 0 || !mayAdd ? this.lookUp(group, mayAdd) : this.changedTo(group, single);
    if (number < 0) return false;
    compressed[integer] = ((compressed[integer] as number) & ~(most << shift)) | (number << shift);
    return true;
  }

  /** The number of a group in which a single word changed. */
  private changedTo(group: GroupContents, word: number): number {
    const { recent, integer, shift, most } = group;
    const from = (((this.baseCompressed[integer] as number) >>> shift) & most) + 1;
    const content = this.near[word] as number;
    const hash = Math.imul(Math.imul(from, 0x9e3779b1) ^ Math.imul(content, 0x85ebca6b) ^ word, 0xc2b2ae35);
    const at = (hash >>> (32 - RECENT_BITS)) << 2;
    if (recent[at] === from && recent[at + 1] === word && recent[at + 2] === content) return recent[at + 3] as number;
    const number = this.lookUp(group, true);
    recent[at] = from;
    recent[at + 1] = word;
    recent[at + 2] = content;
    recent[at + 3] = number;
    return number;
  }

  /** The number of what a group's words are; below zero: they are not known, and may not be added. */
  private lookUp({ words, table, most }: GroupContents, mayAdd: boolean): number {
    const { key, near } = this;
    const { length } = words;
    for (let i = 0; i < length; i++) key[i] = near[words[i] as number] as number;
    const hash = hashOf(key, 0, length);
    const number = mayAdd ? table.add(hash, key, 0) : table.find(hash, key, 0);
    if (number <= most) return number;
    near.set(this.base);
    throw new Overflow('a group has too many contents');
  }

  /** Goes to a state: its words, which the next call that goes elsewhere overwrites. */
  goTo(number: number): Uint32Array {
    const { states, groups, near, base, baseCompressed } = this;
    const chunk = states.chunkOf(number);
    const at = states.offsetOf(number);
    if (groups === null) {
      for (let i = 0; i < near.length; i++) {
        near[i] = chunk[at + i] as number;
        base[i] = chunk[at + i] as number;
      }
    } else {
      for (let i = 0; i < groups.length; i++) {
        const { words, integer, shift, most, table } = groups[i] as GroupContents;
        const content = ((chunk[at + integer] as number) >>> shift) & most;
        if (content === (((baseCompressed[integer] as number) >>> shift) & most)) continue;
        const contents = table.chunkOf(content);
        const first = table.offsetOf(content);
        for (let w = 0; w < words.length; w++) {
          const word = words[w] as number;
          near[word] = contents[first + w] as number;
          base[word] = contents[first + w] as number;
        }
      }
    }
    for (let i = 0; i < baseCompressed.length; i++) baseCompressed[i] = chunk[at + i] as number;
    return this.words;
  }

  /** How a state was first, or best, reached: two integers of the search's own. */
  setPredecessor(number: number, parent: number, edge: number): void {
    const chunk = this.states.chunkOf(number);
    const at = this.states.offsetOf(number) + this.states.length;
    chunk[at] = parent;
    chunk[at + 1] = edge;
  }
  parentOf(number: number): number {
    return this.states.chunkOf(number)[this.states.offsetOf(number) + this.states.length] as number;
  }
  edgeOf(number: number): number {
    return this.states.chunkOf(number)[this.states.offsetOf(number) + this.states.length + 1] as number;
  }
}

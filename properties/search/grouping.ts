/**
 * How states are compressed. Words that together take few different contents form a group; the different contents are kept
 * once each, and the state holds their numbers, side by side in a few integers. Which words go well together, a sample of
 * states tells.
 */
import type { Coroutine } from '../../model/core/index.ts';

export interface WordGroup {
  readonly words: readonly number[];
  /** Which integer holds the number of what these are, from which bit on, in how many bits. */
  readonly integer: number;
  readonly shift: number;
  readonly bits: number;
}

export interface Grouping {
  /** Null: every word is an integer of the state as it is. */
  readonly groups: readonly WordGroup[] | null;
  /** Integers of a compressed state. */
  readonly integers: number;
}

/** Pairs of columns are told apart in so many bits each. */
const COLUMN_BITS = 15;
/** Most states that a sample can have. */
export const MOST_SAMPLED = 1 << COLUMN_BITS;

/** Some words, and for every state of the sample the number of what they are there. */
interface Column {
  readonly words: readonly number[];
  readonly contents: Int32Array;
  /** Different contents. */
  readonly variety: number;
}

/** Numbers the pairs of two columns. */
class Pairing {
  private readonly slots = new Int32Array(2 * MOST_SAMPLED);
  private readonly numbers = new Int32Array(2 * MOST_SAMPLED);
  /** The round in which a slot was last used: the slots need not be cleared. */
  private readonly used = new Int32Array(2 * MOST_SAMPLED);
  private round = 0;

  /** How many different pairs there are; their numbers go to `into`. */
  count(left: Int32Array, right: Int32Array, into: Int32Array | null): number {
    const { slots, numbers, used } = this;
    const round = ++this.round;
    const mask = slots.length - 1;
    let count = 0;
    for (let i = 0; i < left.length; i++) {
      const pair = ((left[i] as number) << COLUMN_BITS) | (right[i] as number);
      let at = Math.imul(pair, 0x9e3779b1);
      at = (at ^ (at >>> 15)) & mask;
      while (used[at] === round && slots[at] !== pair) at = (at + 1) & mask;
      if (used[at] !== round) {
        used[at] = round;
        slots[at] = pair;
        numbers[at] = count++;
      }
      if (into !== null) into[i] = numbers[at] as number;
    }
    return count;
  }
}

/** Groups are joined as long as the cheapest two have no more different contents together: so few stay in the caches. */
const VARIETY = 1 << 7;
/** Compressed states should have no more integers than this, and until they have, larger groups are made. */
const INTEGERS = 2;

/**
 * Joins, again and again, the two groups that have the fewest different contents together. In every group there is room for
 * `2 ** slack` times the contents of the sample, which is whole states of `width` words each.
 */
export function* groupingFor(sample: Uint32Array, width: number, slack: number): Coroutine<Grouping> {
  const pairing = new Pairing();
  let columns = Array.from({ length: width }, (_, word) => columnOf(sample, width, word));
  const known = new Map<Column, Map<Column, number>>(columns.map((column) => [column, new Map()]));
  while (columns.length > 1) {
    let [left, right, least] = [columns[0] as Column, columns[1] as Column, Number.POSITIVE_INFINITY];
    for (const [i, a] of columns.entries()) {
      // Pairs are counted once: later rows are short.
      if (known.get(a)?.size === 0) yield;
      for (const b of columns.slice(i + 1)) {
        if (Math.max(a.variety, b.variety) >= least) continue;
        const pairs = known.get(a)?.get(b) ?? pairing.count(a.contents, b.contents, null);
        known.get(a)?.set(b, pairs);
        if (pairs < least) [left, right, least] = [a, b, pairs];
      }
    }
    if (least > VARIETY) {
      const grouping = sideBySide(columns, slack);
      if (grouping.integers <= INTEGERS || least > sample.length / width / 4) return grouping;
    }
    const contents = new Int32Array(left.contents.length);
    const variety = pairing.count(left.contents, right.contents, contents);
    const joined: Column = { words: [...left.words, ...right.words], contents, variety };
    known.set(joined, new Map());
    columns = [...columns.filter((column) => column !== left && column !== right), joined];
  }
  return sideBySide(columns, slack);
}

/** Of a group's number. */
const MOST_BITS = 30;

/** Deals the columns out to as few integers as possible, the largest first, and what room is left over to all of them. */
function sideBySide(columns: readonly Column[], slack: number): Grouping {
  const needs = columns
    .map(({ words, variety }) => ({ words, bits: Math.min(MOST_BITS, Math.ceil(Math.log2(variety)) + slack) }))
    .toSorted((a, b) => b.bits - a.bits);
  for (let integers = 1; ; integers++) {
    const hands: (typeof needs)[] = Array.from({ length: integers }, () => []);
    const room = hands.map(() => 32);
    for (const need of needs) {
      const integer = room.indexOf(Math.max(...room));
      room[integer] = (room[integer] as number) - need.bits;
      hands[integer]?.push(need);
    }
    if (room.every((left) => left >= 0))
      return { integers, groups: hands.flatMap((hand, integer) => laidOut(hand, integer, room[integer] as number)) };
  }
}

function laidOut(
  hand: readonly { words: readonly number[]; bits: number }[],
  integer: number,
  left: number,
): WordGroup[] {
  let shift = 0;
  return hand.map(({ words, bits }, nth) => {
    const more = Math.floor(left / hand.length) + Number(nth < left % hand.length);
    const group = { words, integer, shift, bits: Math.min(MOST_BITS, bits + more) };
    shift += group.bits;
    return group;
  });
}

function columnOf(sample: Uint32Array, width: number, word: number): Column {
  const numbers = new Map<number, number>();
  const contents = new Int32Array(sample.length / width);
  for (let i = 0; i < contents.length; i++) {
    const content = sample[i * width + word] as number;
    const number = numbers.get(content) ?? numbers.size;
    numbers.set(content, number);
    contents[i] = number;
  }
  return { words: [word], contents, variety: numbers.size };
}

/**
 * Decision trees over questions, flat in one array of integers. A node is the question, the lowest answer to it, and a child
 * per answer: another node, a leaf (below zero), or 0 where nobody has been. A question with many answers keeps a child only
 * for those that were ever given.
 */
import type { StateQuestions } from './state-questions.ts';

/** Integers in one array, given out piece by piece up to a limit. Piece 0 is nobody's. */
export class Words {
  array: Int32Array;
  used = 1;
  private readonly limit: number;

  constructor(limit: number) {
    this.limit = limit;
    this.array = new Int32Array(Math.min(limit, 1 << 10));
  }

  /** A piece of zeroes; 0: it would go over the limit. */
  allot(length: number): number {
    const end = this.used + length;
    if (end > this.limit) return 0;
    if (end > this.array.length) {
      const longer = new Int32Array(Math.min(this.limit, Math.max(end, this.array.length * 2)));
      longer.set(this.array);
      this.array = longer;
    }
    const piece = this.used;
    this.used = end;
    return piece;
  }
}

/** Question and lowest answer. */
const HEADER = 2;
/** In place of the lowest answer: the children are found by answer. */
const WIDE = -(2 ** 31);
/** A question with more answers than this is wide. */
const DENSE_ANSWERS = 64;
/** A child of a wide node takes a word, and about this many more in the table that finds it. */
const WIDE_CHILD = 12;

/** Questions with answers, and the leaf that they lead to. */
export interface Grown {
  /** The slot that they lead from. */
  readonly from: number;
  readonly questions: readonly number[];
  readonly answers: readonly number[];
  readonly leaf: number;
}

export class Branches {
  readonly words: Words;
  private readonly questions: StateQuestions;
  /** Where the child of a wide node lies, by node and answer. */
  private readonly wide = new Map<number, number>();

  constructor(words: Words, questions: StateQuestions) {
    this.words = words;
    this.questions = questions;
  }

  /** What lies behind an answer: a node, a leaf, or 0. */
  child(node: number, answer: number): number {
    const { array } = this.words;
    const lowest = array[node + 1] as number;
    if (lowest !== WIDE) return array[node + HEADER + answer - lowest] as number;
    const slot = this.wide.get(placeOf(node, answer));
    return slot === undefined ? 0 : (array[slot] as number);
  }

  /**
   * Has these questions lead from the slot to the leaf from now on. `no room`: they do not, and what is there is as good as
   * before. `astray`: another question has the same place.
   */
  grow(
    from: number,
    questions: readonly number[],
    answers: readonly number[],
    leaf: number,
  ): 'grown' | 'no room' | 'astray' {
    const { words } = this;
    let slot = from;
    for (let i = 0; slot !== 0 && i < questions.length; i++) {
      const question = questions[i] as number;
      if (words.array[slot] === 0 && !this.branch(slot, question)) return 'no room';
      const node = words.array[slot] as number;
      if (node < 0 || words.array[node] !== question) return 'astray';
      slot = this.slotOf(node, answers[i] as number);
    }
    if (slot === 0) return 'no room';
    if (words.array[slot] !== 0) return 'astray';
    words.array[slot] = -leaf;
    return 'grown';
  }

  /** All that was grown from these slots. */
  *ways(slots: Iterable<number>): Generator<Grown> {
    const wide = this.wideChildren();
    const { array } = this.words;
    const open = Array.from(slots, (from): Open => ({ from, slot: from, questions: [], answers: [] }));
    for (let at = open.pop(); at !== undefined; at = open.pop()) {
      const { from, slot, questions, answers } = at;
      const node = array[slot] as number;
      if (node < 0) yield { from, questions, answers, leaf: -node };
      if (node <= 0) continue;
      const asked = [...questions, array[node] as number];
      for (const [answer, child] of wide.get(node) ?? this.denseChildren(node))
        open.push({ from, slot: child, questions: asked, answers: [...answers, answer] });
    }
  }

  private denseChildren(node: number): Child[] {
    const { array } = this.words;
    if (array[node + 1] === WIDE) return [];
    const { lowest, count } = this.questions.answersTo(array[node] as number);
    return Array.from({ length: count }, (_, i): Child => [lowest + i, node + HEADER + i]);
  }

  /** By wide node. */
  private wideChildren(): ReadonlyMap<number, readonly Child[]> {
    const children = new Map<number, Child[]>();
    for (const [place, slot] of this.wide) {
      const node = Math.floor(place / 2 ** 32);
      const child: Child = [place - node * 2 ** 32 - 2 ** 31, slot];
      const known = children.get(node);
      if (known === undefined) children.set(node, [child]);
      else known.push(child);
    }
    return children;
  }

  /** Where the child for an answer lies; 0: there is no room for it. */
  private slotOf(node: number, answer: number): number {
    const lowest = this.words.array[node + 1] as number;
    if (lowest !== WIDE) return node + HEADER + answer - lowest;
    const place = placeOf(node, answer);
    const known = this.wide.get(place);
    if (known !== undefined) return known;
    const slot = this.words.allot(WIDE_CHILD);
    if (slot !== 0) this.wide.set(place, slot);
    return slot;
  }

  /** Puts a node for the question into an empty slot. */
  private branch(slot: number, question: number): boolean {
    const { lowest, count } = this.questions.answersTo(question);
    const isWide = count > DENSE_ANSWERS;
    const node = this.words.allot(HEADER + (isWide ? 0 : count));
    if (node === 0) return false;
    this.words.array[node] = question;
    this.words.array[node + 1] = isWide ? WIDE : lowest;
    this.words.array[slot] = node;
    return true;
  }
}

/** A slot on the way. */
type Open = Omit<Grown, 'leaf'> & { readonly slot: number };
type Child = readonly [answer: number, slot: number];

/** Nodes are below 2^20, answers 32-bit integers: together they fit a double. */
const placeOf = (node: number, answer: number): number => node * 2 ** 32 + (answer + 2 ** 31);

/**
 * Decision trees over the questions of a tape, flat in one array of integers. There is a tree for every context and number
 * of its stack. A node is the question, the lowest answer to it, and a child per answer: another node, a leaf (below
 * zero), or 0 where nobody has been. Whatever asks the same questions as long as it gets the same answers has its place.
 * A cell of a million contents takes a million children: such a model soon has no room, and is none the less right for it.
 */
import type { Choices } from './choices.ts';
import { STACKS } from './layout.ts';
import { NULL } from './schema.ts';
import { isOption, type Tape } from './tape.ts';

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
/** Roots are kept in blocks, by the upper bits of the stack's number. */
const BLOCK_BITS = 7;
const BLOCK = 1 << BLOCK_BITS;
const BLOCKS = (STACKS + 1) / BLOCK;

/** The lowest answer to a question, and how many there can be. */
export type Answers = (question: number) => { readonly lowest: number; readonly count: number };

export class DecisionTrees {
  private readonly words: Words;
  private readonly answers: Answers;
  private readonly blocks: Int32Array;

  constructor(contexts: number, words: Words, answers: Answers) {
    this.words = words;
    this.answers = answers;
    this.blocks = new Int32Array(contexts * BLOCKS);
  }

  /** The leaf to which the contents and the choices lead; 0: nobody has been there, or a choice has no such option. */
  find(context: number, stack: number, contents: Int32Array, choices: Choices): number {
    const block = this.blocks[context * BLOCKS + (stack >> BLOCK_BITS)] as number;
    if (block === 0) return 0;
    const { array } = this.words;
    const cells = contents.length;
    let node = array[block + (stack & (BLOCK - 1))] as number;
    for (let nth = 0; node > 0;) {
      const question = array[node] as number;
      if (question >= 0) {
        const answer =
          question < cells
            ? (contents[question] as number)
            : Number(contents[question % cells] === (question < 2 * cells ? context : NULL));
        node = array[node + HEADER + answer - (array[node + 1] as number)] as number;
        continue;
      }
      const option = choices.pick(nth++, -question);
      if (!isOption(option, -question)) return 0;
      node = array[node + HEADER + option] as number;
    }
    return 0 - node;
  }

  /**
   * Has the tape's questions lead to the leaf from now on. `no room`: they do not, and what is there is as good as before.
   * `astray`: another question has the same place.
   */
  grow(context: number, stack: number, { questions, answers }: Tape, leaf: number): 'grown' | 'no room' | 'astray' {
    const { words } = this;
    let slot = this.rootOf(context, stack);
    for (let i = 0; slot !== 0 && i < questions.length; i++) {
      const question = questions[i] as number;
      if (words.array[slot] === 0 && !this.branch(slot, question)) return 'no room';
      const node = words.array[slot] as number;
      if (node < 0 || words.array[node] !== question) return 'astray';
      slot = node + HEADER + (answers[i] as number) - (words.array[node + 1] as number);
    }
    if (slot === 0) return 'no room';
    if (words.array[slot] !== 0) return 'astray';
    words.array[slot] = -leaf;
    return 'grown';
  }

  private rootOf(context: number, stack: number): number {
    const nth = context * BLOCKS + (stack >> BLOCK_BITS);
    if (this.blocks[nth] === 0) this.blocks[nth] = this.words.allot(BLOCK);
    const block = this.blocks[nth] as number;
    return block === 0 ? 0 : block + (stack & (BLOCK - 1));
  }

  /** Puts a node for the question into an empty slot. */
  private branch(slot: number, question: number): boolean {
    const { lowest, count } = this.answers(question);
    const node = this.words.allot(HEADER + count);
    if (node === 0) return false;
    this.words.array[node] = question;
    this.words.array[node + 1] = lowest;
    this.words.array[slot] = node;
    return true;
  }
}

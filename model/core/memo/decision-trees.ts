/**
 * Decision trees for steps and conditions: one for every context and number of its stack. Whatever asks the same questions as
 * long as it gets the same answers has its place.
 */
import type { Choices } from '../machine/choices.ts';
import type { Branches, Grown } from './branches.ts';
import { STACKS } from '../layout/layout.ts';
import { NULL } from '../notation/schema.ts';
import { isOption, type Tape } from './tape.ts';

/** Roots are kept in blocks, by the upper bits of the stack's number. */
const BLOCK_BITS = 7;
const BLOCK = 1 << BLOCK_BITS;
const BLOCKS = (STACKS + 1) / BLOCK;
/** Read at every step: from a module of another, each look costs a call. */
const NO_CONTEXT = NULL;

export class DecisionTrees {
  private readonly branches: Branches;
  private readonly blocks: Int32Array;

  constructor(contexts: number, branches: Branches) {
    this.branches = branches;
    this.blocks = new Int32Array(contexts * BLOCKS);
  }

  /** The leaf to which the contents and the choices lead; 0: nobody has been there, or a choice has no such option. */
  find(context: number, stack: number, contents: Int32Array, choices: Choices): number {
    const block = this.blocks[context * BLOCKS + (stack >> BLOCK_BITS)] as number;
    if (block === 0) return 0;
    const { branches } = this;
    const { array } = branches.words;
    const cells = contents.length;
    let node = array[block + (stack & (BLOCK - 1))] as number;
    for (let nth = 0; node > 0;) {
      const question = array[node] as number;
      if (question >= 0) {
        const answer =
          question < cells
            ? (contents[question] as number)
            : Number(contents[question % cells] === (question < 2 * cells ? context : NO_CONTEXT));
        node = branches.child(node, answer);
        continue;
      }
      const option = choices.pick(nth++, -question);
      if (!isOption(option, -question)) return 0;
      node = branches.child(node, option);
    }
    return 0 - node;
  }

  /** Has the tape's questions lead to the leaf from now on. */
  grow(context: number, stack: number, { questions, answers }: Tape, leaf: number): ReturnType<Branches['grow']> {
    const root = this.rootOf(context, stack);
    return root === 0 ? 'no room' : this.branches.grow(root, questions, answers, leaf);
  }

  /** All that was ever grown, with the context and the stack that it is about. */
  *ways(): Generator<Grown & { readonly context: number; readonly stack: number }> {
    const places = new Map<number, { readonly context: number; readonly stack: number }>();
    for (const [nth, block] of this.blocks.entries()) {
      if (block === 0) continue;
      for (let i = 0; i < BLOCK; i++)
        places.set(block + i, { context: Math.trunc(nth / BLOCKS), stack: (nth % BLOCKS) * BLOCK + i });
    }
    for (const way of this.branches.ways(places.keys()))
      yield { ...way, ...(places.get(way.from) as { readonly context: number; readonly stack: number }) };
  }

  private rootOf(context: number, stack: number): number {
    const nth = context * BLOCKS + (stack >> BLOCK_BITS);
    if (this.blocks[nth] === 0) this.blocks[nth] = this.branches.words.allot(BLOCK);
    const block = this.blocks[nth] as number;
    return block === 0 ? 0 : block + (stack & (BLOCK - 1));
  }
}

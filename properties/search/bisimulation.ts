/**
 * Strong bisimilarity of the states of a graph, and the graph that is left when bisimilar states are one: the coarsest partition
 * within the classes in which states of one block have, edge by edge, the same labels to the same blocks.
 *
 * Signatures are refined (Blom and Orzan, *Distributed Branching Bisimulation Reduction of State Spaces*, 2003, for the strong
 * case): what leads out of a state, as a set of labels and blocks. A state is looked at again only when a state that it leads to
 * has come into a new block.
 */
import { runToEnd, YieldCounter, type Coroutine } from '../../model/core/index.ts';
import type { LabelledGraph } from './labelled-graph.ts';

/** Edges that are gone through in one piece. */
const PIECE = 2 ** 16;
/** A label and a block in one number that a double holds exactly. */
const BLOCKS = 2 ** 32;

/** Blocks are numbered by their first states, so that the initial state is in block 0. */
export interface Partition {
  readonly blocks: number;
  readonly blockOf: Uint32Array;
}

export const bisimilarity = (graph: LabelledGraph): Partition => runToEnd(findingBisimilarity(graph));

/** The same in pieces. */
export function* findingBisimilarity(graph: LabelledGraph): Coroutine<Partition> {
  const refinement = new Refinement(graph);
  while (refinement.hasMore) yield* refinement.refine();
  return refinement.partition();
}

class Refinement {
  private readonly graph: LabelledGraph;
  private readonly blockOf: Uint32Array;
  /** How many states a block has. */
  private readonly sizes: number[] = [];
  /** The states of which something new is to be found out, and by state whether it is one of them. */
  private due: Uint32Array;
  private readonly isDue: Uint8Array;
  private readonly before: Predecessors;
  private readonly pace = new YieldCounter(PIECE);

  constructor(graph: LabelledGraph) {
    const { states } = graph;
    this.graph = graph;
    this.blockOf = Uint32Array.from({ length: states }, (_, state) => graph.classOf(state));
    for (const block of this.blockOf) this.sizes[block] = (this.sizes[block] ?? 0) + 1;
    this.due = Uint32Array.from({ length: states }, (_, state) => state);
    this.isDue = new Uint8Array(states);
    this.before = new Predecessors(graph);
  }

  get hasMore(): boolean {
    return this.due.length > 0;
  }

  /** Splits the blocks of the states that are due. */
  *refine(): Coroutine<void> {
    const { blockOf, sizes } = this;
    const moved: number[] = [];
    for (const [block, groups] of yield* this.grouped()) {
      const all = [...groups.values()];
      // Whoever is not due leads to no block that is new, as all who are do: they are a group of their own, which stays.
      const isWhole = all.reduce((sum, { length }) => sum + length, 0) === sizes[block];
      const stays = isWhole ? largest(all) : null;
      for (const group of all) {
        if (group === stays) continue;
        for (const state of group) {
          blockOf[state] = sizes.length;
          moved.push(state);
        }
        sizes.push(group.length);
        sizes[block] = (sizes[block] as number) - group.length;
        if (this.pace.isOver(group.length)) yield;
      }
    }
    yield* this.lookAgainBefore(moved);
  }

  /** The states that are due by their blocks, and in those by their signatures. */
  private *grouped(): Coroutine<Map<number, Map<string, number[]>>> {
    const byBlock = new Map<number, Map<string, number[]>>();
    for (const state of this.due) {
      if (this.pace.isOver(1 + this.graph.degreeOf(state))) yield;
      const block = this.blockOf[state] as number;
      const groups = byBlock.get(block) ?? new Map<string, number[]>();
      byBlock.set(block, groups);
      const signature = this.signatureOf(state);
      const group = groups.get(signature);
      if (group === undefined) groups.set(signature, [state]);
      else group.push(state);
    }
    return byBlock;
  }

  private signatureOf(state: number): string {
    const { graph, blockOf } = this;
    const first = graph.firstOf(state);
    const pairs = new Set<number>();
    for (let edge = first; edge < first + graph.degreeOf(state); edge++)
      pairs.add(graph.labelOf(edge) * BLOCKS + (blockOf[graph.targetOf(edge)] as number));
    return pairs.size < 2 ? [...pairs].join() : [...pairs].toSorted((a, b) => a - b).join();
  }

  private *lookAgainBefore(moved: readonly number[]): Coroutine<void> {
    const { before, isDue } = this;
    const due: number[] = [];
    for (const state of moved) {
      const end = before.endOf(state);
      if (this.pace.isOver(1 + end - before.firstOf(state))) yield;
      for (let i = before.firstOf(state); i < end; i++) {
        const source = before.sources[i] as number;
        if (isDue[source] === 1) continue;
        isDue[source] = 1;
        due.push(source);
      }
    }
    for (const state of due) isDue[state] = 0;
    this.due = Uint32Array.from(due);
  }

  partition(): Partition {
    const numbers = new Map<number, number>();
    const blockOf = this.blockOf.map((block) => {
      const number = numbers.get(block) ?? numbers.size;
      numbers.set(block, number);
      return number;
    });
    return { blocks: numbers.size, blockOf };
  }
}

function largest(groups: readonly number[][]): number[] | null {
  let found: number[] | null = null;
  for (const group of groups) if (group.length > (found?.length ?? 0)) found = group;
  return found;
}

/** From where edges lead into each state. */
class Predecessors {
  readonly sources: Uint32Array;
  /** By state, the end of its sources, which begin where those of the state before it end. */
  private readonly ends: Uint32Array;

  constructor(graph: LabelledGraph) {
    const { states, edges } = graph;
    this.sources = new Uint32Array(edges);
    this.ends = new Uint32Array(states + 1);
    const { ends, sources } = this;
    for (let edge = 0; edge < edges; edge++) {
      const behind = graph.targetOf(edge) + 1;
      ends[behind] = (ends[behind] as number) + 1;
    }
    for (let i = 1; i <= states; i++) ends[i] = (ends[i] as number) + (ends[i - 1] as number);
    // From here on `ends[state]` moves from the beginning of its sources to their end.
    for (let state = 0; state < states; state++) {
      const first = graph.firstOf(state);
      for (let edge = first; edge < first + graph.degreeOf(state); edge++) {
        const target = graph.targetOf(edge);
        const at = ends[target] as number;
        sources[at] = state;
        ends[target] = at + 1;
      }
    }
  }

  firstOf(state: number): number {
    return state === 0 ? 0 : (this.ends[state - 1] as number);
  }
  endOf(state: number): number {
    return this.ends[state] as number;
  }
}

/** The graph of the blocks of a bisimulation: each has the edges of its first state, those that are alike once. */
export function quotient(graph: LabelledGraph, { blocks, blockOf }: Partition): LabelledGraph {
  const firsts = new Uint32Array(blocks + 1);
  const classes = new Uint32Array(blocks);
  const targets: number[] = [];
  const labels: number[] = [];
  for (let state = 0, block = 0; state < graph.states; state++) {
    if (blockOf[state] !== block) continue;
    classes[block] = graph.classOf(state);
    const known = new Set<number>();
    const first = graph.firstOf(state);
    for (let edge = first; edge < first + graph.degreeOf(state); edge++) {
      const label = graph.labelOf(edge);
      const target = blockOf[graph.targetOf(edge)] as number;
      const key = label * BLOCKS + target;
      if (known.has(key)) continue;
      known.add(key);
      labels.push(label);
      targets.push(target);
    }
    firsts[++block] = targets.length;
  }
  return {
    states: blocks,
    edges: targets.length,
    firstOf: (state) => firsts[state] as number,
    degreeOf: (state) => (firsts[state + 1] as number) - (firsts[state] as number),
    targetOf: (edge) => targets[edge] as number,
    labelOf: (edge) => labels[edge] as number,
    classOf: (state) => classes[state] as number,
  };
}

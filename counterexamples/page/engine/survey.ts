/** All states of a world, to say of each where it can still lead: to a schedule that passes, and to the nearest violation. */
import { type Coroutine, type Model, YieldCounter } from '../../../model/core/index.ts';
import type { Property } from '../../../properties/checker/property.ts';
import type { Turn } from '../../../properties/search/turn.ts';
import { findingPasses } from '../../explain/passing.ts';
import { StateGraph } from '../../explain/state-graph.ts';

/** What lies ahead of a state, or of a turn. */
export interface Ahead {
  /** Something is violated there already. */
  readonly isWrong: boolean;
  /** Some schedule from there violates nothing that is asked for. */
  readonly canPass: boolean;
  /** Steps to the nearest violation; null: none can be reached. */
  readonly distance: number | null;
}

/** States or edges that are looked at in one piece. */
const PIECE = 2 ** 14;
const FAR = 2 ** 31 - 1;

export class Survey {
  private readonly graph: StateGraph;
  private readonly passes: Uint8Array;
  /** By state: steps to the nearest violation; FAR: none. */
  private readonly distances: Int32Array;

  private constructor(graph: StateGraph, passes: Uint8Array, distances: Int32Array) {
    this.graph = graph;
    this.passes = passes;
    this.distances = distances;
  }

  /** Null where there are more states than that. */
  static *of<K>(model: Model, asked: readonly Property<K>[], maxStates: number): Coroutine<Survey | null> {
    const graph = yield* StateGraph.of(model, asked, maxStates);
    if (graph === null) return null;
    const passes = yield* findingPasses(graph);
    return new Survey(graph, passes, yield* findingDistances(graph));
  }

  get states(): number {
    return this.graph.size;
  }

  /** Of the state in which a schedule ends, and of each turn that can follow there. */
  ahead(turns: readonly Turn[], next: readonly Turn[]): { readonly here: Ahead; readonly turns: readonly Ahead[] } {
    const edges = this.graph.edgesOf(turns);
    const isWrong = edges.some((edge) => isViolation(this.graph, edge)) || this.graph.isWrongState(0);
    const here = edges.length === 0 ? 0 : this.graph.targetOf(edges.at(-1) as number);
    return {
      here: this.at(here, isWrong),
      turns: next.map((turn) => {
        const [edge] = this.graph.edgesOf([turn], here) as [number];
        const isWrongTurn = isWrong || isViolation(this.graph, edge);
        return this.at(this.graph.targetOf(edge), isWrongTurn);
      }),
    };
  }

  /** The turns from where a schedule ends to the nearest violation; null: none can be reached. */
  toViolation(turns: readonly Turn[]): readonly Turn[] | null {
    const { graph, distances } = this;
    const edges = graph.edgesOf(turns);
    const here = edges.length === 0 ? 0 : graph.targetOf(edges.at(-1) as number);
    let state = here;
    if (distances[state] === FAR) return null;
    const path: number[] = [];
    while (distances[state] !== 0) {
      const edge = this.nearestEdge(state);
      path.push(edge);
      if (isViolation(graph, edge)) break;
      state = graph.targetOf(edge);
    }
    return graph.turnsOf(path, here);
  }

  private nearestEdge(state: number): number {
    const { graph, distances } = this;
    const wanted = distances[state] as number;
    for (let edge = graph.firstEdge(state); edge < graph.endEdge(state); edge++)
      if (lengthBy(graph, distances, edge) === wanted) return edge;
    throw new Error('no edge leads on to the nearest violation');
  }

  private at(state: number, isWrong: boolean): Ahead {
    const distance = this.distances[state] as number;
    return {
      isWrong,
      canPass: !isWrong && this.passes[state] === 1,
      distance: isWrong ? 0 : distance === FAR ? null : distance,
    };
  }
}

const isViolation = (graph: StateGraph, edge: number): boolean =>
  graph.isWrongTurn(edge) || graph.isWrongState(graph.targetOf(edge));

/** Steps to the nearest violation by this edge. */
const lengthBy = (graph: StateGraph, distances: Int32Array, edge: number): number => {
  if (isViolation(graph, edge)) return 1;
  const behind = distances[graph.targetOf(edge)] as number;
  return behind === FAR ? FAR : behind + 1;
};

/** Breadth first, backwards from all violations. A state in which something is violated is at none. */
function* findingDistances(graph: StateGraph): Coroutine<Int32Array> {
  const pace = new YieldCounter(PIECE);
  const { size } = graph;
  const distances = new Int32Array(size).fill(FAR);
  const edges = size === 0 ? 0 : graph.endEdge(size - 1);
  // The states from which edges come, by the state that they lead to: `firsts` says where each one's begin.
  const firsts = new Int32Array(size + 1);
  for (let edge = 0; edge < edges; edge++) firsts[graph.targetOf(edge) + 1]!++;
  for (let state = 0; state < size; state++) firsts[state + 1]! += firsts[state]!;
  const sources = new Int32Array(edges);
  const free = firsts.slice();
  const queue = new Int32Array(size);
  let end = 0;
  const reach = (state: number, distance: number): void => {
    if (distances[state] !== FAR) return;
    distances[state] = distance;
    queue[end++] = state;
  };
  for (let state = 0; state < size; state++) {
    if (pace.isOver()) yield;
    if (graph.isWrongState(state)) reach(state, 0);
  }
  for (let state = 0; state < size; state++) {
    if (pace.isOver()) yield;
    for (let edge = graph.firstEdge(state); edge < graph.endEdge(state); edge++) {
      sources[free[graph.targetOf(edge)]!++] = state;
      if (graph.isWrongTurn(edge)) reach(state, 1);
    }
  }
  for (let at = 0; at < end; at++) {
    if (pace.isOver()) yield;
    const state = queue[at] as number;
    for (let i = firsts[state]!; i < firsts[state + 1]!; i++) reach(sources[i] as number, distances[state]! + 1);
  }
  return distances;
}

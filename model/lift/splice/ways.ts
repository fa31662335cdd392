/** How control goes in a function before and behind a patch: statement by statement, between the steps that stay and the new code. */
import { END, type FlowGraph, type FlowNode, type FlowTarget, successorsOf } from '../flow/index.ts';

/** What the base says of its own statements, by their lines. */
export interface BaseStatements {
  /** The line of 2.6.20 of a statement that stays; null: it is new. */
  readonly lineOf: (node: FlowNode) => number | null;
  /** The step that control comes to at this line; null: none stands for it. */
  readonly entry: (line: number) => string | null;
  /** Which way a condition goes that no step stands for. */
  readonly taken: (line: number) => 'yes' | 'no';
}

/** A step that stays, `return`, or a place in the new code. */
export type Destination =
  | { readonly is: 'step'; readonly label: string }
  | { readonly is: 'new'; readonly node: FlowTarget };

export const RETURN: Destination = { is: 'step', label: 'return' };

/** Where control comes to from a place: over statements that nothing stands for. */
export function destination({ nodes }: FlowGraph, base: BaseStatements, from: FlowTarget): Destination {
  const passed = new Set<FlowTarget>();
  for (let at = from; ;) {
    const node = nodes[at];
    if (at === END || node === undefined || passed.has(at)) return RETURN;
    passed.add(at);
    const line = base.lineOf(node);
    if (line === null) return { is: 'new', node: at };
    const label = base.entry(line);
    if (label !== null) return { is: 'step', label };
    if (node.does === 'return') return RETURN;
    if (node.does === 'condition' || node.does === 'loop-test') at = base.taken(line) === 'yes' ? node.yes : node.no;
    else at = successorsOf(node)[0] ?? END;
  }
}

/** By line of a statement that stays, where each of its ways leads, in their order. */
export function waysOf(graph: FlowGraph, base: BaseStatements): ReadonlyMap<number, readonly Destination[]> {
  const ways = new Map<number, readonly Destination[]>();
  for (const node of graph.nodes) {
    const line = base.lineOf(node);
    if (line === null) continue;
    const places = node.does === 'condition' || node.does === 'loop-test' ? [node.yes, node.no] : successorsOf(node);
    ways.set(
      line,
      places.map((place) => destination(graph, base, place)),
    );
  }
  return ways;
}

export const isSame = (one: Destination, other: Destination): boolean =>
  one.is === 'step' ? other.is === 'step' && one.label === other.label : other.is === 'new' && one.node === other.node;

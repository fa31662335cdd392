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
  /** Control comes there in the base, as far as the model goes. */
  readonly isReached: (line: number) => boolean;
}

/** A step that stays, `return`, a place in the new code, or a statement to which control never comes in the model. */
export type Destination =
  | { readonly is: 'step'; readonly label: string }
  | { readonly is: 'new'; readonly node: FlowTarget }
  | { readonly is: 'left-out'; readonly line: number };

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
    if (!base.isReached(line)) return { is: 'left-out', line };
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

export const isSame = (one: Destination, other: Destination): boolean => JSON.stringify(one) === JSON.stringify(other);

/** The lines of statements to which control comes from the entry, where conditions without steps go one way alone. */
export function reachedLines(graph: FlowGraph, base: Omit<BaseStatements, 'isReached'>): ReadonlySet<number> {
  const lines = new Set<number>();
  const seen = new Set<FlowTarget>();
  const queue = [graph.entry];
  for (let at = queue.pop(); at !== undefined; at = queue.pop()) {
    const node = graph.nodes[at];
    if (node === undefined || seen.has(at)) continue;
    seen.add(at);
    const line = base.lineOf(node);
    if (line !== null) lines.add(line);
    const isDecided =
      line !== null && base.entry(line) === null && (node.does === 'condition' || node.does === 'loop-test');
    if (isDecided) queue.push(base.taken(line) === 'yes' ? node.yes : node.no);
    else queue.push(...successorsOf(node));
  }
  return lines;
}

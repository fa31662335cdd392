/** What touches and successions say of all places together. */
import { ADDS, type Node, WRITES } from './step-footprints.ts';

/** The traces that two contexts touch, one of them writing: of no others anything need be known. */
export function sharedTraces(nodes: readonly Node[]): Set<number> {
  const readers = new Map<number, Set<number>>();
  const writers = new Set<number>();
  for (const {
    seen: { context },
    touches,
  } of nodes)
    for (const [trace, how] of touches) {
      const known = readers.get(trace);
      if (known === undefined) readers.set(trace, new Set([context]));
      else known.add(context);
      if ((how & (WRITES | ADDS)) !== 0) writers.add(trace);
    }
  return new Set([...writers].filter((trace) => (readers.get(trace)?.size ?? 0) > 1));
}

/** Successors before their predecessors, as far as there is such an order, and who leads back to a predecessor. */
export function ordered(nodes: readonly Node[]): { order: Node[]; returning: Set<Node> } {
  const order: Node[] = [];
  const returning = new Set<Node>();
  const mark = new Map<Node, 'open' | 'done'>();
  for (const root of nodes) {
    if (mark.has(root)) continue;
    const path: { node: Node; rest: Iterator<Node> }[] = [];
    const enter = (node: Node) => {
      mark.set(node, 'open');
      path.push({ node, rest: node.next[Symbol.iterator]() });
    };
    enter(root);
    for (let top = path.at(-1); top !== undefined; top = path.at(-1)) {
      const { value: next, done } = top.rest.next();
      if (done) {
        mark.set(top.node, 'done');
        order.push(top.node);
        path.pop();
      } else if (mark.get(next) === 'open') returning.add(top.node);
      else if (!mark.has(next)) enter(next);
    }
  }
  return { order, returning };
}

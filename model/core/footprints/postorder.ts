/** What is known of the graph of local states as a whole. */
import { COMMUTING_ADD, type StateFootprint, WRITES } from './step-footprints.ts';

/** The access keys that two contexts share, one of them writing: no others can conflict. */
export function sharedKeys(nodes: readonly StateFootprint[]): Set<number> {
  const readers = new Map<number, Set<number>>();
  const writers = new Set<number>();
  for (const {
    state: { context },
    accesses,
  } of nodes)
    for (const [key, how] of accesses) {
      const known = readers.get(key);
      if (known === undefined) readers.set(key, new Set([context]));
      else known.add(context);
      if ((how & (WRITES | COMMUTING_ADD)) !== 0) writers.add(key);
    }
  return new Set([...writers].filter((key) => (readers.get(key)?.size ?? 0) > 1));
}

/** Successors before their predecessors, as far as there is such an order, and who leads back to a predecessor. */
export function postorder(nodes: readonly StateFootprint[]): {
  order: StateFootprint[];
  returning: Set<StateFootprint>;
} {
  const order: StateFootprint[] = [];
  const returning = new Set<StateFootprint>();
  const mark = new Map<StateFootprint, 'open' | 'done'>();
  for (const root of nodes) {
    if (mark.has(root)) continue;
    const path: { node: StateFootprint; rest: Iterator<StateFootprint> }[] = [];
    const enter = (node: StateFootprint) => {
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

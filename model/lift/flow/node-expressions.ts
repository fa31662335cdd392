/** The expressions of a node of a flow graph, however deep. */
import { type Expression, type Item, operandsOf, type TypeName } from '../c/index.ts';
import type { FlowNode } from './graph.ts';

export type NodePart = Expression | TypeName;

const within = (e: NodePart): NodePart[] => [e, ...operandsOf(e).flatMap(within)];

/** What the node declares; null: nothing. */
export const declaredBy = (node: FlowNode): Extract<Item, { kind: 'declaration' }> | null =>
  node.does === 'statement' && node.item.kind === 'declaration' ? node.item : null;

export function expressionsIn(node: FlowNode): NodePart[] {
  switch (node.does) {
    case 'statement':
      if (node.item.kind === 'expression') return within(node.item.expression);
      return node.item.kind === 'declaration' && node.item.initialiser !== null ? within(node.item.initialiser) : [];
    case 'initialiser':
    case 'update':
    case 'condition':
      return within(node.expression);
    case 'switch':
      return [node.subject, ...node.cases.map(({ value }) => value)].flatMap(within);
    case 'return':
      return node.value === null ? [] : within(node.value);
    case 'loop-start':
    case 'loop-test':
      return node.item.args.flatMap(within);
    case 'jump':
      return [];
  }
}

/** Of each place where a local is given a value as a whole: the local and the value. */
export function assignmentsIn(node: FlowNode): { readonly local: string; readonly value: Expression }[] {
  const declared = declaredBy(node);
  const first = declared?.initialiser ? [{ local: declared.name, value: declared.initialiser }] : [];
  const assigned = expressionsIn(node).flatMap((e) =>
    e.kind === 'assignment' && e.operator === '=' && e.target.kind === 'name'
      ? [{ local: e.target.name, value: e.value }]
      : [],
  );
  return [...first, ...assigned];
}

/** Locals of which the type alone says too little: pointers to links of lists, and to functions. What they are given says the rest. */
import type { Expression } from '../c/index.ts';
import { assignmentsIn, type FlowGraph, type FlowNode } from '../flow/index.ts';
import type { LocalDeclaration } from '../declarations.ts';
import { linkOf } from '../prelude/links.ts';
import { methodKinds } from '../prelude/structs.ts';
import type { ValueKind } from './kinds.ts';

/** By name; those that are given values of several kinds, or of none that is known, are not among them. */
export function inferredKinds(
  declared: readonly LocalDeclaration[],
  graph: FlowGraph,
  lists: Readonly<Record<string, string>> = {},
): ReadonlyMap<string, ValueKind> {
  const found = new Map<string, ValueKind>();
  for (const { name, type, pointers } of declared) {
    const isLink = type === 'struct list_head' && pointers === 1;
    const isMethod = type.includes('(*');
    if (!isLink && !isMethod) continue;
    const given = graph.nodes.flatMap((node) => (isLink ? linksGiven(node, name, lists) : methodsGiven(node, name)));
    const [first, ...others] = given;
    if (first !== undefined && others.every((other) => JSON.stringify(other) === JSON.stringify(first)))
      found.set(name, first);
  }
  return found;
}

const valuesGiven = (node: FlowNode, name: string): Expression[] =>
  assignmentsIn(node).flatMap(({ local, value }) => (local === name ? [value] : []));

function linksGiven(node: FlowNode, name: string, lists: Readonly<Record<string, string>>): ValueKind[] {
  const [cursor, head] = node.does === 'loop-start' ? node.item.args : [];
  const ofLoop =
    cursor?.kind === 'name' && cursor.name === name && head !== undefined && head.kind !== 'type' ? [head] : [];
  const firsts = valuesGiven(node, name).flatMap((value) =>
    value.kind === 'field' && (value.name === 'next' || value.name === 'prev') ? [value.of] : [],
  );
  return [...ofLoop, ...firsts].flatMap((list): ValueKind[] => {
    const field = linkOf(nameOfList(list, lists));
    return field === null ? [] : [{ is: 'link', field }];
  });
}

/** `&ctx->active_reqs`, `fput_head`: as the model calls a list, by its last name. */
function nameOfList(list: Expression, lists: Readonly<Record<string, string>>): string {
  if (list.kind === 'unary' && list.operator === '&') return nameOfList(list.operand, lists);
  if (list.kind === 'field') return `.${list.name}`;
  return list.kind === 'name' ? (lists[list.name] ?? `.${list.name}`) : '';
}

const methodsGiven = (node: FlowNode, name: string): ValueKind[] =>
  valuesGiven(node, name).flatMap((value) => (value.kind === 'field' ? (methodKinds.get(value.name) ?? []) : []));

/** The control flow of a C function: what may come after each of its statements. Plain data. */
import type { Extent, Expression, Item } from '../c/index.ts';

/** A node of the graph by its number, or the end of the function. */
export type FlowTarget = number;
export const END: FlowTarget = -1;

export type FlowNode = { readonly at: Extent } & (
  | { readonly does: 'statement'; readonly item: Item; readonly next: FlowTarget }
  /** A part of the head of a for; the declarations in it are statements. */
  | { readonly does: 'initialiser' | 'update'; readonly expression: Expression; readonly next: FlowTarget }
  /** Of an if or a loop. One that decides nothing, as `while (1)`, leads to one place on both sides. */
  | { readonly does: 'condition'; readonly expression: Expression; readonly yes: FlowTarget; readonly no: FlowTarget }
  /** `list_for_each_entry(…)`: its start, and the test whether there is another one, to which the loop comes back. */
  | { readonly does: 'loop-start'; readonly item: Item & { kind: 'macroLoop' }; readonly next: FlowTarget }
  | {
      readonly does: 'loop-test';
      readonly item: Item & { kind: 'macroLoop' };
      readonly yes: FlowTarget;
      readonly no: FlowTarget;
    }
  | {
      readonly does: 'switch';
      readonly subject: Expression;
      /** In the order of the C. */
      readonly cases: readonly { readonly value: Expression; readonly to: FlowTarget }[];
      /** Where it leads when no case fits. */
      readonly otherwise: FlowTarget;
    }
  /** `goto`, `break`, `continue`. */
  | { readonly does: 'jump'; readonly item: Item; readonly next: FlowTarget }
  | { readonly does: 'return'; readonly value: Expression | null }
);

export interface FlowGraph {
  /** In the order of the C, by their numbers. */
  readonly nodes: readonly FlowNode[];
  readonly entry: FlowTarget;
  /** Where each label is, by the name that gotos know it by. */
  readonly labels: ReadonlyMap<string, FlowTarget>;
}

/** Where control may go from a node, each place once. */
export function successorsOf(node: FlowNode): readonly FlowTarget[] {
  switch (node.does) {
    case 'return':
      return [END];
    case 'condition':
    case 'loop-test':
      return [...new Set([node.yes, node.no])];
    case 'switch':
      return [...new Set([...node.cases.map(({ to }) => to), node.otherwise])];
    default:
      return [node.next];
  }
}

/** The ways out of a node, in the order of the C. */
export function exitsOf(node: FlowNode): readonly FlowTarget[] {
  switch (node.does) {
    case 'condition':
    case 'loop-test':
      return [node.yes, node.no];
    case 'switch':
      return [...node.cases.map(({ to }) => to), node.otherwise];
    default:
      return successorsOf(node);
  }
}

/** Conditions that nothing in the model decides, and that need no decision: on both sides nothing happens before the ways meet again. */
import type { Expression } from '../c/index.ts';
import { END, type FlowGraph, type FlowTarget } from '../flow/index.ts';
import type { Compiling } from './compiling.ts';
import type { Instruction } from './instructions.ts';
import { NotLifted } from './kinds.ts';

/** Where the ways from a node meet again; null: something happens on one of them. `isIdle`: what the node became only leads on. */
export function whereSidesMeet(
  { nodes }: FlowGraph,
  node: FlowTarget,
  isIdle: (node: FlowTarget) => boolean,
): FlowTarget | null {
  const condition = nodes[node];
  if (condition?.does !== 'condition') return null;
  const behind = (from: FlowTarget): FlowTarget => {
    const passed = new Set<FlowTarget>();
    let at = from;
    while (at !== END && isIdle(at) && !passed.has(at)) {
      passed.add(at);
      const one = nodes[at];
      if (one === undefined || !('next' in one)) break;
      at = one.next;
    }
    return at;
  };
  const [yes, no] = [behind(condition.yes), behind(condition.no)];
  return yes === no ? yes : null;
}

/** To ask it touches nothing. */
export function isUntouching(c: Compiling & { readonly instructions: Instruction[] }, e: Expression): boolean {
  if (e.kind === 'binary' && (e.operator === '&&' || e.operator === '||'))
    return isUntouching(c, e.left) && isUntouching(c, e.right);
  if (e.kind === 'unary' && e.operator === '!') return isUntouching(c, e.operand);
  const before = c.instructions.length;
  try {
    c.value(e);
    return c.instructions.length === before;
  } catch (problem) {
    if (problem instanceof NotLifted) return false;
    throw problem;
  } finally {
    c.instructions.splice(before);
  }
}

/** What is told of a line, by the node of the control-flow graph that stands on it. */
import type { Fate } from './accounts.ts';
import type { NodeFate } from './compile/flow-code.ts';

export const PART: Fate = { is: 'nothing', why: 'a part of what stands around it' };

/** The one that begins there, or the innermost that goes over the line. */
export function nodeAt(nodes: readonly NodeFate[], line: number): NodeFate | undefined {
  const begins = nodes.find(({ from }) => from === line);
  if (begins !== undefined) return begins;
  return nodes
    .filter(({ from, to }) => from <= line && line <= to)
    .toSorted((a, b) => a.to - a.from - (b.to - b.from))[0];
}

/** The C leads to it, and no step stands for it. */
export const isLost = ({ labels, why, isJump, isDecision, isReached, isModelled }: NodeFate): boolean =>
  labels.length === 0 && why === null && isReached && isModelled && !isJump && !isDecision;

export function fateOfNode({ labels, why, isJump, isDecision, isReached, isModelled }: NodeFate): Fate {
  if (labels.length > 0) return { is: 'lifted', as: labels.join(', ') };
  if (!isReached) return { is: 'nothing', why: 'control never comes there' };
  if (!isModelled) return { is: 'nothing', why: 'it stands in what the model leaves out' };
  if (why !== null) return { is: 'nothing', why };
  if (isJump) return { is: 'lifted', as: 'where control goes' };
  if (isDecision) return { is: 'nothing', why: 'both ways lead to one place' };
  return { is: 'trap', why: 'control comes there behind a trap alone' };
}

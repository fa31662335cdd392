/** The new code of a function as instructions: what control comes to, and ends that are traps. */
import type { AnyProc } from '../../core/index.ts';
import type { Extent } from '../c/index.ts';
import { compileFlow, type NodeTrap, targetOf } from '../compile/flow-code.ts';
import type { FunctionScope } from '../compile/function-scope.ts';
import { Lowering } from '../compile/lowering.ts';
import { type BaseFlow, END, type FlowTarget, successorsOf } from '../flow/index.ts';
import type { Destination, PatchedPaths } from './destinations.ts';
import { bundleWhy } from './statement-groups.ts';

/** A function, how control goes in it, and what of it is changed. */
export interface SplicedFlow {
  readonly proc: AnyProc;
  readonly flow: BaseFlow;
  /** Of 2.6.20, in front of or at which something is changed. */
  readonly changed: ReadonlySet<number>;
}

/** A place in the new code, or the label of a step that stays. */
export function targetOfDestination(to: Destination): string {
  switch (to.is) {
    case 'step':
      return to.label;
    case 'new':
      return targetOf(to.node);
    case 'left-out':
      return `left out ${to.line}: ${to.why}`;
  }
}

/** `at`: what leads there. */
type LeftOut = Extract<Destination, { is: 'left-out' }> & {
  readonly at: Pick<Extent, 'line' | 'text'>;
  /** Nothing but lines of 2.6.20's own leads there. */
  readonly isOwn: boolean;
};

/** Lines of 2.6.20 that are not changed themselves, and at which schedules end all the same. */
export interface TrappedLines {
  readonly from: number;
  readonly to: number;
  readonly why: string;
}

export interface NewCode {
  readonly lowering: Lowering;
  readonly traps: readonly NodeTrap[];
  readonly bundles: readonly TrappedLines[];
  readonly isNew: (node: FlowTarget) => boolean;
  /** Lines of 2.6.20 that the model leaves out, and control comes to. */
  readonly leftOut: readonly number[];
  /** Places that stay, as the new code names them. */
  readonly outside: ReadonlyMap<string, string>;
}

export interface NewCodeInput extends SplicedFlow {
  readonly paths: PatchedPaths;
  readonly scope: FunctionScope;
  /** To which control comes from steps that stay. */
  readonly places: readonly Destination[];
  /** A line of 2.6.20's own, made anew though no patch changes it: what the model leaves out behind it is no doing of a patch. */
  readonly isOwnLine: (line: number) => boolean;
}

export function newCode(input: NewCodeInput): NewCode {
  const { paths, scope, places, isOwnLine } = input;
  const { proc, flow } = input;
  const { graph } = paths.patched;
  const isNew = (at: FlowTarget): boolean => at !== END && !paths.isOfBase(at);
  const lowering = new Lowering(scope);
  const traps = [...compileFlow(lowering, graph, isNew)];
  const trap = (target: string, why: string, at: Pick<Extent, 'line' | 'text'>, isLeftOut = false) => {
    lowering.at(at);
    lowering.emit({ is: 'mark', target });
    lowering.emit({ is: 'trap', why, ...(isLeftOut ? { isLeftOut } : {}) });
  };
  // What is left of a group that does not stay, and has no text.
  const isTrapped = (at: FlowTarget): boolean => {
    const group = at === END ? undefined : paths.groupAt(at);
    return group !== undefined && !paths.stays(group);
  };
  const bundles: TrappedLines[] = [];
  for (const group of paths.groups) {
    const nodes = graph.nodes.flatMap((_, nth) => (paths.groupAt(nth) === group && isTrapped(nth) ? [nth] : []));
    const [first, ...others] = nodes;
    if (first === undefined) continue;
    const why = bundleWhy(proc, flow, group, input.changed);
    for (const nth of others) lowering.emit({ is: 'mark', target: targetOf(nth) });
    trap(targetOf(first), why, { line: graph.nodes[first]?.at.line ?? 0, text: '…' });
    const lines = group.nodes.map((node) => flow.graph.nodes[node]?.at.line ?? 0);
    bundles.push({ from: Math.min(...lines), to: Math.max(...lines), why });
  }
  const outside = new Map<string, string>();
  const leftOut = new Map<string, LeftOut>();
  for (const to of places)
    if (to.is === 'left-out') leftOut.set(targetOfDestination(to), { ...to, at: { line: 0, text: '…' }, isOwn: false });
  graph.nodes.forEach((node, nth) => {
    if (!isNew(nth)) return;
    for (const next of successorsOf(node)) {
      if (isNew(next) || isTrapped(next)) continue;
      const to = paths.resolved(next);
      outside.set(targetOf(next), targetOfDestination(to));
      if (to.is !== 'left-out') continue;
      const known = leftOut.get(targetOfDestination(to));
      const isOwn = isOwnLine(node.at.line) && known?.isOwn !== false;
      leftOut.set(targetOfDestination(to), { ...to, at: node.at, isOwn });
      traps.push({
        node: nth,
        line: node.at.line,
        c: node.at.text,
        why: leftOutWhy(input, to),
        leadsTo: to.line,
        isOfBase: isOwnLine(node.at.line),
      });
    }
  });
  for (const [target, to] of leftOut) {
    trap(target, leftOutWhy(input, to), to.at, to.isOwn);
    if (!to.isOwn) bundles.push({ from: to.line, to: to.line, why: leftOutWhy(input, to) });
  }
  return { lowering, traps, bundles, isNew, outside, leftOut: [...leftOut.values()].map(({ line }) => line) };
}

const leftOutWhy = ({ proc }: SplicedFlow, { line, why }: { readonly line: number; readonly why: string }): string =>
  `${proc.at.replace(/:\d+$/, '')}:${line} of ${proc.name}(): ${why}`;

/** The statements of a function in groups that stay or go together, with the steps that stand for them. */
import type { AnyProc, AnyStep } from '../../core/index.ts';
import { type BaseFlow, codeOfStep, END, type FlowTarget } from '../flow/index.ts';
import { localMeanings } from '../prelude/locals.ts';

export interface SpliceGroup {
  /** Nodes of the base's graph. */
  readonly nodes: readonly FlowTarget[];
  /** Labels. */
  readonly steps: ReadonlySet<string>;
}

/**
 * Statements that share steps are one group; so are those whose steps hand each other a local that the C does not have, since what it
 * holds cannot be changed by C.
 */
export function spliceGroups(flow: BaseFlow, proc: AnyProc): readonly SpliceGroup[] {
  let groups: SpliceGroup[] = [];
  const join = (nodes: readonly FlowTarget[], steps: readonly string[]) => {
    const met = groups.filter((group) => steps.some((label) => group.steps.has(label)));
    groups = groups.filter((group) => !met.includes(group));
    groups.push({
      nodes: [...met.flatMap((group) => group.nodes), ...nodes],
      steps: new Set([...met.flatMap((group) => Array.from(group.steps)), ...steps]),
    });
  };
  flow.graph.nodes.forEach((_, node) => {
    const steps = flow.stepsAt(node);
    if (steps.length > 0) join([node], steps);
  });
  for (const local of localMeanings[proc.name]?.handed ?? []) join([], stepsNaming(proc, local));
  // Steps of functions that have none of their own procs go with the statement that calls these.
  const known = new Set(groups.flatMap(({ steps }) => Array.from(steps)));
  const foreign = stepsOutside(flow, proc);
  if (foreign.some((label) => known.has(label))) join([], foreign);
  return groups;
}

const stepsOf = ({ steps }: AnyProc): ReadonlyMap<string, AnyStep> => steps as ReadonlyMap<string, AnyStep>;

function stepsOutside({ modelled: { lines } }: BaseFlow, proc: AnyProc): string[] {
  return [...stepsOf(proc)].flatMap(([label, { line }]) => (line < lines[0] || line > lines[1] ? [label] : []));
}

/** Steps that read or write the local. */
function stepsNaming(proc: AnyProc, local: string): string[] {
  const named = new RegExp(`\\bf\\.${local}\\b`);
  return [...stepsOf(proc)].flatMap(([label, step]) => {
    const isResult = 'result' in step && step.result === local;
    return isResult || named.test(codeOfStep(step)) ? [label] : [];
  });
}

/** Why control cannot go on where a part of a group stays. `changed`: lines of 2.6.20 at which something is. */
export function bundleWhy(
  proc: AnyProc,
  flow: BaseFlow,
  { nodes, steps }: SpliceGroup,
  changed: ReadonlySet<number>,
): string {
  const path = proc.at.replace(/:\d+$/, '');
  const lines = nodes.map((node) => flow.graph.nodes[node]?.at.line ?? 0);
  const [from, to] = [Math.min(...lines), Math.max(...lines)];
  const far = [...changed].map((line) => Math.max(line - from, to - line) + 2);
  const context = Math.max(3, Math.min(...far));
  const names = [...steps].map((label) => `${proc.name}.${label}`).join(', ');
  return `${path}:${from}${to === from ? '' : `-${to}`} is one in the model (${names}), and the patch changes a part of it without showing the rest: diff -U${context} does`;
}

/** Nodes of 2.6.20 that control comes to in the model. */
export function reachedNodes(flow: BaseFlow, groups: readonly SpliceGroup[]): ReadonlySet<FlowTarget> {
  const found = new Set<FlowTarget>();
  // What has steps is reached, also where the model comes there by what it leaves out.
  const queue = [flow.graph.entry, ...groups.flatMap(({ nodes }) => nodes)];
  for (let at = queue.pop(); at !== undefined; at = queue.pop()) {
    if (at === END || found.has(at)) continue;
    found.add(at);
    queue.push(...flow.passesTo(at));
  }
  return found;
}

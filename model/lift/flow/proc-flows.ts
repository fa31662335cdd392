/** Every modelled C function with its flow, by the procs of the model. */
import type { AnyProc, AnyStep } from '../../core/notation/proc.ts';
import { sourceFile, type SourceFile, sourcePaths } from '../../source/source-file.ts';
import { stepsAtFor } from '../../source/steps-at.ts';
import { withHunks } from '../../source/with-hunks.ts';
import { type CParser, parseFragment } from '../c/index.ts';
import { BaseFlow } from './base-flow.ts';
import { flowOf } from './flow-of.ts';
import type { FlowGraph } from './graph.ts';
import { successorsOf } from './graph.ts';
import { StatementSteps } from './statement-steps.ts';
import { stepSuccessors } from './step-successors.ts';

export interface ProcFlow {
  readonly proc: AnyProc;
  readonly path: string;
  /** The C functions that it has steps in: its own, and those whose steps are part of it. */
  readonly functions: readonly BaseFlow[];
}

/** A step of a proc, and where it may go in the model though it could not in the C. */
export interface OddEdge {
  readonly from: string;
  readonly to: string;
}

/** The flow of a proc, made when it is first asked for; undefined: of no C function. */
export type ProcFlows = (proc: string) => ProcFlow | undefined;

/** `procs`: of the modelled kernel under no patch. */
export function procFlows(procs: readonly AnyProc[], parser: CParser): ProcFlows {
  const accountAt = stepsAtFor(procs);
  const byName = new Map(procs.map((proc) => [proc.name, proc]));
  const made = new Map<string, ProcFlow>();
  return (name) => {
    const proc = byName.get(name);
    const path = sourcePaths.find((one) => proc?.at.startsWith(`${one}:`));
    if (proc === undefined || path === undefined) return undefined;
    const flow = made.get(name) ?? flowIn(sourceFile(path) as SourceFile, proc, parser, accountAt);
    made.set(name, flow);
    return flow;
  };
}

function flowIn(file: SourceFile, proc: AnyProc, parser: CParser, accountAt: ReturnType<typeof stepsAtFor>): ProcFlow {
  const functions: BaseFlow[] = [];
  const own = file.facts.modelled.filter(({ lines, name }) => name === proc.name || hasStepIn(proc, lines));
  for (const modelled of own) {
    const steps = new StatementSteps(modelled, proc, (line) => accountAt(file, line));
    const leavesTo = modelled.name === proc.name ? undefined : () => behindCallOf(modelled.lines, proc, functions);
    functions.push(new BaseFlow(steps, skeletonGraph(parser, file, modelled.name), leavesTo));
  }
  return { proc, path: file.path, functions };
}

const stepsOf = ({ steps }: AnyProc): ReadonlyMap<string, AnyStep> => steps as ReadonlyMap<string, AnyStep>;

const hasStepIn = (proc: AnyProc, [from, to]: readonly [number, number]): boolean =>
  [...stepsOf(proc).values()].some(({ line }) => from <= line && line <= to);

/** Where the proc goes on when a function ends that it calls without a step of its own: behind the statement that calls it. */
function behindCallOf(
  [from, to]: readonly [number, number],
  proc: AnyProc,
  functions: readonly BaseFlow[],
): ReadonlySet<string> {
  const caller = functions.find(({ modelled }) => modelled.name === proc.name);
  const isCalled = (label: string) => {
    const line = stepsOf(proc).get(label)?.line ?? 0;
    return from <= line && line <= to;
  };
  const calls = caller?.graph.nodes.filter(({ at }) => caller.steps.stepsOf(at.line).some(isCalled)) ?? [];
  const all = new Set<string>();
  for (const next of calls.flatMap((node) => successorsOf(node)))
    for (const entry of caller?.entries(next) ?? []) all.add(entry);
  return all.size > 0 ? all : new Set(['return']);
}

function skeletonGraph(parser: CParser, file: SourceFile, name: string): FlowGraph {
  const modelled = file.facts.modelled.find((one) => one.name === name);
  const whole = modelled === undefined ? undefined : withHunks(file, modelled, []);
  if (whole?.ok !== true) throw new Error(`${name} in ${file.path} has no skeleton`);
  return flowOf(parseFragment(parser, whole.lines, 'body').items).graph;
}

/** `successors`: where each step may go in the model. */
export function oddEdges(
  { proc, functions }: ProcFlow,
  successors: (label: string) => ReadonlySet<string> = (label) => stepSuccessors(proc, label),
): readonly OddEdge[] {
  return [...stepsOf(proc).keys()].flatMap((from) => {
    const known = new Set(functions.flatMap((flow) => [...flow.successorsOfStep(from)]));
    return [...successors(from)].filter((to) => !known.has(to)).map((to) => ({ from: `${proc.name}.${from}`, to }));
  });
}

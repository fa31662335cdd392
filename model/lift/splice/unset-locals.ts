/** New code that reads a local which holds something else than in the C: nothing was put into it, or a step has set it back. */
import type { AnyProc, AnyStep } from '../../core/index.ts';
import type { AssembledSteps } from '../compile/assembly.ts';
import type { NodeTrap } from '../compile/flow-code.ts';
import { type StepText, trapBody } from '../compile/step-text.ts';
import { codeOfStep, END, waysOfStep } from '../flow/index.ts';
import { localMeanings } from '../prelude/locals.ts';
import type { StepWay } from './edit-plan.ts';

export interface UnsetRead {
  /** Of the step that reads it. */
  readonly label: string;
  readonly why: string;
}

/** Steps by their labels, new ones and those that stay, and where each leads. */
export interface StepGraph {
  readonly codeOf: (label: string) => string;
  readonly nextOf: (label: string) => readonly string[];
  /** Of a step that stays: where its way to another leads now. */
  readonly wayOf: (from: string, to: string) => readonly string[];
  readonly isNew: (label: string) => boolean;
}

/** `ways`: of the steps that stay. */
export function stepGraph(
  proc: AnyProc | null,
  ways: readonly StepWay<string>[],
  steps: readonly StepText[],
): StepGraph {
  const own = new Map(steps.map((step) => [step.label, step.body.join('\n')]));
  const base = (proc?.steps ?? new Map()) as ReadonlyMap<string, AnyStep>;
  return {
    codeOf: (label) => own.get(label) ?? codeOfBase(base.get(label)),
    nextOf: (label) =>
      own.has(label) ? labelsIn(own.get(label) ?? '') : ways.filter(({ from }) => from === label).map(({ now }) => now),
    wayOf: (at, led) => ways.filter(({ from, to }) => from === at && to === led).map(({ now }) => now),
    isNew: (label) => own.has(label),
  };
}

/** Locals that a step which stays has set back (`forgets`). */
export const forgottenLocals = (proc: AnyProc, graph: StepGraph): readonly UnsetRead[] =>
  Object.entries(localMeanings[proc.name]?.forgets ?? {}).flatMap(([way, locals]) => {
    const [at = '', to] = way.split(' > ');
    return locals.flatMap((local) =>
      readUnset(graph, to === undefined ? graph.nextOf(at) : graph.wayOf(at, to), local, false)
        .filter(graph.isNew)
        .map((label) => ({
          label,
          why: `${proc.name}.${at} has set ${local} back, which nothing in 2.6.20 reads behind it`,
        })),
    );
  });

/**
 * Locals into which nothing was put since the function began. `locals`: that have no value then, in the C. `returned`: the one that is
 * read where the function ends; null: none.
 */
export const uninitialised = (
  graph: StepGraph,
  entry: string,
  locals: Iterable<string>,
  returned: string | null,
): readonly UnsetRead[] =>
  [...new Set(locals)].flatMap((local) =>
    readUnset(graph, [entry], local, local === returned).map((label) => ({
      label,
      why: `${local} may be read before anything is put into it`,
    })),
  );

/** Locals of a function of the base that hold nothing when it begins: on each way they are written before they are read. */
export function alwaysWrittenFirst(proc: AnyProc): string[] {
  const labels = [...(proc.steps as ReadonlyMap<string, AnyStep>).keys()];
  const ways = labels.flatMap((from) => waysOfStep(proc, from).map(({ to, by }) => ({ from, to, by, now: to })));
  const graph = stepGraph(proc, ways, []);
  const [first] = labels;
  return Object.entries(proc.locals as Record<string, string>).flatMap(([local, type]) =>
    type !== 'ghost' &&
    first !== undefined &&
    labels.some((label) => graph.codeOf(label).includes(`f.${local}`)) &&
    readUnset(graph, [first], local, local === proc.returns).length === 0
      ? [local]
      : [],
  );
}

/** Steps that read what is not set are traps. */
export function withUnsetTrapped(
  { steps, sources }: Pick<AssembledSteps, 'steps' | 'sources'>,
  unset: readonly UnsetRead[],
): { readonly steps: readonly StepText[]; readonly traps: readonly NodeTrap[] } {
  const whyOf = new Map(unset.map(({ label, why }) => [label, why]));
  return {
    steps: steps.map((step) => {
      const why = whyOf.get(step.label);
      return why === undefined ? step : { ...step, body: trapBody(why), isTrap: true };
    }),
    traps: [...whyOf].flatMap(([label, why]) =>
      Array.from(sources.get(label) ?? [], (line): NodeTrap => ({ node: END, why, line, c: label })),
    ),
  };
}

/** A step of the base puts something into the local. */
export const writesLocal = (step: AnyStep, local: string): boolean => writes(codeOfBase(step), local);

/** The first steps on each way that read it, or end the function that returns it, unless one in front of them has written it. */
function readUnset(graph: StepGraph, from: readonly string[], local: string, isReturned: boolean): string[] {
  const found: string[] = [];
  const seen = new Set<string>();
  const queue = [...from];
  for (let label = queue.pop(); label !== undefined; label = queue.pop()) {
    if (seen.has(label)) continue;
    seen.add(label);
    const code = graph.codeOf(label);
    const next = graph.nextOf(label);
    if (reads(code, local)) found.push(label);
    else if (writes(code, local)) continue;
    else if (isReturned && next.includes('return')) found.push(label);
    else queue.push(...next);
  }
  return found;
}

const labelsIn = (body: string): string[] =>
  [...body.replaceAll(/^result: '\w+',$/gm, '').matchAll(/'(\w+)'/g)].map(([, label]) => label as string);

/** With the local that a call's result is put into, as new steps say it. */
function codeOfBase(step: AnyStep | undefined): string {
  if (step === undefined) return '';
  const result = 'result' in step && step.result !== undefined ? `\nresult: '${step.result}'` : '';
  return codeOfStep(step) + result;
}

/** In a statement that writes it and reads it, it is read first. */
function reads(code: string, local: string): boolean {
  const named = new RegExp(`\\bf\\.${local}\\b(?!\\s*=(?!=))`);
  const first = code.search(named);
  if (first < 0) return false;
  const written = code.search(new RegExp(`\\bf\\.${local}\\s*=(?!=)`));
  if (written < 0 || first < written) return true;
  // What it is set to comes behind the sign, up to the end of the statement.
  const end = code.indexOf(';', written);
  return named.test(code.slice(written, end < 0 ? undefined : end));
}

const writes = (code: string, local: string): boolean =>
  new RegExp(`\\bf\\.${local}\\s*=(?!=)`).test(code) || code.includes(`result: '${local}'`);

/** A function of the base with a diff put over it: its flow before and behind, and the edit that leads from one to the other. */
import type { AnyProc } from '../../core/index.ts';
import type { ModelledLines } from '../../source/source-file.ts';
import type { SkeletonLine } from '../../source/with-hunks.ts';
import type { CParser, Macro, SkippedLine } from '../c/index.ts';
import { assembled, type AssembledSteps } from '../compile/assembly.ts';
import { trapText } from '../compile/step-text.ts';
import { alwaysWrittenFirst, forgottenLocals, stepGraph, uninitialised, withUnsetTrapped } from './unset-locals.ts';
import { fatesOf, type NodeFate, type NodeTrap, targetOf } from '../compile/flow-code.ts';
import type { FunctionScope, KernelNames } from '../compile/function-scope.ts';
import { callsIn } from '../compile/instructions.ts';
import { withUnknownLocals } from '../compile/unknown-locals.ts';
import { Names } from '../compile/names.ts';
import { declarationsIn, type LocalDeclaration, retyped, shadowingIn } from '../declarations.ts';
import { END, type PatchedFlow, patchedFlow } from '../flow/index.ts';
import type { LiftRefusal } from '../outside/added.ts';
import { localMeanings } from '../prelude/locals.ts';
import { configuration } from '../prelude/configuration.ts';
import { type Destination, PatchedPaths } from './destinations.ts';
import { type EditPlan, editPlan, type StepWay, withEntry } from './edit-plan.ts';
import { ledWays } from './led-ways.ts';
import { type HeldLocals, localNames, scopeOf } from './function-locals.ts';
import {
  type NewCode,
  newCode,
  type NewCodeInput,
  type SplicedFlow,
  targetOfDestination,
  type TrappedLines,
} from './new-code.ts';
import { spliceGroups } from './statement-groups.ts';
import { testedAnew } from './tested-locals.ts';

export interface SplicedFunction {
  readonly plan: EditPlan;
  readonly traps: readonly NodeTrap[];
  readonly issues: readonly LiftRefusal[];
  /** Lines of the text that an `#if` leaves out. */
  readonly skipped: readonly SkippedLine[];
  /** Of the new code; lines are the text's. */
  readonly nodes: readonly NodeFate[];
  /** Names of the functions that the new code calls. */
  readonly calls: readonly string[];
  readonly bundles: readonly TrappedLines[];
  /** Some new step is a trap. */
  readonly hasTraps: boolean;
  /** Lines of 2.6.20 of statements for which steps would be made, if their text were there. */
  readonly wanted: ReadonlySet<number>;
  /** Lines of 2.6.20 of conditions that no step stands for, and in which the patch has another value tested. */
  readonly asked: ReadonlySet<number>;
}

export interface SpliceInput extends SplicedFlow {
  readonly parser: CParser;
  readonly modelled: ModelledLines;
  readonly lines: readonly SkeletonLine[];
  readonly macros: readonly Macro[];
  readonly kernel: KernelNames;
  /** Of locals, in what the patch takes out. */
  readonly removedDeclarations: readonly LocalDeclaration[];
  /** The line of 2.6.20 at which a line of the text stands. */
  readonly baseOf: (at: number) => number;
  /** Where all text of the function is at hand. */
  readonly held?: HeldLocals;
}

const RETURN: Destination = { is: 'step', label: 'return' };

export function splicedFunction(input: SpliceInput): SplicedFunction {
  const { parser, modelled, lines, macros } = input;
  const patched = patchedFlow(parser, modelled, lines, { macros, configuration });
  const first = splicedWith(input, patched, new Set());
  if (first.asked.size === 0) return first;
  const { asked } = first;
  return { ...splicedWith(input, patched, asked), asked };
}

/** `asked`: lines of conditions that no step stands for, and that the patch has decided otherwise. */
function splicedWith(input: SpliceInput, patched: PatchedFlow, asked: ReadonlySet<number>): SplicedFunction {
  const { proc, flow, lines } = input;
  const paths = new PatchedPaths(flow, patched, spliceGroups(flow, proc), asked);
  const ways = ledWays(proc, paths, input.changed);
  const entry = entryOf(proc, paths);
  const declared = declarationsIn(patched.body);
  const isNewLine = new Set(lines.flatMap(({ at, origin }) => (origin.is === 'added' ? [at] : [])));
  const ofBase = new Set([
    ...input.removedDeclarations.map(({ name }) => name),
    ...declared.filter(({ at }) => !isNewLine.has(at.line)).map(({ name }) => name),
  ]);
  const baseLines = new Set(lines.flatMap(({ at, origin }) => (origin.is === 'shown' ? [at] : [])));
  const places = [entry, ...ways.map(({ now }) => now)];
  const isOwnLine = (line: number) => input.held !== undefined && baseLines.has(line);
  const { scope, code } = withUnknownLocals((unknown) => {
    const names = scopeOf(input, { declared, graph: patched.graph, unknown, ofBase, baseLines });
    return { scope: names, code: newCode({ ...input, paths, scope: names, places, isOwnLine }) };
  });
  const removed = new Set(
    paths.groups.filter((group) => !paths.stays(group)).flatMap(({ steps }) => Array.from(steps)),
  );
  const made = withLabels({ ...input, isOwnLine }, scope, code, removed, entry, ways);
  const labels = labelsOf(proc);
  const labelFor = (to: Destination): string => (to.is === 'step' ? to.label : made.labelOf(targetOfDestination(to)));
  const ledTo = ways.map(({ from, to, by, now }) => ({ from, to, by, now: labelFor(now) }));
  const stepsNow = stepGraph(proc, ledTo, made.steps);
  const unset = [
    ...forgottenLocals(proc, stepsNow),
    ...uninitialised(stepsNow, labelFor(entry), unsetAtStart(input, declared), proc.returns),
  ];
  const { steps, traps: unsetTraps } = withUnsetTrapped(made, unset);
  const plan = editPlan(
    withEntry({
      labels,
      removed,
      ways: ledTo,
      entry: labelFor(entry),
      steps,
      locals: addedLocals(proc, scope, made),
    }),
  );
  return {
    plan,
    traps: [...code.traps, ...unsetTraps],
    issues: [
      ...patched.issues,
      ...shadowingIn(patched.body, localNames(proc), ownLines(input)),
      ...retyped(input.removedDeclarations, declared),
      ...widerIssues(proc, paths),
      ...aloneIssues(proc, declared),
      // Where a jump leads nowhere, so do its ways.
      ...unset
        .filter(({ label }) => patched.issues.length === 0 && !stepsNow.isNew(label))
        .map(({ label, why }) => ({ line: 0, message: `${proc.name}.${label}: ${why}`, expected: 'a first value' })),
    ],
    skipped: patched.skipped,
    nodes: fatesOf(patched.graph, code.isNew, made.sources, code.lowering.silent, paths.reachedNow()),
    calls: callsIn(code.lowering.instructions),
    wanted: new Set([
      ...[...paths.broken].flatMap(({ nodes }) => nodes.map((node) => flow.graph.nodes[node]?.at.line ?? 0)),
      ...code.leftOut,
    ]),
    asked: testedAnew(proc.name, paths, code.lowering.instructions, (line) => isNewLine.has(line)),
    hasTraps: steps.some(({ isTrap }) => isTrap),
    bundles: code.bundles.filter(({ why }) => made.steps.some(({ body }) => body.includes(trapText(why)))),
  };
}

/**
 * Locals that hold nothing when the function begins: by the C, of the patch, and of the base where it takes their first value away;
 * and those of the C that steps keep to themselves.
 */
function unsetAtStart({ proc, removedDeclarations }: SpliceInput, declared: readonly LocalDeclaration[]): Set<string> {
  const bare = declared.filter(({ initialiser }) => initialiser === null).map(({ name }) => name);
  const set = new Set(declared.filter(({ initialiser }) => initialiser !== null).map(({ name }) => name));
  const lost = removedDeclarations.filter(({ initialiser }) => initialiser !== null).map(({ name }) => name);
  const unset = new Set([...bare, ...lost].filter((name) => !set.has(name)));
  for (const name of alwaysWrittenFirst(proc)) unset.add(name);
  // Steps that stay keep these to themselves.
  for (const name of Object.keys(localMeanings[proc.name]?.kept ?? {})) unset.add(name);
  return unset;
}

/** The model has locals of its own, of which the C knows nothing. */
const aloneIssues = ({ name: fn }: AnyProc, declared: readonly LocalDeclaration[]): LiftRefusal[] =>
  declared
    .filter(({ name }) => localMeanings[fn]?.alone?.includes(name))
    .map(({ name, at }) => ({
      line: at.line,
      message: `the model has another local ${name} in ${fn}()`,
      expected: 'another name',
    }));

/** Steps that also do what stands in other functions cannot be made anew of what stands in this one. */
function widerIssues(proc: AnyProc, paths: PatchedPaths): LiftRefusal[] {
  const wider = localMeanings[proc.name]?.wider ?? [];
  return paths.groups.flatMap((group): LiftRefusal[] => {
    const label = paths.stays(group) ? undefined : wider.find((one) => group.steps.has(one));
    if (label === undefined) return [];
    const message = `the step ${proc.name}.${label} also does what stands in other functions, and what it stands for here is changed`;
    return [{ line: 0, message, expected: 'a patch without this hunk, or one that is written as a module' }];
  });
}

/** Lines of the text that the patch brings, but for those that declare what it takes out elsewhere. */
function ownLines({ lines, removedDeclarations }: SpliceInput): (line: number, name: string) => boolean {
  const added = new Set(lines.flatMap(({ at, origin }) => (origin.is === 'added' ? [at] : [])));
  const removed = new Set(removedDeclarations.map(({ name }) => name));
  return (line, name) => added.has(line) && !removed.has(name);
}

const labelsOf = ({ steps }: AnyProc): string[] => [...(steps.keys() as Iterable<string>)];

/** Where control comes in, which came to the first step. */
function entryOf(proc: AnyProc, paths: PatchedPaths): Destination {
  const ways = paths.entry();
  return ways.get(labelsOf(proc)[0] ?? '') ?? [...ways.values()][0] ?? RETURN;
}

/** Steps with labels: one to which all lead now that led to a step that goes, has the label of that. */
function withLabels(
  { proc, baseOf, isOwnLine }: SpliceInput & Pick<NewCodeInput, 'isOwnLine'>,
  scope: FunctionScope,
  { lowering, outside }: NewCode,
  removed: ReadonlySet<string>,
  entry: Destination,
  ways: readonly StepWay<Destination>[],
): AssembledSteps {
  const led = (to: string): string => outside.get(to) ?? to;
  const instructions = lowering.instructions.map((one) => {
    if (one.is === 'jump') return { ...one, to: led(one.to) };
    return one.is === 'branch' ? { ...one, yes: led(one.yes), no: led(one.no) } : one;
  });
  const entries = [entry, ...ways.map(({ now }) => now)].filter(({ is }) => is !== 'step').map(targetOfDestination);
  const make = (renamed: ReadonlyMap<string, string>): AssembledSteps => {
    const names = new Names(labelsOf(proc));
    return assembled({
      instructions,
      entries: [...new Set(entries)],
      after: targetOf(END),
      outside: (target) => (target === targetOf(END) ? 'return' : target),
      kinds: scope.kinds,
      isMade: (local) => scope.isMade(local),
      isAdded: (local) => !Object.hasOwn(proc.locals as object, local),
      isReset: (local) => scope.isMade(local),
      liveAtEnd: proc.returns === null ? [] : [proc.returns],
      newLabel(like) {
        const name = names.take(like);
        return renamed.get(name) ?? name;
      },
      isUnchanged: isOwnLine,
      citation: ({ line, text }) => ({ line: baseOf(line), c: text }),
    });
  };
  const first = make(new Map());
  const renamed = new Map<string, string>();
  const [firstLabel] = labelsOf(proc);
  for (const label of removed) {
    const now = ways.filter(({ to }) => to === label).map((way) => way.now);
    if (label === firstLabel) now.push(entry);
    const labels = new Set(now.map((to) => (to.is === 'step' ? null : first.labelOf(targetOfDestination(to)))));
    const [only] = labels;
    if (labels.size === 1 && typeof only === 'string' && !renamed.has(only)) renamed.set(only, label);
  }
  for (const name of renamed.keys()) if (!first.steps.some(({ label }) => label === name)) renamed.delete(name);
  return renamed.size === 0 ? first : make(renamed);
}

/** Locals that the function has to have for the new code. */
function addedLocals(proc: AnyProc, scope: FunctionScope, { locals, steps }: AssembledSteps): Record<string, string> {
  const meanings = localMeanings[proc.name] ?? {};
  const kept = new Set([...Object.keys(meanings.kept ?? {}), ...(meanings.begin ?? [])]);
  const isUsed = (name: string) => !kept.has(name) || steps.some(({ body }) => body.join('\n').includes(`f.${name}`));
  return Object.fromEntries(
    [...scope.kinds]
      .filter(
        ([name, kind]) =>
          !Object.hasOwn(proc.locals as object, name) &&
          kind.is !== 'nothing' &&
          (scope.isMade(name) ? locals.includes(name) : isUsed(name)),
      )
      .map(([name]) => [name, scope.typeOf(name)]),
  );
}

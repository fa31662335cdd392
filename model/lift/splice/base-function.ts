/** A function of the base with a diff put over it: its flow before and behind, and the edit that leads from one to the other. */
import type { AnyProc } from '../../core/index.ts';
import { lineDigest } from '../../source/digest.ts';
import { labelAt, markedBy, skeletonOf } from '../../source/skeleton.ts';
import { labelsIn } from '../../source/structure.ts';
import type { ModelledLines } from '../../source/source-file.ts';
import type { LineAccount } from '../../source/account.ts';
import type { SkeletonLine } from '../../source/with-hunks.ts';
import {
  type CParser,
  type Expression,
  type Item,
  type Macro,
  parseExpression,
  parseFragment,
  type SkippedLine,
} from '../c/index.ts';
import { configuration } from '../prelude/configuration.ts';
import { assembled } from '../compile/assembly.ts';
import { compileFlow, fatesOf, type NodeFate, type NodeTrap, targetOf } from '../compile/flow-code.ts';
import { FunctionScope, type KernelNames } from '../compile/function-scope.ts';
import { type Kind } from '../compile/kinds.ts';
import { callsIn } from '../compile/instructions.ts';
import { Lowering } from '../compile/lowering.ts';
import { Names } from '../compile/names.ts';
import { quoted, type StepText } from '../compile/step-text.ts';
import { kindOfDeclaration, kindOfLocal } from '../compile/types.ts';
import { END, type FlowGraph, type FlowNode, flowOf, type FlowTarget, successorsOf } from '../flow/index.ts';
import { localMeanings } from '../prelude/locals.ts';
import { declarationsIn, type LocalDeclaration, retyped, shadowingIn } from '../declarations.ts';
import type { Refusal } from '../outside/added.ts';
import { type EditPlan, editPlan, type ModelWay } from './edit-plan.ts';
import { modelWays } from './model-ways.ts';
import { type BaseStatements, type Destination, destination, isSame, reachedLines, waysOf } from './ways.ts';

export interface SplicedFunction {
  readonly plan: EditPlan;
  readonly steps: readonly StepText[];
  readonly traps: readonly NodeTrap[];
  readonly issues: readonly Refusal[];
  /** Lines of the text that an `#if` leaves out. */
  readonly skipped: readonly SkippedLine[];
  /** Of the new code; lines are the text's. */
  readonly nodes: readonly NodeFate[];
  /** Names of the functions that the new code calls. */
  readonly calls: readonly string[];
  /** Lines of the text that a trap stands for, and why. */
  readonly trapped: readonly (readonly [from: number, to: number, why: string])[];
  /** Steps that the patch takes out. */
  readonly removed: ReadonlySet<string>;
  /** Steps that stand for several statements, of which the patch changes some, with the lines of 2.6.20 of these. */
  readonly broken: ReadonlyMap<string, readonly number[]>;
}

export interface SpliceInput {
  readonly parser: CParser;
  readonly proc: AnyProc;
  readonly modelled: ModelledLines;
  readonly lines: readonly SkeletonLine[];
  /** Of the base's line. */
  readonly accountAt: (line: number) => LineAccount;
  readonly macros: readonly Macro[];
  readonly kernel: KernelNames;
  /** Steps that stand for several statements, of which some that the patch changes are not known: each is a trap. */
  readonly trapped: ReadonlySet<string>;
  /** Of locals, in what the patch takes out. */
  readonly removedDeclarations: readonly LocalDeclaration[];
  /** The line of 2.6.20 at which a line of the text stands. */
  readonly baseOf: (at: number) => number;
}

/** The mark of the base that a node is; null: it is new. */
function markOf(node: FlowNode): string | null {
  const e: Expression | null =
    node.does === 'statement' && node.item.kind === 'expression'
      ? node.item.expression
      : node.does === 'condition' || node.does === 'initialiser' || node.does === 'update'
        ? node.expression
        : node.does === 'return'
          ? node.value
          : node.does === 'switch'
            ? node.subject
            : null;
  const isReturn = node.does === 'return' && e === null;
  if (isReturn || e === null || e.kind !== 'call' || e.callee.kind !== 'name') return null;
  const args = e.args.map((arg) => (arg.kind === 'number' ? Number(arg.value) : Number.NaN));
  const mark = markedBy(e.callee.name, args);
  return mark === null ? null : `${mark.line}.${mark.nth}.${mark.part}`;
}

const lineOfMark = (mark: string): number => Number(mark.split('.')[0]);

export function splicedFunction(input: SpliceInput): SplicedFunction {
  const { parser, proc, modelled, lines, macros } = input;
  const baseItems = bodyOf(
    parseFragment(
      parser,
      skeletonOf(modelled).map((text, nth) => ({ text, at: nth + 1 })),
      'body',
    ).items,
  );
  const base = flowOf(baseItems).graph;
  const read = parseFragment(
    parser,
    lines.map(({ text, at }) => ({ text, at })),
    'body',
    { macros, configuration },
  );
  const known = new Map(
    labelsIn(modelled.structure, modelled.lines[0]).map(({ digest, line }) => [digest, labelAt(line)]),
  );
  const labelOf = (name: string): string => known.get(lineDigest(name)) ?? name;
  const { graph, issues } = flowOf(bodyOf(read.items), { labelOf });
  const keptAt = new Set(lines.filter(({ origin }) => origin.is === 'kept').map(({ at }) => at));
  const keptBase = new Map(
    lines.flatMap(({ at, origin }) => (origin.is === 'kept' ? [[at, origin.base] as const] : [])),
  );
  const ofBase = baseStatements(input, base, (at) => modelled.lines[0] + at - 1);
  const statements: BaseStatements = { ...ofBase, lineOf: lineIn((at) => keptBase.get(at) ?? null) };
  const labels = [...proc.steps.keys()] as string[];
  const before = waysOf(base, ofBase);
  const behind = waysOf(graph, statements);
  const inNew = new Set(graph.nodes.flatMap((node) => statements.lineOf(node) ?? []));
  const stepOfLine = new Map(
    [...before.keys()].flatMap((line) => {
      const label = statements.entry(line);
      return label === null ? [] : [[line, label] as const];
    }),
  );
  // A step goes when nothing that it stands for is left, and is broken when only a part is.
  const linesOfStep = new Map<string, number[]>();
  for (const [line, label] of stepOfLine) linesOfStep.set(label, [...(linesOfStep.get(label) ?? []), line]);
  const removed = new Set<string>();
  const broken = new Set<string>();
  for (const [label, all] of linesOfStep) {
    const left = all.filter((line) => inNew.has(line));
    if (left.length === 0) removed.add(label);
    else if (left.length < all.length) broken.add(label);
  }
  for (const label of followers(input, linesOfStep, removed)) removed.add(label);
  const led = new Map<string, Map<string, Destination>>();
  for (const [line, was] of before) {
    const label = stepOfLine.get(line);
    const now = behind.get(line);
    if (label === undefined || now === undefined) continue;
    was.forEach((to, nth) => {
      const next = now[nth] ?? to;
      if (isSame(to, next) || to.is !== 'step') return;
      if (to.label === label) {
        broken.add(label);
        return;
      }
      const ways = led.get(label) ?? new Map<string, Destination>();
      const known = ways.get(to.label);
      if (known !== undefined && !isSame(known, next)) broken.add(label);
      ways.set(to.label, next);
      led.set(label, ways);
    });
  }
  const entry = destination(graph, statements, graph.entry);
  const declared = declarationsIn(read.items);
  const scope = scopeOf(input, declared);
  const lowering = new Lowering(scope);
  const isNew = (number: FlowTarget): boolean => {
    const node = graph.nodes[number];
    return node !== undefined && markOf(node) === null && !isBareReturn(node, keptAt);
  };
  const traps = [...compileFlow(lowering, graph, isNew)];
  // Places that stay, as they are named in the new code.
  const outside = new Map<string, string>();
  graph.nodes.forEach((_, number) => {
    if (isNew(number)) return;
    const to = destination(graph, statements, number);
    outside.set(targetOf(number), placeOf(to));
  });
  // Statements that the model leaves out: the new code, or a step that stays, comes to one.
  const leftOut = new Map<number, NodeTrap | null>();
  const places = [entry, ...[...led.values()].flatMap((ways) => [...ways.values()])];
  for (const to of places) if (to.is === 'left-out') leftOut.set(to.line, null);
  graph.nodes.forEach((node, number) => {
    if (!isNew(number)) return;
    for (const next of successorsOf(node)) {
      const to = isNew(next) ? null : destination(graph, statements, next);
      if (to?.is === 'left-out')
        leftOut.set(to.line, { node: number, line: node.at.line, c: node.at.text, why: leftOutWhy(input, to.line) });
    }
  });
  for (const [line, trap] of leftOut) {
    lowering.emit({ is: 'mark', target: placeOf({ is: 'left-out', line }) });
    lowering.emit({ is: 'trap', why: leftOutWhy(input, line) });
    if (trap !== null) traps.push(trap);
  }
  const entries = places.filter(({ is }) => is !== 'step').map(placeOf);
  const taken = new Names(labels.filter((label) => !removed.has(label)));
  for (const label of removed) if (!labels.includes(label)) taken.take(label);
  const instructions = lowering.instructions.map((one) => redirectedOutside(one, outside));
  const {
    steps,
    labelOf: stepAt,
    locals,
    sources,
  } = assembled({
    instructions,
    entries: [...new Set(entries)],
    after: targetOf(END),
    outside: (target) => (target === targetOf(END) ? 'return' : target),
    kinds: scope.kinds,
    isMade: (local) => scope.isMade(local),
    isReset: (local) => scope.isMade(local),
    liveAtEnd: proc.returns === null ? [] : [proc.returns as string],
    newLabel: (like) => taken.take(like),
    citation: ({ line, text }) => ({ line: input.baseOf(line), c: text }),
  });
  const labelFor = (to: Destination): string => (to.is === 'step' ? to.label : stepAt(placeOf(to)));
  const leads = ({ from, to }: ModelWay): string | undefined => {
    if (from === null) return labelFor(entry);
    const way = led.get(from)?.get(to);
    return way === undefined ? undefined : labelFor(way);
  };
  const addedLocals = Object.fromEntries(
    [...scope.kinds]
      .filter(
        ([name, kind]) =>
          !(name in (proc.locals as object)) && kind.is !== 'nothing' && (locals.includes(name) || !scope.isMade(name)),
      )
      .map(([name]) => [name, scope.typeOf(name)]),
  );
  const plan = editPlan({
    labels,
    ways: modelWays(proc),
    removed,
    leads,
    steps,
    locals: addedLocals,
    mark: () => ({ line: 0, c: '' }),
  });
  const nodes = fatesOf(graph, isNew, sources, lowering.silent);
  const trappedSteps = [...input.trapped].map((label): StepText => {
    const { line, c } = proc.steps.get(label) as { readonly line: number; readonly c: string };
    const why = bundleWhy(proc.name, label);
    return { label, line, c, body: [`run: (k) => k.trap(${quoted(why)}),`], isTrap: true };
  });
  const replace = new Map([...plan.replace, ...trappedSteps.map((step) => [step.label, step] as const)]);
  return {
    plan: { ...plan, replace, reroute: plan.reroute.filter(({ label }) => !input.trapped.has(label)) },
    steps,
    traps,
    issues: [
      ...read.issues,
      ...issues,
      ...shadowingIn(bodyOf(read.items), namesOf(proc)),
      ...retyped(input.removedDeclarations, declared),
    ],
    skipped: read.skipped,
    calls: callsIn(lowering.instructions),
    nodes,
    trapped: trappedLines(input, lines, linesOfStep),
    removed,
    broken: new Map([...broken].map((label) => [label, linesOfStep.get(label) ?? []])),
  };
}

/** Locals of the C that the model knows something of. */
function namesOf({ name, locals }: AnyProc): Set<string> {
  const { aliases = {}, ignored = {}, named = {} } = localMeanings[name] ?? {};
  return new Set([locals as object, aliases, ignored, named].flatMap((all) => Object.keys(all)));
}

const bundleWhy = (proc: string, label: string): string =>
  `${proc}.${label} stands for several statements, of which the patch changes some, and the diff does not show all of them`;

/** A place in the new code, or the label of a step that stays. */
function placeOf(to: Destination): string {
  switch (to.is) {
    case 'step':
      return to.label;
    case 'new':
      return targetOf(to.node);
    case 'left-out':
      return `left out ${to.line}`;
  }
}

const leftOutWhy = ({ proc }: SpliceInput, line: number): string =>
  `${proc.at.replace(/:\d+$/, '')}:${line} of ${proc.name}() is left out of the model`;

/** From the first statement of such a step to its last. */
function trappedLines(
  { trapped, proc }: SpliceInput,
  lines: readonly SkeletonLine[],
  linesOfStep: ReadonlyMap<string, readonly number[]>,
): (readonly [number, number, string])[] {
  return [...trapped].map((label) => {
    const own = new Set(linesOfStep.get(label));
    const at = lines.flatMap((line) => (line.origin.is !== 'added' && own.has(line.origin.base) ? [line.at] : []));
    return [Math.min(...at), Math.max(...at), bundleWhy(proc.name, label)] as const;
  });
}

/** `return;` that stays. */
const isBareReturn = (node: FlowNode, keptAt: ReadonlySet<number>): boolean =>
  node.does === 'return' && node.value === null && keptAt.has(node.at.line);

function redirectedOutside<I extends Lowering['instructions'][number]>(
  one: I,
  outside: ReadonlyMap<string, string>,
): I {
  if (one.is === 'jump') return { ...one, to: outside.get(one.to) ?? one.to };
  if (one.is === 'branch') return { ...one, yes: outside.get(one.yes) ?? one.yes, no: outside.get(one.no) ?? one.no };
  return one;
}

const bodyOf = (items: readonly Item[]): readonly Item[] => {
  const [only] = items;
  return items.length === 1 && only?.kind === 'block' ? only.body : items;
};

/** Steps that stand at no statement by themselves, as the second half of one: they go with the statement's. */
function followers(
  { proc, modelled, accountAt }: SpliceInput,
  linesOfStep: ReadonlyMap<string, readonly number[]>,
  removed: ReadonlySet<string>,
): string[] {
  const found: string[] = [];
  for (let line = modelled.lines[0]; line <= modelled.lines[1]; line++) {
    const account = accountAt(line);
    if (account.is !== 'steps') continue;
    const here = account.steps.flatMap((step) =>
      step.startsWith(`${proc.name}.`) ? [step.slice(proc.name.length + 1)] : [],
    );
    const [first] = here.filter((label) => linesOfStep.has(label));
    if (first !== undefined && removed.has(first)) found.push(...here.filter((label) => !linesOfStep.has(label)));
  }
  return found;
}

/** `baseAt`: the line of 2.6.20 at which a line of the text stands that stays. */
const lineIn =
  (baseAt: (at: number) => number | null) =>
  (node: FlowNode): number | null => {
    const mark = markOf(node);
    if (mark !== null) return lineOfMark(mark);
    return node.does === 'return' && node.value === null ? baseAt(node.at.line) : null;
  };

function baseStatements(
  { proc, accountAt }: SpliceInput,
  base: FlowGraph,
  baseAt: (at: number) => number,
): BaseStatements {
  const order = [...proc.steps.keys()] as string[];
  const entryAt = (line: number): string | null => {
    const account = accountAt(line);
    if (account.is !== 'steps') return null;
    const own = account.steps.flatMap((step) =>
      step.startsWith(`${proc.name}.`) ? [step.slice(proc.name.length + 1)] : [],
    );
    return order.find((label) => own.includes(label)) ?? null;
  };
  const taken = new Map<number, 'yes' | 'no'>();
  for (const node of base.nodes) {
    const mark = markOf(node);
    if (node.does !== 'condition' || mark === null || entryAt(lineOfMark(mark)) !== null) continue;
    const first = base.nodes[node.yes];
    const branch = first === undefined ? null : markOf(first);
    taken.set(lineOfMark(mark), branch !== null && entryAt(lineOfMark(branch)) !== null ? 'yes' : 'no');
  }
  const found = {
    lineOf: lineIn(baseAt),
    entry: entryAt,
    taken: (line: number) => taken.get(line) ?? 'no',
  } as const;
  const reached = reachedLines(base, found);
  return { ...found, isReached: (line) => reached.has(line) };
}

function scopeOf(
  { parser, proc, kernel }: SpliceInput,
  declared: readonly Extract<Item, { kind: 'declaration' }>[],
): FunctionScope {
  const meanings = localMeanings[proc.name] ?? {};
  const locals = new Map<string, Kind>();
  for (const one of declared) locals.set(one.name, kindOfDeclaration(one));
  for (const [name, type] of Object.entries(proc.locals as Record<string, string>))
    if (type !== 'ghost') locals.set(name, kindOfLocal(type));
  const aliases = new Map(
    Object.entries({ ...meanings.aliases, ...meanings.named }).flatMap(([name, text]) => {
      const { expression } = parseExpression(parser, [{ text, at: 0 }]);
      return expression === null ? [] : [[name, expression] as const];
    }),
  );
  return new FunctionScope(
    {
      name: proc.name,
      returns: proc.returns as string | null,
      locals,
      aliases,
      ignored: new Map(Object.entries(meanings.ignored ?? {})),
      taken: Object.keys(proc.locals as object),
    },
    kernel,
  );
}

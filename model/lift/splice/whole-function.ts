/**
 * A function made anew of its text, where all of it is at hand: statement by statement, but for those of which no steps can be made, whose
 * steps stay. What is tried is what has steps, and what gives a local of the C its value; what the model leaves out for a reason stays so.
 */
import { isCode } from '../../source/line-kinds.ts';
import type { AnyProc } from '../../core/index.ts';
import type { ModelledLines, SourceFile } from '../../source/source-file.ts';
import { type SkeletonLine, withHunksShown } from '../../source/with-hunks.ts';
import { stepsAtFor } from '../../source/steps-at.ts';
import { baseProcs } from '../base-names.ts';
import type { CParser } from '../c/index.ts';
import {
  type BaseFlow,
  declaredBy,
  expressionsIn,
  type FlowGraph,
  type FlowNode,
  type FlowTarget,
  type NodePart,
  patchedFlow,
} from '../flow/index.ts';
import { localMeanings } from '../prelude/locals.ts';
import type { SplicedFunction } from './base-function.ts';
import { reachedNodes } from './destinations.ts';
import type { HeldLocals } from './function-locals.ts';
import { type SpliceGroup, spliceGroups } from './statement-groups.ts';

/** Statements that are made anew together, or stay together. Lines are those of 2.6.20. */
interface Unit {
  readonly lines: ReadonlySet<number>;
  /** It has steps of this function. */
  readonly hasSteps: boolean;
}

/** `shown`: with the text of these lines. Null: that cannot be read. */
type Splice = (
  shown: ReadonlySet<number>,
  held: HeldLocals,
) => { readonly lines: readonly SkeletonLine[]; readonly spliced: SplicedFunction } | null;

interface WholeInput {
  readonly flow: BaseFlow;
  readonly modelled: ModelledLines;
  readonly groups: readonly SpliceGroup[];
  /** The function as it is in 2.6.20, all of it with its own text. */
  readonly text: readonly SkeletonLine[];
  /** The line is of a statement for which steps of other functions stand. */
  readonly isElsewhere: (line: number) => boolean;
}

export interface WholeFunction {
  readonly lines: readonly SkeletonLine[];
  readonly spliced: SplicedFunction;
  /** Statements that have steps, and how many of them are made anew. */
  readonly statements: number;
  readonly compiled: number;
  /** Of those that stay: their first lines in 2.6.20, and why. */
  readonly stays: readonly { readonly line: number; readonly why: string }[];
}

const stepsAt = stepsAtFor([...baseProcs.values()]);

/** Null: there is no text of it, or none of it can be made anew. */
export function madeWhole(
  parser: CParser,
  flow: BaseFlow,
  proc: AnyProc,
  source: SourceFile,
  splice: Splice,
): WholeFunction | null {
  const { modelled } = flow;
  const [from, to] = modelled.lines;
  const all = new Set(Array.from({ length: to - from + 1 }, (_, nth) => from + nth));
  const text = source.texts === undefined ? null : withHunksShown(source, modelled, [], all);
  if (text?.ok !== true) return null;
  const input: WholeInput = {
    flow,
    modelled,
    groups: spliceGroups(flow, proc),
    text: text.lines,
    isElsewhere(line) {
      const account = stepsAt(source, line);
      return account.is === 'steps' && !account.steps.some((step) => step.startsWith(`${proc.name}.`));
    },
  };
  return statementByStatement(input, patchedFlow(parser, modelled, text.lines).graph, splice);
}

function statementByStatement(input: WholeInput, graph: FlowGraph, splice: Splice): WholeFunction | null {
  const { modelled } = input;
  const baseOf = new Map(
    input.text.flatMap(({ at, origin }) => (origin.is === 'added' ? [] : [[at, origin.base] as const])),
  );
  const nodeAt = new Map<number, FlowNode[]>();
  for (const node of graph.nodes) {
    const line = baseOf.get(node.at.line) ?? 0;
    nodeAt.set(line, [...(nodeAt.get(line) ?? []), node]);
  }
  const namesAt = (line: number) => (nodeAt.get(line) ?? []).flatMap(namesIn);
  const writtenAt = (line: number) => (nodeAt.get(line) ?? []).flatMap(writtenBy);
  const lineOfNode = (node: FlowTarget) => input.flow.graph.nodes[node]?.at.line ?? 0;
  const reached = reachedNodes(input.flow, input.groups);
  const all = unitsOf(input, reached, (line) => writtenAt(line).length > 0);
  const declarations = bareDeclarations(input, nodeAt);
  let units: Unit[] = all.filter(({ isWider }) => !isWider).map(({ unit }) => unit);
  // What the model leaves out, and the patch leads to.
  const tried: Unit[] = [];
  const why = new Map<Unit, string>();
  for (const { unit, isWider } of all) if (isWider) why.set(unit, 'its steps do more than what stands there');
  while (units.some(({ hasSteps }) => hasSteps)) {
    const shown = new Set([...declarations, ...units.flatMap(({ lines }) => Array.from(lines))]);
    const stays = input.flow.graph.nodes.flatMap((node, at) =>
      shown.has(node.at.line) || !reached.has(at) ? [] : [at],
    );
    const made = splice(shown, {
      // What no step stands for reads nothing.
      reads: new Set(stays.flatMap((at) => (input.flow.stepsAt(at).length > 0 ? namesAt(lineOfNode(at)) : []))),
      writes: new Set(stays.flatMap((at) => writtenAt(lineOfNode(at)))),
    });
    if (made === null) return null;
    const { lines, spliced } = made;
    const lineOf = new Map(
      lines.flatMap(({ at, origin }) => (origin.is === 'added' ? [] : [[at, origin.base] as const])),
    );
    const failed = new Map(
      spliced.traps.flatMap((trap) => {
        const line = lineOf.get(trap.line);
        return trap.leadsTo !== undefined || line === undefined ? [] : [[line, trap.why] as const];
      }),
    );
    const bad = units.filter(({ lines: own }) => Array.from(own).some((line) => failed.has(line)));
    for (const unit of bad) why.set(unit, Array.from(unit.lines).flatMap((line) => failed.get(line) ?? [])[0] ?? '');
    const further = leftOutBehind(modelled, lines, spliced, tried).filter(
      (unit) => !units.concat(tried).some((one) => sameLines(one, unit)),
    );
    if (bad.length === 0 && further.length > 0) {
      units.push(...further);
      tried.push(...further);
      continue;
    }
    if (bad.length === 0) {
      const withSteps = all.filter(({ unit }) => unit.hasSteps).map(({ unit }) => unit);
      const count = (some: readonly Unit[]) =>
        statementsIn(
          modelled,
          some.flatMap(({ lines: own }) => Array.from(own)),
        );
      return {
        lines,
        spliced,
        statements: count(withSteps),
        compiled: count(withSteps.filter((unit) => units.includes(unit))),
        stays: withSteps.flatMap((unit) =>
          units.includes(unit) ? [] : [{ line: Math.min(...unit.lines), why: why.get(unit) ?? '' }],
        ),
      };
    }
    units = units.filter((unit) => !bad.includes(unit));
  }
  return null;
}

const statementsIn = ({ statements }: ModelledLines, lines: readonly number[]): number =>
  statements.filter(([from, to, kind]) => isCode(kind) && lines.some((line) => from <= line && line <= to)).length;

/** The lines of the statement that a line is of. */
function statementAt({ statements }: ModelledLines, line: number): number[] {
  const [from, to] = statements.find((one) => one[0] <= line && line <= one[1]) ?? [line, line];
  return Array.from({ length: to - from + 1 }, (_, nth) => from + nth);
}

/** `givesValue`: a statement at that line puts something into a local. */
function unitsOf(
  { flow, modelled, groups, isElsewhere }: WholeInput,
  reached: ReadonlySet<FlowTarget>,
  givesValue: (line: number) => boolean,
) {
  const linesOf = (line: number) => statementAt(modelled, line);
  const lineOfNode = (node: FlowTarget) => flow.graph.nodes[node]?.at.line ?? 0;
  const wider = localMeanings[modelled.name]?.wider ?? [];
  const own = groups.map((group) => ({
    unit: { lines: new Set(group.nodes.flatMap((node) => linesOf(lineOfNode(node)))), hasSteps: true },
    isWider: wider.some((label) => group.steps.has(label)),
  }));
  const nodes = new Set(flow.graph.nodes.map(({ at }) => at.line));
  // Of what is declared with a constant, the base has no node.
  const lines = modelled.statements.flatMap(([from, , kind]) =>
    kind === 'declaration' && !nodes.has(from) ? [from] : [],
  );
  // What decides between two ways that the model both takes has to be asked.
  const undecided = new Set([...reached].flatMap((node) => (isUndecided(flow, node) ? [lineOfNode(node)] : [])));
  const isTried = (line: number) => givesValue(line) || isElsewhere(line) || undecided.has(line);
  const others = [...lines, ...[...reached].map(lineOfNode)].flatMap((line) => {
    if (own.some(({ unit }) => unit.lines.has(line)) || !isTried(line)) return [];
    return [{ unit: { lines: new Set(linesOf(line)), hasSteps: false }, isWider: false }];
  });
  return [...own.filter(({ unit }) => unit.lines.size > 0), ...others];
}

const sameLines = (one: Unit, other: Unit): boolean => [...one.lines].join() === [...other.lines].join();

/** Statements that new code of the patch leads to, or what is made anew for it. */
function leftOutBehind(
  modelled: ModelledLines,
  lines: readonly SkeletonLine[],
  { traps }: SplicedFunction,
  tried: readonly Unit[],
): Unit[] {
  const isTried = (base: number) => tried.some((unit) => unit.lines.has(base));
  const added = new Set(lines.flatMap(({ at, origin }) => (origin.is === 'added' || isTried(origin.base) ? [at] : [])));
  return traps.flatMap(({ line, leadsTo }) =>
    leadsTo !== undefined && added.has(line)
      ? [{ lines: new Set(statementAt(modelled, leadsTo)), hasSteps: false }]
      : [],
  );
}

const isUndecided = (flow: BaseFlow, node: FlowTarget): boolean =>
  flow.graph.nodes[node]?.does === 'condition' && flow.stepsAt(node).length === 0 && flow.passesTo(node).length > 1;

/** Lines of declarations that compute nothing. */
function bareDeclarations({ text, modelled }: WholeInput, nodeAt: ReadonlyMap<number, readonly FlowNode[]>): number[] {
  return text.flatMap(({ origin }) => {
    const nodes = origin.is === 'added' ? [] : (nodeAt.get(origin.base) ?? []);
    const isBare = nodes.length > 0 && nodes.every((node) => declaredBy(node)?.initialiser === null);
    return isBare && origin.is !== 'added' ? statementAt(modelled, origin.base) : [];
  });
}

const nameOf = (e: NodePart): string[] => (e.kind === 'name' ? [e.name] : []);

/** Names that it puts a value into, or lets others do so. */
function writtenBy(node: FlowNode): string[] {
  const declaration = declaredBy(node);
  const cursor = node.does === 'loop-test' ? node.item.args.slice(0, 1).flatMap(nameOf) : [];
  const parts = expressionsIn(node).flatMap((e) => {
    if (e.kind === 'assignment') return nameOf(e.target);
    return e.kind === 'update' || (e.kind === 'unary' && e.operator === '&') ? nameOf(e.operand) : [];
  });
  // What the function returns is a local of the model.
  const returned = node.does === 'return' && node.value !== null ? ['return'] : [];
  return [...(declaration?.initialiser ? [declaration.name] : []), ...cursor, ...returned, ...parts];
}

const namesIn = (node: FlowNode): string[] => [
  ...(declaredBy(node)?.initialiser ? [declaredBy(node)?.name ?? ''] : []),
  ...expressionsIn(node).flatMap(nameOf),
];

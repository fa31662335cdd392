/** Which statements of a function may be made anew of its text: what has steps, and what gives a local of the C its value. */
import { isCode } from '../../source/line-kinds.ts';
import type { ModelledLines } from '../../source/source-file.ts';
import type { SkeletonLine } from '../../source/with-hunks.ts';
import {
  type BaseFlow,
  declaredBy,
  expressionsIn,
  type FlowNode,
  type FlowTarget,
  type NodePart,
} from '../flow/index.ts';
import { localMeanings } from '../prelude/locals.ts';
import type { SpliceGroup } from './statement-groups.ts';

/** Statements that are made anew together, or stay together. Lines are those of 2.6.20. */
export interface Unit {
  readonly lines: ReadonlySet<number>;
  /** It has steps of this function. */
  readonly hasSteps: boolean;
}

export interface WholeInput {
  readonly flow: BaseFlow;
  readonly modelled: ModelledLines;
  readonly groups: readonly SpliceGroup[];
  /** The function as it is in 2.6.20, all of it with its own text. */
  readonly text: readonly SkeletonLine[];
  /** The line is of a statement for which steps of other functions stand. */
  readonly isElsewhere: (line: number) => boolean;
}

export const statementsIn = ({ statements }: ModelledLines, lines: readonly number[]): number =>
  statements.filter(([from, to, kind]) => isCode(kind) && lines.some((line) => from <= line && line <= to)).length;

/** The lines of the statement that a line is of. */
export function statementAt({ statements }: ModelledLines, line: number): number[] {
  const [from, to] = statements.find((one) => one[0] <= line && line <= one[1]) ?? [line, line];
  return Array.from({ length: to - from + 1 }, (_, nth) => from + nth);
}

/** `givesValue`: a statement at that line puts something into a local. */
export function compilableUnits(
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

export const sameLines = (one: Unit, other: Unit): boolean => [...one.lines].join() === [...other.lines].join();

const isUndecided = (flow: BaseFlow, node: FlowTarget): boolean =>
  flow.graph.nodes[node]?.does === 'condition' && flow.stepsAt(node).length === 0 && flow.passesTo(node).length > 1;

/** Lines of declarations that compute nothing. */
export function bareDeclarations(
  { text, modelled }: WholeInput,
  nodeAt: ReadonlyMap<number, readonly FlowNode[]>,
): number[] {
  return text.flatMap(({ origin }) => {
    const nodes = origin.is === 'added' ? [] : (nodeAt.get(origin.base) ?? []);
    const isBare = nodes.length > 0 && nodes.every((node) => declaredBy(node)?.initialiser === null);
    return isBare && origin.is !== 'added' ? statementAt(modelled, origin.base) : [];
  });
}

const nameOf = (e: NodePart): string[] => (e.kind === 'name' ? [e.name] : []);

/** Names that it puts a value into, or lets others do so. */
export function writtenBy(node: FlowNode): string[] {
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

export const namesIn = (node: FlowNode): string[] => [
  ...(declaredBy(node)?.initialiser ? [declaredBy(node)?.name ?? ''] : []),
  ...expressionsIn(node).flatMap(nameOf),
];

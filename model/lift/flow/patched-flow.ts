/** The flow of a function after patches, each node of which is the base's or new. */
import type { HunkLine } from '../../source/hunks.ts';
import { type BasePart, labelAt, markedBy } from '../../source/skeleton.ts';
import type { ModelledLines } from '../../source/source-file.ts';
import { lineOfLabel } from '../../source/structure.ts';
import type { SkeletonLine } from '../../source/with-hunks.ts';
import {
  type CIssue,
  type CParser,
  type Expression,
  type FragmentOptions,
  type Item,
  parseFragment,
  type SkippedLine,
} from '../c/index.ts';
import { type FlowIssue, flowOf } from './flow-of.ts';
import type { FlowGraph, FlowNode, FlowTarget } from './graph.ts';

/** What a node is of. */
export type NodeOrigin<L extends HunkLine = HunkLine> =
  /** The statement or condition of 2.6.20 that begins on that line, as it was; of several on one line the nth, from 0; of a for a part. */
  | { readonly is: 'base'; readonly line: number; readonly nth: number; readonly part: BasePart }
  /** One of 2.6.20 that is changed behind its first line; its text is all there. */
  | { readonly is: 'changed'; readonly line: number; readonly first: L | HunkLine }
  /** Begins on a line of the patches. */
  | { readonly is: 'new'; readonly first: L };

export interface PatchedFlow<L extends HunkLine = HunkLine> {
  readonly graph: FlowGraph;
  readonly originOf: (target: FlowTarget) => NodeOrigin<L>;
  /** From its first brace to its last one. */
  readonly body: readonly Item[];
  readonly skipped: readonly SkippedLine[];
  /** Lines of issues are those of the file after the patches, as those of the graph. */
  readonly issues: readonly (CIssue | FlowIssue)[];
}

/** `lines`: of the function after patches (withHunks). Labels are known by their lines (labelAt), new ones by name. */
export function patchedFlow<L extends HunkLine>(
  parser: CParser,
  modelled: ModelledLines,
  lines: readonly SkeletonLine<L>[],
  options: FragmentOptions = {},
): PatchedFlow<L> {
  const { items, issues, skipped } = parseFragment(parser, lines, 'body', options);
  const [only] = items;
  const body = items.length === 1 && only?.kind === 'block' ? only.body : items;
  const flow = flowOf(body, {
    labelOf(name) {
      const line = lineOfLabel(modelled, name);
      return line === undefined ? name : labelAt(line);
    },
  });
  const lineAt = new Map(lines.map((line) => [line.at, line]));
  return {
    graph: flow.graph,
    originOf(target) {
      const node = flow.graph.nodes[target] as FlowNode;
      return originOfNode(node, lineAt.get(node.at.line) as SkeletonLine<L>);
    },
    body,
    skipped,
    issues: [...issues, ...flow.issues, ...braceIssues(items, lines)],
  };
}

/** The text is that of one whole block. */
function braceIssues(items: readonly Item[], lines: readonly SkeletonLine[]): CIssue[] {
  const [only] = items;
  const isWhole = items.length === 1 && only?.kind === 'block' && !only.missing.open && !only.missing.close;
  if (isWhole || items.some(({ kind }) => kind === 'unreadable')) return [];
  const line = lines.find(({ origin }) => origin.is !== 'kept')?.at ?? 0;
  const message = 'C syntax: a { that nothing closes, or a } that closes nothing';
  return [{ code: 'c-syntax', line, message, expected: 'as many } as {' }];
}

/** What tells a node of 2.6.20 from the others of its function, whether or not it is patched. `line`: where it begins in 2.6.20. */
export function keyOfNode(node: FlowNode, line: number): string {
  const expression = expressionOfNode(node);
  const mark = expression?.kind === 'call' ? markOf(expression) : null;
  const { line: at, nth, part } = mark ?? { line, nth: 0, part: 'whole' };
  return `${node.does} ${at}.${nth}.${part}`;
}

function originOfNode<L extends HunkLine>(node: FlowNode, { origin }: SkeletonLine<L>): NodeOrigin<L> {
  if (origin.is === 'added') return { is: 'new', first: origin.line };
  if (origin.is === 'shown') return { is: 'changed', line: origin.base, first: origin.line };
  const expression = expressionOfNode(node);
  const mark = expression?.kind === 'call' ? markOf(expression) : null;
  return { is: 'base', ...(mark ?? { line: origin.base, nth: 0, part: 'whole' }) };
}

function expressionOfNode(node: FlowNode): Expression | null {
  if (node.does === 'statement') return node.item.kind === 'expression' ? node.item.expression : null;
  if (node.does === 'return') return node.value;
  if (node.does === 'switch') return node.subject;
  return 'expression' in node ? node.expression : null;
}

function markOf({ callee, args }: Expression & { kind: 'call' }) {
  const numbers = args.map((one) => (one.kind === 'number' ? Number(one.value) : Number.NaN));
  return callee.kind === 'name' ? markedBy(callee.name, numbers) : null;
}

/** Statements and conditions of a control-flow graph as instructions: each of its nodes is a place, and leads to others. */
import type { Expression, Item } from '../c/index.ts';
import { END, type FlowGraph, type FlowNode, type FlowTarget as NodePlace, successorsOf } from '../flow/index.ts';
import { isUntouching, whereSidesMeet } from './idle-branches.ts';
import { converted, NotLifted, Undecided } from './kinds.ts';
import type { Compiling, Emitted } from './compiling.ts';
import type { Instruction, Target } from './instructions.ts';
import { becomes, lvalueOf, writeLvalue } from './lvalues.ts';
import { stored } from './frames.ts';
import { linkOf } from '../prelude/links.ts';

/** The place of a node. */
export const targetOf = (node: NodePlace): Target => (node === END ? 'end of the function' : `node ${node}`);

/** What a node of the C became, by the lines that it stands on. */
export interface NodeFate {
  readonly from: number;
  readonly to: number;
  readonly labels: readonly string[];
  /** Where it became nothing: why. */
  readonly why: string | null;
  /** It only leads to another place. */
  readonly isJump: boolean;
  /** It only decides. */
  readonly isDecision: boolean;
  /** Control may come there: in the C, and in the model, which leaves some of it out. */
  readonly isReached: boolean;
  readonly isModelled: boolean;
}

export interface NodeTrap {
  readonly node: NodePlace;
  readonly why: string;
  /** As lines of the text are numbered. */
  readonly line: number;
  readonly c: string;
  /** It can be put into steps, and control comes to what the model leaves out behind it: the line of 2.6.20. */
  readonly leadsTo?: number;
  /** It does so in 2.6.20, and no patch has a part in it. */
  readonly isOfBase?: boolean;
}

/** `sources`: the lines that each step comes from. `modelled`: the nodes that the model comes to; null: all. */
export const fatesOf = (
  graph: FlowGraph,
  take: (node: NodePlace) => boolean,
  sources: ReadonlyMap<string, ReadonlySet<number>>,
  silent: ReadonlyMap<number, string>,
  modelled: ReadonlySet<NodePlace> | null,
): readonly NodeFate[] => {
  const reached = reachedNodes(graph);
  return graph.nodes.flatMap((node, number) => {
    if (!take(number)) return [];
    const { line: from, endLine: to } = node.at;
    const labels = [...sources].flatMap(([label, lines]) => (lines.has(from) ? [label] : []));
    const reason = silent.get(from) ?? (isIdle(node) ? IDLE : null);
    const isJump = leadsOn(node) && (reason === null || reason === IDLE);
    return [
      {
        from,
        to,
        labels,
        why: isJump ? null : reason,
        isJump,
        isDecision: node.does === 'condition' || node.does === 'switch',
        isReached: reached.has(number),
        isModelled: modelled?.has(number) ?? true,
      },
    ];
  });
};

const IDLE = 'a part of what stands around it';

/** It leads to another place, as `break` and `for (;;)` do. */
const leadsOn = (node: FlowNode): boolean =>
  node.does === 'jump' || node.does === 'return' || (node.does === 'condition' && isForEver(node.expression));

const isForEver = (e: Expression): boolean => e.kind === 'number' && e.value !== 0n;

/** It only leads on. */
const isNothing = (one: Instruction): boolean =>
  one.is === 'mark' || one.is === 'jump' || (one.is === 'branch' && /^(?:true|false)$/.test(one.condition));

const isIdle = (node: FlowNode): boolean =>
  node.does === 'statement' &&
  (node.item.kind === 'empty' || (node.item.kind === 'declaration' && node.item.initialiser === null));

function reachedNodes({ nodes, entry }: FlowGraph): ReadonlySet<NodePlace> {
  const found = new Set<NodePlace>();
  const queue = [entry];
  for (let at = queue.pop(); at !== undefined; at = queue.pop()) {
    const node = nodes[at];
    if (node === undefined || found.has(at)) continue;
    found.add(at);
    queue.push(...successorsOf(node));
  }
  return found;
}

type Code = Compiling & { readonly instructions: Instruction[]; readonly silent: Map<number, string> };

/** What cannot be put into steps is a trap there, and is told. `take`: the nodes that are compiled. */
export function compileFlow(c: Code, graph: FlowGraph, take: (node: NodePlace) => boolean): readonly NodeTrap[] {
  const traps = new Map<NodePlace, NodeTrap>();
  const idle = new Set<NodePlace>();
  const undecided: NodePlace[] = [];
  for (const [number, node] of graph.nodes.entries()) {
    if (!take(number)) continue;
    c.at({ line: node.at.line, text: shown(node) });
    c.emit({ is: 'mark', target: targetOf(number) });
    const before = c.instructions.length;
    try {
      compileNode(c, node);
      if (!c.instructions.slice(before).every(isNothing)) continue;
      idle.add(number);
      c.silent.set(node.at.line, c.silent.get(node.at.line) ?? IDLE);
    } catch (problem) {
      if (!(problem instanceof NotLifted)) throw problem;
      c.instructions.splice(before);
      const why = `${shown(node)}: ${problem.message}`;
      c.emit({ is: 'trap', why });
      traps.set(number, { node: number, why: problem.message, line: problem.line, c: problem.c });
      if (problem instanceof Undecided) undecided.push(number);
    }
  }
  passUndecided(c, graph, { undecided, idle, traps });
  return [...traps.values()];
}

/** Where both sides of a condition come to nothing, whatever decides it. */
function passUndecided(
  c: Code,
  graph: FlowGraph,
  of: {
    readonly undecided: readonly NodePlace[];
    readonly idle: Set<NodePlace>;
    readonly traps: Map<NodePlace, NodeTrap>;
  },
): void {
  // From the last to the first, since one may stand in another.
  for (const number of of.undecided.toReversed()) {
    const node = graph.nodes[number];
    const meeting = whereSidesMeet(graph, number, (one) => of.idle.has(one));
    if (node?.does !== 'condition' || meeting === null || !isUntouching(c, node.expression)) continue;
    const mark = c.instructions.findIndex((one) => one.is === 'mark' && one.target === targetOf(number));
    const from = c.instructions[mark]?.from ?? null;
    c.instructions.splice(mark + 1, 1, { is: 'jump', to: targetOf(meeting), from });
    c.silent.set(node.at.line, 'what hangs on it is nothing here');
    of.traps.delete(number);
  }
}

/** As a person would say it. */
function shown({ does, at }: FlowNode): string {
  const text = at.text.replace(/\s*[;{]\s*$/, '');
  return does === 'condition' ? `if (${text})` : text;
}

const jump = (to: NodePlace): Emitted => ({ is: 'jump', to: targetOf(to) });

function compileNode(c: Compiling, node: FlowNode): void {
  switch (node.does) {
    case 'statement':
      compileStatement(c, node.item);
      c.emit(jump(node.next));
      return;
    case 'initialiser':
    case 'update':
      c.effect(node.expression);
      c.emit(jump(node.next));
      return;
    case 'condition':
      c.condition(node.expression, targetOf(node.yes), targetOf(node.no));
      return;
    case 'switch': {
      const subject = keptNumber(c, node.subject);
      for (const [nth, { value, to }] of node.cases.entries()) {
        const next = `case ${nth} of ${c.scope.newTarget('switch')}`;
        const text = c.number(c.value(value), value);
        c.emit({ is: 'branch', condition: `f.${subject} === ${text}`, yes: targetOf(to), no: next });
        c.emit({ is: 'mark', target: next });
      }
      c.emit(jump(node.otherwise));
      return;
    }
    case 'jump':
      c.emit(jump(node.next));
      return;
    case 'return':
      compileReturn(c, node.value);
      c.emit(jump(END));
      return;
    case 'loop-start': {
      const { cursor } = listLoop(c, node);
      c.emit({ is: 'set', local: cursor, value: 'NULL' });
      c.emit(jump(node.next));
      return;
    }
    case 'loop-test': {
      const { cursor, list, kind } = listLoop(c, node);
      c.emit({ is: 'touch', text: `list_next(f.${cursor}, ${list})`, result: { local: cursor, kind } });
      c.emit({ is: 'branch', condition: `f.${cursor} !== NULL`, yes: targetOf(node.yes), no: targetOf(node.no) });
      return;
    }
  }
}

/** `list_for_each(pos, head)`: the cursor goes from the head, which is NULL here, to each entry, and back to the head. */
function listLoop(c: Compiling, { at, item }: Extract<FlowNode, { does: 'loop-start' | 'loop-test' }>) {
  const refused = (why: string): never => {
    throw new NotLifted(why, { line: at.line, text: at.text });
  };
  const [cursor, head] = item.args;
  if (item.name !== 'list_for_each' || item.args.length !== 2)
    return refused('of loops over lists, list_for_each() alone is lifted');
  if (cursor?.kind !== 'name' || head === undefined || head.kind === 'type')
    return refused('it is no list of the model');
  const list =
    head.kind === 'unary' && head.operator === '&'
      ? lvalueOf(c, head.operand)
      : lvalueOf(c, { kind: 'unary', operator: '*', operand: head, at });
  const kind = c.scope.local(cursor.name)?.kind;
  if (list.is !== 'list' || kind?.is !== 'link' || linkOf(list.text) !== kind.field)
    return refused('it is no list of the model');
  return { cursor: cursor.name, list: list.text, kind };
}

function keptNumber(c: Compiling, e: Expression): string {
  const value = c.value(e);
  const local = c.scope.newLocal('subject', { is: 'number' });
  c.emit({ is: 'set', local, value: c.number(value, e) });
  return local;
}

function compileStatement(c: Compiling, item: Item): void {
  switch (item.kind) {
    case 'expression':
      c.effect(item.expression);
      return;
    case 'declaration': {
      const { initialiser, name, at } = item;
      if (initialiser === null) return;
      const place = lvalueOf(c, { kind: 'name', name, at });
      writeLvalue(c, place, c.value(initialiser), initialiser);
      return;
    }
    case 'assembler':
      throw new NotLifted('assembler is not read', { line: item.at.line, text: item.at.text });
    case 'incomplete':
      throw new NotLifted('a part of it is not in the diff', { line: item.at.line, text: item.at.text });
    case 'unreadable':
      throw new NotLifted('it is not read as C', { line: item.at.line, text: item.at.text });
    case 'empty':
      return;
    default:
      throw new NotLifted('it is no statement that steps can be made of', { line: item.at.line, text: item.at.text });
  }
}

function compileReturn(c: Compiling, value: Expression | null): void {
  const { returns } = c.scope;
  if (value === null || returns === null) {
    if (value !== null) c.effect(value);
    return;
  }
  const kind = c.scope.local(returns)?.kind ?? { is: 'number' };
  const returned = c.value(value);
  const text = converted(returned, kind);
  becomes(c, kind, returned, value);
  if (text === null) c.fail(`${c.scope.name}() returns no such thing`, value);
  if (text !== `f.${returns}`) c.emit({ is: 'set', local: returns, value: stored({ text: text, kind }) });
}

/** The lines of each statement of a C function, from its tree. */
import type { Node } from 'web-tree-sitter';
import { isCode, type KindRange, type LineKind } from '../../model/source/line-kinds.ts';

const firstLine = (node: Node): number => node.startPosition.row + 1;

/** A node of the preprocessor's ends behind its line. */
const lastLine = (node: Node): number => node.endPosition.row + (node.endPosition.column === 0 ? 0 : 1);

/** An initialiser that only says that nothing is there yet. */
const SAYS_NOTHING = /^(?:0|NULL|\{\s*0?\s*\})$/;

export const computes = (declaration: Node): boolean =>
  declaration
    .descendantsOfType('init_declarator')
    .some((one) => !SAYS_NOTHING.test(one?.childForFieldName('value')?.text ?? ''));

const JUMPS: ReadonlySet<string> = new Set(['goto_statement', 'break_statement', 'continue_statement']);
/** What is returned is there already. */
const RETURNS_WHAT_IS_THERE = /^return\b\s*\(?(?:-?\w+)?\)?\s*;$/;
/** A condition in its parentheses that is always the same. */
export const decidesNothing = ({ text }: Node): boolean => /^\(\s*[01]\s*\)$/.test(text);

const HEADS: ReadonlySet<string> = new Set(['if_statement', 'while_statement', 'for_statement', 'switch_statement']);
const DIRECTIVES: ReadonlySet<string> = new Set(['#if', '#ifdef', '#ifndef', '#else', '#elif', '#endif', '\n']);

type Add = (from: number, to: number, kind: LineKind) => void;

/** Adds what a node has, in any order; lines that share a line with others are joined later. */
function visit(node: Node, add: Add): void {
  const whole = (kind: LineKind) => add(firstLine(node), lastLine(node), kind);
  const children = node.children.filter((child) => child !== null);
  const type = node.type;
  if (type === 'comment') whole('comment');
  else if (type === 'declaration') whole(computes(node) ? 'statement' : 'declaration');
  else if (type === 'compound_statement' || type === 'else_clause')
    for (const child of children)
      if (child.isNamed) visit(child, add);
      else add(firstLine(child), lastLine(child), 'brace');
  else if (HEADS.has(type)) {
    const body = node.childForFieldName(type === 'if_statement' ? 'consequence' : 'body');
    const head = children.filter((child) => body === null || child.startIndex < body.startIndex);
    const closing = head.findLast((child) => child.type !== 'comment') ?? node;
    add(firstLine(node), lastLine(closing), 'condition');
    for (const child of children) if (!head.includes(child) || child.type === 'comment') visit(child, add);
  } else if (type === 'do_statement') {
    const tail = children.find((child) => child.type === 'while');
    add(firstLine(node), firstLine(node), 'brace');
    const condition = node.childForFieldName('condition');
    const decides = condition === null || !decidesNothing(condition);
    if (tail !== undefined) add(firstLine(tail), lastLine(node), decides ? 'condition' : 'brace');
    for (const child of children) if (child.isNamed && child.type !== 'parenthesized_expression') visit(child, add);
  } else if (type === 'labeled_statement' || type === 'case_statement') {
    const colon = children.findIndex((child) => child.type === ':');
    add(firstLine(node), lastLine(children[colon] ?? node), 'label');
    for (const child of children.slice(colon + 1)) visit(child, add);
  } else if (type.startsWith('preproc_') && type !== 'preproc_call' && type !== 'preproc_def') {
    for (const child of children)
      if (DIRECTIVES.has(child.type)) {
        if (child.type !== '\n') add(firstLine(child), firstLine(child), 'preprocessor');
      } else if (/^(?:identifier|preproc_defined|binary_expression|unary_expression|number_literal)$/.test(child.type))
        add(firstLine(child), lastLine(child), 'preprocessor');
      else visit(child, add);
  } else if (type.startsWith('preproc_')) whole('preprocessor');
  else if (JUMPS.has(type) || (type === 'return_statement' && RETURNS_WHAT_IS_THERE.test(node.text))) whole('jump');
  else whole(node.text === ';' ? 'brace' : 'statement');
}

/** The more a line does, the higher. */
const WEIGHT: readonly LineKind[] = [
  'blank',
  'comment',
  'brace',
  'preprocessor',
  'label',
  'declaration',
  'jump',
  'condition',
  'statement',
  'head',
];
const heavier = (a: LineKind, b: LineKind): LineKind => (WEIGHT.indexOf(a) > WEIGHT.indexOf(b) ? a : b);

/**
 * All lines from the head of a function to its last brace, without a gap. Where several share a line they are one range, as long as
 * all of them together where each does something, and of the kind that does most.
 */
export function kindRanges(definition: Node, from: number, lines: readonly string[]): KindRange[] {
  const to = lastLine(definition);
  const found: [number, number, LineKind][] = [];
  const body = definition.childForFieldName('body') as Node;
  found.push([from, firstLine(body), 'head']);
  visit(body, (first, last, kind) => found.push([first, last, kind]));
  found.sort((a, b) => WEIGHT.indexOf(b[2]) - WEIGHT.indexOf(a[2]));
  const joined: [number, number, LineKind][] = [];
  for (const [first, last, kind] of found) {
    const met = joined.filter((other) => other[0] <= last && first <= other[1]);
    if (met.length === 0) joined.push([first, last, kind]);
    else if (isCode(kind)) {
      const all = [...met, [first, last, kind] as [number, number, LineKind]];
      for (const one of met) joined.splice(joined.indexOf(one), 1);
      joined.push([
        Math.min(...all.map((one) => one[0])),
        Math.max(...all.map((one) => one[1])),
        all.map((one) => one[2]).reduce(heavier),
      ]);
    } else
      for (let line = first; line <= last; line += 1)
        if (met.every((other) => line < other[0] || other[1] < line)) joined.push([line, line, kind]);
  }
  joined.sort((a, b) => a[0] - b[0]);
  const whole: KindRange[] = [];
  let next = from;
  for (const range of joined) {
    for (; next < range[0]; next += 1) whole.push([next, next, emptyKind(lines[next - 1], next)]);
    whole.push(range);
    next = range[1] + 1;
  }
  if (next !== to + 1) throw new Error(`lines ${next} to ${to} are of no kind`);
  return whole;
}

function emptyKind(line: string | undefined, at: number): LineKind {
  if (line?.trim() === '') return 'blank';
  if (line?.startsWith('#') === true) return 'preprocessor';
  throw new Error(`line ${at} is of no kind`);
}

/** The functions and structs of a C file of the kernel's, by the grammar that patches are read with. */
import { readFileSync } from 'node:fs';
import { Language, type Node, Parser } from 'web-tree-sitter';
import type { KindRange, LineRange } from '../../model/source/line-kinds.ts';
import type { FunctionStructure } from '../../model/source/structure.ts';
import { macroAsFunction, neutral } from './neutral-text.ts';
import { kindRanges } from './statements.ts';
import { structureOf } from './structure.ts';

const GRAMMAR = new URL('../../model/lift/grammar/tree-sitter-c.wasm', import.meta.url);

export interface CFunction {
  readonly name: string;
  readonly lines: LineRange;
  /** Throws Error where the grammar cannot read the function. */
  readonly kinds: () => readonly KindRange[];
  /** Throws the same. */
  readonly structure: () => FunctionStructure;
}

export interface CFile {
  readonly functions: readonly CFunction[];
  readonly structs: readonly { readonly name: string; readonly lines: LineRange }[];
}

export async function cReader(): Promise<(text: string) => CFile> {
  await Parser.init();
  const parser = new Parser();
  parser.setLanguage(await Language.load(readFileSync(GRAMMAR)));
  const treeOf = (text: string): Node => {
    const tree = parser.parse(text);
    if (tree === null) throw new Error('the parser gave up');
    return tree.rootNode;
  };
  return (text) => {
    const lines = text.split('\n');
    const root = treeOf(neutral(text));
    return {
      functions: [
        ...nodesOf(root, 'function_definition').flatMap((node) => definition(node, lines, treeOf)),
        ...macros(lines, treeOf),
      ].toSorted((a, b) => a.lines[0] - b.lines[0]),
      structs: ['struct_specifier', 'union_specifier'].flatMap((type) => nodesOf(root, type).flatMap(structOf)),
    };
  };
}

const nodesOf = (root: Node, type: string): Node[] => root.descendantsOfType(type).filter((node) => node !== null);

type TreeOf = (text: string) => Node;

function definition(node: Node, lines: readonly string[], treeOf: TreeOf): CFunction[] {
  const name = nodesOf(node, 'function_declarator')[0]?.childForFieldName('declarator')?.text;
  if (name === undefined || node.childForFieldName('body')?.type !== 'compound_statement') return [];
  const from = node.startPosition.row + 1;
  const to = node.endPosition.row + 1;
  const read = () => {
    const whole = node.hasError ? withoutDirectives(lines, from, to, treeOf) : node;
    if (whole.hasError) throw new Error(`${name} is not read as C, line ${errorIn(whole)}`);
    return whole;
  };
  const kinds = () => kindRanges(read(), from, lines);
  return [{ name, lines: [from, to], kinds, structure: () => structureOf(read(), from) }];
}

/** The function with both branches of every #if: directives may stand where no statement could. */
function withoutDirectives(lines: readonly string[], from: number, to: number, treeOf: TreeOf): Node {
  const own = lines.slice(from - 1, to).map((line) => (line.startsWith('#') ? '' : line));
  const [node] = nodesOf(treeOf(neutral(`${'\n'.repeat(from - 1)}${own.join('\n')}\n`)), 'function_definition');
  if (node === undefined) throw new Error(`lines ${from} to ${to} are no function`);
  return node;
}

function structOf(node: Node): CFile['structs'] {
  const name = node.childForFieldName('name')?.text;
  if (name === undefined || node.childForFieldName('body') === null) return [];
  return [{ name, lines: [node.startPosition.row + 1, node.endPosition.row + 1] }];
}

function errorIn(node: Node): number {
  const worst = node.children.find((child) => child?.hasError);
  return worst === undefined || worst === null ? node.startPosition.row + 1 : errorIn(worst);
}

/** Macros that are written like functions. */
function macros(lines: readonly string[], treeOf: TreeOf): CFunction[] {
  return lines.flatMap((line, at) => {
    if (!/^#\s*define\s+\w+\(/.test(line)) return [];
    let last = at;
    while (/\\\s*$/.test(lines[last] ?? '')) last += 1;
    const written = macroAsFunction(lines.slice(at, last + 1));
    if (written === null) return [];
    const name = /^void (\w+)/.exec(written[0] ?? '')?.[1] as string;
    const text = neutral(`${'\n'.repeat(at)}${written.join('\n')}\n`);
    const read = () => {
      const [node] = nodesOf(treeOf(text), 'function_definition');
      if (node === undefined || node.hasError) throw new Error(`the macro ${name} is not read as C`);
      return node;
    };
    return [
      {
        name,
        lines: [at + 1, last + 1] as const,
        kinds: () => kindRanges(read(), at + 1, text.split('\n')),
        structure: () => structureOf(read(), at + 1, true),
      },
    ];
  });
}

/** The structure of a C function, line by line, from its tree. */
import type { Node } from 'web-tree-sitter';
import { lineDigest } from '../../model/source/digest.ts';
import type { FunctionStructure, StructureToken } from '../../model/source/structure.ts';
import { computes, decidesNothing } from './statements.ts';

interface Placed {
  readonly row: number;
  readonly column: number;
  readonly token: StructureToken;
}

/** Keywords and braces that are tokens of their own; parentheses and the `;` of statements are not. */
const WORDS: ReadonlyMap<string, StructureToken> = new Map(
  (['if', 'else', 'while', 'do', 'switch', 'case', 'default', '{', '}'] as const).map((is) => [is, { is }]),
);

const children = (node: Node): Node[] => node.children.filter((child) => child !== null);
const lastRow = ({ endPosition: { row, column } }: Node): number => (column === 0 ? row - 1 : row);

/** Collects tokens in any order. `labels`: names in the order of the function. */
class StructureReader {
  readonly found: Placed[] = [];
  private readonly labels: readonly string[];

  constructor(labels: readonly string[]) {
    this.labels = labels;
  }

  private add({ startPosition: { row, column } }: Node, token: StructureToken) {
    this.found.push({ row, column, token });
  }

  private span(node: Node, is: 'statement' | 'condition' | 'declaration' | 'initialisation' | 'return-value') {
    this.add(node, { is, more: lastRow(node) - node.startPosition.row });
  }

  private condition(node: Node) {
    if (decidesNothing(node)) this.add(node, { is: 'constant', value: node.text.includes('1') ? 1 : 0 });
    else this.span(node, 'condition');
  }

  statement(node: Node): void {
    switch (node.type) {
      case 'comment':
        return;
      case 'declaration':
        return this.span(node, computes(node) ? 'initialisation' : 'declaration');
      case 'compound_statement':
      case 'else_clause':
      case 'if_statement':
      case 'while_statement':
      case 'switch_statement':
      case 'do_statement':
        return this.parts(node);
      case 'for_statement':
        return this.loop(node);
      case 'labeled_statement':
        return this.labelled(node);
      case 'case_statement':
        return this.selected(node);
      case 'goto_statement':
        return this.add(node, { is: 'goto', label: this.labels.indexOf(labelOf(node)) });
      case 'break_statement':
        return this.add(node, { is: 'break' });
      case 'continue_statement':
        return this.add(node, { is: 'continue' });
      case 'return_statement':
        if (/^return\s*;$/.test(node.text)) return this.add(node, { is: 'return' });
        return this.span(node, 'return-value');
      default:
        if (node.text === ';') return this.add(node, { is: ';' });
        if (node.type.startsWith('preproc_')) return this.branches(node);
        return this.span(node, 'statement');
    }
  }

  private parts(node: Node) {
    const tail = node.childForFieldName('condition');
    for (const child of children(node)) {
      const word = WORDS.get(child.type);
      if (word !== undefined) this.add(child, word);
      else if (child.type === 'parenthesized_expression') this.condition(child);
      else if (child.type === ';' && tail !== null) this.add(child, { is: ';' });
      else if (child.isNamed) this.statement(child);
    }
  }

  private loop(node: Node) {
    const body = node.childForFieldName('body');
    const close = children(node).findLast(({ type }) => type === ')') ?? node;
    this.add(node, {
      is: 'for',
      initialiser: node.childForFieldName('initializer') !== null,
      condition: node.childForFieldName('condition') !== null,
      update: node.childForFieldName('update') !== null,
      more: lastRow(close) - node.startPosition.row,
    });
    if (body !== null) this.statement(body);
  }

  private labelled(node: Node) {
    this.add(node, { is: 'label', digest: lineDigest(labelOf(node)) });
    for (const child of children(node).slice(1)) if (child.isNamed) this.statement(child);
  }

  private selected(node: Node) {
    const value = node.childForFieldName('value');
    for (const child of children(node))
      if (child.type === 'case') this.add(child, { is: 'case' });
      else if (child.type === 'default') this.add(child, { is: 'default' });
      else if (child.isNamed && child.id !== value?.id) this.statement(child);
  }

  private branches(node: Node) {
    for (const child of children(node))
      if (/statement$|^declaration$|^preproc_(?:if|else|elif)/.test(child.type)) this.statement(child);
  }
}

const labelOf = (node: Node): string => node.childForFieldName('label')?.text ?? '';

/** `from`: the line of the head. `isMacro`: the definition is what was made of a macro. */
export function structureOf(definition: Node, from: number, isMacro = false): FunctionStructure {
  const labelled = definition.descendantsOfType('labeled_statement').filter((node) => node !== null);
  const reader = new StructureReader(labelled.map(labelOf));
  reader.statement(definition.childForFieldName('body') as Node);
  const inComment = new Set<number>();
  for (const comment of definition.descendantsOfType('comment'))
    if (comment !== null)
      for (let row = comment.startPosition.row; row < comment.endPosition.row; row += 1) inComment.add(row);
  const placed = reader.found.toSorted((a, b) => a.row - b.row || a.column - b.column);
  const length = lastRow(definition) + 2 - from;
  const lines = Array.from({ length }, (_, i) => {
    const row = from - 1 + i;
    return {
      tokens: placed.filter((one) => one.row === row).map(({ token }) => token),
      endsInComment: inComment.has(row),
    };
  });
  return { isMacro, lines };
}

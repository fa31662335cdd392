/** C read from a text, without where it stands. */
import { expect } from 'vitest';
import { loadCParser } from '../../../../cli/foreign/c-parser.ts';
import {
  cText,
  type Expression,
  type Fragment,
  type FragmentOptions,
  type Item,
  parseExpression,
  parseFragment,
  showCIssue,
  type SourceLine,
  type Surroundings,
} from '../../../../model/lift/c/index.ts';

export const parser = await loadCParser();

/** Numbered from one. */
export const linesOf = (text: string): SourceLine[] =>
  text.split('\n').map((line, nth) => ({ text: line, at: nth + 1 }));

export const fragmentOf = (text: string, where: Surroundings = 'body', options: FragmentOptions = {}): Fragment =>
  parseFragment(parser, linesOf(text), where, options);

/** Items of a text in which nothing is wrong. */
export function itemsOf(text: string, where: Surroundings = 'body', options: FragmentOptions = {}): readonly Item[] {
  const { items, issues } = fragmentOf(text, where, options);
  expect(issues.map(showCIssue)).toEqual([]);
  return items;
}

/** The only item. */
export function itemOf(text: string, where: Surroundings = 'body', options: FragmentOptions = {}): Item {
  const [item, ...more] = itemsOf(text, where, options);
  expect(more).toEqual([]);
  if (item === undefined) throw new Error(`nothing was read in ${text}`);
  return item;
}

export function expressionOf(text: string, options: FragmentOptions = {}): Expression {
  const { expression, issues } = parseExpression(parser, linesOf(text), options);
  expect(issues.map(showCIssue)).toEqual([]);
  if (expression === null) throw new Error(`no expression was read in ${text}`);
  return expression;
}

export const issuesIn = (text: string, where: Surroundings = 'body', options: FragmentOptions = {}): string[] =>
  fragmentOf(text, where, options).issues.map(showCIssue);

/** Without where things stand. */
export function plain(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([key]) => key !== 'at')
      .map(([key, inner]) => [key, plain(inner)]),
  );
}

const EXPRESSIONS = new Set(
  'name number string unary update binary assignment conditional comma call field index cast sizeof'.split(' '),
);

/** As a line: the kind of each thing, with what it consists of; expressions as C. */
export function told(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(told).join(' ')}]`;
  if (typeof value !== 'object' || value === null) return String(value);
  const { kind, at, ...parts } = value as { kind?: string; at?: Item['at'] } & Record<string, unknown>;
  if (kind === 'expression') return told(parts['expression']);
  if (kind !== undefined && EXPRESSIONS.has(kind)) return `<${cText(value as Expression)}>`;
  if (kind === 'unsupported' || kind === 'incomplete' || kind === 'unreadable')
    return `${kind}${kind === 'incomplete' ? ` ${String(parts['edge'])}` : ''} {${at?.text ?? ''}}`;
  if (kind === 'block') {
    const { open, close } = parts['missing'] as { open: boolean; close: boolean };
    return `${open ? '...' : ''}{ ${(parts['body'] as Item[]).map(told).join(' ')} }${close ? '...' : ''}`;
  }
  const inner = Object.values(parts).filter((part) => part !== null);
  return [kind ?? '', ...inner.map(told)].join(' ').trim();
}

export const toldOf = (text: string, where: Surroundings = 'body', options: FragmentOptions = {}): string[] =>
  itemsOf(text, where, options).map(told);

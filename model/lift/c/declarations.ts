/** Declarations: of variables, functions, types and the members of structs. */
import { type CContext, expressionOf, tellNoC } from './expressions.ts';
import { declarationAsRead, type IsType } from './tokens-as-read.ts';
import { type Declarator, Declarators, wordsBefore } from './declarators.ts';
import type { Expression, Item, Storage } from './tree.ts';
import { isKeyword, isTypeWord, STORAGE_WORDS } from './kernel-words.ts';
import type { CReading, Node } from './c-parser.ts';
import { matchBrackets } from './brackets.ts';
import type { Token } from './tokens.ts';
import type { Extent } from './source.ts';

/** Who reads the members of a struct that is declared within a declaration, and the offset of the brace behind them. */
export type ReadMembers = (tokens: readonly Token[], end: number) => readonly Item[];

/** A declaration by its looks: C itself cannot tell `a * b;` without knowing what `a` is. */
export function isDeclaration(tokens: readonly Token[], isType: IsType, isInFile: boolean): boolean {
  const [first, second] = tokens;
  if (first?.kind !== 'name') return false;
  if (isTypeWord(first.text) || STORAGE_WORDS.has(first.text)) return true;
  if (isKeyword(first.text)) return false;
  if (second?.kind === 'name') return !isKeyword(second.text) || isTypeWord(second.text);
  // `loff_t (*seek)(void)`; but `f(*p)` is a call.
  if (second?.text === '(' && tokens[2]?.text === '*' && isType(first.text)) return true;
  let at = 1;
  while (tokens[at]?.text === '*' || tokens[at]?.text === 'const') at++;
  const [name, next] = [tokens[at], tokens[at + 1]?.text];
  if (at === 1 || name?.kind !== 'name' || isKeyword(name.text)) return false;
  if (isType(first.text)) return true;
  return next === undefined || ['=', ',', '[', ';'].includes(next) || (isInFile && next === '(');
}

/** One item for each name, all at the same place; null, with an issue, where it is no declaration. Without the semicolon. */
export function declarationOf(
  tokens: readonly Token[],
  at: Extent,
  context: CContext,
  members: ReadMembers,
  isMember: boolean,
): Item[] | null {
  const { head, storage } = withoutStorage(tokens);
  const body = bodyIn(head);
  if (body === null) return declared(head, { storage, at, tokens, isMember, members: null }, context);
  const inner = head.slice(body.open + 1, body.close);
  const [keyword, tag] = head.slice(body.from, body.open) as [Token, Token?];
  const of = keyword.text;
  const name = tag?.text ?? null;
  const behind = head.slice(body.close + 1);
  // One without a name gets an empty one, so that what is behind it is not taken for its name.
  const rest = [...head.slice(0, body.from), keyword, tag ?? { ...keyword, text: '' }, ...behind];
  const isAlone = behind.length === 0;
  if (of === 'enum') {
    const constants = constantsOf(inner, context);
    if (constants === null) return null;
    const item: Item = { kind: 'enum', name, constants, at };
    return isAlone ? [item] : after([item], declared(rest, { storage, at, tokens, isMember, members: null }, context));
  }
  const read = members(inner, head[body.close]?.start ?? Infinity);
  const item: Item = { kind: 'struct', of: of === 'union' ? 'union' : 'struct', name, members: read, isCut: false, at };
  if (isMember) {
    if (isAlone)
      return [{ kind: 'member', name: null, type: of, pointers: 0, array: [], bits: null, members: read, at }];
    return declared(rest, { storage, at, tokens, isMember, members: read }, context);
  }
  return isAlone ? [item] : after([item], declared(rest, { storage, at, tokens, isMember, members: null }, context));
}

const after = (first: Item[], more: Item[] | null): Item[] | null => (more === null ? null : [...first, ...more]);

function withoutStorage(tokens: readonly Token[]): { head: Token[]; storage: ReadonlySet<string> } {
  const storage = new Set<string>();
  const end = tokens.findIndex(({ text }) => '=({'.includes(text));
  const head = tokens.filter(({ text, kind }, nth) => {
    const isStorage = kind === 'name' && STORAGE_WORDS.has(text) && (end < 0 || nth < end);
    if (isStorage) storage.add(text);
    return !isStorage;
  });
  return { head, storage };
}

/** The braces of a struct, union or enum that is declared in here. */
function bodyIn(tokens: readonly Token[]): { from: number; open: number; close: number } | null {
  const open = tokens.findIndex(({ text }) => text === '{');
  const from = ['struct', 'union', 'enum'].includes(tokens[open - 1]?.text ?? '') ? open - 1 : open - 2;
  if (open < 1 || !['struct', 'union', 'enum'].includes(tokens[from]?.text ?? '')) return null;
  return { from, open, close: matchBrackets(tokens).partner.get(open) ?? tokens.length };
}

function constantsOf(tokens: readonly Token[], context: CContext) {
  const constants: { name: string; value: Expression | null; at: Extent }[] = [];
  const { partner } = matchBrackets(tokens);
  for (let from = 0; from < tokens.length;) {
    let to = from;
    while (to < tokens.length && tokens[to]?.text !== ',') to = Math.max(partner.get(to) ?? to, to) + 1;
    const [name, equals, ...value] = tokens.slice(from, to);
    if (name?.kind !== 'name' || (equals !== undefined && (equals.text !== '=' || value.length === 0)))
      return tellNoC(undefined, tokens, context, 'constants of an enum');
    const read = equals === undefined ? null : expressionOf(value, context);
    if (equals !== undefined && read === null) return null;
    const at = context.code.extent(name.start, (value.at(-1) ?? name).end);
    constants.push({ name: name.text, value: read, at });
    from = to + 1;
  }
  return constants;
}

interface Around {
  readonly storage: ReadonlySet<string>;
  readonly at: Extent;
  /** All of the declaration. */
  readonly tokens: readonly Token[];
  readonly isMember: boolean;
  readonly members: readonly Item[] | null;
}

function declared(head: readonly Token[], around: Around, context: CContext): Item[] | null {
  const [first, second, third] = head;
  const isUntyped =
    first?.kind === 'name' &&
    !isKeyword(first.text) &&
    second?.text === '(' &&
    matchBrackets(head).partner.get(1) === head.length - 1;
  const isTag = first?.text === 'struct' || first?.text === 'union' || first?.text === 'enum';
  if (first === undefined) return tellNoC(undefined, around.tokens, context, 'a declaration');
  if (isTag && second?.kind === 'name' && third === undefined && !around.isMember) {
    const { at } = around;
    if (first.text === 'enum') return [{ kind: 'enum', name: second.text, constants: [], at }];
    const of = first.text === 'union' ? 'union' : 'struct';
    return [{ kind: 'struct', of, name: second.text, members: null, isCut: false, at }];
  }
  const start = isUntyped ? 'int' : '';
  const texts: readonly [string, string] = around.isMember ? ['struct s {', '; };'] : [start, ';'];
  const read = declarationAsRead(head, context.isType, !isUntyped);
  return context.parser.read(texts, read, context.code, (reading) => {
    const stumbled = reading.stumbled();
    const node = around.isMember
      ? reading.root.namedChild(0)?.childForFieldName('body')?.namedChild(0)
      : reading.root.namedChild(0);
    const isIt = node?.type === 'declaration' || node?.type === 'field_declaration';
    if (stumbled !== null || !isIt || reading.root.namedChildCount !== 1)
      return tellNoC(stumbled ?? undefined, around.tokens, context, 'a declaration');
    return itemsOf(node, reading, around, context);
  });
}

function itemsOf(node: Node, reading: CReading, around: Around, context: CContext): Item[] | null {
  const declarators = new Declarators(reading, around.tokens, context);
  const children = node.children;
  const found = children.filter((_, nth) => node.fieldNameForChild(nth) === 'declarator');
  const type = found[0] === undefined ? [] : wordsAhead(reading, found[0]);
  const items = found.map((child): Item | null => {
    const value = child.type === 'init_declarator' ? child.childForFieldName('value') : null;
    const inner = child.type === 'init_declarator' ? child.childForFieldName('declarator') : child;
    const declarator = declarators.from(inner, type);
    const initialiser = value === null ? null : declarators.expression(value);
    const next = children[children.findIndex(({ id }) => id === child.id) + 1];
    const bits = next?.type === 'bitfield_clause' ? next.namedChild(0) : null;
    return itemOf(declarator, initialiser, bits === null ? null : declarators.expression(bits), around);
  });
  if (declarators.isWrong || found.length === 0 || items.includes(null))
    return tellNoC(undefined, around.tokens, context, 'a declaration');
  return items.filter((item) => item !== null);
}

/** The words before the first declarator. */
function wordsAhead(reading: CReading, first: Node): string[] {
  const words = wordsBefore(reading, reading.root, null);
  const rest = reading.tokensOf(first)[0];
  if (rest === undefined) return words;
  return reading.tokens
    .slice(0, reading.tokens.indexOf(rest))
    .flatMap(({ tokens }) => tokens.map(({ text }) => text))
    .filter((text) => text !== '');
}

function itemOf(
  { name, type, pointers, array, parameters, isVariadic }: Declarator,
  initialiser: Expression | null,
  bits: Expression | null,
  { storage, at, isMember, members }: Around,
): Item | null {
  if (name === null) return null;
  if (isMember) return { kind: 'member', name, type, pointers, array, bits, members, at };
  const whole = pointers === 0 ? type : `${type} ${'*'.repeat(pointers)}`;
  if (storage.has('typedef')) return { kind: 'typedef', name, type: whole, at };
  if (parameters === null) {
    const how = (['static', 'extern', 'register', 'auto'] as const).find((one): one is Storage => storage.has(one));
    return { kind: 'declaration', name, type, pointers, array, initialiser, storage: how ?? null, at };
  }
  const isStatic = storage.has('static');
  return {
    kind: 'prototype',
    name,
    returns: whole,
    parameters,
    isVariadic,
    isStatic,
    isInline: storage.has('inline'),
    at,
  };
}

/**
 * What the grammar is given in place of tokens. It cannot know which names are types, takes some to be words of its own, has no types
 * among arguments, and binds `!a++` otherwise than C does. So in expressions every operand is the number one in parentheses, which is
 * never a type, types are made unmistakable, and what `++` follows is put in parentheses.
 */
import { isKeyword, isTypeWord } from './kernel-words.ts';
import { matchBrackets } from './brackets.ts';
import { type Token, typeText } from './tokens.ts';

/** One token for the grammar, which stands for one or more of the text. */
export interface ReadToken {
  readonly text: string;
  readonly tokens: readonly Token[];
  /** A type where an expression stands, or something that is not read. */
  readonly is?: { readonly type: string } | { readonly unsupported: string };
}

export type IsType = (name: string) => boolean;

const STRUCT = 'struct _t';
/** In parentheses, so that it can be assigned to. */
const OPERAND = '( 1 )';
/** An operand behind another one would be read as a call of that. */
const NO_SENSE = '@';

/** Tokens of an expression. */
export const expressionAsRead = (tokens: readonly Token[], isType: IsType): ReadToken[] =>
  new Preparation(tokens, isType).expression();

/** Tokens of a declaration, without the bodies of structs. If it is typed, a name in front is that of a type. */
export const declarationAsRead = (tokens: readonly Token[], isType: IsType, isTyped: boolean): ReadToken[] =>
  new Preparation(tokens, isType).declaration(isTyped);

/** A type without a name: `struct page *`, `unsigned long`, `loff_t`, `mine *`, `int (*)(int)`. */
export function isTypeName(tokens: readonly Token[], isType: IsType): boolean {
  const [first] = tokens;
  if (first?.kind !== 'name') return false;
  if (first.text === 'typeof') return /^[*)]$/.test(tokens.at(-1)?.text ?? '');
  const stars = tokens.findIndex(({ kind }) => kind !== 'name');
  const words = stars < 0 ? tokens : tokens.slice(0, stars);
  const rest = stars < 0 ? [] : tokens.slice(stars).map(({ text }) => text);
  const isPointer = rest.length > 0 && rest.every((word) => word === '*' || word === 'const' || word === 'volatile');
  const isFunction = rest[0] === '(' && rest[1] === '*' && rest.at(-1) === ')';
  if (rest.length > 0 && !isPointer && !isFunction) return false;
  const names = words.filter(({ text }) => !isKeyword(text));
  if (words.some(({ text }) => isKeyword(text) && !isTypeWord(text)) || names.length > 1) return false;
  const isTagged = words.some(({ text }) => text === 'struct' || text === 'union' || text === 'enum');
  if (isTagged) return names.length === 1;
  if (words.some(({ text }) => text !== 'const' && text !== 'volatile' && isKeyword(text))) return names.length === 0;
  return names.length === 1 && (isType(names[0]?.text ?? '') || isPointer || words.length > 1);
}

class Preparation {
  private readonly tokens: readonly Token[];
  private readonly isType: IsType;
  private readonly partner: ReadonlyMap<number, number>;
  private readonly out: ReadToken[] = [];
  /** The last parenthesis that was written ended a cast. */
  private isBehindCast = false;
  /** Where the operand begins that is being written, with all that is behind it: an index of `out`. */
  private operandStart = 0;

  constructor(tokens: readonly Token[], isType: IsType) {
    this.tokens = tokens;
    this.isType = isType;
    this.partner = matchBrackets(tokens).partner;
  }

  expression(): ReadToken[] {
    this.range(0, this.tokens.length);
    return this.out;
  }

  /** Initial values and sizes of arrays are expressions, all else is as it is. */
  declaration(isTyped: boolean): ReadToken[] {
    const { tokens } = this;
    const isNamed = isTyped && isBareName(tokens[0]);
    if (isNamed) this.put(STRUCT, 0, 1);
    for (let i = isNamed ? 1 : 0; i < tokens.length; i++) {
      const token = tokens[i] as Token;
      const close = this.partner.get(i);
      if (token.text === 'typeof' && tokens[i + 1]?.text === '(') {
        const end = this.partner.get(i + 1) ?? tokens.length - 1;
        this.put(STRUCT, i, end + 1);
        i = end;
      } else if (token.text === '[' && close !== undefined) {
        this.plain(i);
        this.range(i + 1, close);
        this.plain(close);
        i = close;
      } else if (token.text === '=') {
        this.plain(i);
        const end = this.endOfValue(i + 1);
        if (tokens[i + 1]?.text === '{') this.unsupported(i + 1, end, 'a list of initial values');
        else this.range(i + 1, end);
        i = end - 1;
      } else this.plain(i);
    }
    return this.out;
  }

  private endOfValue(from: number): number {
    let i = from;
    while (i < this.tokens.length && this.tokens[i]?.text !== ',') i = Math.max(this.partner.get(i) ?? i, i) + 1;
    return Math.min(i, this.tokens.length);
  }

  private put(text: string, from: number, to: number, is?: ReadToken['is']) {
    const tokens = this.tokens.slice(from, to);
    this.out.push(is === undefined ? { text, tokens } : { text, tokens, is });
    this.isBehindCast = false;
  }
  private unsupported(from: number, to: number, unsupported: string) {
    this.operandStart = this.out.length;
    this.put(OPERAND, from, to, { unsupported });
  }
  private type(from: number, to: number, text: string) {
    this.put(text, from, to, { type: typeText(this.tokens.slice(from, to).map(({ text: word }) => word)) });
  }

  /** As it is, but for names, which are marked. */
  private plain(i: number) {
    const { kind, text } = this.tokens[i] as Token;
    this.put(kind === 'name' && !isKeyword(text) ? `_${text}` : text, i, i + 1);
  }

  private operand(from: number, to: number) {
    const text = this.isOperandNext() ? OPERAND : NO_SENSE;
    this.operandStart = this.out.length;
    this.put(text, from, to);
  }

  private range(from: number, to: number) {
    for (let i = from; i < to;) i = this.piece(i, to);
  }

  /** Where the next one begins. */
  private piece(i: number, to: number): number {
    const { kind, text } = this.tokens[i] as Token;
    if (this.isString(i, to)) {
      let end = i + 1;
      while (this.isString(end, to) || (end < to && this.tokens[end]?.kind === 'string')) end++;
      if (this.tokens[end]?.kind === 'name' && this.tokens[end - 1]?.kind === 'string' && end < to) end++;
      this.operand(i, end);
      return end;
    }
    const isField = ['.', '->'].includes(this.out.at(-1)?.text ?? '');
    if (kind !== 'punctuator' && !isField && !isKeyword(text)) {
      this.operand(i, i + 1);
      return i + 1;
    }
    if ((text === '++' || text === '--') && !this.isOperandNext()) {
      const first = this.out[this.operandStart] as ReadToken;
      this.out[this.operandStart] = { ...first, text: `( ${first.text}` };
      this.put(`${text} )`, i, i + 1);
      return i + 1;
    }
    const close = this.partner.get(i);
    if (kind === 'punctuator' && text === '(' && close !== undefined) return this.parenthesis(i, close);
    if (kind === 'punctuator' && text === '[' && close !== undefined) {
      const start = this.operandStart;
      // The grammar knows no comma within them.
      const isList = this.endOfValue(i + 1) < close;
      this.put(isList ? '[ (' : '[', i, i + 1);
      this.range(i + 1, close);
      this.put(isList ? ') ]' : ']', close, close + 1);
      this.operandStart = start;
      return close + 1;
    }
    if (kind === 'punctuator' && text === '{' && close !== undefined) {
      this.unsupported(i, close + 1, 'a list of initial values');
      return close + 1;
    }
    if (text === '&&' && this.isOperandNext()) {
      this.unsupported(i, i + 2, 'the address of a label');
      return i + 2;
    }
    this.plain(i);
    return i + 1;
  }

  /** A string, or a macro that a string follows, as in `KERN_ERR "no"`. */
  private isString(i: number, to: number): boolean {
    const token = this.tokens[i];
    if (i >= to || token === undefined) return false;
    if (token.kind === 'string') return true;
    return token.kind === 'name' && !isKeyword(token.text) && i + 1 < to && this.tokens[i + 1]?.kind === 'string';
  }

  /** Whether what comes is not behind an operand, but is one. */
  private isOperandNext(): boolean {
    const last = this.out.at(-1);
    if (last === undefined || this.isBehindCast) return true;
    const token = last.tokens.at(-1);
    if (last.is !== undefined || token === undefined) return false;
    if (['.', '->'].includes(this.out.at(-2)?.text ?? '')) return false;
    // `++` behind an operand was written with a parenthesis.
    return token.kind === 'punctuator' ? !/[)\]]$/.test(last.text) : isKeyword(token.text);
  }

  private parenthesis(open: number, close: number): number {
    if (!this.isOperandNext()) return this.call(open, close);
    const inner = this.tokens.slice(open + 1, close);
    const next = this.tokens[close + 1];
    if (inner[0]?.text === '{') {
      this.unsupported(open, close + 1, 'statements within an expression');
      return close + 1;
    }
    const isType = isTypeName(inner, this.isType) || (inner.length === 1 && isBareName(inner[0]) && isOperandFor(next));
    if (isType && next?.text === '{') {
      const end = this.partner.get(close + 1) ?? close + 1;
      this.unsupported(open, end + 1, 'a value of a struct written in place');
      return end + 1;
    }
    if (isType) {
      const isSizeof = this.out.at(-1)?.text === 'sizeof';
      this.plain(open);
      this.type(open + 1, close, STRUCT);
      this.plain(close);
      this.isBehindCast = !isSizeof;
      return close + 1;
    }
    const start = this.out.length;
    this.plain(open);
    this.range(open + 1, close);
    this.plain(close);
    this.operandStart = start;
    return close + 1;
  }

  private call(open: number, close: number): number {
    const start = this.operandStart;
    this.plain(open);
    for (let from = open + 1; from < close;) {
      const end = Math.min(this.endOfValue(from), close);
      if (isTypeName(this.tokens.slice(from, end), this.isType)) this.type(from, end, OPERAND);
      else this.range(from, end);
      if (end < close) this.plain(end);
      from = end + 1;
    }
    this.plain(close);
    this.operandStart = start;
    return close + 1;
  }
}

const isBareName = (token: Token | undefined): boolean => token?.kind === 'name' && !isKeyword(token.text);

/** Behind a name in parentheses: an operand, so that the name is a type. */
const isOperandFor = (token: Token | undefined): boolean =>
  token !== undefined &&
  (token.kind === 'punctuator'
    ? token.text === '!' || token.text === '~'
    : token.kind !== 'name' || !isKeyword(token.text) || token.text === 'sizeof');

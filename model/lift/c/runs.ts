/** Runs of tokens up to a semicolon: expressions and declarations; and what looks like one until a brace comes. */
import type { Block, Expression, Item } from './tree.ts';
import { declarationOf, isDeclaration, type ReadMembers } from './declarations.ts';
import { expressionOf } from './expressions.ts';
import { hasEffect } from './walk.ts';
import { isKeyword } from './kernel-words.ts';
import { matchBrackets } from './brackets.ts';
import { MemberReader } from './members.ts';
import { quote } from '../../core/issues/issue.ts';
import { TokenCursor } from './token-cursor.ts';
import { isTypeName } from './tokens-as-read.ts';
import type { Extent } from './source.ts';
import type { Token } from './tokens.ts';

/** Words that can only begin a statement: a run that meets one lacks its end. */
const STATEMENT_WORDS = new Set('if else while do for switch case default goto return break continue'.split(' '));

const TAGS = new Set(['struct', 'union', 'enum']);

/** Macros that are loops by their names. */
const LOOP = /for_?each|_each(?:_|$)/i;

export abstract class RunReader extends TokenCursor {
  /** Outside of functions. */
  protected isInFile = false;
  /** The first tokens may be the end of something. */
  protected mayBeginWithin = false;

  protected abstract block(): Block;
  protected abstract body(end: number): Item;

  protected expression(from: number, to: number): Expression {
    if (to <= from) {
      this.tell(from, 'nothing where an expression has to be', 'an expression');
      return { kind: 'unsupported', reason: 'nothing', at: this.extent(from, from) };
    }
    return (
      expressionOf(this.tokens.slice(from, to), this.context) ?? {
        kind: 'unsupported',
        reason: 'no C',
        at: this.extent(from, to),
      }
    );
  }

  /** A declaration or an expression, without its semicolon; `end` is behind that. */
  protected simple(from: number, to: number, end = to): Item[] {
    const tokens = this.tokens.slice(from, to);
    const at = this.extent(from, end);
    if (tokens[0]?.text === 'asm') return [{ kind: 'assembler', at }];
    const isMacro = this.isMacroCall(tokens);
    if (!isMacro && (isDeclaration(tokens, this.context.isType, this.isInFile) || this.isUntypedPrototype(tokens)))
      return this.declaration(tokens, at) ?? [{ kind: 'unreadable', at }];
    const expression = expressionOf(isMacro ? tokens.slice(storageOf(tokens)) : tokens, this.context);
    return [expression === null ? { kind: 'unreadable', at } : { kind: 'expression', expression, at }];
  }

  private declaration(tokens: readonly Token[], at: Extent): Item[] | null {
    const members: ReadMembers = (inner, end) => new MemberReader(inner, this.context, this.directives, end).all(false);
    return declarationOf(tokens, at, this.context, members, false);
  }

  /** `static DEFINE_SPINLOCK(lock)`: for C, a function that returns nothing known. */
  private isMacroCall(tokens: readonly Token[]): boolean {
    const at = storageOf(tokens);
    const [name, open] = tokens.slice(at);
    if (at === 0 || name?.kind !== 'name' || isKeyword(name.text) || open?.text !== '(') return false;
    const close = matchBrackets(tokens).partner.get(at + 1) ?? tokens.length;
    const behind = tokens[close + 1]?.text;
    return (behind === undefined || behind === '=') && !this.hasParameters(tokens.slice(at + 2, close));
  }

  /** The type that it returns stands above the fragment. */
  private isUntypedPrototype(tokens: readonly Token[]): boolean {
    if (!this.isInFile || tokens[0]?.kind !== 'name' || tokens[1]?.text !== '(') return false;
    return this.hasParameters(tokens.slice(2, -1));
  }

  /** Whether they declare something, as those of a function's head do. A type alone may be an argument of a macro. */
  private hasParameters(tokens: readonly Token[]): boolean {
    const { isType } = this.context;
    if (tokens.length === 1 && tokens[0]?.text === 'void') return true;
    const commas = tokens.flatMap(({ text }, nth) => (text === ',' ? [nth] : []));
    return [-1, ...commas].some((comma, nth) => {
      const one = tokens.slice(comma + 1, commas[nth]);
      return isDeclaration(one, isType, false) && !isTypeName(one, isType);
    });
  }

  /** Where a run ends: at its semicolon, at a brace that is not its own, or at what begins a statement. */
  protected endOfRun(from: number, end: number): number {
    let i = from;
    while (i < end) {
      const token = this.tokens[i] as Token;
      if (token.kind === 'name' ? i > from && STATEMENT_WORDS.has(token.text) : ';})]'.includes(token.text)) return i;
      if (token.text === '{' && token.kind === 'punctuator' && !this.isOwnBrace(i, from)) return i;
      i = this.behind(i) ?? end;
    }
    return i;
  }

  /** Of a list of values, or of the body of a struct. */
  private isOwnBrace(i: number, from: number): boolean {
    const before = this.textAt(i - 1) ?? '';
    if (i === from) return false;
    if (TAGS.has(before) || (this.isNameAt(i - 1) && TAGS.has(this.textAt(i - 2) ?? ''))) return true;
    const open = before === ')' ? this.brackets.partner.get(i - 1) : undefined;
    if (open === undefined) return before === '=';
    const ahead = this.tokens[open - 1];
    if (open === from) return true;
    return ahead?.kind === 'punctuator' ? !/^[)\]]$/.test(ahead.text) : ahead?.text === 'return';
  }

  /** Whether a bracket here has its end below the fragment, or is there itself. */
  protected isCutAt(index: number): boolean {
    return index >= this.length || this.brackets.unclosed.includes(index);
  }

  /** The semicolon of what was just read. */
  protected semicolon(end: number): void {
    if (this.textAt(this.index) === ';' && this.index < end) this.index++;
    else this.tellMissing(';', this.index);
  }

  protected run(end: number): Item[] {
    const from = this.index;
    const loop = this.macroLoop(end);
    if (loop !== null) return [loop];
    const to = this.endOfRun(from, end);
    if (to < end && this.textAt(to) === ';') {
      this.index = to + 1;
      return this.complete(from, to);
    }
    if (to >= this.length) return [this.cut(end, 0)];
    if (this.textAt(to) === '{' && to > from) {
      const found = this.functionOrLoop(from, to, end);
      if (found !== null) return [found];
    }
    if (from === 0 && this.mayBeginWithin && to > 0 && this.brackets.unopened.includes(to) && this.textAt(to) === '}') {
      this.index = to;
      return [{ kind: 'incomplete', edge: 'start', at: this.extent(0, to) }];
    }
    const isStray = to === from || /^[)\]]$/.test(this.textAt(to) ?? '');
    if (isStray) this.tell(to, `nothing opens the ${this.textAt(to)}`, 'a statement');
    else this.tellMissing(';', to);
    this.index = Math.max(to, from + 1);
    if (isStray) this.index = this.endOfStray(to, end);
    return [{ kind: 'unreadable', at: this.extent(from, this.index) }];
  }

  private endOfStray(from: number, end: number): number {
    for (let i = from; i < end; i = this.behind(i) ?? end) if (this.textAt(i) === ';') return i + 1;
    return end;
  }

  /** What stands in front of its semicolon. At the start of a fragment it may be the end of something. */
  private complete(from: number, to: number): Item[] {
    const { issues } = this.context;
    const before = issues.length;
    const items = this.simple(from, to, to + 1);
    const [item] = items;
    const isTail =
      (item?.kind === 'unreadable' && this.isTail(from, to)) ||
      (item?.kind === 'expression' && !hasEffect(item.expression));
    if (!isTail || from > 0 || !this.mayBeginWithin) return items;
    issues.length = before;
    return [{ kind: 'incomplete', edge: 'start', at: this.extent(from, to + 1) }];
  }

  /** What is no statement, but may be the end of one: it begins with an operator, or is the rest of a condition and its values. */
  private isTail(from: number, to: number): boolean {
    if (this.tokens[from]?.kind === 'punctuator') return true;
    let found = '';
    for (let i = from; i < to; i = this.behind(i) ?? to)
      if (/^[?:]$/.test(this.textAt(i) ?? '')) found += this.textAt(i);
    return found.startsWith(':');
  }

  private macroLoop(end: number): Item | null {
    const from = this.index;
    const close =
      this.textAt(from + 1) === '(' && this.isNameAt(from) ? this.brackets.partner.get(from + 1) : undefined;
    const next = close === undefined ? undefined : this.tokens[close + 1];
    if (close === undefined || next === undefined || close + 1 >= end) return null;
    const isBlock =
      next.text === '{' && next.kind === 'punctuator' && !this.hasParameters(this.tokens.slice(from + 2, close));
    const isLoop = isBlock || (LOOP.test(this.textAt(from) ?? '') && next.text !== ';');
    if (isLoop) return this.loop(from, close, end);
    const isAlone = this.isInFile && next.kind === 'name' && !this.hasParameters(this.tokens.slice(from + 2, close));
    if (!isAlone) return null;
    // Some macros of a file bring their semicolon.
    this.index = close + 1;
    return { kind: 'expression', expression: this.expression(from, close + 1), at: this.extent(from, close + 1) };
  }

  private loop(from: number, close: number, end: number): Item {
    this.index = close + 1;
    const call = this.expression(from, close + 1);
    const args = call.kind === 'call' ? call.args : [];
    const body = this.body(end);
    return { kind: 'macroLoop', name: this.textAt(from) ?? '', args, body, at: this.extent(from, this.index) };
  }

  private functionOrLoop(from: number, to: number, end: number): Item | null {
    const head = this.tokens.slice(from, to);
    const [first, second] = head;
    if (this.textAt(to - 1) !== ')' || this.brackets.partner.get(to - 1) === undefined) return null;
    const isCut = first?.kind === 'name' && second?.text === '(';
    if (!isCut && !isDeclaration(head, this.context.isType, true)) return null;
    const read = this.declaration(head, this.extent(from, to));
    const [prototype] = read ?? [];
    this.index = to;
    const body = this.block();
    const at = this.extent(from, Math.min(this.index, end));
    if (prototype?.kind === 'prototype') return { ...prototype, kind: 'function', body, at };
    if (read !== null) this.tell(from, `${this.extent(from, to).text} is no head of a function`, 'one');
    return { kind: 'unreadable', at };
  }

  /** A statement that ends below the fragment, if that is so; else it is no C. So many semicolons may be in what is there. */
  protected cut(end: number, semicolons: number): Item {
    const from = this.index;
    const struct = this.cutStruct(from);
    if (struct !== null) return struct;
    let [found, i] = [0, from];
    while (i < end && this.textAt(i) !== '}') {
      const text = this.textAt(i);
      if (text === ';') found++;
      if (found > semicolons) break;
      const isOpen = this.behind(i) === null;
      i = isOpen ? i + 1 : (this.behind(i) ?? end);
    }
    if (i >= this.length) {
      this.index = this.length;
      return { kind: 'incomplete', edge: 'end', at: this.extent(from, this.length) };
    }
    const open = this.brackets.unclosed.find((one) => one >= from && one < i);
    if (open === undefined) this.tell(from, `${quote(this.extent(from, i + 1).text)} makes no sense`, 'a statement');
    else
      this.tell(
        open,
        `nothing closes the ${this.textAt(open)} in ${quote(this.extent(from, i).text)}`,
        'its other end',
      );
    this.index = Math.min(this.textAt(i) === ';' ? i + 1 : Math.max(i, from + 1), end);
    return { kind: 'unreadable', at: this.extent(from, this.index) };
  }

  /** A struct whose end is not in the fragment. */
  private cutStruct(from: number): Item | null {
    const at = from + storageOf(this.tokens.slice(from));
    const of = this.textAt(at);
    const open = this.textAt(at + 1) === '{' ? at + 1 : at + 2;
    if ((of !== 'struct' && of !== 'union') || this.textAt(open) !== '{') return null;
    if (this.brackets.partner.has(open)) return null;
    const inner = new MemberReader(this.tokens.slice(open + 1), this.context, this.directives);
    const members = inner.all(true);
    this.index = this.length;
    const name = open === at + 1 ? null : (this.textAt(at + 1) ?? null);
    return { kind: 'struct', of, name, members, isCut: true, at: this.extent(from, this.length) };
  }
}

/** How many words of storage are in front. */
const storageOf = (tokens: readonly Token[]): number => {
  const at = tokens.findIndex(({ text }) => !/^(?:static|extern|inline|const)$/.test(text));
  return at < 0 ? tokens.length : at;
};

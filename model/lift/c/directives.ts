/** The directives of a text: what it defines and includes, and which of its lines are compiled. */
import type { CIssue, Extent } from './source.ts';
import { type CodeText, spelled, type Token, tokensIn } from './tokens.ts';
import { type Configuration, type ConditionValue, definedness, evaluate } from './conditions.ts';
import type { Expression, Item } from './tree.ts';

/** A line that is not compiled. */
export interface SkippedLine {
  readonly line: number;
  /** The directive that says so. */
  readonly by: Extent;
}

/** `#if` and the like. */
export interface Conditional {
  readonly name: string;
  /** Whether the lines behind it are compiled; null where that cannot be told. */
  readonly isTaken: boolean | null;
  readonly at: Extent;
}

export interface Preprocessed {
  /** Of the lines that are compiled. */
  readonly tokens: readonly Token[];
  readonly items: readonly { readonly start: number; readonly item: Item }[];
  readonly skipped: readonly SkippedLine[];
  readonly conditionals: readonly Conditional[];
}

interface Branching {
  /** The branch that is open. Null: it cannot be told. */
  isTaken: boolean | null;
  /** Some branch was, or that cannot be told. */
  isDone: boolean;
  by: Extent;
}

interface LogicalLine {
  readonly start: number;
  readonly end: number;
  /** It ends with a backslash, and the text ends there. */
  readonly isCut: boolean;
  readonly isFolded: boolean;
}

type Parse = (tokens: readonly Token[]) => Expression | null;

export class Preprocessor {
  private readonly code: CodeText;
  private readonly configuration: Configuration;
  private readonly parse: Parse;
  private readonly issues: CIssue[];
  private readonly open: Branching[] = [];
  private readonly defined = new Map<string, Expression | null>();
  private readonly tokens: Token[] = [];
  private readonly items: { start: number; item: Item }[] = [];
  private readonly skipped: SkippedLine[] = [];
  private readonly conditionals: Conditional[] = [];

  /** `parse` reads the condition of an `#if`, and tells itself what is wrong with it. */
  constructor(code: CodeText, configuration: Configuration, parse: Parse, issues: CIssue[]) {
    this.code = code;
    this.configuration = configuration;
    this.parse = parse;
    this.issues = issues;
  }

  run(): Preprocessed {
    for (const line of logicalLines(this.code.text)) this.line(line);
    const { tokens, items, skipped, conditionals } = this;
    return { tokens, items, skipped, conditionals };
  }

  private line(line: LogicalLine) {
    const text = this.code.text.slice(line.start, line.end);
    const [, name] = /^\s*#\s*(\w*)/.exec(text) ?? [];
    const start = line.start + text.length - text.trimStart().length;
    if (name !== undefined && /^(if|ifdef|ifndef|elif|else|endif)$/.test(name)) this.conditional(name, start, line.end);
    else if (this.open.some(({ isTaken }) => isTaken !== true)) this.skip(line);
    else if (name !== undefined && name !== '') this.directive(name, start, line);
    else if (line.isFolded && this.code.text.slice(0, line.start).trim() === '')
      this.items.push({ start, item: { kind: 'incomplete', edge: 'start', at: this.code.extent(start, line.end) } });
    else for (const token of tokensIn(this.code, line.start, line.end, this.issues)) this.tokens.push(token);
  }

  private skip({ start, end }: LogicalLine) {
    const by = (this.open.find(({ isTaken }) => isTaken !== true) as Branching).by;
    let offset = start;
    for (const text of this.code.text.slice(start, end).split('\n')) {
      this.skipped.push({ line: this.code.lineAt(offset), by });
      offset += text.length + 1;
    }
  }

  private conditional(name: string, start: number, end: number) {
    const at = this.code.extent(start, end);
    const isOutside = this.open
      .slice(0, name.startsWith('if') ? undefined : -1)
      .every(({ isTaken }) => isTaken === true);
    const last = this.open.at(-1);
    let isTaken: boolean | null = false;
    if (name.startsWith('if')) {
      isTaken = isOutside ? this.decide(name, start, end, at) : false;
      this.open.push({ isTaken, isDone: isTaken !== false, by: at });
    } else if (last === undefined) {
      isTaken = null;
      this.tell(
        at,
        `#${name} without its #if in these lines`,
        'the #if, so that it can be told which lines are compiled',
      );
    } else if (name === 'endif') {
      this.open.pop();
      isTaken = isOutside;
    } else {
      if (isOutside && last.isTaken !== null)
        isTaken = !last.isDone && (name === 'else' ? true : this.decide(name, start, end, at));
      else isTaken = last.isTaken === null ? null : false;
      Object.assign(last, { isTaken, isDone: last.isDone || isTaken !== false, by: at });
    }
    this.conditionals.push({ name, isTaken, at });
  }

  private decide(name: string, start: number, end: number, at: Extent): boolean | null {
    const [, , ...tokens] = tokensIn(this.code, start, end, this.issues);
    const lookup = { configuration: this.configuration, defined: this.defined };
    let decided: ConditionValue;
    if (name === 'if' || name === 'elif') {
      const condition = this.parse(withParentheses(tokens));
      if (condition === null) return null;
      decided = evaluate(condition, lookup);
    } else {
      const [symbol] = tokens;
      decided = symbol?.kind === 'name' ? definedness(symbol.text, lookup) : { problem: 'names no symbol' };
    }
    if ('value' in decided) return (decided.value !== 0n) === (name !== 'ifndef');
    this.tell(at, `${at.text} ${decided.problem}`, 'a condition that can be decided');
    return null;
  }

  private directive(name: string, start: number, line: LogicalLine) {
    const at = this.code.extent(start, line.end);
    const item = name === 'define' ? this.define(start, line, at) : otherDirective(name, at);
    if (name === 'undef') this.defined.delete(at.text.replace(/^#\s*undef\s+/, ''));
    if (item !== null) this.items.push({ start, item });
  }

  private define(start: number, { end, isCut }: LogicalLine, at: Extent): Item | null {
    const [, , name, ...rest] = tokensIn(this.code, start, end, this.issues);
    if (name?.kind !== 'name') {
      this.issues.push({
        code: 'c-syntax',
        line: at.line,
        message: `C syntax: ${at.text}`,
        expected: 'the name of a macro',
      });
      return null;
    }
    let parameters: string[] | null = null;
    let isVariadic = false;
    let body = rest;
    if (rest[0]?.text === '(' && !rest[0].isSpaced) {
      const close = rest.findIndex(({ text }) => text === ')');
      const inner = rest.slice(1, close < 0 ? undefined : close);
      body = close < 0 ? [] : rest.slice(close + 1);
      isVariadic = inner.at(-1)?.text === '...';
      if (isVariadic) inner.pop();
      parameters = inner.filter(({ kind }) => kind === 'name').map(({ text }) => text);
      if (isVariadic && (inner.length === 0 || inner.at(-1)?.text === ',')) parameters.push('__VA_ARGS__');
    }
    const isNumber = parameters === null && body.length > 0;
    this.defined.set(name.text, isNumber ? this.valueOf(body) : null);
    return { kind: 'define', name: name.text, parameters, isVariadic, body: spelled(body), isCut, at };
  }

  /** A body that is no expression is nothing wrong. */
  private valueOf(body: readonly Token[]): Expression | null {
    const before = this.issues.length;
    const value = this.parse(body);
    this.issues.length = before;
    return value;
  }

  private tell({ line }: Extent, message: string, expected: string) {
    this.issues.push({ code: 'c-directive', line, message, expected });
  }
}

function otherDirective(name: string, at: Extent): Item {
  const [, path] = /^#\s*include\s*[<"]([^>"]*)[>"]/.exec(at.text) ?? [];
  return name === 'include' && path !== undefined ? { kind: 'include', path, at } : { kind: 'directive', name, at };
}

/** `defined X` as `defined(X)`. */
function withParentheses(tokens: readonly Token[]): Token[] {
  return tokens.flatMap((token, nth) => {
    if (tokens[nth - 1]?.text !== 'defined' || token.kind !== 'name') return [token];
    const sign = (text: string): Token => ({ ...token, kind: 'punctuator', text, isSpaced: false });
    return [sign('('), token, sign(')')];
  });
}

/** Lines that a backslash at the end joins are one. */
function logicalLines(text: string): LogicalLine[] {
  const lines: LogicalLine[] = [];
  const LINE = /(?:[^\n]*\\[ \t]*\n)*[^\n]*(?:\n|$)/gy;
  for (let found = LINE.exec(text); found !== null && found[0] !== ''; found = LINE.exec(text)) {
    const line = found[0].replace(/\n$/, '');
    const isCut = /\\[ \t]*$/.test(line);
    lines.push({
      start: found.index,
      end: found.index + line.replace(/\\[ \t]*$/, '').length,
      isCut,
      isFolded: isCut || line.includes('\n'),
    });
  }
  return lines;
}

/** A place in tokens, which goes forward; what is found wrong there; and the directives that are met on the way. */
import { type Brackets, matchBrackets } from './brackets.ts';
import type { CContext } from './expressions.ts';
import type { CIssueCode, Extent } from './source.ts';
import type { Item } from './tree.ts';
import { quote } from '../../core/issues/issue.ts';
import type { Token } from './tokens.ts';

/** Directives in the order of the text: each goes to whoever reads on from there. */
export type DirectiveQueue = { readonly start: number; readonly item: Item }[];

export class TokenCursor {
  /** Of the token that is next. */
  index = 0;
  readonly tokens: readonly Token[];
  readonly brackets: Brackets;
  readonly context: CContext;
  readonly directives: DirectiveQueue;
  /** The offset of what is behind the tokens. */
  private readonly end: number;

  constructor(tokens: readonly Token[], context: CContext, directives: DirectiveQueue, end = Infinity) {
    this.end = end;
    this.tokens = tokens;
    this.context = context;
    this.directives = directives;
    this.brackets = matchBrackets(tokens);
  }

  get length(): number {
    return this.tokens.length;
  }

  textAt(index: number): string | undefined {
    return this.tokens[index]?.text;
  }
  isNameAt(index: number): boolean {
    return this.tokens[index]?.kind === 'name';
  }
  /** Behind a bracket and all within it; behind any other token. Null: the bracket has no other end. */
  behind(index: number): number | null {
    const token = this.tokens[index];
    if (token?.kind !== 'punctuator' || !'([{'.includes(token.text)) return index + 1;
    const partner = this.brackets.partner.get(index);
    return partner === undefined ? null : partner + 1;
  }

  /** From one index to before another; where that is nothing, the place of it. */
  extent(from: number, to: number): Extent {
    const first = this.tokens[Math.min(from, this.length - 1)];
    const last = this.tokens[to - 1];
    if (first === undefined) return { line: 0, endLine: 0, text: '' };
    if (to <= from || last === undefined) {
      const near = this.context.code.extent(first.start, first.end);
      return { line: near.line, endLine: near.line, text: '' };
    }
    return this.context.code.extent(first.start, last.end);
  }

  /** The directives before the token that is next; all of them, where there is none. */
  passedDirectives(): Item[] {
    const start = this.tokens[this.index]?.start ?? this.end;
    const passed: Item[] = [];
    while ((this.directives[0]?.start ?? Infinity) < start)
      passed.push((this.directives.shift() as { item: Item }).item);
    return passed;
  }

  tell(at: number, message: string, expected: string, code: CIssueCode = 'c-syntax') {
    const { line } = this.extent(Math.min(at, this.length - 1), Math.min(at, this.length - 1) + 1);
    this.context.issues.push({ code, line, message: `C syntax: ${message}`, expected });
  }

  /** There is none where one has to be. */
  tellMissing(what: string, at: number) {
    const before = this.tokens[at - 1];
    this.tell(at - 1, `no ${what} behind ${quote(before?.text ?? '')}`, `a ${what}`);
  }
}

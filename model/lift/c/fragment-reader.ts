/** The edges of a fragment: what begins above it, and what ends below. */
import type { Block, Item } from './tree.ts';
import type { CContext } from './expressions.ts';
import type { DirectiveQueue } from './token-cursor.ts';
import { StatementReader } from './statements.ts';
import type { Token } from './tokens.ts';

export class FragmentReader extends StatementReader {
  private readonly isOfFile: boolean;

  constructor(tokens: readonly Token[], context: CContext, directives: DirectiveQueue, isInFile: boolean) {
    super(tokens, context, directives);
    this.isOfFile = isInFile;
    this.isInFile = isInFile;
    this.mayBeginWithin = true;
  }

  fragment(): Item[] {
    const { top } = this;
    this.beginning();
    while (this.index < this.length) {
      top.push(...this.passedDirectives());
      if (this.textAt(this.index) === '}') this.closing();
      else this.item(top, this.length);
    }
    top.push(...this.passedDirectives());
    return [...top];
  }

  /** The end of parentheses that open above: of a call, of a condition, of the head of a function. */
  private beginning() {
    const close = this.lastUnopened();
    if (close === null) return;
    this.index = this.endOfTail(close + 1);
    this.top.push({ kind: 'incomplete', edge: 'start', at: this.extent(0, this.index) });
  }

  /** What follows belongs to the same statement, or is the next one. */
  private endOfTail(from: number): number {
    if (this.beginsStatement(from)) return from;
    const to = this.endOfRun(from, this.length);
    return this.textAt(to) === ';' ? to + 1 : to;
  }

  private lastUnopened(): number | null {
    let last: number | null = null;
    let semicolons = 0;
    for (let i = 0; i < this.length; i = this.behind(i) ?? this.length) {
      const { kind, text } = this.tokens[i] as Token;
      if (kind !== 'punctuator') continue;
      // The head of a for has two.
      if (text === '{' || text === '}' || (text === ';' && ++semicolons > 2)) break;
      if (text !== ')' && text !== ']') continue;
      if (last !== null && semicolons > 0 && this.hasSemicolon(last, i)) break;
      last = i;
    }
    return last;
  }

  private hasSemicolon(from: number, to: number): boolean {
    return this.tokens.slice(from, to).some(({ text }) => text === ';');
  }

  private beginsStatement(at: number): boolean {
    const token = this.tokens[at];
    if (token === undefined || token.kind === 'name') return true;
    if (token.kind !== 'punctuator') return false;
    if (token.text === '{' || token.text === '}') return true;
    // `*p = 1;` on a line of its own is no product.
    const { code } = this.context;
    const isOnNextLine = code.text.slice((this.tokens[at - 1] as Token).end, token.start).includes('\n');
    return isOnNextLine && ['*', '(', '++', '--', '&'].includes(token.text);
  }

  /** A brace that closes what began above: all that was read so far stands in it. */
  private closing() {
    const { top } = this;
    const close = this.index;
    this.index++;
    if (this.textAt(this.index) === ')' && this.brackets.unopened.includes(this.index)) {
      // Statements within an expression, as some macros end.
      this.index = this.endOfTail(this.index + 1);
      top.splice(0, top.length, { kind: 'incomplete', edge: 'start', at: this.extent(0, this.index) });
      return;
    }
    const start = top[0]?.at.line;
    const here = this.extent(close, close + 1);
    const block: Block = {
      kind: 'block',
      body: [...top],
      missing: { open: true, close: false },
      at: { ...this.extent(0, close + 1), line: start ?? here.line },
    };
    top.length = 0;
    this.isInFile = this.isOfFile;
    if (!this.isUntil()) {
      top.push(block);
      return;
    }
    const condition = this.untilCondition(this.length);
    const at = { ...this.extent(0, this.index), line: block.at.line };
    top.push({ kind: 'do', body: block, condition, at });
  }

  /** `while (condition);` is next: it can only end a do, as a loop without a body is nothing that anybody writes behind a brace. */
  private isUntil(): boolean {
    if (this.textAt(this.index) !== 'while') return false;
    const close = this.brackets.partner.get(this.index + 1);
    return close === undefined || close + 1 >= this.length || this.textAt(close + 1) === ';';
  }
}

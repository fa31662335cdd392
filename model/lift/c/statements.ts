/** Statements: their structure is read here, so that a fragment may lack any part of it; what they consist of is for the grammar. */
import type { Block, Expression, Item } from './tree.ts';
import { RunReader } from './runs.ts';

/** Statements within each other. */
const DEEPEST = 200;

export class StatementReader extends RunReader {
  /** The outermost items of a fragment, which may begin and end within anything. */
  protected readonly top: Item[] = [];
  private depth = 0;

  /** All items before an index. */
  items(end: number): Item[] {
    const items: Item[] = [];
    while (this.index < end) {
      items.push(...this.passedDirectives());
      this.item(items, end);
    }
    items.push(...this.passedDirectives());
    return items;
  }

  /** Adds the next one, which may be several: `int a, b;`. `before` has those that stand before it in the same block. */
  item(before: Item[], end: number): void {
    const from = this.index;
    if (this.textAt(from) === 'else') {
      this.elseWithoutIf(before, end);
      return;
    }
    before.push(...this.statement(end));
    if (this.index === from) throw new Error(`no way forward at ${this.textAt(from)}`);
  }

  protected override block(): Block {
    const from = this.index;
    const close = this.brackets.partner.get(from);
    const end = close ?? this.length;
    this.index = from + 1;
    const wasInFile = this.isInFile;
    this.isInFile = false;
    const body = this.items(end);
    this.isInFile = wasInFile;
    this.index = Math.min(end + 1, this.length);
    return {
      kind: 'block',
      body,
      missing: { open: false, close: close === undefined },
      at: this.extent(from, this.index),
    };
  }

  /** The statement that belongs to a condition or a loop, with the labels before it. */
  protected override body(end: number): Item {
    const from = this.index;
    const items: Item[] = [];
    do {
      if (this.index >= end) {
        if (end === this.length) items.push({ kind: 'incomplete', edge: 'end', at: this.extent(end, end) });
        else this.tellMissing('statement', end);
        break;
      }
      items.push(...this.statement(end));
    } while (isMark(items.at(-1)));
    const [only] = items;
    if (only !== undefined && items.length === 1) return only;
    return { kind: 'block', body: items, missing: { open: false, close: false }, at: this.extent(from, this.index) };
  }

  private statement(end: number): Item[] {
    if (this.depth > DEEPEST) {
      this.tell(this.index, `more than ${DEEPEST} statements within each other`, 'fewer', 'c-too-deep');
      this.index = end;
      return [];
    }
    this.depth++;
    try {
      return this.statementByWord(end);
    } finally {
      this.depth--;
    }
  }

  private statementByWord(end: number): Item[] {
    const from = this.index;
    switch (this.textAt(from)) {
      case '{':
        return [this.block()];
      case ';':
        this.index++;
        return [{ kind: 'empty', at: this.extent(from, this.index) }];
      case 'if':
      case 'while':
      case 'switch':
      case 'for':
        return [this.controlled(end)];
      case 'do':
        return [this.doLoop(end)];
      case 'case':
      case 'default':
        return [this.mark(end)];
      case 'break':
      case 'continue':
      case 'goto':
      case 'return':
        return [this.jump(end)];
      case 'else':
        this.tell(from, 'else without its if', 'an if before it');
        this.index++;
        return [{ kind: 'unreadable', at: this.extent(from, this.index) }];
      default:
        if (this.isNameAt(from) && this.textAt(from + 1) === ':') {
          this.index += 2;
          return [{ kind: 'label', name: this.textAt(from) ?? '', at: this.extent(from, this.index) }];
        }
        return this.run(end);
    }
  }

  /** What has a head in parentheses, and a body. */
  private controlled(end: number): Item {
    const from = this.index;
    const word = this.textAt(from);
    const close = this.textAt(from + 1) === '(' ? this.brackets.partner.get(from + 1) : undefined;
    if (close === undefined || close >= end) return this.cut(end, word === 'for' ? 2 : 0);
    this.index = close + 1;
    if (word === 'for') return this.forLoop(from, close, end);
    const condition = this.expression(from + 2, close);
    const body = this.body(end);
    const alternative = word === 'if' ? this.alternative(end) : null;
    const at = this.extent(from, this.index);
    if (word === 'if') return { kind: 'if', condition, consequence: body, alternative, at };
    return word === 'while' ? { kind: 'while', condition, body, at } : { kind: 'switch', subject: condition, body, at };
  }

  protected alternative(end: number): Item | null {
    if (this.textAt(this.index) !== 'else' || this.index >= end) return null;
    this.index++;
    return this.body(end);
  }

  private forLoop(from: number, close: number, end: number): Item {
    const bounds = [from + 1];
    for (let i = from + 2; i < close; i = this.behind(i) ?? close) if (this.textAt(i) === ';') bounds.push(i);
    const [, first = close, second = close] = bounds;
    if (bounds.length !== 3) this.tell(from, 'a for with other than three parts', 'for (first; condition; next)');
    const initialiser = first > from + 2 ? this.simple(from + 2, first) : [];
    const condition = second > first + 1 ? this.expression(first + 1, second) : null;
    const update = close > second + 1 ? this.expression(second + 1, close) : null;
    const body = this.body(end);
    return { kind: 'for', initialiser, condition, update, body, at: this.extent(from, this.index) };
  }

  private doLoop(end: number): Item {
    const from = this.index;
    this.index++;
    const body = this.body(end);
    const condition = this.untilCondition(end);
    return { kind: 'do', body, condition, at: this.extent(from, this.index) };
  }

  /** `while (condition);` behind the body of a do; a hole, where it is not in the fragment. */
  protected untilCondition(end: number): Expression {
    const from = this.index;
    if (from >= this.length) return { kind: 'hole', at: this.extent(from, from) };
    const close = this.textAt(from + 1) === '(' ? this.brackets.partner.get(from + 1) : undefined;
    if (close !== undefined && close < end && this.textAt(from)?.startsWith('while_') === true) {
      this.index = close + 1;
      this.semicolon(end);
      return { kind: 'unsupported', reason: 'a macro that ends a do', at: this.extent(from, close + 1) };
    }
    if (this.textAt(from) !== 'while' || close === undefined || close >= end) {
      if (this.textAt(from) === 'while' && this.isCutAt(from + 1)) this.index = this.length;
      else this.tellMissing('while (condition);', from);
      return { kind: 'hole', at: this.extent(from, this.index) };
    }
    this.index = close + 1;
    // The last line of a macro has none.
    if (this.index < this.length) this.semicolon(end);
    return this.expression(from + 2, close);
  }

  private mark(end: number): Item {
    const from = this.index;
    let conditions = 0;
    let i = from + 1;
    for (; i < end; i = this.behind(i) ?? end) {
      const text = this.textAt(i);
      if (text === ';' || text === '}' || (text === ':' && conditions === 0)) break;
      if (text === '?') conditions++;
      if (text === ':') conditions--;
    }
    if (i >= end || this.textAt(i) !== ':') return this.cut(end, 0);
    this.index = i + 1;
    const at = this.extent(from, this.index);
    if (this.textAt(from) === 'default') return { kind: 'default', at };
    const isRange = this.tokens.slice(from, i).some(({ text }) => text === '...');
    const value = isRange
      ? ({ kind: 'unsupported', reason: 'a range of cases', at: this.extent(from + 1, i) } as const)
      : this.expression(from + 1, i);
    return { kind: 'case', value, at };
  }

  private jump(end: number): Item {
    const from = this.index;
    const word = this.textAt(from);
    const to = this.endOfRun(from + 1, end);
    if (to >= this.length) return this.cut(end, 0);
    this.index = to;
    this.semicolon(end);
    const at = this.extent(from, this.index);
    if (word === 'return') return { kind: 'return', value: to > from + 1 ? this.expression(from + 1, to) : null, at };
    if (word === 'goto' && to === from + 2 && this.isNameAt(from + 1))
      return { kind: 'goto', label: this.textAt(from + 1) ?? '', at };
    if (word === 'goto' && this.textAt(from + 1) === '*')
      return { kind: 'expression', expression: { kind: 'unsupported', reason: 'a goto to an address', at }, at };
    if (to === from + 1 && word !== 'goto') return { kind: word === 'break' ? 'break' : 'continue', at };
    this.tell(from, `${at.text} is no statement`, word === 'goto' ? 'a label behind goto' : `${word};`);
    return { kind: 'unreadable', at };
  }

  /** The fragment begins within the branch before it, or behind it: what is there of that branch is all that stands before. */
  private elseWithoutIf(before: Item[], end: number): void {
    const from = this.index;
    const tail = before[0]?.kind === 'incomplete' && before[0].edge === 'start' ? before[0] : null;
    const [own, more] = tail === null ? before : before.slice(1);
    if (before !== this.top || more !== undefined) {
      before.push(...this.statement(end));
      return;
    }
    const here = this.extent(from, from);
    this.index++;
    const alternative = this.body(end);
    const at = { ...this.extent(from, this.index), line: (tail ?? own)?.at.line ?? here.line };
    const consequence: Item = own ?? { kind: 'incomplete', edge: 'start', at: here };
    const condition: Expression = { kind: 'hole', at: tail?.at ?? { ...at, endLine: at.line, text: '' } };
    before.splice(0, before.length, { kind: 'if', condition, consequence, alternative, at });
  }
}

const isMark = (item: Item | undefined): boolean =>
  item?.kind === 'label' || item?.kind === 'case' || item?.kind === 'default';

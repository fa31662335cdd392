/** The members of a struct or union. */
import { declarationOf } from './declarations.ts';
import { expressionOf } from './expressions.ts';
import type { Item } from './tree.ts';
import { TokenCursor } from './token-cursor.ts';

export class MemberReader extends TokenCursor {
  /** `isFragment`: the first and the last one may be there in part. */
  all(isFragment: boolean): Item[] {
    let items: Item[] = [];
    while (this.index < this.length) {
      items.push(...this.passedDirectives());
      if (this.textAt(this.index) === ';') this.index++;
      else if (this.textAt(this.index) === '}') items = this.endOfInner(items);
      else items.push(...this.member(isFragment));
    }
    items.push(...this.passedDirectives());
    return items;
  }

  private member(isFragment: boolean): Item[] {
    const from = this.index;
    let to: number | null = from;
    while (to !== null && to < this.length && this.textAt(to) !== ';' && this.textAt(to) !== '}') to = this.behind(to);
    if (to === null || to >= this.length) {
      this.index = this.length;
      const at = this.extent(from, this.length);
      if (isFragment) return [{ kind: 'incomplete', edge: 'end', at }];
      this.tellMissing(';', to ?? this.length);
      return [{ kind: 'unreadable', at }];
    }
    const { issues } = this.context;
    const before = issues.length;
    const hasEnd = this.textAt(to) === ';';
    this.index = hasEnd ? to + 1 : to;
    const read = hasEnd ? this.declaration(from, to) : null;
    if (read !== null) return read;
    const at = this.extent(from, Math.max(this.index, from + 1));
    this.index = Math.max(this.index, from + 1);
    // The end of another one begins with a sign, or with a name that a sign follows.
    const isTail = this.tokens[from]?.kind === 'punctuator' || this.tokens[from + 1]?.kind === 'punctuator';
    if (isFragment && from === 0 && isTail) {
      issues.length = before;
      return [{ kind: 'incomplete', edge: 'start', at }];
    }
    if (!hasEnd) this.tellMissing(';', to);
    return [{ kind: 'unreadable', at }];
  }

  private declaration(from: number, to: number): Item[] | null {
    const tokens = this.tokens.slice(from, to);
    // `DECLARE_BITMAP(bits, SIZE);` declares whatever the macro says.
    if (this.textAt(from + 1) === '(' && this.isNameAt(from) && this.brackets.partner.get(from + 1) === to - 1) {
      const expression = expressionOf(tokens, this.context);
      return expression === null ? null : [{ kind: 'expression', expression, at: this.extent(from, to + 1) }];
    }
    return declarationOf(tokens, this.extent(from, to + 1), this.context, (inner, end) => this.inner(inner, end), true);
  }

  private inner(tokens: TokenCursor['tokens'], end: number): Item[] {
    return new MemberReader(tokens, this.context, this.directives, end).all(false);
  }

  /** Of a struct within the struct, which begins above the fragment. */
  private endOfInner(members: Item[]): Item[] {
    const from = this.index;
    while (this.index < this.length && this.textAt(this.index) !== ';') this.index++;
    this.index = Math.min(this.index + 1, this.length);
    const at = { ...this.extent(from, this.index), line: members[0]?.at.line ?? this.extent(from, from + 1).line };
    const name = this.isNameAt(from + 1) ? (this.textAt(from + 1) ?? null) : null;
    return [{ kind: 'member', name, type: '', pointers: 0, array: [], bits: null, members, at }];
  }
}

/** Expressions, from the grammar's nodes. */
import type { AssignmentOperator, BinaryOperator, Expression, TypeName, UnaryOperator } from './tree.ts';
import type { CodeText, Token } from './tokens.ts';
import { collapsed, type CIssue } from './source.ts';
import type { CParser, CReading, Node } from './c-parser.ts';
import { expressionAsRead, type IsType, type ReadToken } from './tokens-as-read.ts';
import { isKeyword } from './kernel-words.ts';
import { quote } from '../../core/issues/issue.ts';
import { matchBrackets } from './brackets.ts';
import { numberOf } from './literals.ts';

/** What reading a text needs, and what it finds wrong. */
export interface CContext {
  readonly parser: CParser;
  readonly code: CodeText;
  readonly isType: IsType;
  readonly issues: CIssue[];
}

/** Between these stands an expression with all its operators. */
const AROUND: readonly [string, string] = ['void f(void) { v = (', '); }'];

/** No more operators than this within each other. */
const DEEPEST = 400;

/** Null, with an issue, where they are none. There must be at least one token. */
export function expressionOf(tokens: readonly Token[], context: CContext): Expression | null {
  const { unopened, unclosed } = matchBrackets(tokens);
  const read = expressionAsRead(tokens, context.isType);
  // It stands in parentheses, which it must not end.
  if (unopened.length + unclosed.length > 0) return tellNoC(read[0], tokens, context, 'an expression');
  return context.parser.read(AROUND, read, context.code, (reading) => {
    const stumbled = reading.stumbled();
    if (stumbled !== null) return tellNoC(stumbled, tokens, context, 'an expression');
    const whole = reading.root
      .namedChild(0)
      ?.childForFieldName('body')
      ?.namedChild(0)
      ?.namedChild(0)
      ?.childForFieldName('right');
    const inner = whole?.type === 'parenthesized_expression' ? whole.namedChild(0) : null;
    if (inner === null || whole?.namedChildCount !== 1) return tellNoC(read[0], tokens, context, 'an expression');
    return expressionFrom(inner, reading, tokens, context);
  });
}

/** From a node within a reading of these tokens. */
export function expressionFrom(
  node: Node,
  reading: CReading,
  tokens: readonly Token[],
  context: CContext,
): Expression | null {
  const expressions = new Expressions(reading);
  const found = expressions.from(node, 0);
  if (expressions.isTooDeep) {
    const { line } = reading.at(node);
    context.issues.push({
      code: 'c-too-deep',
      line,
      message: `an expression has more than ${DEEPEST} operators within each other`,
      expected: 'one that a person could read',
    });
    return null;
  }
  return expressions.wrong === null ? found : tellNoC(expressions.wrong, tokens, context, 'an expression');
}

/** Tells where the tokens are no C. */
export function tellNoC(
  at: ReadToken | undefined,
  tokens: readonly Token[],
  { code, issues }: CContext,
  expected: string,
): null {
  const first = tokens[0] as Token;
  const start = at?.tokens[0] ?? first;
  const whole = collapsed(code.text.slice(first.start, (tokens.at(-1) as Token).end));
  const line = code.lineAt(start.start);
  issues.push({
    code: 'c-syntax',
    line,
    message: `C syntax: ${quote(whole)} makes no sense at ${quote(start.text)}`,
    expected,
  });
  return null;
}

class Expressions {
  wrong: ReadToken | null = null;
  isTooDeep = false;
  private readonly reading: CReading;

  constructor(reading: CReading) {
    this.reading = reading;
  }

  from(node: Node, depth: number): Expression {
    const at = this.reading.at(node);
    if (depth > DEEPEST) this.isTooDeep = true;
    if (this.isTooDeep) return { kind: 'hole', at };
    const part = (name: string): Expression => {
      const inner = node.childForFieldName(name);
      return inner === null ? this.notC(node) : this.from(inner, depth + 1);
    };
    const [read, more] = this.reading.tokensOf(node);
    if (read !== undefined && more === undefined) return this.leaf(read, node);
    switch (node.type) {
      case 'parenthesized_expression': {
        const inner = node.namedChild(0);
        if (inner === null || node.namedChildCount !== 1) return this.notC(node);
        // As it was written, with its parentheses.
        return { ...this.from(inner, depth + 1), at };
      }
      case 'unary_expression':
      case 'pointer_expression':
        return { kind: 'unary', operator: this.operator(node) as UnaryOperator, operand: part('argument'), at };
      case 'update_expression': {
        const operator = this.operator(node) as '++' | '--';
        const isPrefix = node.childForFieldName('operator')?.startIndex === node.startIndex;
        return { kind: 'update', operator, isPrefix, operand: part('argument'), at };
      }
      case 'binary_expression':
        return {
          kind: 'binary',
          operator: this.operator(node) as BinaryOperator,
          left: part('left'),
          right: part('right'),
          at,
        };
      case 'assignment_expression': {
        const operator = this.operator(node) as AssignmentOperator;
        return { kind: 'assignment', operator, target: part('left'), value: part('right'), at };
      }
      case 'conditional_expression': {
        const consequence = node.childForFieldName('consequence') === null ? null : part('consequence');
        return { kind: 'conditional', condition: part('condition'), consequence, alternative: part('alternative'), at };
      }
      case 'comma_expression':
        return this.commas(node, depth);
      case 'call_expression':
        return { kind: 'call', callee: part('function'), args: this.args(node, depth), at };
      case 'field_expression':
        return {
          kind: 'field',
          of: part('argument'),
          name: this.fieldName(node),
          isArrow: this.operator(node) === '->',
          at,
        };
      case 'subscript_expression':
        return { kind: 'index', of: part('argument'), index: part('index'), at };
      case 'cast_expression': {
        const type = this.type(node);
        return type === null ? this.notC(node) : { kind: 'cast', type: type.type, operand: part('value'), at };
      }
      case 'sizeof_expression':
        return { kind: 'sizeof', of: this.type(node) ?? part('value'), at };
      default:
        return this.notC(node);
    }
  }

  /** From the left, as C has it; the grammar has it from the right. */
  private commas(node: Node, depth: number): Expression {
    const parts: Node[] = [];
    let rest: Node | null = node;
    while (rest?.type === 'comma_expression') {
      const left: Node | null = rest.childForFieldName('left');
      if (left !== null) parts.push(left);
      rest = rest.childForFieldName('right');
    }
    if (rest === null) return this.notC(node);
    if (parts.length > DEEPEST) this.isTooDeep = true;
    return [...parts.slice(1), rest].reduce<Expression>(
      (left, one) => ({
        kind: 'comma',
        left,
        right: this.from(one, depth + 1),
        at: this.reading.between(node, one),
      }),
      this.from(parts[0] ?? rest, depth + 1),
    );
  }

  /** What is one token for the grammar. */
  private leaf(read: ReadToken, node: Node): Expression {
    const at = this.reading.at(node);
    if (read.is !== undefined && 'unsupported' in read.is)
      return { kind: 'unsupported', reason: read.is.unsupported, at };
    const [token] = read.tokens;
    if (token === undefined) return this.notC(node);
    if (read.tokens.some(({ kind }) => kind === 'string'))
      return { kind: 'string', spelling: read.tokens.map(({ text }) => text).join(' '), at };
    if (token.kind === 'name') return isKeyword(token.text) ? this.notC(node) : { kind: 'name', name: token.text, at };
    const value = token.kind === 'punctuator' ? null : numberOf(token.text);
    if (typeof value === 'bigint') return { kind: 'number', value, spelling: token.text, at };
    return value === null ? this.notC(node) : { kind: 'unsupported', reason: value.unsupported, at };
  }

  private args(node: Node, depth: number): (Expression | TypeName)[] {
    const list = node.childForFieldName('arguments');
    return (list?.namedChildren ?? []).map((one) => this.argumentType(one) ?? this.from(one, depth + 1));
  }

  private argumentType(node: Node): TypeName | null {
    const [read, more] = this.reading.tokensOf(node);
    const is = more === undefined ? read?.is : undefined;
    return is !== undefined && 'type' in is ? { kind: 'type', type: is.type, at: this.reading.at(node) } : null;
  }

  /** Of a cast or a size. */
  private type(node: Node): TypeName | null {
    const type = node.childForFieldName('type');
    return type === null ? null : this.argumentType(type);
  }

  private fieldName(node: Node): string {
    const name = node.childForFieldName('field');
    const token = name === null ? undefined : this.reading.tokensOf(name)[0]?.tokens[0];
    if (token?.kind === 'name' && !isKeyword(token.text)) return token.text;
    this.notC(node);
    return '';
  }

  /** It must be a token as it was written: the grammar also reads `&&` as two. */
  private operator(node: Node): string {
    const operator = node.childForFieldName('operator');
    const token = operator === null ? undefined : this.reading.tokensOf(operator)[0];
    if (operator === null || token?.tokens[0]?.text !== operator.type) this.notC(node);
    return operator?.type ?? '';
  }

  private notC(node: Node): Expression {
    this.wrong ??= this.reading.tokensOf(node)[0] ?? null;
    return { kind: 'hole', at: this.reading.at(node) };
  }
}

/** Operators of C on numbers, truths and pointers, as TypeScript. */
import type { Expression } from '../c/index.ts';
import { bothUnsigned, notNegative, UNSIGNED } from './unsigned.ts';
import { converted, inner, NUMBER, type Operand, TRUTH } from './kinds.ts';
import type { Compiling } from './compiling.ts';

const COMPARED = { '==': '===', '!=': '!==', '<': '<', '>': '>', '<=': '<=', '>=': '>=' } as const;

export function binary(
  lowering: Compiling,
  e: Extract<Expression, { kind: 'binary' }>,
  left: Operand,
  right: Operand,
): Operand {
  const nothing = [left, right].find(({ kind }) => kind.is === 'nothing');
  if (nothing !== undefined) return nothing;
  if (e.operator === '==' || e.operator === '!=') return equal(lowering, e, e.operator, left, right);
  const isUnsigned = bothUnsigned(lowering, left, right, e);
  const kind = isUnsigned ? UNSIGNED : NUMBER;
  const a = inner(lowering.number(left, e.left));
  const b = inner(lowering.number(right, e.right));
  switch (e.operator) {
    case '<':
    case '>':
    case '<=':
    case '>=':
      return { text: `${a} ${COMPARED[e.operator]} ${b}`, kind: TRUTH };
    case '/':
      notZero(lowering, b);
      return { text: `Math.trunc(${a} / ${b})`, kind };
    case '%':
      notZero(lowering, b);
      return { text: `${a} % ${b}`, kind };
    case '<<':
    case '>>':
      shiftable(lowering, b, e);
      return { text: e.operator === '<<' ? `${a} * 2 ** ${b}` : `Math.floor(${a} / 2 ** ${b})`, kind };
    case '-': {
      const difference = { text: `${a} - ${b}`, kind: NUMBER };
      if (isUnsigned) notNegative(lowering, difference, e);
      return { ...difference, kind };
    }
    case '*':
    case '+':
    case '&':
    case '^':
    case '|':
      return { text: `${a} ${e.operator} ${b}`, kind };
    case '&&':
    case '||':
      throw new Error('what is not always looked at is no operand');
  }
}

const isLiteral = (text: string): boolean => /^\d+$/.test(text);

/** Dividing by zero is an oops. */
function notZero(lowering: Compiling, text: string): void {
  if (!isLiteral(text) || text === '0') lowering.emit({ is: 'check', text: `k.BUG_ON(${text} === 0)` });
}

/** By how many bits an int can be shifted. */
function shiftable(lowering: Compiling, by: string, e: Expression): void {
  if (isLiteral(by) && Number(by) < 31) return;
  const why = `${e.at.text}: shifted by more than an int has`.replaceAll("'", '"');
  lowering.emit({ is: 'check', text: `if (${by} < 0 || ${by} > 30) k.trap('${why}')` });
}

/** Of two values of one kind. */
function equal(
  lowering: Compiling,
  e: Extract<Expression, { kind: 'binary' }>,
  operator: '==' | '!=',
  left: Operand,
  right: Operand,
): Operand {
  const is = COMPARED[operator];
  for (const [one, other] of [
    [left, right],
    [right, left],
  ] as const)
    if (one.kind.is === 'pointer' || one.kind.is === 'state') {
      const text = converted(other, one.kind);
      if (text === null) return lowering.fail('values of different kinds are compared', e);
      return { text: `${inner(one.text)} ${is} ${inner(text)}`, kind: TRUTH };
    }
  bothUnsigned(lowering, left, right, e);
  const [a, b] = [lowering.number(left, e.left), lowering.number(right, e.right)];
  return { text: `${inner(a)} ${is} ${inner(b)}`, kind: TRUTH };
}

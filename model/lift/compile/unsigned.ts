/**
 * Unsigned numbers. The model counts without an end, so that a number below 0, which wraps in the C, is a trap where it would become
 * unsigned.
 */
import type { Expression } from '../c/index.ts';
import type { Compiling } from './compiling.ts';
import { inner, NUMBER, type Operand, type ValueKind } from './kinds.ts';

export const UNSIGNED: ValueKind = { is: 'number', isUnsigned: true };

export const isUnsignedKind = (kind: ValueKind): boolean => kind.is === 'number' && kind.isUnsigned === true;

export const isUnsigned = ({ kind }: Operand): boolean => isUnsignedKind(kind);

const isNotNegative = ({ text, kind }: Operand): boolean => kind.is !== 'number' || /^\d+$/.test(text);

interface Check {
  readonly is: 'check';
  readonly text: string;
}

/** What ends the schedule where the value is below 0; null: it never is. */
export function checkedNotNegative(value: Operand, e: Expression): Check | null {
  if (isNotNegative(value)) return null;
  const why = `${e.at.text}: an unsigned number goes below 0`.replaceAll("'", '"');
  return { is: 'check', text: `if (${inner(value.text)} < 0) k.trap('${why}')` };
}

export function notNegative(c: Compiling, value: Operand, e: Expression): void {
  const check = checkedNotNegative(value, e);
  if (check !== null) c.emit(check);
}

/** Of two operands, where the C makes the signed one unsigned. */
export function bothUnsigned(c: Compiling, left: Operand, right: Operand, e: Expression): boolean {
  if (!isUnsigned(left) && !isUnsigned(right)) return false;
  for (const one of [left, right]) if (!isUnsigned(one)) notNegative(c, one, e);
  return true;
}

/** What is written as a number. */
export function literalValue(e: Extract<Expression, { kind: 'number' }>, c: Compiling): Operand {
  const { value, spelling } = e;
  // What is written in hexadecimal and has no room in an int is unsigned.
  const isUnsignedLiteral =
    /u/i.test(spelling.replace(/^0x[\da-f]*/i, '')) || (spelling.startsWith('0') && value > 0x7fffffffn);
  if (value === 0n && !isUnsignedLiteral) return { text: '0', kind: { is: 'zero' } };
  if (value > 0xffffffffn) return c.fail('the model has no numbers of more than 32 bits', e);
  return { text: value.toString(), kind: isUnsignedLiteral ? UNSIGNED : NUMBER };
}

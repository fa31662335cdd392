/** Values that depend on a choice: `a ? b : c`, `a && b`. */
import type { Expression } from '../c/index.ts';
import { constantMeaning } from '../prelude/constants.ts';
import type { Compiling } from './compiling.ts';
import { loaded, stored } from './frames.ts';
import type { Instruction, Target } from './instructions.ts';
import { converted, inner, NUMBER, numberText, type Operand, truthOf, type ValueKind } from './kinds.ts';
import type { Scope } from './scope.ts';
import { isWide } from './types.ts';
import { checkedNotNegative, isUnsigned, isUnsignedKind, notNegative, UNSIGNED } from './unsigned.ts';

interface Code extends Compiling {
  readonly instructions: Instruction[];
  /** What the instructions come from now. */
  readonly cited: Instruction['from'];
  targets(...likes: readonly string[]): [string, string, string];
}

/** A value that depends on a choice: kept in a local on both ways, unless locals alone decide it. */
export function chosen(c: Code, e: Expression): Operand {
  if (isOfLocals(e, c.scope)) {
    const pure = chosenHere(c, e);
    if (pure !== null) return pure;
  }
  const [yes, no, end] = c.targets('then', 'otherwise', 'end');
  if (e.kind === 'conditional' && e.consequence !== null) {
    c.condition(e.condition, yes, no);
    return joined(c, yes, no, end, e.consequence, e.alternative);
  }
  if (e.kind === 'conditional') {
    const condition = c.value(e.condition);
    if (condition.kind.is === 'nothing') c.fail(`nothing here decides it: ${condition.kind.why}`, e);
    const asNumber = { text: numberText(condition) ?? condition.text, kind: NUMBER };
    const kept = c.kept(condition.kind.is === 'truth' ? asNumber : condition, 't');
    c.emit({ is: 'branch', condition: truthOf(kept), yes: end, no });
    c.emit({ is: 'mark', target: no });
    const other = c.value(e.alternative);
    if (isUnsigned(other) && !isUnsigned(kept)) c.fail('its two values are of different kinds', e);
    if (isUnsigned(kept) && !isUnsigned(other)) notNegative(c, other, e.alternative);
    const text = converted(other, kept.kind);
    if (text === null) c.fail('its two values are of different kinds', e);
    c.emit({ is: 'set', local: localOf(kept), value: stored({ text, kind: kept.kind }) });
    c.emit({ is: 'mark', target: end });
    return kept;
  }
  c.condition(e, yes, no);
  const local = c.scope.newLocal('t', NUMBER);
  for (const [target, value] of [
    [yes, '1'],
    [no, '0'],
  ] as const) {
    c.emit({ is: 'mark', target });
    c.emit({ is: 'set', local, value });
    c.emit({ is: 'jump', to: end });
  }
  c.emit({ is: 'mark', target: end });
  return loaded(local, NUMBER);
}

/** As an expression of TypeScript; null: its values are of different kinds. */
function chosenHere(c: Code, e: Expression): Operand | null {
  if (e.kind === 'binary') {
    const [left, right] = [c.value(e.left), c.value(e.right)];
    return { text: `${inner(truthOf(left))} ${e.operator} ${inner(truthOf(right))}`, kind: { is: 'truth' } };
  }
  if (e.kind !== 'conditional' || e.consequence === null) return null;
  const condition = truthOf(c.value(e.condition));
  const [yes, no] = [c.value(e.consequence), c.value(e.alternative)];
  const kind = commonKind(yes.kind, no.kind);
  if (kind === null || isUnsignedKind(kind)) return null;
  const [a, b] = [converted(yes, kind), converted(no, kind)];
  if (a === null || b === null) return null;
  return { text: `${inner(condition)} ? ${inner(a)} : ${inner(b)}`, kind };
}

function joined(c: Code, yes: Target, no: Target, end: Target, one: Expression, other: Expression): Operand {
  c.emit({ is: 'mark', target: yes });
  const first = c.value(one);
  const at = c.instructions.length;
  c.emit({ is: 'jump', to: end });
  c.emit({ is: 'mark', target: no });
  const second = c.value(other);
  const kind = commonKind(first.kind, second.kind);
  const texts = kind === null ? [] : [converted(first, kind), converted(second, kind)];
  const [a, b] = texts;
  if (kind === null || typeof a !== 'string' || typeof b !== 'string')
    return c.fail('its two values are of different kinds', other);
  const local = c.scope.newLocal('t', kind);
  const check = isUnsigned(second) && !isUnsigned(first) ? checkedNotNegative(first, one) : null;
  const set: Instruction = { is: 'set', local, value: stored({ text: a, kind }), from: c.cited };
  c.instructions.splice(at, 0, ...(check === null ? [] : [{ ...check, from: c.cited }]), set);
  if (isUnsigned(first) && !isUnsigned(second)) notNegative(c, second, other);
  c.emit({ is: 'set', local, value: stored({ text: b, kind }) });
  c.emit({ is: 'mark', target: end });
  return loaded(local, kind);
}

/** Locals, constants and what is worked out of them: nothing changes, and nothing is touched. */
function isOfLocals(e: Expression, scope: Scope): boolean {
  switch (e.kind) {
    case 'number':
      return true;
    case 'name': {
      const kind = (scope.local(e.name) ?? constantMeaning(e.name))?.kind;
      return (kind?.is === 'number' && kind.isUnsigned !== true) || kind?.is === 'pointer' || kind?.is === 'zero';
    }
    case 'unary':
      return e.operator !== '&' && e.operator !== '*' && isOfLocals(e.operand, scope);
    case 'binary':
      // What may halt is no value alone.
      if (['/', '%', '<<', '>>'].includes(e.operator)) return false;
      return isOfLocals(e.left, scope) && isOfLocals(e.right, scope);
    case 'conditional':
      return [e.condition, e.consequence, e.alternative].every((part) => part !== null && isOfLocals(part, scope));
    case 'cast':
      return isWide(e.type) && isOfLocals(e.operand, scope);
    default:
      return false;
  }
}

const localOf = ({ text }: Operand): string => /^f\.(\w+)/.exec(text)?.[1] ?? '';

export const isHint = (e: Expression): e is Extract<Expression, { kind: 'call' }> =>
  e.kind === 'call' &&
  e.callee.kind === 'name' &&
  (e.callee.name === 'likely' || e.callee.name === 'unlikely') &&
  e.args.length === 1;

function commonKind(one: ValueKind, other: ValueKind): ValueKind | null {
  if (one.is === 'zero') return other.is === 'zero' ? NUMBER : other;
  if (other.is === 'zero') return one;
  if (one.is === 'truth' && other.is === 'truth') return one;
  if (['number', 'truth'].includes(one.is) && ['number', 'truth'].includes(other.is))
    return [one, other].some(isUnsignedKind) ? UNSIGNED : NUMBER;
  return one.is === other.is ? one : null;
}

/** Assignments, `x++` and `x += y`: what is read is written in another action, unless a lock makes one of the two. */
import { cText, type Expression } from '../c/index.ts';
import type { Compiling } from './compiling.ts';
import { inner, NUMBER, type Operand } from './kinds.ts';
import type { Lvalue } from './lvalue.ts';
import { lvalueOf, readLvalue, writeLvalue } from './lvalues.ts';
import { binary } from './operators.ts';

type Assignment = Extract<Expression, { kind: 'assignment' }>;
type Update = Extract<Expression, { kind: 'update' }>;

const NOTHING_COPIED: Operand = { text: '0', kind: { is: 'nothing', why: 'user memory is not modelled' } };

export function assigned(c: Compiling, e: Assignment): Operand {
  if (e.operator === '=') {
    const place = lvalueOf(c, e.target);
    if (place.is === 'links') return bothLinks(c, place, e);
    if (place.is === 'nothing' && isEventCopied(c, e.value))
      return place.isUnknown === true ? c.fail(place.why, e) : NOTHING_COPIED;
    const value = c.value(e.value);
    if (place.is === 'nothing' && (place.number === undefined || value.kind.is === 'nothing')) c.sayNothing(place.why);
    return writeLvalue(c, place, value, e);
  }
  const operator = e.operator.slice(0, -1) as '+';
  const place = lvalueOf(c, e.target);
  // As compilers do: what is read last is what is written.
  const right = c.value(e.value);
  const sum = { ...e, kind: 'binary', operator, left: e.target, right: e.value } as const;
  return modified(c, place, e, (old) => binary(c, sum, old, right));
}

/** `*ent = *evp`, which takes an event out of the ring. */
function isEventCopied(c: Compiling, e: Expression): boolean {
  if (e.kind !== 'unary' || e.operator !== '*') return false;
  const event = lvalueOf(c, e);
  if (event.is !== 'object' || event.struct !== 'io_event' || c.scope.local('ctx') === undefined) return false;
  c.change(`copyEvent(k, f.ctx, ${event.id.text})`);
  return true;
}

function signOf(c: Compiling, place: Lvalue, e: Update): '+' | '-' {
  if (place.is === 'field' && place.kind.is === 'truth') c.fail(`of ${place.name} the model has 0 and 1`, e);
  return e.operator === '++' ? '+' : '-';
}

/** `x++` for what it does. */
export function incremented(c: Compiling, place: Lvalue, e: Update): Operand {
  const sign = signOf(c, place, e);
  if (place.is === 'field' && place.isOneAction) {
    c.change(`${place.text} ${sign}= 1`);
    return { text: '0', kind: { is: 'nothing', why: 'its value is not used' } };
  }
  return modified(c, place, e, (old) => oneMore(c, old, sign, e));
}

export function updated(c: Compiling, e: Update): Operand {
  const place = lvalueOf(c, e.operand);
  const sign = signOf(c, place, e);
  if (place.is === 'field' && place.isOneAction) {
    const after = c.touch(`${place.text} ${sign}= 1`, NUMBER, 't');
    return e.isPrefix ? after : { text: `${after.text} ${sign === '+' ? '-' : '+'} 1`, kind: NUMBER };
  }
  if (e.isPrefix) return incremented(c, place, e);
  const before = readLvalue(c, place, e.operand);
  if (before.kind.is === 'nothing') return before;
  const old = c.kept(before, 't');
  writeLvalue(c, place, oneMore(c, old, sign, e), e);
  return old;
}

function oneMore(c: Compiling, old: Operand, sign: '+' | '-', e: Expression): Operand {
  if (old.kind.is === 'nothing') return old;
  // One less than an unsigned number may be below 0.
  const kind = old.kind.is === 'number' && sign === '+' ? old.kind : NUMBER;
  return { text: `${inner(c.number(old, e))} ${sign} 1`, kind };
}

/** Reads, and then writes: two touches. */
function modified(c: Compiling, place: Lvalue, e: Expression, change: (old: Operand) => Operand): Operand {
  return writeLvalue(c, place, change(readLvalue(c, place, e)), e);
}

/** `a.next = a.prev = NULL`: what each of the two is, the model has together. */
function bothLinks(c: Compiling, { text }: Extract<Lvalue, { is: 'links' }>, e: Assignment): Operand {
  const [one, other] = [e.target, e.value.kind === 'assignment' ? e.value.target : null];
  const isBoth =
    one.kind === 'field' && other?.kind === 'field' && one.name !== other.name && cText(one.of) === cText(other.of);
  const value = isBoth && e.value.kind === 'assignment' ? c.value(e.value.value) : null;
  if (value?.kind.is !== 'zero') return c.fail('of links the model has whether both are NULL', e);
  c.change(`${text} = 'null'`);
  return value;
}

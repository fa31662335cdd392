/** What functions and macros of the C do in the model: the forms that rows of the prelude have. */
import { type Expression, hasEffect, type TypeName } from '../c/index.ts';
import type { Compiling } from './compiling.ts';
import { inner, NUMBER, type Operand, TRUTH, truthOf } from './kinds.ts';
import { fieldOf, lvalueOf, readLvalue } from './lvalues.ts';
import type { Lvalue } from './lvalue.ts';
import { structMeanings } from '../prelude/structs.ts';

type Call = Extract<Expression, { kind: 'call' }>;

/** Emits what a call does, and gives its value. */
export type FunctionMeaning = (c: Compiling, e: Call) => Operand;

export const NO_VALUE: Operand = { text: '0', kind: { is: 'nothing', why: 'it returns nothing' } };

export function argument(c: Compiling, e: Call, nth: number): Expression {
  const arg: Expression | TypeName | undefined = e.args[nth];
  if (arg === undefined || arg.kind === 'type') return c.fail(`its argument ${nth + 1} is missing`, e);
  return arg;
}

/** What a pointer argument points to. */
export function pointee(c: Compiling, e: Call, nth: number): Lvalue {
  const arg = argument(c, e, nth);
  if (arg.kind === 'unary' && arg.operator === '&') return lvalueOf(c, arg.operand);
  return lvalueOf(c, { kind: 'unary', operator: '*', operand: arg, at: arg.at });
}

/** It makes no difference to the model; the values of its arguments are asked for. */
export const nothing =
  (why: string): FunctionMeaning =>
  (c, e) => {
    for (const arg of e.args) if (arg.kind !== 'type') c.value(arg);
    return { text: '0', kind: { is: 'nothing', why } };
  };

/** The C does not compile it, so that its arguments are not looked at. */
export const notCompiled =
  (why: string): FunctionMeaning =>
  () => ({ text: '0', kind: { is: 'nothing', why } });

/** What it does cannot be told by steps of the model. */
export const notModelled =
  (why: string): FunctionMeaning =>
  (c, e) =>
    c.fail(why, e);

/** What is not asked for has to be without effect. */
export function idle(c: Compiling, e: Call, asked: readonly number[]): void {
  e.args.forEach((arg, nth) => {
    if (!asked.includes(nth) && hasEffect(arg)) c.fail(`its argument ${nth + 1} does something`, e);
  });
}

/** The value of its argument. */
export const same =
  (nth: number): FunctionMeaning =>
  (c, e) =>
    c.value(argument(c, e, nth));

/** `likely(x)`: whether it is 0. */
export const hint: FunctionMeaning = (c, e) => {
  const value = c.value(argument(c, e, 0));
  return value.kind.is === 'nothing' || value.kind.is === 'zero' ? value : { text: truthOf(value), kind: TRUTH };
};

const lockAt = (c: Compiling, e: Call, nth: number): string => {
  const place = pointee(c, e, nth);
  return place.is === 'lock' ? place.text : c.fail('it is no lock of the model', e);
};

export const acquire =
  (nth = 0): FunctionMeaning =>
  (c, e) => {
    c.emit({ is: 'acquire', lock: lockAt(c, e, nth) });
    return NO_VALUE;
  };
/** With interrupts as they are: one that takes the lock too could come on this CPU, and wait for ever. */
export const plainly =
  (meaning: FunctionMeaning): FunctionMeaning =>
  (c, e) => {
    const lock = lockAt(c, e, 0);
    if (IN_INTERRUPTS.test(lock) && !c.scope.isOfBase(e.at.line))
      return c.fail('an interrupt takes this lock too, and CPUs with interrupts on or off are not modelled', e);
    return meaning(c, e);
  };

/** Locks that interrupts take. */
const IN_INTERRUPTS = /\.(?:ctx_lock|bio_lock|wait_lock|dev_lock|dum_lock)$/;

export const release =
  (nth = 0): FunctionMeaning =>
  (c, e) => {
    c.emit({ is: 'release', lock: lockAt(c, e, nth) });
    return NO_VALUE;
  };

/** BUG_ON that nobody holds the lock. */
export const lockIsHeld: FunctionMeaning = (c, e) => {
  c.change(`assert_spin_locked(k, ${lockAt(c, e, 0)})`);
  return NO_VALUE;
};

export const bugOn: FunctionMeaning = (c, e) => {
  const value = c.value(argument(c, e, 0));
  if (value.kind.is === 'nothing') return c.fail(`nothing here decides it: ${value.kind.why}`, e);
  c.emit({ is: 'check', text: `k.BUG_ON(${truthOf(value)})` });
  return NO_VALUE;
};
export const bug: FunctionMeaning = (c) => {
  c.emit({ is: 'check', text: 'k.BUG_ON(true)' });
  return NO_VALUE;
};

export const maySleep: FunctionMeaning = (c) => {
  c.change('k.might_sleep()');
  return NO_VALUE;
};

/** An atomic_t: one action. `by`: +1 or -1. */
export const atomicAdd =
  (by: 1 | -1, gives: 'nothing' | 'value' | 'isZero' = 'nothing'): FunctionMeaning =>
  (c, e) => {
    const place = pointee(c, e, 0);
    if (place.is === 'nothing') return { text: '0', kind: { is: 'nothing', why: place.why } };
    if (place.is !== 'field') return c.fail('it is no count of the model', e);
    const change = `${place.text} ${by > 0 ? '+' : '-'}= 1`;
    if (gives === 'nothing') {
      c.change(change);
      return NO_VALUE;
    }
    if (gives === 'value') return c.touch(change, NUMBER, place.name);
    return c.touch(`(${change}) === 0`, TRUTH, 'last');
  };
export const atomicRead: FunctionMeaning = (c, e) => readLvalue(c, pointee(c, e, 0), e);
/** Bits of ki_flags are fields by their names: `set_bit(KIF_CANCELLED, &iocb->ki_flags)`. */
function flagAt(c: Compiling, e: Call): Extract<Lvalue, { is: 'field' }> {
  const name = argument(c, e, 0);
  const bits = pointee(c, e, 1);
  if (name.kind !== 'name' || bits.is !== 'bits') return c.fail('only bits of ki_flags are in the model, by name', e);
  const field = fieldOf(c, structMeanings[bits.struct]?.pool ?? '', bits.id, name.name, e);
  return field.is === 'field' ? field : c.fail(`${name.name} is no bit of ki_flags`, e);
}

export const setBit =
  (value: boolean): FunctionMeaning =>
  (c, e) => {
    c.change(`${flagAt(c, e).text} = ${value}`);
    return NO_VALUE;
  };
export const testBit: FunctionMeaning = (c, e) => {
  const { text, name } = flagAt(c, e);
  return c.touch(text, TRUTH, name);
};
/** One action, which gives what was there before. */
export const testAndSetBit =
  (value: boolean): FunctionMeaning =>
  (c, e) => {
    const { text, name } = flagAt(c, e);
    return c.touch(text, TRUTH, name, `${text} = ${value}`);
  };

/** A macro of the base's that names one bit: `kiocbSetCancelled(iocb)`. */
export const flag =
  (name: string, does: 'set' | 'clear' | 'test' | 'try'): FunctionMeaning =>
  (c, e) => {
    const arg = argument(c, e, 0);
    const { at } = e;
    const flags: Expression = { kind: 'field', of: arg, name: 'ki_flags', isArrow: true, at };
    const call: Call = {
      ...e,
      args: [
        { kind: 'name', name, at },
        { kind: 'unary', operator: '&', operand: flags, at },
      ],
    };
    const meaning = { set: setBit(true), clear: setBit(false), test: testBit, try: testAndSetBit(true) }[does];
    return meaning(c, call);
  };

/** Where the model has the argument: its place in the C's list, or a text of TypeScript. */
export type ArgumentMeaning =
  | number
  | { readonly queue: number }
  | { readonly text: string }
  /** A local of the model's, which the caller has, too. */
  | { readonly local: string };

/** A function that the model has. `args`: by its locals. */
export const calls =
  (proc: string, args: Readonly<Record<string, ArgumentMeaning>> = {}): FunctionMeaning =>
  (c, e) => {
    const callable = c.scope.callable(proc);
    if (callable === undefined) return c.fail(`${proc}() is not in this kernel`, e);
    idle(c, e, Object.values(args).flatMap(placeOfArgument));
    const given = Object.entries(args).map(([local, meaning]) => ({ local, value: argumentValue(c, e, meaning) }));
    const result = callable.returns === null ? null : resultLocal(c, callable.returnKind);
    c.emit({ is: 'call', proc, args: given.filter(({ value }) => value !== null) as never, result });
    return result === null ? NO_VALUE : { text: `f.${result}`, kind: callable.returnKind };
  };

const placeOfArgument = (meaning: ArgumentMeaning): number[] =>
  typeof meaning === 'number' ? [meaning] : 'queue' in meaning ? [meaning.queue] : [];

const resultLocal = (c: Compiling, kind: Operand['kind']): string => c.scope.newLocal('ret', kind);

function argumentValue(c: Compiling, e: Call, meaning: ArgumentMeaning): string | null {
  if (typeof meaning === 'object' && 'text' in meaning) return meaning.text;
  if (typeof meaning === 'object' && 'local' in meaning) {
    const { local } = meaning;
    if (c.scope.local(local) === undefined) return c.fail(`${c.scope.name}() does not know the user's ${local}`, e);
    return `f.${local}`;
  }
  if (typeof meaning === 'object') {
    const queue = pointee(c, e, meaning.queue);
    return queue.is === 'queue' ? queue.id.text : c.fail('it is no wait queue of the model', e);
  }
  const value = c.value(argument(c, e, meaning));
  if (value.kind.is === 'zero') return value.text;
  if (value.kind.is === 'nothing') return c.fail(`its argument ${meaning + 1}: ${value.kind.why}`, e);
  return inner(value.text);
}

export const extreme =
  (name: 'min' | 'max'): FunctionMeaning =>
  (c, e) => {
    const [a, b] = [argument(c, e, 0), argument(c, e, 1)];
    const first = c.value(a);
    if (first.kind.is === 'nothing') return first;
    const left = c.kept(first, 't');
    const right = c.value(b);
    if (right.kind.is === 'nothing') return right;
    return { text: `Math.${name}(${c.number(left, a)}, ${c.number(right, b)})`, kind: NUMBER };
  };

/** What functions and macros of the C do in the model: the forms that rows of the prelude have. */
import { type Expression, hasEffect, type TypeName } from '../c/index.ts';
import type { Compiling } from './compiling.ts';
import { inner, NUMBER, type Operand, TRUTH, truthOf } from './kinds.ts';
import { fieldOf, lvalueOf, readLvalue } from './lvalues.ts';
import type { Lvalue } from './lvalue.ts';
import { UNSIGNED } from './unsigned.ts';
import { structMeanings } from '../prelude/structs.ts';

type Call = Extract<Expression, { kind: 'call' }>;

/** Emits what a call does, and gives its value. */
export type FunctionMeaning = (c: Compiling, e: Call) => Operand;

const NOTHING: Operand = { text: '0', kind: { is: 'nothing', why: 'it returns nothing' } };

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
function idle(c: Compiling, e: Call, asked: readonly number[]): void {
  e.args.forEach((arg, nth) => {
    if (!asked.includes(nth) && hasEffect(arg)) c.fail(`its argument ${nth + 1} does something`, e);
  });
}

/** The value of its argument. */
export const same =
  (nth: number): FunctionMeaning =>
  (c, e) =>
    c.value(argument(c, e, nth));

const lockAt = (c: Compiling, e: Call, nth: number): string => {
  const place = pointee(c, e, nth);
  return place.is === 'lock' ? place.text : c.fail('it is no lock of the model', e);
};

export const acquire =
  (nth = 0): FunctionMeaning =>
  (c, e) => {
    c.emit({ is: 'acquire', lock: lockAt(c, e, nth) });
    return NOTHING;
  };
export const release =
  (nth = 0): FunctionMeaning =>
  (c, e) => {
    c.emit({ is: 'release', lock: lockAt(c, e, nth) });
    return NOTHING;
  };

/** BUG_ON that nobody holds the lock. */
export const lockIsHeld: FunctionMeaning = (c, e) => {
  c.change(`assert_spin_locked(k, ${lockAt(c, e, 0)})`);
  return NOTHING;
};

export const bugOn: FunctionMeaning = (c, e) => {
  const value = c.value(argument(c, e, 0));
  if (value.kind.is === 'nothing') return c.fail(`nothing here decides it: ${value.kind.why}`, e);
  c.emit({ is: 'check', text: `k.BUG_ON(${truthOf(value)})` });
  return NOTHING;
};
export const bug: FunctionMeaning = (c) => {
  c.emit({ is: 'check', text: 'k.BUG_ON(true)' });
  return NOTHING;
};

export const maySleep: FunctionMeaning = (c) => {
  c.change('k.might_sleep()');
  return NOTHING;
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
      return NOTHING;
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
    return NOTHING;
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
    return result === null ? NOTHING : { text: `f.${result}`, kind: callable.returnKind };
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

/** The page with the ring's head and tail, through the context's ring_pages. */
export const ringPage: FunctionMeaning = (c, e) => {
  const place = lvalueOf(c, argument(c, e, 0));
  if (place.is !== 'object' || place.struct !== 'aio_ring_pages')
    return c.fail('only pages of the ring are mapped here', e);
  const ring = { is: 'pointer', to: 'aio_ring' } as const;
  c.change(`aio_ring_event(k, ${place.id.text}, 0)`);
  return { text: place.id.text, kind: ring };
};

/** A slot of the ring, through ring_pages. */
export const ringEvent: FunctionMeaning = (c, e) => {
  const info = c.value(argument(c, e, 0));
  const slot = c.number(c.value(argument(c, e, 1)), argument(c, e, 1));
  if (info.kind.is !== 'pointer') return c.fail('it is no ring of the model', e);
  return c.touch(`k.kioctx(${info.text}).ring_pages ? ${slot} : NULL`, { is: 'pointer', to: 'io_event' }, 'event');
};

/** `task`: which argument the task is; null: it is the one that runs. */
export const setState =
  (task: number | null): FunctionMeaning =>
  (c, e) => {
    const of = task === null ? 'current_task(k)' : c.value(argument(c, e, task)).text;
    const state = c.value(argument(c, e, task === null ? 0 : task + 1));
    if (state.kind.is !== 'state') return c.fail('it is no state of a task', e);
    c.change(`k.task_struct(${of}).state = ${state.text}`);
    return NOTHING;
  };

/** What may fail, as the scenario says, for the request that the function is about. */
export const toOneOf =
  (name: string): FunctionMeaning =>
  (c, e) => {
    idle(c, e, []);
    const iocb = c.scope.local('iocb');
    if (iocb?.kind.is !== 'pointer') return c.fail(`${c.scope.name}() has no iocb, whose file that is`, e);
    return c.touch(`${name}(k, f.iocb)`, NUMBER, 'err');
  };

/** io_cancel's event. What read_events copies is told where it is taken off the ring. */
export const cancelEventCopy: FunctionMeaning = (c, e) => {
  idle(c, e, []);
  if (c.scope.name === 'sys_io_cancel') c.change('copyCancelEvent(k, f.user)');
  else c.change('k.might_sleep()');
  return { text: '0', kind: { is: 'zero' } };
};

/** One step that does it to an object of that struct: `fput(file)`. */
export const effectOn =
  (name: string, struct: string): FunctionMeaning =>
  (c, e) => {
    const { text, kind } = c.value(argument(c, e, 0));
    if (kind.is !== 'pointer' || kind.to !== struct) return c.fail(`it is no struct ${struct} of the model`, e);
    c.change(`${name}(k, ${text})`);
    return NOTHING;
  };

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

/** `&name` of a global, or of a member, as the argument of a call. */
const isAddressOf = (e: Expression, what: (of: Expression) => boolean): boolean =>
  e.kind === 'unary' && e.operator === '&' && what(e.operand);

const isGlobal =
  (name: string) =>
  (e: Expression): boolean =>
    e.kind === 'name' && e.name === name;

/** The work that drops files is the only one that is queued at once. */
export const queueWork: FunctionMeaning = (c, e) => {
  const isIt = isGlobal('aio_wq')(argument(c, e, 0)) && isAddressOf(argument(c, e, 1), isGlobal('fput_work'));
  if (!isIt) return c.fail('only &fput_work is queued on aio_wq here', e);
  return calls('queue_work', { work: { text: 'FPUT_WORK' } })(c, e);
};

const isWork = (of: Expression): boolean => of.kind === 'field' && of.name === 'wq';

/** A context's work is the only one that is delayed. How long it waits is not modelled. */
export const queueDelayedWork: FunctionMeaning = (c, e) => {
  const isIt = isGlobal('aio_wq')(argument(c, e, 0)) && isAddressOf(argument(c, e, 1), isWork);
  if (!isIt) return c.fail("only a context's work is queued on aio_wq with a delay", e);
  return calls('queue_delayed_work')(c, e);
};

/** `aio_ring_avail(info, ring)`: of the ring's own head and tail. */
export const ringAvail: FunctionMeaning = (c, e) => {
  const { text, kind } = c.value(argument(c, e, 1));
  if (kind.is !== 'pointer' || kind.to !== 'aio_ring') return c.fail('it is no ring of the model', e);
  const head = c.touch(`k.kioctx(${text}).ring_head`, UNSIGNED, 'head');
  const tail = c.touch(`k.kioctx(${text}).ring_tail`, UNSIGNED, 'tail');
  return { text: `aio_ring_avail(${head.text}, ${tail.text}, k.world.ring_nr)`, kind: NUMBER };
};

/** A request that nobody has seen is given back, any other is freed. */
export const freeRequest: FunctionMeaning = (c, e) => {
  if (!isGlobal('kiocb_cachep')(argument(c, e, 0))) return c.fail('only requests are freed here', e);
  const { text, kind } = c.value(argument(c, e, 1));
  if (kind.is !== 'pointer' || kind.to !== 'kiocb') return c.fail('it is no request of the model', e);
  c.change(`k.${c.scope.name === '__aio_get_req' ? 'discard' : 'free'}('kiocb', ${text})`);
  return NOTHING;
};

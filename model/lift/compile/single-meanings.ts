/** What single functions of the C do in the model: each a form that one row of the prelude has, or few. */
import { cText, type Expression } from '../c/index.ts';
import type { Compiling } from './compiling.ts';
import { NUMBER, TRUTH } from './kinds.ts';
import { lvalueOf, writeLvalue } from './lvalues.ts';
import { argument, calls, type FunctionMeaning, idle, NO_VALUE, pointee } from './meanings.ts';
import { UNSIGNED } from './unsigned.ts';

type Call = Parameters<FunctionMeaning>[1];

/** The value of an argument that points to such a struct; `what`: as messages call one. */
function pointerTo(c: Compiling, e: Call, nth: number, struct: string, what: string): string {
  const { text, kind } = c.value(argument(c, e, nth));
  return kind.is === 'pointer' && kind.to === struct ? text : c.fail(`it is no ${what} of the model`, e);
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
    return NO_VALUE;
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
    c.change(`${name}(k, ${pointerTo(c, e, 0, struct, `struct ${struct}`)})`);
    return NO_VALUE;
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
  const delay = argument(c, e, 2);
  // As it does itself, where there is no delay.
  if (delay.kind === 'number' && delay.value === 0n) return calls('queue_work', { work: { text: 'CTX_WORK' } })(c, e);
  return calls('queue_delayed_work')(c, e);
};

/** `aio_ring_avail(info, ring)`: of the ring's own head and tail. */
export const ringAvail: FunctionMeaning = (c, e) => {
  const ring = pointerTo(c, e, 1, 'aio_ring', 'ring');
  const head = c.touch(`k.kioctx(${ring}).ring_head`, UNSIGNED, 'head');
  const tail = c.touch(`k.kioctx(${ring}).ring_tail`, UNSIGNED, 'tail');
  return { text: `aio_ring_avail(${head.text}, ${tail.text}, k.world.ring_nr)`, kind: NUMBER };
};

/** A request that nobody has seen is given back, any other is freed; and contexts. */
export const freed: FunctionMeaning = (c, e) => {
  const cache = argument(c, e, 0);
  if (isGlobal('kioctx_cachep')(cache)) {
    c.change(`k.free('kioctx', ${pointerTo(c, e, 1, 'kioctx', 'context')})`);
    return NO_VALUE;
  }
  if (!isGlobal('kiocb_cachep')(cache)) return c.fail('only requests and contexts are freed here', e);
  const request = pointerTo(c, e, 1, 'kiocb', 'request');
  c.change(`k.${c.scope.name === '__aio_get_req' ? 'discard' : 'free'}('kiocb', ${request})`);
  return NO_VALUE;
};

/** The user's iocb that the function is about. */
const userOf = (c: Compiling, e: Call): string =>
  c.scope.local('user') === undefined ? c.fail(`${c.scope.name}() does not know the user's iocb`, e) : 'f.user';

/** A request has the number of the user's iocb, which is submitted once. */
export const allocatedRequest: FunctionMeaning = (c, e) => {
  if (!isGlobal('kiocb_cachep')(argument(c, e, 0))) return c.fail('only requests are allocated here', e);
  const user = userOf(c, e);
  const flags = argument(c, e, 1);
  if (flags.kind !== 'name' || !(flags.name === 'GFP_KERNEL' || flags.name === 'GFP_ATOMIC'))
    return c.fail('whether it may sleep is not told by GFP_KERNEL or GFP_ATOMIC', e);
  const sleeps = flags.name === 'GFP_KERNEL' ? 'k.might_sleep();\n' : '';
  c.change(`${sleeps}k.alloc('kiocb', ${user})`);
  return { text: user, kind: { is: 'pointer', to: 'kiocb' } };
};

/** A dio has the number of its request. */
export const freedDio: FunctionMeaning = (c, e) => {
  c.change(`k.free('dio', ${pointerTo(c, e, 0, 'dio', 'struct dio')})`);
  return NO_VALUE;
};

/** So has a file, which is always open. */
export const fileOfUser: FunctionMeaning = (c, e) => {
  const user = userOf(c, e);
  c.change(`k.file(${user}).f_count += 1`);
  return { text: user, kind: { is: 'pointer', to: 'file' } };
};

/** Of all that it frees, the ring; unmapping it may sleep. */
export const freedRing: FunctionMeaning = (c, e) => {
  c.change(`k.might_sleep();\nk.kioctx(${pointerTo(c, e, 0, 'kioctx', 'context')}).ring_pages = false`);
  return NO_VALUE;
};

/** Of all that it sets up, the method. It never fails here. */
export const methodOfRequest: FunctionMeaning = (c, e) => {
  c.change(`k.kiocb(${pointerTo(c, e, 0, 'kiocb', 'request')}).ki_retry = 'aio_rw_vect_retry'`);
  return { text: '0', kind: { is: 'zero' } };
};

/** Of all that it advances, ki_left. */
export const advanced: FunctionMeaning = (c, e) => {
  const request = pointerTo(c, e, 0, 'kiocb', 'request');
  const bytes = c.number(c.value(argument(c, e, 1)), argument(c, e, 1));
  c.change(`k.kiocb(${request}).ki_left -= ${bytes}`);
  return NO_VALUE;
};

/** From here on its interrupt may come, and others than the submitter see the dio. */
export const submittedBio: FunctionMeaning = (c, e) => {
  const bio = pointerTo(c, e, 1, 'bio', 'bio');
  if (c.scope.local('dio')?.kind.is !== 'pointer') return c.fail(`${c.scope.name}() has no dio, whose bio that is`, e);
  c.change(`k.publish('dio', f.dio);\nk.bio(${bio}).in_flight = true`);
  return NO_VALUE;
};

export const beganTimeout: FunctionMeaning = (c, e) => {
  c.change(`k.aio_timeout(${pointerTo(c, e, 0, 'aio_timeout', 'timeout')}).timed_out = false`);
  return NO_VALUE;
};

export const armed: FunctionMeaning = (c, e) => {
  c.change(`k.timer_list(${pointerTo(c, e, 0, 'timer_list', 'timer')}).pending = true`);
  return NO_VALUE;
};

/** ki_key is ~0 in a kiocb that its submitter waits for. */
export const isSync: FunctionMeaning = (c, e) =>
  c.touch(`k.kiocb(${pointerTo(c, e, 0, 'kiocb', 'request')}).ki_key === 'KIOCB_SYNC_KEY'`, TRUTH, 'sync');

/** It never fails here, and what it copies is not kept: what its arguments do is all. */
export const zero: FunctionMeaning = (c, e) => {
  for (const arg of e.args)
    if (arg.kind === 'unary' && arg.operator === '&') lvalueOf(c, arg.operand);
    else if (arg.kind !== 'type') c.value(arg);
  return { text: '0', kind: { is: 'zero' } };
};

/** What stands there in 2.6.20 is known to fit; a patch may not. */
export const asInBase =
  (meaning: FunctionMeaning, why: string): FunctionMeaning =>
  (c, e) =>
    c.scope.isOfBase(e.at.line) ? meaning(c, e) : c.fail(why, e);

/** Only a context's work is delayed. */
export const delayedWorkAlone =
  (meaning: FunctionMeaning): FunctionMeaning =>
  (c, e) =>
    isAddressOf(argument(c, e, 0), isWork) ? meaning(c, e) : c.fail("only a context's work is delayed here", e);

/** The same of what may sleep. */
export const sleepingZero: FunctionMeaning = (c, e) => {
  const value = zero(c, e);
  c.change('k.might_sleep()');
  return value;
};

/** What the user has is not known: no local of the model's can hold it. */
export const fromUser =
  (nth: number): FunctionMeaning =>
  (c, e) => {
    const target = argument(c, e, nth);
    const place = lvalueOf(c, target.kind === 'unary' && target.operator === '&' ? target.operand : target);
    if (place.is === 'local' || place.is === 'field')
      writeLvalue(c, place, { text: '0', kind: { is: 'nothing', why: 'what the user has is not modelled' } }, target);
    return sleepingZero(c, e);
  };

/** Of what the model has, nothing is zeroed as a whole. */
export const zeroedCopy: FunctionMeaning = (c, e) => {
  const place = pointee(c, e, 0);
  if (place.is !== 'nothing' || place.isUnknown === true) return c.fail('it is zeroed as a whole', e);
  return { text: '0', kind: { is: 'nothing', why: place.why } };
};

/** The model has it of this argument alone. */
export const ofArgument =
  (nth: number, text: string, meaning: FunctionMeaning): FunctionMeaning =>
  (c, e) =>
    cText(argument(c, e, nth)) === text ? meaning(c, e) : c.fail(`its argument ${nth + 1} is ${text} in the model`, e);

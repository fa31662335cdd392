/** What single functions of the C do in the model: each a form that one row of the prelude has, or few. */
import type { Expression } from '../c/index.ts';
import type { Compiling } from './compiling.ts';
import { NUMBER } from './kinds.ts';
import { lvalueOf } from './lvalues.ts';
import { argument, calls, type FunctionMeaning, idle, NO_VALUE } from './meanings.ts';
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
  return calls('queue_delayed_work')(c, e);
};

/** `aio_ring_avail(info, ring)`: of the ring's own head and tail. */
export const ringAvail: FunctionMeaning = (c, e) => {
  const ring = pointerTo(c, e, 1, 'aio_ring', 'ring');
  const head = c.touch(`k.kioctx(${ring}).ring_head`, UNSIGNED, 'head');
  const tail = c.touch(`k.kioctx(${ring}).ring_tail`, UNSIGNED, 'tail');
  return { text: `aio_ring_avail(${head.text}, ${tail.text}, k.world.ring_nr)`, kind: NUMBER };
};

/** A request that nobody has seen is given back, any other is freed. */
export const freeRequest: FunctionMeaning = (c, e) => {
  if (!isGlobal('kiocb_cachep')(argument(c, e, 0))) return c.fail('only requests are freed here', e);
  const request = pointerTo(c, e, 1, 'kiocb', 'request');
  c.change(`k.${c.scope.name === '__aio_get_req' ? 'discard' : 'free'}('kiocb', ${request})`);
  return NO_VALUE;
};

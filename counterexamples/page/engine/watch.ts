/**
 * Watches: a field, or an expression over fields, as it is in each state of a schedule. `kiocb[0].ki_users > 1`,
 * `kioctx.ring_head != kioctx.ring_tail`. The text is read, and never run as code.
 */
import jsep from 'jsep';
import type { StateTold } from './state-told.ts';

export type Watched = (state: StateTold) => unknown;

export type WatchRead = { readonly ok: true; readonly watch: Watched } | { readonly ok: false; readonly why: string };

const BINARY: Readonly<Record<string, (a: never, b: never) => unknown>> = {
  '+': (a: number, b: number) => a + b,
  '-': (a: number, b: number) => a - b,
  '*': (a: number, b: number) => a * b,
  '%': (a: number, b: number) => a % b,
  '<': (a: number, b: number) => a < b,
  '>': (a: number, b: number) => a > b,
  '<=': (a: number, b: number) => a <= b,
  '>=': (a: number, b: number) => a >= b,
  '==': (a: unknown, b: unknown) => a === b,
  '!=': (a: unknown, b: unknown) => a !== b,
  '===': (a: unknown, b: unknown) => a === b,
  '!==': (a: unknown, b: unknown) => a !== b,
  '&&': (a: unknown, b: unknown) => a === true && b === true,
  '||': (a: unknown, b: unknown) => a === true || b === true,
};

const UNARY: Readonly<Record<string, (a: never) => unknown>> = {
  '!': (a: unknown) => a !== true,
  '-': (a: number) => -a,
};

const EXPECTED = 'a field as kiocb[0].ki_users, or fields with + - * % < > <= >= == != && || !';

class Unreadable extends Error {}

/** `state`: one in which all that is named must be there. */
export function readWatch(text: string, state: StateTold): WatchRead {
  try {
    const watch = compiled(jsep(text));
    watch(state);
    return { ok: true, watch };
  } catch (problem) {
    const why =
      problem instanceof Unreadable ? problem.message : problem instanceof Error ? problem.message : String(problem);
    return { ok: false, why: `${why}; expected ${EXPECTED}` };
  }
}

function compiled(node: jsep.Expression): Watched {
  const of = (part: unknown): Watched => compiled(part as jsep.Expression);
  switch (node.type) {
    case 'Literal':
      return () => node['value'];
    case 'UnaryExpression': {
      const apply = operator(UNARY, node['operator'] as string);
      const argument = of(node['argument']);
      return (state) => apply(argument(state) as never);
    }
    case 'BinaryExpression': {
      const apply = operator(BINARY, node['operator'] as string);
      const [left, right] = [of(node['left']), of(node['right'])];
      return (state) => apply(left(state) as never, right(state) as never);
    }
    case 'Identifier':
      return (state) => poolOf(state, node['name'] as string);
    case 'MemberExpression':
      return member(node);
    default:
      throw new Unreadable(`this is no expression over fields`);
  }
}

function operator<T>(all: Readonly<Record<string, T>>, name: string): T {
  const found = Object.hasOwn(all, name) ? all[name] : undefined;
  if (found === undefined) throw new Unreadable(`there is no operator ${name} here`);
  return found;
}

/** `kiocb[0].ki_users`; of a pool with one object, `kioctx.users`; `[0]` of a list; `.length` of a list. */
function member(node: jsep.Expression): Watched {
  const object = compiled(node['object'] as jsep.Expression);
  const property = node['property'] as jsep.Expression;
  const keyOf: Watched = node['computed'] === true ? compiled(property) : () => property['name'];
  return (state) => {
    const key = keyOf(state);
    const whole = object(state);
    const holder = Array.isArray(whole) && typeof key === 'string' && key !== 'length' ? only(whole) : whole;
    if (Array.isArray(holder)) return key === 'length' ? holder.length : holder[Number(key)];
    if (typeof holder !== 'object' || holder === null || !Object.hasOwn(holder, String(key)))
      throw new Unreadable(`there is no ${String(key)} there`);
    return Reflect.get(holder, String(key)) as unknown;
  };
}

function only(objects: readonly unknown[]): unknown {
  if (objects.length !== 1)
    throw new Unreadable(`there are ${objects.length} of them, which need a number, as kiocb[0]`);
  return objects[0];
}

/** The objects of a pool as they are. */
function poolOf({ objects }: StateTold, name: string): unknown {
  if (name === 'NULL') return null;
  const pool = objects.filter((object) => object.pool === name);
  if (pool.length === 0) throw new Unreadable(`there is no struct ${name}`);
  return pool.map(({ plain }) => plain);
}

/** A watch over all states: from which step to which it has which value. */
export interface WatchedSpan {
  readonly from: number;
  readonly to: number;
  readonly text: string;
}

export function spansOf(watch: Watched, states: readonly StateTold[]): readonly WatchedSpan[] {
  const spans: WatchedSpan[] = [];
  for (const [step, state] of states.entries()) {
    const text = valueText(watch, state);
    const last = spans.at(-1);
    if (last?.text === text) spans[spans.length - 1] = { ...last, to: step };
    else spans.push({ from: step, to: step, text });
  }
  return spans;
}

function valueText(watch: Watched, state: StateTold): string {
  try {
    const value = watch(state);
    return typeof value === 'string' ? value : (JSON.stringify(value) ?? 'nothing');
  } catch {
    return 'nothing';
  }
}

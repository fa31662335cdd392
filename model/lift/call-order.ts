/** Which functions call which, with a patch's. */
import type { AnyProc, AnyStep } from '../core/index.ts';
import { baseProcs } from './base-names.ts';

export interface Calling {
  readonly name: string;
  readonly calls: readonly string[];
}

export type CallOrder<T> =
  /** Each behind those that it calls. */
  | { readonly ok: true; readonly order: readonly T[] }
  /** Each calls the next one, and the last one the first. */
  | { readonly ok: false; readonly circle: readonly string[] };

const calledBy = ({ steps }: AnyProc): string[] =>
  [...(steps.values() as Iterable<AnyStep>)].flatMap((step) =>
    'call' in step ? [(step.call as { proc: AnyProc }).proc.name] : [],
  );

/** `own`: the functions that the patch brings; `edits`: what its new steps in functions of the base call. */
export function callOrder<T extends Calling>(own: readonly T[], edits: readonly Calling[]): CallOrder<T> {
  const calls = new Map<string, string[]>();
  for (const [name, proc] of baseProcs) calls.set(name, calledBy(proc));
  for (const one of [...own, ...edits]) calls.set(one.name, [...(calls.get(one.name) ?? []), ...one.calls]);
  const done = new Set<string>();
  const order: T[] = [];
  const visit = (name: string, path: readonly string[]): string[] | null => {
    if (path.includes(name)) return path.slice(path.indexOf(name));
    if (done.has(name)) return null;
    for (const called of calls.get(name) ?? []) {
      const circle = visit(called, [...path, name]);
      if (circle !== null) return circle;
    }
    done.add(name);
    order.push(...own.filter((one) => one.name === name));
    return null;
  };
  for (const { name } of [...own, ...edits]) {
    const circle = visit(name, []);
    if (circle !== null) return { ok: false, circle };
  }
  return { ok: true, order };
}

/**
 * What a module exports, looked at once: getters and proxies are asked here, where a mistake has a place. Nobody who reads it later
 * can be told something else, or fail.
 */
import { isOurs, thrownText } from '../../model/core/index.ts';
import { InputError } from '../exit.ts';

/** Arrays and plain objects are copied, all the way down; anything else, and so what was made by a class, stays what it is. */
export function lookedAt(path: string, exported: unknown): unknown {
  const known = new Map<object, object>();
  const look = (value: unknown, place: string): unknown => {
    const what = asking(path, place, () => kindOf(value));
    if (what === 'other') return value;
    const before = known.get(value as object);
    if (before !== undefined) return before;
    const copy: Record<PropertyKey, unknown> | unknown[] = what === 'array' ? [] : {};
    known.set(value as object, copy);
    for (const key of asking(path, place, () => Object.keys(value as object))) {
      const at = what === 'array' ? `${place}[${key}]` : place === '' ? key : `${place}.${key}`;
      const part = look(
        asking(path, at, () => Reflect.get(value as object, key)),
        at,
      );
      Object.defineProperty(copy, key, { value: part, enumerable: true, configurable: true, writable: true });
    }
    return copy;
  };
  return look(exported, '');
}

function kindOf(value: unknown): 'array' | 'plain' | 'other' {
  if (typeof value !== 'object' || value === null) return 'other';
  if (Array.isArray(value)) return 'array';
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null ? 'plain' : 'other';
}

function asking<T>(path: string, place: string, ask: () => T): T {
  try {
    return ask();
  } catch (problem) {
    if (isOurs(problem)) throw problem;
    const what = place === '' ? 'what it exports' : place;
    throw new InputError([`${path}: ${what} cannot be looked at: ${thrownText(problem)}; expected plain data`]);
  }
}

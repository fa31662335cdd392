/**
 * While code that is not ours runs, what its answer must not depend on throws, and says what it is: chance, clocks, timers, the
 * process, what is kept on `globalThis`. The rest of the program goes on using them: a guard looks at the stack, and answers as
 * ever where the nearest file on it is not foreign.
 */
import { fileURLToPath } from 'node:url';
import { ForbiddenUse } from '../../model/core/index.ts';
import { changed, LANGUAGE } from './inventory.ts';

/** As the loader marks what is not ours. */
const FOREIGN = /[?&]foreign=\d+/;
const MARK = /[?&]foreign=.*$/;

/** Itself: what the name stands for later is guarded. */
const realm = globalThis;

let isSet = false;
/** The first use; the code may have caught what it threw. */
let first: ForbiddenUse | null = null;

/** Throws where foreign code of this thread has used what it may not since it was last asked, or changed what all rests on. */
export function requireNothingForbidden(): void {
  const use = first;
  first = null;
  if (use !== null) throw use;
  const name = changed();
  if (name !== null) throw new ForbiddenUse(`changes ${name}`);
}

/** The file of the innermost function on the stack that has one. */
function caller(): string {
  const { stackTraceLimit } = Error;
  const before = Object.getOwnPropertyDescriptor(Error, 'prepareStackTrace');
  try {
    Error.stackTraceLimit = 30;
    Error.prepareStackTrace = (_, frames) => frames;
    const frames = new Error('').stack as unknown as NodeJS.CallSite[];
    const own = frames[0]?.getFileName();
    for (const frame of frames) {
      const file = frame.getFileName();
      if (file && file !== own && !file.startsWith('node:')) return file;
    }
    return '';
  } finally {
    Error.stackTraceLimit = stackTraceLimit;
    if (before === undefined) Reflect.deleteProperty(Error, 'prepareStackTrace');
    else Object.defineProperty(Error, 'prepareStackTrace', before);
  }
}

/**
 * Whether whatever was thrown can be the program's own: it throws errors, and the innermost file on the stack of one that foreign code
 * threw is foreign.
 */
export function isOfOurs(thrown: unknown): boolean {
  try {
    if (!(thrown instanceof Error)) return false;
    const [innermost = ''] = String(thrown.stack).match(/^ +at .*\.\w+(?:\?[^:]*)?:\d+:\d+\)?$/m) ?? [];
    return !FOREIGN.test(innermost);
  } catch {
    return false;
  }
}

function refuse(what: string): void {
  const file = caller();
  if (!FOREIGN.test(file)) return;
  const use = new ForbiddenUse(`uses ${what}`, fileURLToPath(file.replace(MARK, '')));
  first ??= use;
  throw use;
}

type Part = string | symbol;
const named = (name: string, part: Part): string => `${name}.${String(part)}`;

/** Looks like the thing, and refuses whatever foreign code wants of it. */
function guarded<T extends object>(name: string, thing: T): T {
  return new Proxy(thing, {
    get(target, part) {
      refuse(named(name, part));
      const value: unknown = Reflect.get(target, part, target);
      return typeof value === 'function' && !part.toString().startsWith('prototype') ? bound(value, target) : value;
    },
    set(target, part, value) {
      refuse(named(name, part));
      return Reflect.set(target, part, value, target);
    },
    apply(target, self, args) {
      refuse(`${name}()`);
      return Reflect.apply(target as never, self, args);
    },
    construct(target, args, made) {
      refuse(`new ${name}()`);
      return Reflect.construct(target as never, args, made === undefined ? (target as never) : made) as object;
    },
  });
}

/** Methods of natives look at what they are called on. */
const bound = (method: unknown, target: object): unknown => (method as (...args: unknown[]) => unknown).bind(target);

/** What depends on its arguments alone, or on nothing. Whatever else Node offers is refused. */
const HARMLESS = new Set([
  ...LANGUAGE,
  ...'Infinity NaN undefined eval escape unescape AggregateError EvalError ReferenceError'.split(' '),
  ...'SyntaxError URIError SuppressedError DisposableStack AsyncDisposableStack Float16Array'.split(' '),
  ...'encodeURI encodeURIComponent decodeURI decodeURIComponent atob btoa console DOMException'.split(' '),
  ...'TextEncoder TextDecoder URL URLSearchParams globalThis global self'.split(' '),
]);

const put = (name: string, value: unknown, on: object = realm): object =>
  Object.defineProperty(on, name, { value, writable: true, configurable: true, enumerable: false });

function guard(name: string): void {
  const part = Object.getOwnPropertyDescriptor(realm, name);
  if (part?.configurable !== true) return;
  const value: unknown = part.value;
  const get = part.get?.bind(realm);
  if (get === undefined) {
    if (isObject(value)) put(name, guarded(name, value));
    return;
  }
  // Some are made when they are asked for, with a warning.
  const look = (): unknown => {
    const made: unknown = get();
    const shown = isObject(made) ? guarded(name, made) : made;
    put(name, shown);
    return shown;
  };
  const set = (another: unknown) => void put(name, another);
  Object.defineProperty(realm, name, { get: look, set, configurable: true, enumerable: false });
}

const isObject = (value: unknown): value is object =>
  typeof value === 'function' || (typeof value === 'object' && value !== null);

/** For this thread, once and for all. */
export function setGuards(): void {
  if (isSet) return;
  isSet = true;
  const { random } = Math;
  put('random', guarded('Math.random', random), Math);
  put('createObjectURL', guarded('URL.createObjectURL', Reflect.get(URL, 'createObjectURL') as object), URL);
  for (const name of Object.getOwnPropertyNames(realm)) if (!HARMLESS.has(name)) guard(name);
  const everything = new Proxy(globalThis, {
    set(target, part, value) {
      refuse(`globalThis.${String(part)}`);
      return Reflect.set(target, part, value, target);
    },
    defineProperty(target, part, descriptor) {
      refuse(`globalThis.${String(part)}`);
      return Reflect.defineProperty(target, part, descriptor);
    },
    deleteProperty(target, part) {
      refuse(`globalThis.${String(part)}`);
      return Reflect.deleteProperty(target, part);
    },
  });
  for (const name of ['globalThis', 'global', 'self']) if (name in globalThis) put(name, everything);
  closeIntrinsics();
}

/** Nothing can be kept on what the language itself offers either. What is there already stays as it is. */
function closeIntrinsics(): void {
  for (const name of [
    'Math',
    'JSON',
    'Reflect',
    'Intl',
    'Object',
    'Array',
    'Function',
    'String',
    'Number',
    'Symbol',
    'Map',
    'Set',
  ]) {
    const thing = (globalThis as unknown as Record<string, { prototype?: object }>)[name];
    if (thing === undefined) continue;
    Object.preventExtensions(thing);
    if (typeof thing.prototype === 'object') Object.preventExtensions(thing.prototype);
  }
}

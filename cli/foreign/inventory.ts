/**
 * What the language and this program are made of, taken down before code that is not ours runs, and compared behind it: a property of
 * ours, a step or `Array.prototype.filter` that was replaced would decide what is proved. Nothing here trusts what could be replaced.
 */
const { getOwnPropertyDescriptor, getPrototypeOf, is: isSame } = Object;
const { apply, get, ownKeys } = Reflect;
/** Whatever they are by then, these are what they are now. */
const eachOfMap: unknown = Reflect.get(Map.prototype, 'forEach');
const eachOfSet: unknown = Reflect.get(Set.prototype, 'forEach');

interface Item {
  readonly name: string;
  readonly object: object;
  readonly prototype: object | null;
  readonly keys: readonly PropertyKey[];
  readonly parts: readonly (PropertyDescriptor | undefined)[];
  /** Of a map or a set. */
  readonly members: readonly unknown[];
}

/** What Node and tools change as they please. */
const THEIRS = new Set<PropertyKey>(['stackTraceLimit', 'prepareStackTrace']);

const items: Item[] = [];
const known = new WeakSet<object>();

/** Takes down the object, and all that can be reached from it by names. */
export function takeDown(name: string, object: unknown): void {
  const open: (readonly [name: string, value: unknown])[] = [[name, object]];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const [called, value] = next;
    if (!isKept(value) || known.has(value)) continue;
    known.add(value);
    const item = itemOf(called, value);
    items.push(item);
    item.parts.forEach((part, i) => {
      const at = `${called}.${String(item.keys[i])}`;
      for (const is of ['value', 'get', 'set'] as const) open.push([at, part && Reflect.get(part, is)]);
    });
    item.members.forEach((member) => open.push([`a part of ${called}`, member]));
    open.push([`${called}.__proto__`, item.prototype]);
  }
}

/** The name of something that is not what it was; null: everything is. */
export function changed(): string | null {
  for (let i = 0; i < globals.length; i++) {
    const [name, value] = globals[i] as readonly [string, unknown];
    if (get(globalThis, name) !== value) return name;
  }
  for (let i = 0; i < items.length; i++) {
    const item = items[i] as Item;
    const name = changeOf(item, itemOf(item.name, item.object));
    if (name !== null) return name;
  }
  return null;
}

/** Objects and functions whose parts stay what they are; those of libraries and of the machines may change. */
function isKept(value: unknown): value is object {
  if (typeof value === 'function') return true;
  if (typeof value !== 'object' || value === null || ArrayBuffer.isView(value)) return false;
  return !(value instanceof RegExp) && !('_zod' in value);
}

function itemOf(name: string, object: object): Item {
  const all = ownKeys(object);
  const keys: PropertyKey[] = [];
  const parts: (PropertyDescriptor | undefined)[] = [];
  for (let i = 0; i < all.length; i++) {
    const key = all[i] as PropertyKey;
    if (THEIRS.has(key)) continue;
    keys[keys.length] = key;
    parts[parts.length] = getOwnPropertyDescriptor(object, key);
  }
  return { name, object, prototype: getPrototypeOf(object) as object | null, keys, parts, members: membersOf(object) };
}

function membersOf(object: object): readonly unknown[] {
  const members: unknown[] = [];
  const add = (value: unknown, key: unknown) => {
    members[members.length] = key;
    members[members.length] = value;
  };
  if (object instanceof Map) apply(eachOfMap as never, object, [add]);
  else if (object instanceof Set) apply(eachOfSet as never, object, [add]);
  return members;
}

function changeOf(before: Item, now: Item): string | null {
  if (now.prototype !== before.prototype || now.members.length !== before.members.length) return before.name;
  for (let i = 0; i < before.members.length; i++) if (!isSame(before.members[i], now.members[i])) return before.name;
  if (now.keys.length !== before.keys.length) return before.name;
  for (let i = 0; i < before.keys.length; i++) {
    const [one, other] = [before.parts[i], now.parts[i]];
    const isAsBefore =
      before.keys[i] === now.keys[i] &&
      isSame(one?.value, other?.value) &&
      one?.get === other?.get &&
      one?.set === other?.set;
    if (!isAsBefore) return `${before.name}.${String(before.keys[i])}`;
  }
  return null;
}

/** What ECMAScript itself offers, and depends on its arguments alone. */
export const LANGUAGE = [
  ...'Object Function Array String Number Boolean Symbol BigInt Math JSON Reflect'.split(' '),
  ...'Map Set WeakMap WeakSet Promise Proxy RegExp Error TypeError RangeError Iterator'.split(' '),
  ...'ArrayBuffer SharedArrayBuffer DataView Int8Array Uint8Array Uint8ClampedArray Int16Array'.split(' '),
  ...'Uint16Array Int32Array Uint32Array Float32Array Float64Array BigInt64Array BigUint64Array'.split(' '),
  ...'parseInt parseFloat isNaN isFinite structuredClone'.split(' '),
];

const globals: (readonly [name: string, value: unknown])[] = [];

/** The language itself, iterators and generators included. */
export function takeDownTheLanguage(): void {
  globals.push(...LANGUAGE.map((name) => [name, Reflect.get(globalThis, name)] as const));
  for (const [name, value] of globals) takeDown(name, value);
  const others = [
    [][Symbol.iterator](),
    new Map()[Symbol.iterator](),
    new Set()[Symbol.iterator](),
    ''[Symbol.iterator](),
  ];
  for (const value of [...others, function* () {}, async () => {}])
    takeDown('what the language goes through things with', getPrototypeOf(value));
}

/** Objects on which a name that is not there is a mistake, and not `undefined`. */

/** Code named what is not there, or wrote what it may only read. The message says which. */
export class Misuse extends Error {
  override readonly name = 'Misuse';
}

/**
 * A prototype for objects that have the names they have and no others: reading or writing any other throws Misuse, and
 * `name in object` says no. What the language itself looks for (symbols) is not there.
 */
export const strictly = (what: string): object =>
  new Proxy(Object.create(null) as object, {
    get(_, name) {
      if (typeof name === 'symbol' || name === 'toJSON') return undefined;
      throw new Misuse(`${what} has no ${name}`);
    },
    set(_, name) {
      throw new Misuse(`${what} has no ${String(name)}, and nothing can be added to it`);
    },
    has: () => false,
  });

/** An object of these members alone, none of which can be replaced. */
export const sealed = <T extends object>(what: string, members: T): T =>
  Object.freeze(Object.defineProperties(Object.create(strictly(what)), Object.getOwnPropertyDescriptors(members))) as T;

/** Makes it constant with all that hangs on it, and every name that is not there a mistake. */
export function makeConstant<T>(what: string, value: T): T {
  if (typeof value !== 'object' || value === null || Object.isFrozen(value)) return value;
  if (Object.getPrototypeOf(value) === Object.prototype) Object.setPrototypeOf(value, strictly(what));
  Object.freeze(value);
  for (const member of Object.values(value)) makeConstant(what, member);
  return value;
}

/** The object, of which nothing can be deleted or defined anew. What is assigned is the object's own matter. */
export const undeletable = <T extends object>(what: string, object: T): T =>
  new Proxy(object, {
    deleteProperty(_, name) {
      throw new Misuse(`${what}.${String(name)} is deleted`);
    },
    defineProperty(_, name) {
      throw new Misuse(`${what}.${String(name)} is defined anew`);
    },
  });

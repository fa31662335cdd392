/** What code that is not ours throws: it may be anything, also what throws when it is looked at. */

const LONGEST = 500;

export function isInstance<T>(thrown: unknown, of: abstract new (...args: never) => T): thrown is T {
  try {
    return thrown instanceof of;
  } catch {
    return false;
  }
}

/** Its message, or the thing itself, in a few words. */
export function thrownText(thrown: unknown): string {
  try {
    const text = isInstance(thrown, Error) ? messageOf(thrown) : `it throws ${String(thrown)}`;
    return text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text;
  } catch {
    return 'it throws what cannot be shown';
  }
}

/** It may be anything by now. */
function messageOf({ message }: { readonly message: unknown }): string {
  return typeof message === 'string' ? message : 'it throws an Error whose message is no text';
}

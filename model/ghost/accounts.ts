/**
 * References by name: of each counted object the holders that can have one, so that every count can be compared with them. A holder
 * is a side of the protocol, not a pointer; whose a reference is that is taken or dropped, the function tells in which that is
 * done (docs/adr/016).
 */
import type { CallStack } from '../core/index.ts';

/** The references that one holder has to one object. */
export interface Account {
  has(): boolean;
  take(): void;
  drop(): void;
}

/** The functions that only pass puts and gets on: whose a reference is, their caller knows. */
const PASSING: ReadonlySet<string> = new Set([
  'aio_put_req',
  '__aio_put_req',
  'really_put_req',
  'get_ioctx',
  'put_ioctx',
]);

/** What is not known of a reference to `what`, as a sentence. */
export const unnamedReference = (stack: CallStack, what: string, by: number): string => {
  const within = stack.functions().findLast(({ name }) => !PASSING.has(name));
  return `${within?.name ?? 'a context'}() ${by > 0 ? 'takes' : 'drops'} a reference to ${what}, and nothing tells whose it is`;
};

/** Members of an object that hold values of one type. */
type MembersOf<T, Value> = { [N in keyof T]: T[N] extends Value ? N : never }[keyof T];

/** Of a holder that has one reference at most. */
export const single = <T>(log: T, member: MembersOf<T, boolean>): Account => ({
  has: () => log[member] as boolean,
  take() {
    (log[member] as boolean) = true;
  },
  drop() {
    (log[member] as boolean) = false;
  },
});

/** Of one that may have more; what is only recorded must never stop the kernel, so that counts stay between 0 and `most`. */
export const several = <T>(log: T, member: MembersOf<T, number>, most: number): Account => ({
  has: () => (log[member] as number) > 0,
  take() {
    (log[member] as number) = Math.min((log[member] as number) + 1, most);
  },
  drop() {
    (log[member] as number) = Math.max((log[member] as number) - 1, 0);
  },
});

/**
 * A reference is dropped. `own`: the accounts of the function that does it, of which the first with a reference drops it; if none has
 * one, the first drops what it has not, and the count is one short from now on. Null: the function is not known, and only if one
 * alone of `all` holders has any is it told whose it is.
 */
export function dropped(own: readonly Account[] | null, all: readonly Account[], isUnnamed: () => void): void {
  if (own !== null) return (own.find((account) => account.has()) ?? own[0])?.drop();
  const holders = all.filter((account) => account.has());
  if (holders.length > 1) isUnnamed();
  else holders[0]?.drop();
}

/**
 * The notation: a modelled C function is a `proc` of named steps in the order of the C. A step that touches shared state
 * is one atomic action, and between two actions any other context may run. Calls, returns and `go` steps only move
 * control within their own context, cost no action, and may not look at shared state.
 */

/** Locals and parameters with their C types. Pointers hold the id of an object, or NULL; all start as NULL or 0. */
export type Locals = Readonly<Record<string, string>>;
export type Frame<P extends Locals> = { -readonly [N in keyof P]: number };

/** What steps may ask of the machine, beside the pools. `W` is the constant world (scenario) of the model. */
export interface Services<W> {
  readonly world: W;
  /** The number of the context that runs. */
  readonly current: number;
  /** The only nondeterminism inside a step: takes one of `options`, in the name of `name` (`invalidate`). */
  choose(name: string, options: readonly number[]): number;
  /** Brings object `id` to life, private to the context that runs until it is published. */
  alloc(pool: string, id: number): void;
  /** Lets other contexts at the object. */
  publish(pool: string, id: number): void;
  free(pool: string, id: number): void;
  /** Gives back an object that was never published, as if it had never been. */
  discard(pool: string, id: number): void;
  /** Ends the schedule as BUG_ON does when the condition holds; named after the enclosing C function. */
  BUG_ON(condition: boolean): void;
  /** Ends the schedule where what comes next is left out of the model: `why`, in a sentence. Nothing is violated by that, and nothing holds. */
  trap(why: string): never;
  /** Said by what may sleep: a breach while a lock is held, or in an interrupt. */
  might_sleep(): void;
}

/** A lock as `acquire` and `release` steps name it. */
interface LockLike {
  free(): boolean;
  take(): void;
  drop(): void;
  holder(): number;
}

type Next<L extends string> = L | 'return' | undefined | void;

interface Statement<L extends string> {
  /** Line in the proc's C file. */
  readonly line: number;
  /** The statement, as a kernel developer would say it in a mail. */
  readonly c: string;
  /** Where control goes when the step names no label itself; without it, to the step written next. */
  readonly then?: L | 'return';
  /** Of a step in a patch that makes a function anew of its C: it stands for a line that the patch leaves as it is. */
  readonly unchanged?: true;
  /** Set by `edit` on the steps that a patch puts in or replaces. */
  readonly patched?: true;
  /** Set where patches are applied: the hunk that puts it in or replaces it. */
  readonly hunk?: string;
  /** Set by `edit`: where the labels that a step names itself lead, when steps were put in front of theirs. */
  readonly detours?: ReadonlyMap<string, string>;
}

/** An atomic action. `when` tells whether it can be taken now. `run` may name the next label. */
export interface Action<K, F, L extends string> extends Statement<L> {
  readonly when?: (k: K, f: F) => boolean;
  readonly run: (k: K, f: F) => Next<L>;
}
export interface Acquire<K, F, L extends string> extends Statement<L> {
  readonly acquire: (k: K, f: F) => LockLike;
}
export interface Release<K, F, L extends string> extends Statement<L> {
  readonly release: (k: K, f: F) => LockLike;
}
/** A call: `call: to(callee, (g, f) => { g.iocb = f.iocb; })`; `result` names the local that takes the returned value. */
export interface Call<K, F, L extends string> extends Statement<L> {
  readonly call: Callee<K, F>;
  readonly result?: keyof F & string;
}
/** Control only: reads and writes locals, and `ledger` fields. */
export interface Go<K, F, L extends string> extends Statement<L> {
  readonly go: (f: F, k: K) => Next<L>;
}
export type Step<K, F, L extends string> =
  | Action<K, F, L>
  | Acquire<K, F, L>
  | Release<K, F, L>
  | Call<K, F, L>
  | Go<K, F, L>;

export interface Callee<K, F> {
  /** The function itself, or the name that a function pointer stands for. */
  readonly proc: AnyProc | string;
  /** Fills the callee's frame from the caller's, which is left as it is. */
  readonly args: (g: never, f: Readonly<F>, k: K) => void;
}

/** A step that a patch took out, and between which steps control passes where it was; null: the function begins, or ends, there. */
export interface RemovedStep {
  readonly line: number;
  readonly c: string;
  /** Set where patches are applied. */
  readonly hunk?: string;
  readonly behind: string | null;
  readonly before: string | null;
}

export interface Proc<P extends Locals, L extends string = string> {
  readonly name: string;
  /** `file:line` of the C function, or the file of the environment that it models. */
  readonly at: string;
  readonly locals: P;
  /** The local whose value the function returns. */
  readonly returns: (keyof P & string) | null;
  /** In the order of the C; the first is the entry. */
  readonly steps: ReadonlyMap<L, AnyStep>;
  /** A macro: what goes wrong in it is named after the function that it is expanded in. */
  readonly isMacro: boolean;
  /** Set by `edit`: the steps that patches took out. */
  readonly removed?: readonly RemovedStep[];
  /** Set by `edit`: where jumps to a step lead since steps were put in front of it. */
  readonly detours?: ReadonlyMap<string, { readonly to: string; readonly way: ReadonlySet<string> }>;
}

// Once written, steps of different kernels and frames live in one table; the machine only hands each its own.
// eslint-disable-next-line typescript/no-explicit-any
export type AnyStep = Step<any, any, string>;
// eslint-disable-next-line typescript/no-explicit-any
export type AnyProc = Proc<any, any>;

/** A proc with its steps in the order of the C; the first is the entry. Labels are checked by the compiler. */
export type Define<K> = <const P extends Locals, L extends string>(
  name: string,
  at: string,
  locals: P,
  steps: Record<L, Step<K, Frame<P>, NoInfer<L>>>,
  returns?: keyof P & string,
) => Proc<P, L>;

/** Binds the notation to a kernel type `K`: `const proc = defineFor<Kernel>()`. */
export const defineFor =
  <K>(): Define<K> =>
  (name, at, locals, steps, returns) => ({
    name,
    at,
    locals,
    returns: returns ?? null,
    steps: new Map(Object.entries(steps)) as never,
    isMacro: false,
  });

/** A step as it is written, for one that differs from it in little: `{ ...stepOf(read_events, 'sleep'), then: 'add' }`. */
export function stepOf<P extends Locals, L extends string>(
  proc: Proc<P, L>,
  label: NoInfer<L>,
): Step<unknown, Frame<P>, L> {
  const step = proc.steps.get(label);
  if (step !== undefined) return step as never;
  throw new Error(`${proc.name} has no step ${label}; expected one of ${[...proc.steps.keys()].join(', ')}`);
}

/**
 * The step, whose jumps lead elsewhere: `ways` says for labels that it names where they lead instead, and `falls` where it goes when it
 * names none. For patches that put code on some of the ways to a step: `{ replace: { again: rerouted(stepOf(fn, 'again'), { next: 'mine' }) } }`.
 */
export function rerouted<K, F, L extends string, N extends string = L>(
  step: Step<K, F, L>,
  ways: { readonly [From in L | 'return']?: N | L | 'return' },
  falls?: N | L | 'return',
): Step<K, F, L | N> {
  const led = new Map(Object.entries(ways as Record<string, string>));
  const then = falls ?? (step.then === undefined ? undefined : (led.get(step.then) ?? step.then));
  const all = new Map([...(step.detours ?? [])].map(([from, to]) => [from, led.get(to) ?? to]));
  for (const [from, to] of led) if (!all.has(from)) all.set(from, to);
  return { ...step, detours: all, ...(then === undefined ? {} : { then }) } as Step<K, F, L | N>;
}

/**
 * The same function, for edits of steps that another patch adds: the compiler does not know their labels, so that only what is
 * checked before a search knows whether they are there.
 */
export const anyLabel = <P extends Locals>(proc: Proc<P>): Proc<P> => proc;

export const macro = <P extends Locals, L extends string>(proc: Proc<P, L>): Proc<P, L> => ({ ...proc, isMacro: true });

/** Binds a callee to its arguments: `g` is the callee's frame, `f` the caller's. */
export const to = <P extends Locals, F, K>(
  proc: Proc<P>,
  args: (g: Frame<P>, f: Readonly<F>, k: K) => void,
): Callee<K, F> => ({
  proc,
  args: args,
});

/**
 * A call through a function pointer: the function is looked up by name when the program is linked, which lets it call back
 * into the file that calls it. It must be among the entries, or called directly somewhere.
 */
export const through = <F, K>(name: string, args: Callee<K, F>['args']): Callee<K, F> => ({ proc: name, args });

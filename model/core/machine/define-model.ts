/** A model of anything, from its structs and contexts; all else is said only where there is something to say. */
import { structIssues } from '../issues/fields.ts';
import { described, isRecord, type Issue, oneOfNear } from '../issues/issue.ts';
import { said, wrongName } from '../issues/names.ts';
import { layOut, type Shape } from '../layout/layout.ts';
import type { LockOrder } from '../layout/lock-order.ts';
import { applyPatch } from '../notation/apply-patch.ts';
import type { KernelOf } from '../notation/notation-for.ts';
import { type Patch, PatchMisfit, unpatched } from '../notation/patch.ts';
import type { AnyProc, Proc } from '../notation/proc.ts';
import type { Structs } from '../notation/schema.ts';
import type { Symmetry } from '../symmetry/symmetry.ts';
import type { GhostCode } from './ghost-code.ts';
import type { Context, Model } from './model.ts';

/** A context that needs more than its function to be said; `Context` has the meaning of each. */
export interface Entry {
  readonly entry: AnyProc;
  /** Locals of the entry as it begins; those not named are NULL (pointers) or 0. */
  readonly args?: Context['args'] | undefined;
  readonly idles?: boolean | undefined;
  readonly atomic?: boolean | undefined;
}

/** A function alone is an entry without arguments, which does not idle. */
export type Entries = Readonly<Record<string, AnyProc | Entry>>;

/** No argument is given that is no local of its entry. */
type GivenLocals<E> = E extends { readonly entry: Proc<infer P>; readonly args: infer A }
  ? { readonly args?: { readonly [N in Exclude<keyof A, keyof P>]?: never } }
  : unknown;

export interface ModelParts<S extends Structs, C extends Entries, W> {
  /** By the names of their pools. */
  readonly structs: S;
  /** By name, in the order of their numbers. */
  readonly contexts: C & { readonly [N in keyof C]: GivenLocals<C[N]> };
  /** Objects per pool; 1 where nothing is said. The pool `context`, to which references may point, has one per context. */
  readonly sizes?: { readonly [N in keyof NoInfer<S>]?: number } | undefined;
  /** The values that fields of each `value(domain)` can hold. */
  readonly domains?: Shape['domains'] | undefined;
  readonly lockOrder?: LockOrder | undefined;
  /** Functions that nothing but function pointers lead to. */
  readonly pointedTo?: readonly AnyProc[] | undefined;
  readonly patch?: Patch | undefined;
  readonly world?: W | undefined;
  /** Brings the state to its start, from objects that hold what their fields start as. */
  readonly init?: ((k: KernelOf<S, NoInfer<W>>) => void) | undefined;
  readonly symmetry?: (() => Symmetry) | undefined;
  /** What is recorded of effects of its functions, in fields that are `ledger`; its `k` is a `KernelOf<S, W>`. */
  readonly ghost?: GhostCode<never> | undefined;
}

/**
 * Throws Error, with a line for each thing in it that cannot be, and PatchMisfit where the patch does not fit.
 */
export function defineModel<const S extends Structs, const C extends Entries, const W = null>(
  parts: ModelParts<S, C, W>,
): Model<W> {
  const contexts = Object.entries(parts.contexts).map(([name, one]) => contextOf(name, one));
  const structs: Structs = parts.structs;
  const ones = Object.fromEntries(Object.keys(structs).map((name) => [name, 1]));
  const sizes = { context: contexts.length, ...ones, ...(parts.sizes as Shape['sizes'] | undefined) };
  const ground = { structs, sizes, domains: parts.domains ?? {} };
  const issues = [
    ...nameIssues(structs, contexts),
    ...sizeIssues(parts.sizes ?? {}, structs),
    ...contexts.flatMap(argumentIssues),
    ...structIssues(ground),
  ];
  if (issues.length > 0)
    throw new Error(issues.map(({ message, expected }) => `${message}; expected ${expected}`).join('\n'));
  const { patch = unpatched, pointedTo = [], init, symmetry, ghost } = parts;
  const entries = contexts.map(({ entry }) => entry);
  const applied = applyPatch({ ...ground, entries: [...entries, ...pointedTo] }, patch);
  if (!applied.ok) throw new PatchMisfit(applied.issues);
  const shape: Shape = {
    ...ground,
    structs: applied.kernel.structs,
    contexts: contexts.map(({ name }) => name),
    ...(parts.lockOrder === undefined ? {} : { lockOrder: parts.lockOrder }),
  };
  // A machine would refuse it later, where nobody sees any more which model it was.
  layOut(shape);
  return {
    world: (parts.world ?? null) as W,
    shape,
    program: applied.kernel.program,
    contexts,
    init: (k) => init?.(k as KernelOf<S, W>),
    ...(symmetry === undefined ? {} : { symmetry }),
    ...(ghost === undefined ? {} : { ghost }),
  };
}

function contextOf(name: string, one: AnyProc | Entry): Context {
  if (!('entry' in one)) return { name, entry: one, args: {}, idles: false };
  const { entry, args = {}, idles = false, atomic = false } = one;
  return { name, entry, args, idles, ...(atomic ? { atomic } : {}) };
}

const namesOf = (of: 'struct' | 'context', names: readonly string[]): Issue[] =>
  names.flatMap((name) => {
    const wrong = wrongName(name, of);
    if (wrong === null) return [];
    const message = `a ${of} is called ${said(name)}, which ${wrong.why}`;
    return [{ code: wrong.code, message, expected: wrong.expected }];
  });

function nameIssues(structs: Structs, contexts: readonly Context[]): Issue[] {
  const none: Issue = {
    code: 'missing',
    message: 'the model has no contexts, so that nothing runs',
    expected: 'one at least',
  };
  return [
    ...namesOf('struct', Object.keys(structs)),
    ...namesOf(
      'context',
      contexts.map(({ name }) => name),
    ),
    ...(contexts.length === 0 ? [none] : []),
  ];
}

function sizeIssues(sizes: Readonly<Record<string, unknown>>, structs: Structs): Issue[] {
  return Object.entries(sizes).flatMap(([pool, size]): Issue[] => {
    if (!Object.hasOwn(structs, pool)) {
      const message = `sizes names ${said(pool)}, which is no struct of the model`;
      return [{ code: 'no-struct', message, expected: oneOfNear(pool, Object.keys(structs)) }];
    }
    if (Number.isInteger(size) && (size as number) >= 0) return [];
    return [
      { code: 'range', message: `there are ${described(size)} of ${pool}`, expected: 'a whole number of objects' },
    ];
  });
}

function argumentIssues({ name, entry, args }: Context): Issue[] {
  // Linking says what is wrong with what is no function.
  if (!isRecord(entry?.locals)) return [];
  const locals = Object.keys(entry.locals);
  return Object.entries(args).flatMap(([local, value]): Issue[] => {
    if (!locals.includes(local)) {
      const message = `the context ${said(name)} is given ${said(local)}, which is no local of ${entry.name}`;
      return [{ code: 'no-local', message, expected: oneOfNear(local, locals) || 'no arguments' }];
    }
    if ((value | 0) === value) return [];
    const message = `the context ${said(name)} is given ${described(value)} as ${local}`;
    return [{ code: 'range', message, expected: 'a whole number of 32 bits' }];
  });
}

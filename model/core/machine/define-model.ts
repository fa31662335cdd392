/** A model of anything, from its structs and contexts; all else is said only where there is something to say. */
import { structIssues } from '../issues/fields.ts';
import { described, type Issue, oneOfNear } from '../issues/issue.ts';
import { misnamed, said } from '../issues/names.ts';
import { layOut, type Shape } from '../layout/layout.ts';
import type { LockOrder } from '../layout/lock-order.ts';
import { applyPatch } from '../notation/apply-patch.ts';
import type { Entries } from '../notation/declared.ts';
import type { KernelOf } from '../notation/notation-for.ts';
import { type Patch, PatchMisfit, unpatched } from '../notation/patch.ts';
import type { AnyProc, Proc } from '../notation/proc.ts';
import type { Structs } from '../notation/schema.ts';
import type { Symmetry } from '../symmetry/symmetry.ts';
import { contextIssues, contextFrom, contextsOfPatch } from './contexts.ts';
import type { GhostCode } from './ghost-code.ts';
import type { Context, Model } from './model.ts';
import { begun } from './try-beginning.ts';

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
  const ofModel = Object.entries(parts.contexts).map(([name, one]) => contextFrom(name, one));
  const structs: Structs = parts.structs;
  const ones = Object.fromEntries(Object.keys(structs).map((name) => [name, 1]));
  const { patch = unpatched, pointedTo = [], init, symmetry, ghost, lockOrder = [] } = parts;
  const world = (parts.world ?? null) as W;
  const ofPatch = contextsOfPatch(
    patch,
    world,
    ofModel.map(({ name }) => name),
  );
  const contexts = [...ofModel, ...ofPatch.contexts];
  const sizes = { context: contexts.length, ...ones, ...(parts.sizes as Shape['sizes'] | undefined) };
  const ground = { structs, sizes, domains: parts.domains ?? {} };
  const issues = [
    ...nameIssues(structs, ofModel),
    ...sizeIssues(parts.sizes ?? {}, structs),
    ...ofModel.flatMap(contextIssues),
    ...structIssues(ground),
  ];
  if (issues.length > 0)
    throw new Error(issues.map(({ message, expected }) => `${message}; expected ${expected}`).join('\n'));
  const entries = [...ofModel.map(({ entry }) => entry), ...pointedTo];
  const counted = { contexts: contexts.length };
  const applied = applyPatch({ ...ground, entries, world, ofPatch, counted, lockOrder }, patch);
  if (!applied.ok) throw new PatchMisfit(applied.issues);
  const { kernel } = applied;
  const shape: Shape = {
    ...ground,
    structs: kernel.structs,
    sizes: kernel.sizes,
    contexts: contexts.map(({ name }) => name),
    ...(kernel.lockOrder.length === 0 ? {} : { lockOrder: kernel.lockOrder }),
  };
  // A machine would refuse it later, where nobody sees any more which model it was.
  layOut(shape);
  const model: Model<W> = {
    world,
    shape,
    program: kernel.program,
    contexts,
    init(k) {
      init?.(k as KernelOf<S, W>);
      kernel.begin(k);
    },
    ...(symmetry === undefined ? {} : { symmetry }),
    ...(ghost === undefined ? {} : { ghost }),
  };
  return begun(model, patch);
}

function nameIssues(structs: Structs, contexts: readonly Context[]): Issue[] {
  const none: Issue = {
    code: 'missing',
    message: 'the model has no contexts, so that nothing runs',
    expected: 'one at least',
  };
  return [
    ...Object.keys(structs).flatMap((name) => misnamed(name, 'struct') ?? []),
    ...contexts.flatMap(({ name }) => misnamed(name, 'context') ?? []),
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

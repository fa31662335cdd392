/**
 * A patch is a list of hunks over the procs of a base kernel; a hunk is the smallest behavioural change that stands on
 * its own, and edits the steps of named procs. The base never asks whether it is patched, so hunks can be switched one
 * by one, a user's patch is one small module, and a mutant is a patch of one hunk.
 */
import { redirected, redirectsOf, redirectsTo, joined, leading } from './redirects.ts';
import { changesIssues, claimsOf } from '../issues/edits.ts';
import { type Issue, type ModelIssue, showModelIssue } from '../issues/issue.ts';
import { said } from '../issues/names.ts';
import type { DeclaredContexts, DeclaredStruct, Work } from './declared.ts';
import type { AnyProc, AnyStep, Frame, Locals, Proc, RemovedStep, Step } from './proc.ts';
import type { Field, Structs } from './schema.ts';

/** Changes the steps of one proc. Made by `edit`. */
export interface Edit {
  readonly proc: string;
  /** The labels of the steps that it replaces or removes. */
  readonly claims: readonly string[];
  apply(base: AnyProc): AnyProc;
}

export interface Hunk {
  readonly name: string;
  /** The diff hunks or the reason that it stands for. */
  readonly standsFor: string;
  readonly edits: readonly Edit[];
}

/**
 * Where a function reports an error: it assigns to its result while a local holds one. Told to the ghost code of the model, which cannot
 * find it out from effects on memory, since an error may be kept or dropped in many ways.
 */
export interface ErrorReport {
  readonly function: string;
  /** Locals of the function: the result so far, what holds the error or 0, and the request that it is about. */
  readonly result: string;
  readonly error: string;
  readonly iocb: string;
}

/** `W` is the world of the model that functions of the patch are handed. */
export interface Patch<W = never> {
  readonly name: string;
  /** One line: what the patch changes, and where it comes from. */
  readonly summary: string;
  /** Fields that the patch adds to structs of the base. */
  readonly fields?: Readonly<Record<string, Readonly<Record<string, Field<unknown>>>>>;
  /** Structs of its own, by the names of their pools. */
  readonly structs?: Readonly<Record<string, DeclaredStruct<W>>>;
  /** How it nests locks, as chains of `struct.field`, the outermost first, beside what is known of the base. */
  readonly lockOrder?: readonly (readonly string[])[];
  /** Interrupts, timers and kernel threads of its own. */
  readonly contexts?: DeclaredContexts<W>;
  /** What it puts on a workqueue of the kernel's, by name. */
  readonly works?: Readonly<Record<string, Work<W>>>;
  readonly hunks: readonly Hunk[];
  /** Beside those of the base: where the patch reports errors elsewhere. */
  readonly reports?: readonly ErrorReport[];
  /** It was C: what the model has no room for is a trap, and no undefined behaviour. */
  readonly lifted?: true;
  /** Of one that is several: what more than one of them declares; and they themselves, in order. */
  readonly clashes?: readonly ModelIssue[];
  readonly parts?: readonly Patch<W>[];
}

export const unpatched: Patch = { name: 'unpatched', summary: 'the base as it is', hunks: [] };

/** A patch that does not fit the kernel it is applied to, or is none. The message has a line for each issue. */
export class PatchMisfit extends Error {
  override readonly name = 'PatchMisfit';
  readonly issues: readonly ModelIssue[];
  constructor(issues: readonly ModelIssue[]) {
    super(issues.map(showModelIssue).join('\n'));
    this.issues = issues;
  }
}

type Steps<K, P extends Locals, Label extends string> = Readonly<Record<string, Step<K, Frame<P>, Label>>>;

/** Those of the base, and the new ones. While TypeScript infers the arguments of a call inside, `Q` is never: it comes last. */
type Joined<P extends Locals, Q extends Locals> = [Q] extends [never] ? P : P & Q;

export interface Changes<K, P extends Locals, L extends string, Q extends Locals, New extends string> {
  /** Locals that the new steps need beside those of the base. `to` has to be told their types: `to(callee, (g, f: { err: number }) => …)`. */
  readonly locals?: Q;
  readonly remove?: readonly L[];
  readonly replace?: { readonly [N in L]?: Step<K, Frame<Joined<P, Q>>, L | New> };
  /**
   * New steps, in order, in front of a step: whatever led to it, by falling or jumping, leads to them, in the base and in other edits
   * (that of one which puts steps in front of the same step, to what is next). Jumps of this edit go where they say.
   */
  readonly before?: { readonly [N in L]?: Steps<K, Joined<P, Q>, L | New> };
  /** New steps, in order, behind a step: they run when it falls through. */
  readonly after?: { readonly [N in L]?: Steps<K, Joined<P, Q>, L | New> };
}

/** Binds edits to a kernel type: `const edit = editFor<Kernel>()`. `New` names the labels that the edit adds. */
export const editFor =
  <K>() =>
  <P extends Locals, L extends string, Q extends Locals = P, New extends string = string>(
    proc: Proc<P, L>,
    changes: Changes<K, P, NoInfer<L>, Q, New>,
  ): Edit => ({
    proc: proc.name,
    claims: claimsOf(changes),
    apply: (base) => change(base, changes as never),
  });

/** Where it does not fit, in the function that it changes. */
const misfit = ({ name }: AnyProc, issues: readonly Issue[]): PatchMisfit =>
  new PatchMisfit(issues.map((issue) => ({ where: name, ...issue })));

function change(base: AnyProc, changes: Changes<unknown, Locals, string, Locals, string>): AnyProc {
  const issues = changesIssues(base, changes);
  if (issues.length > 0) throw misfit(base, issues);
  const { locals, remove = [], replace = {}, before = {}, after = {} } = changes;
  const steps = new Map<string, AnyStep>();
  const own = redirectsTo(before);
  const earlier = redirectsOf(base);
  const add = (label: string, step: AnyStep) => {
    if (steps.has(label)) {
      const message = `${base.name} would have two steps called ${label}`;
      throw misfit(base, [{ code: 'duplicate', message, expected: 'a new name' }]);
    }
    steps.set(label, step);
  };
  const bring = (label: string, step: AnyStep, at: string) =>
    add(label, redirected({ ...step, patched: true }, leading(earlier, own, at)));
  /** With how many steps stand in front of each. */
  const removed: (readonly [Pick<RemovedStep, 'line' | 'c' | 'hunk'>, number])[] = [];
  const keep = (label: string | null) => {
    for (const one of base.removed ?? []) if (one.before === label) removed.push([one, steps.size]);
  };
  for (const [label, step] of base.steps as ReadonlyMap<string, AnyStep>) {
    keep(label);
    for (const [name, added] of Object.entries(before[label] ?? {})) bring(name, added, label);
    const replacement = replace[label];
    if (replacement !== undefined) bring(label, replacement, label);
    else if (!remove.includes(label)) add(label, redirected(step, own));
    else removed.push([{ line: step.line, c: step.c }, steps.size]);
    for (const [name, added] of Object.entries(after[label] ?? {})) bring(name, added, label);
  }
  keep(null);
  const order = [...steps.keys()];
  const places = removed.map(([one, at]): RemovedStep =>
    Object.assign({}, one, { behind: order[at - 1] ?? null, before: order[at] ?? null }),
  );
  return {
    ...base,
    locals: { ...base.locals, ...locals },
    steps,
    ...(places.length === 0 ? {} : { removed: places }),
    detours: joined(earlier, own, before, after),
  };
}

/** The structs of a base, the patch's own among them, with the fields that the patch adds. */
export const extendedBy = (structs: Structs, { fields = {} }: Pick<Patch, 'fields'>): Structs =>
  Object.fromEntries(
    Object.entries(structs).map(([name, one]) => [name, { ...one, fields: { ...one.fields, ...fields[name] } }]),
  );

/** The patches of which it is made. */
export const summandsOf = (patch: Patch): readonly Patch[] => patch.parts ?? [patch];

/** One patch that is several, in order. */
export const compose = (patches: readonly Patch[]): Patch => {
  const [first] = patches;
  if (first !== undefined && patches.length === 1) return first;
  const fields: Record<string, Record<string, Field<unknown>>> = {};
  for (const patch of patches)
    for (const [name, added] of Object.entries(patch.fields ?? {})) fields[name] = { ...fields[name], ...added };
  const structs = patches.some((patch) => patch.structs !== undefined);
  const works = patches.some((patch) => patch.works !== undefined);
  const lockOrder = patches.flatMap((patch) => patch.lockOrder ?? []);
  return {
    name: patches.map((p) => p.name).join('+'),
    summary: patches.map((p) => p.summary).join('; '),
    fields,
    ...(structs ? { structs: Object.assign({}, ...patches.map((patch) => patch.structs)) } : {}),
    ...(works ? { works: Object.assign({}, ...patches.map((patch) => patch.works)) } : {}),
    ...(lockOrder.length > 0 ? { lockOrder } : {}),
    hunks: patches.flatMap((p) => p.hunks),
    reports: patches.flatMap((p) => p.reports ?? []),
    ...(patches.some((p) => p.lifted === true) ? { lifted: true } : {}),
    clashes: clashesOf(patches),
    parts: patches.flatMap(summandsOf),
  };
};

/** What there is of each patch, said as `kiocb.ki_x is a field`. */
const declaredBy = ({ fields, structs, works }: Patch): (readonly [id: string, what: string])[] => [
  ...Object.entries(fields ?? {}).flatMap(([struct, added]) =>
    Object.keys(added ?? {}).map((name) => [`${said(struct)}.${said(name)}`, 'field'] as const),
  ),
  ...Object.keys(structs ?? {}).map((name) => [said(name), 'struct'] as const),
  ...Object.keys(works ?? {}).map((name) => [said(name), 'work'] as const),
];

/** A field, a struct or a work can only be what one patch says of it. */
function clashesOf(patches: readonly Patch[]): ModelIssue[] {
  const owners = new Map<string, string>();
  const clashes = patches.flatMap((patch) => patch.clashes ?? []);
  for (const patch of patches)
    for (const [id, what] of declaredBy(patch)) {
      const key = `${what} ${id}`;
      const owner = owners.get(key);
      owners.set(key, owner ?? patch.name);
      if (owner === undefined) continue;
      const message = `${id} is a ${what} of patch ${said(owner)} already`;
      clashes.push({
        code: 'redeclared',
        where: `patch ${said(patch.name)}`,
        message,
        expected: `a ${what} of another name`,
      });
    }
  return clashes;
}

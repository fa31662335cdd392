/** What a patch edits, hunk by hunk: found by applying each edit to the function as it was before, and comparing. */
import {
  type AnyProc,
  type Context,
  type Edit,
  type Patch,
  poolOfStruct,
  type Program,
} from '../../model/core/index.ts';
import { describeField } from './describe-field.ts';
import { type StepPlace, placesOf } from './step-places.ts';

interface Statement {
  readonly label: string;
  /** In the C file of the function. */
  readonly line: number;
  readonly c: string;
}

export interface Replacement {
  readonly was: Statement;
  readonly now: Statement;
}

export interface Addition {
  readonly step: Statement;
  readonly place: StepPlace;
}

export interface FunctionEdit {
  readonly function: string;
  /** `file:line`. */
  readonly at: string;
  readonly replaced: readonly Replacement[];
  readonly removed: readonly Statement[];
  readonly added: readonly Addition[];
  /** With their C types. */
  readonly locals: readonly { readonly name: string; readonly type: string }[];
}

export interface PatchEdits {
  readonly name: string;
  readonly summary: string;
  readonly fields: readonly { readonly struct: string; readonly field: string; readonly is: string }[];
  readonly structs: readonly {
    readonly struct: string;
    readonly onHeap: boolean;
    /** A number, or what there is one of each of; null: a function of the world says it. */
    readonly count: number | string | null;
  }[];
  readonly contexts: readonly { readonly context: string; readonly entry: string; readonly atomic: boolean }[];
  readonly works: readonly { readonly work: string; readonly function: string; readonly in: string | null }[];
  readonly lockOrder: readonly (readonly string[])[];
  /** Functions that the base does not have. */
  readonly functions: readonly { readonly function: string; readonly at: string; readonly steps: number }[];
  readonly hunks: readonly {
    readonly name: string;
    readonly standsFor: string;
    readonly edits: readonly FunctionEdit[];
  }[];
}

type Procs = Map<string, AnyProc>;
type Steps = ReadonlyMap<string, Omit<Statement, 'label'> & { readonly call?: { readonly proc: AnyProc | string } }>;

/**
 * `base` is the program without the patch. The patch must fit it, as linking it has shown. `contexts`: those that it brings to some
 * world.
 */
export function editsOf(patch: Patch, base: Program, contexts: readonly Context[] = []): PatchEdits {
  const procs: Procs = new Map(base.procs.map((linked) => [linked.name, procOf(linked)]));
  const works = Object.entries(patch.works ?? {});
  const own = [...contexts.map(({ entry }) => entry), ...works.map(([, { func }]) => func.proc)];
  for (const proc of own) if (typeof proc === 'object' && !procs.has(proc.name)) procs.set(proc.name, proc);
  for (const proc of procs.values()) if (!base.byName.has(proc.name)) collectProcs(proc, procs);
  const hunks = patch.hunks.map(({ name, standsFor, edits }) => ({
    name,
    standsFor,
    edits: edits.map((edit) => applied(edit, procs)),
  }));
  const pools = Object.entries(patch.structs ?? {}).map(
    ([struct, declared]) => [struct, poolOfStruct(declared)] as const,
  );
  const ofOwn = pools.map(([struct, { struct: one }]) => [struct, one.fields] as const);
  const fields = [...ofOwn, ...Object.entries(patch.fields ?? {})].flatMap(([struct, added]) =>
    Object.entries(added).map(([field, declared]) => ({ struct, field, is: describeField(declared) })),
  );
  const structs = pools.map(([struct, { struct: one, count }]) => ({
    struct,
    onHeap: one.heap,
    count: typeof count === 'function' ? null : count,
  }));
  const functions = [...procs.values()]
    .filter(({ name }) => !base.byName.has(name))
    .map(({ name, at, steps }) => ({ function: name, at, steps: steps.size }));
  return {
    name: patch.name,
    summary: patch.summary,
    structs,
    fields,
    lockOrder: patch.lockOrder ?? [],
    contexts: contexts.map(({ name, entry, atomic = false }) => ({ context: name, entry: entry.name, atomic })),
    works: works.map(([work, { func, in: place = null }]) => ({ work, function: nameOf(func.proc), in: place })),
    functions,
    hunks,
  };
}

const nameOf = (proc: AnyProc | string): string => (typeof proc === 'string' ? proc : proc.name);

/** The function that was linked, as it was written. */
function procOf({ name, at, locals, types, returns, isMacro, steps }: Program['procs'][number]): AnyProc {
  return {
    name,
    at,
    locals: Object.fromEntries(locals.map((local, i) => [local, types[i] ?? ''])),
    returns,
    isMacro,
    steps: new Map(steps.map(({ label, source }) => [label, source])),
  };
}

/** Leaves the edited function, and those that it calls now, in `procs`. */
function applied(edit: Edit, procs: Procs): FunctionEdit {
  const before = procs.get(edit.proc);
  if (before === undefined) throw new Error(`${edit.proc} was linked, and is not there`);
  const after = edit.apply(before);
  procs.set(edit.proc, after);
  collectProcs(after, procs);
  const was = before.steps as Steps;
  const now = after.steps as Steps;
  const places = placesOf(edit, before, after);
  return {
    function: edit.proc,
    at: before.at,
    replaced: edit.claims
      .filter((label) => now.has(label))
      .map((label) => ({ was: statement(was, label), now: statement(now, label) })),
    removed: [...was.keys()].filter((label) => !now.has(label)).map((label) => statement(was, label)),
    added: [...places].map(([label, place]) => ({ step: statement(now, label), place })),
    locals: Object.entries(after.locals as Record<string, string>)
      .filter(([name]) => !Object.hasOwn(before.locals as object, name))
      .map(([name, type]) => ({ name, type })),
  };
}

function statement(steps: Steps, label: string): Statement {
  const { line, c } = steps.get(label) ?? { line: 0, c: '' };
  return { label, line, c };
}

/** The functions that it calls, which a later hunk may edit. */
function collectProcs(proc: AnyProc, procs: Procs): void {
  for (const { call } of (proc.steps as Steps).values()) {
    const callee = call?.proc;
    if (typeof callee !== 'object' || procs.has(callee.name)) continue;
    procs.set(callee.name, callee);
    collectProcs(callee, procs);
  }
}

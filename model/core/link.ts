/** Links procs into a program: follows every call from the entries, applies a patch, and numbers procs and labels. */
import { type Patch, PatchMisfit } from './patch.ts';
import type { Action, AnyProc, AnyStep, Call, Go } from './proc.ts';

export type FrameObject = Record<string, number>;

/** A step ready to run. `next` is where control goes by default: a position in the proc's steps, or RETURN. */
export type LinkedStep = {
  readonly label: string;
  readonly id: string;
  readonly next: number;
  readonly source: AnyStep;
  /** The patch brings it: in an edit, or in a function of its own. */
  readonly patched: boolean;
} & (
  | {
      readonly does: 'act';
      readonly when: Action<unknown, unknown, string>['when'];
      /** Taking the step asks its condition again, to tell what that touches; taking a lock touches the lock anyway. */
      readonly asks: boolean;
      readonly run: Action<unknown, unknown, string>['run'];
    }
  | {
      readonly does: 'call';
      readonly callee: LinkedProc;
      readonly args: (g: FrameObject, f: FrameObject, k: unknown) => void;
      readonly result: string | null;
    }
  | { readonly does: 'go'; readonly go: Go<unknown, unknown, string>['go'] }
);

export interface LinkedProc {
  readonly index: number;
  readonly name: string;
  readonly at: string;
  readonly locals: readonly string[];
  /** Their declared types. */
  readonly types: readonly string[];
  /** What a fresh frame holds: NULL in pointers, 0 elsewhere. */
  readonly fresh: readonly number[];
  readonly returns: string | null;
  readonly isMacro: boolean;
  readonly steps: readonly LinkedStep[];
  readonly positions: Readonly<Record<string, number>>;
}

export const RETURN = -1;

export interface Program {
  readonly procs: readonly LinkedProc[];
  readonly byName: ReadonlyMap<string, LinkedProc>;
}

/** The names (`proc.label`) of all steps that are actions, whether or not any context can come to them. */
export const actionsOf = ({ procs }: Program): string[] =>
  procs.flatMap(({ steps }) => steps.filter(({ does }) => does === 'act').map(({ id }) => id));

/** Applies the patch's hunks to the procs by name. Every edited proc must exist, in the base or in the patch. */
function applyPatch(base: ReadonlyMap<string, AnyProc>, patch: Patch): ReadonlyMap<string, AnyProc> {
  const patched = new Map(base);
  const claimed = new Map<string, string>();
  for (const hunk of patch.hunks)
    for (const edit of hunk.edits) {
      const where = `patch ${patch.name}, hunk ${hunk.name}`;
      const proc = patched.get(edit.proc);
      if (proc === undefined) throw new PatchMisfit(`${where}: the kernel has no function ${edit.proc}`);
      for (const label of edit.claims) {
        const step = `${edit.proc}.${label}`;
        const other = claimed.get(step);
        if (other !== undefined) throw new PatchMisfit(`${where}: ${step} is already changed by hunk ${other}`);
        claimed.set(step, hunk.name);
      }
      try {
        patched.set(edit.proc, edit.apply(proc));
      } catch (problem) {
        throw new PatchMisfit(`${where}: ${problem instanceof Error ? problem.message : String(problem)}`);
      }
      const edited = patched.get(edit.proc) as AnyProc;
      const astray = goesAstray(edited);
      if (astray !== null) throw new PatchMisfit(`${where}: ${astray}`);
      collect([edited], patched);
    }
  return patched;
}

/** A step whose `then` is no step of its proc, told in a sentence; or null. */
function goesAstray({ name, steps }: AnyProc): string | null {
  for (const [label, { then }] of steps as ReadonlyMap<string, AnyStep>)
    if (then !== undefined && then !== 'return' && !steps.has(then))
      return `${name}.${label} goes to ${then}, which is no step of ${name}`;
  return null;
}

const calleesOf = (proc: AnyProc): AnyProc[] =>
  [...(proc.steps as ReadonlyMap<string, AnyStep>).values()].flatMap((s) =>
    'call' in s && typeof s.call.proc !== 'string' ? [s.call.proc] : [],
  );

const nameOf = (callee: AnyProc | string): string => (typeof callee === 'string' ? callee : callee.name);

/** Adds every proc that can be reached by calls; a name stands for the proc first found under it. */
function collect(from: readonly AnyProc[], into: Map<string, AnyProc>): void {
  const queue = [...from];
  for (let proc = queue.pop(); proc !== undefined; proc = queue.pop())
    for (const callee of [proc, ...calleesOf(proc)])
      if (!into.has(callee.name)) {
        into.set(callee.name, callee);
        queue.push(callee);
      }
}

/** Without a prototype: no label is there that nobody wrote. */
function positionsOf(labels: readonly string[]): Record<string, number> {
  const positions = Object.create(null) as Record<string, number>;
  labels.forEach((label, i) => {
    positions[label] = i;
  });
  positions['return'] = RETURN;
  return positions;
}

/** Throws PatchMisfit where the patch does not fit, and Error where the base itself is wrong. */
export function link(entries: readonly AnyProc[], patch: Patch): Program {
  const base = new Map<string, AnyProc>();
  collect(entries, base);
  const sources = applyPatch(base, patch);
  const byName = new Map<string, LinkedProc>();
  const steps = new Map<string, LinkedStep[]>();
  for (const { name, at, locals, returns, isMacro, steps: table } of sources.values()) {
    const types = Object.values(locals as Record<string, string>);
    const own: LinkedStep[] = [];
    steps.set(name, own);
    byName.set(name, {
      index: byName.size,
      name,
      at,
      locals: Object.keys(locals),
      types,
      fresh: types.map((type) => (type.endsWith('*') ? -1 : 0)),
      returns,
      isMacro,
      steps: own,
      positions: positionsOf([...table.keys()]),
    });
  }
  for (const source of sources.values()) {
    const proc = byName.get(source.name) as LinkedProc;
    let position = 0;
    for (const [label, step] of source.steps as ReadonlyMap<string, AnyStep>) {
      const id = `${source.name}.${label}`;
      const patched = step.patched === true || !base.has(source.name);
      const refused = (why: string) =>
        patched ? new PatchMisfit(`patch ${patch.name}: ${id} ${why}`) : new Error(`${id} ${why}`);
      if ('call' in step && nameOf(step.call.proc) === source.name)
        throw refused(`calls ${source.name} itself, which the stacks do not allow`);
      if ('call' in step && !byName.has(nameOf(step.call.proc)))
        throw refused(`follows a function pointer to ${nameOf(step.call.proc)}, which is no function`);
      const after = ++position < source.steps.size ? position : RETURN;
      const next = step.then === undefined ? after : proc.positions[step.then];
      if (next === undefined) {
        const astray = goesAstray(source) ?? `${source.name}.${label} goes nowhere`;
        throw base.has(source.name) ? new Error(astray) : new PatchMisfit(`patch ${patch.name}: ${astray}`);
      }
      steps.get(source.name)?.push({ label, id, next, source: step, patched, ...linkStep(step, byName) });
    }
  }
  return { procs: [...byName.values()], byName };
}

function linkStep(step: AnyStep, byName: ReadonlyMap<string, LinkedProc>) {
  if ('acquire' in step)
    return {
      does: 'act' as const,
      asks: false,
      when: (k: unknown, f: unknown) => step.acquire(k, f).free(),
      run: (k: unknown, f: unknown) => step.acquire(k, f).take(),
    };
  if ('release' in step)
    return {
      does: 'act' as const,
      asks: false,
      when: undefined,
      run: (k: unknown, f: unknown) => step.release(k, f).drop(),
    };
  if ('call' in step) {
    const { call, result } = step as Call<unknown, FrameObject, string>;
    const callee = byName.get(nameOf(call.proc)) as LinkedProc;
    const args = call.args as (g: FrameObject, f: FrameObject, k: unknown) => void;
    return { does: 'call' as const, callee, args, result: result ?? null };
  }
  if ('go' in step) return { does: 'go' as const, go: step.go };
  return { does: 'act' as const, asks: step.when !== undefined, when: step.when, run: step.run };
}

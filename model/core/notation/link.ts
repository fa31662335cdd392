/** Links procs into a program: follows every call from the entries, applies a patch, and numbers procs and labels. */
import { collectEdits, editedProcs, goesAstray } from './edited-procs.ts';
import { type Issue, type ModelIssue, oneOfNear } from '../issues/issue.ts';
import { said } from '../issues/names.ts';
import { patchIssues } from '../issues/patches.ts';
import { type Patch, PatchMisfit } from './patch.ts';
import type { Action, AnyProc, AnyStep, Call, Go, RemovedStep } from './proc.ts';

export type FrameObject = Record<string, number>;

/** A step ready to run. `next` is where control goes by default: a position in the proc's steps, or RETURN. */
export type LinkedStep = {
  readonly label: string;
  readonly id: string;
  readonly next: number;
  readonly source: AnyStep;
  /** The patch brings it: in an edit, or in a function of its own. */
  readonly patched: boolean;
  /** The hunk that brings it; null: it is the base's. */
  readonly hunk: string | null;
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
  /** What patches took out of it. */
  readonly removed: readonly RemovedStep[];
  readonly steps: readonly LinkedStep[];
  readonly positions: Readonly<Record<string, number>>;
}

export const RETURN = -1;

export interface Program {
  readonly procs: readonly LinkedProc[];
  readonly byName: ReadonlyMap<string, LinkedProc>;
}

/** Undefined: the program has no such function, or that no such step. */
export function linkedStep({ byName }: Program, proc: string, label: string): LinkedStep | undefined {
  const linked = byName.get(proc);
  return linked?.steps[linked.positions[label] ?? RETURN];
}

/** The names (`proc.label`) of all steps that are actions, whether or not any context can come to them. */
export const actionsOf = ({ procs }: Program): string[] =>
  procs.flatMap(({ steps }) => steps.filter(({ does }) => does === 'act').map(({ id }) => id));

const nameOf = (callee: AnyProc | string): string => (typeof callee === 'string' ? callee : callee.name);

/** Without a prototype: no label is there that nobody wrote. */
function positionsOf(labels: readonly string[]): Record<string, number> {
  const positions = Object.create(null) as Record<string, number>;
  labels.forEach((label, i) => {
    positions[label] = i;
  });
  positions['return'] = RETURN;
  return positions;
}

/** A program, or all about the patch that does not fit. */
type Linked =
  | { readonly ok: true; readonly program: Program }
  | { readonly ok: false; readonly issues: readonly ModelIssue[] };

/** Throws PatchMisfit where the patch does not fit, and Error where the base itself is wrong. */
export function link(entries: readonly AnyProc[], patch: Patch): Program {
  const linked = tryLink(entries, patch);
  if (!linked.ok) throw new PatchMisfit(linked.issues);
  return linked.program;
}

/** `added`: functions of the patch that no step calls. Throws Error where the base itself is wrong. */
export function tryLink(entries: readonly AnyProc[], patch: Patch, added: readonly AnyProc[] = []): Linked {
  const base = new Map<string, AnyProc>();
  const [unsound] = collectEdits(entries, base);
  if (unsound !== undefined) throw unsoundBase(unsound);
  const shape = patchIssues(patch);
  if (shape.length > 0) return { ok: false, issues: shape };
  const { procs: sources, issues, broughtBy } = editedProcs(base, patch, added);
  if (issues.length > 0) return { ok: false, issues };
  const misplaced: ModelIssue[] = [];
  const byName = new Map<string, LinkedProc>();
  const steps = new Map<string, LinkedStep[]>();
  for (const { name, at, locals, returns, isMacro, removed = [], steps: table } of sources.values()) {
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
      removed,
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
      const hunk = step.hunk ?? broughtBy.get(source.name) ?? null;
      const after = ++position < source.steps.size ? position : RETURN;
      const next = step.then === undefined ? after : proc.positions[step.then];
      const wrong = callIssue(id, step, source, byName) ?? (next === undefined ? goesAstray(source) : null);
      if (wrong !== null) {
        if (!patched) throw unsoundBase(wrong);
        misplaced.push({ ...wrong, where: `patch ${said(patch.name)}` });
      } else
        steps
          .get(source.name)
          ?.push({ label, id, next: next as number, source: step, patched, hunk, ...linkStep(step, byName) });
    }
  }
  if (misplaced.length > 0) return { ok: false, issues: misplaced };
  return { ok: true, program: { procs: [...byName.values()], byName } };
}

const unsoundBase = ({ message, expected }: Issue): Error => new Error(`${message}; expected ${expected}`);

/** A call that cannot be made. */
function callIssue(id: string, step: AnyStep, { name }: AnyProc, known: ReadonlyMap<string, unknown>): Issue | null {
  if (!('call' in step)) return null;
  const callee = nameOf(step.call.proc);
  if (callee === name) {
    const message = `${id} calls ${name} itself, which the stacks do not allow`;
    return { code: 'recursion', message, expected: 'a loop of steps, or another function' };
  }
  if (known.has(callee)) return null;
  const message = `${id} follows a function pointer to ${said(callee)}, which is no function`;
  return { code: 'no-function', message, expected: oneOfNear(callee, [...known.keys()]) };
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
  const lead = ledBy(step.detours);
  if ('go' in step) return { does: 'go' as const, go: lead(step.go) };
  return { does: 'act' as const, asks: step.when !== undefined, when: step.when, run: lead(step.run) };
}

type Names<L> = (...given: never[]) => L;

/** The function that names a label, which is led over what edits put in front of that step. */
const ledBy =
  (detours?: ReadonlyMap<string, string>) =>
  <F extends Names<string | undefined | void>>(names: F): F =>
    detours === undefined
      ? names
      : (((...given) => {
          const label = names(...given);
          return detours.get(label as string) ?? label;
        }) as F);

/** A patch's hunks applied to the functions of a base, by name; and all about them that does not fit. */
import { functionIssues } from '../issues/functions.ts';
import { type Issue, type ModelIssue, oneOfNear, placed } from '../issues/issue.ts';
import { said } from '../issues/names.ts';
import { type Edit, type Patch, PatchMisfit } from './patch.ts';
import type { AnyProc, AnyStep } from './proc.ts';
import { isInstance, thrownText } from '../errors/thrown.ts';

export interface EditedProcs {
  readonly procs: ReadonlyMap<string, AnyProc>;
  readonly issues: readonly ModelIssue[];
  /** Of functions that the patch brings: the hunk that calls them. */
  readonly broughtBy: ReadonlyMap<string, string>;
}

/**
 * Every edited function must exist, in the base or in the patch. What would only follow from an issue is not said. `own`: functions of
 * the patch that no step calls.
 */
export function editedProcs(
  base: ReadonlyMap<string, AnyProc>,
  patch: Patch,
  own: readonly AnyProc[] = [],
): EditedProcs {
  const procs = new Map(base);
  const originals = new Map(base);
  const claimed = new Map<string, string>();
  const issues: ModelIssue[] = collectEdits(own, procs, originals).map(placed(`patch ${said(patch.name)}`));
  const known = new Set(procs.keys());
  const broken = new Set<string>();
  const broughtBy = new Map<string, string>();
  for (const hunk of patch.hunks)
    for (const edit of hunk.edits) {
      if (broken.has(edit.proc)) continue;
      const where = `patch ${said(patch.name)}, hunk ${said(hunk.name)}`;
      const found = [...claims(edit, hunk.name, claimed), ...applyEdit(edit, procs, originals)];
      if (found.length > 0) broken.add(edit.proc);
      issues.push(...found.map(placed(where)));
      for (const name of procs.keys()) if (!known.has(name) && !broughtBy.has(name)) broughtBy.set(name, hunk.name);
      const edited = procs.get(edit.proc);
      if (edited !== undefined && found.length === 0) procs.set(edit.proc, signed(edited, hunk.name));
    }
  return { procs, issues: eachOnce(issues), broughtBy };
}

/** The function, in which what an edit brought or took out names its hunk. */
function signed(proc: AnyProc, hunk: string): AnyProc {
  const steps = [...(proc.steps as ReadonlyMap<string, AnyStep>)].map(([label, step]) => {
    const isNew = step.patched === true && step.hunk === undefined;
    return [label, isNew ? { ...step, hunk } : step] as const;
  });
  const { removed } = proc;
  return {
    ...proc,
    steps: new Map(steps),
    ...(removed === undefined ? {} : { removed: removed.map((one) => Object.assign({ hunk }, one)) }),
  };
}

const eachOnce = (issues: readonly ModelIssue[]): ModelIssue[] => [
  ...new Map(issues.map((issue) => [JSON.stringify([issue.where, issue.message]), issue])).values(),
];

/** A step is changed by one hunk. */
function claims(edit: Edit, hunk: string, claimed: Map<string, string>): Issue[] {
  const issues: Issue[] = [];
  for (const label of edit.claims) {
    const step = `${edit.proc}.${label}`;
    const other = claimed.get(step);
    if (other === undefined) claimed.set(step, hunk);
    else {
      const message = `${step} is already changed by hunk ${said(other)}`;
      issues.push({ code: 'claimed', message, expected: 'one hunk, or one patch, that changes it' });
    }
  }
  return issues;
}

/** Puts the edited function in its place, with those that it calls. */
function applyEdit(edit: Edit, procs: Map<string, AnyProc>, originals: Map<string, AnyProc>): readonly Issue[] {
  const before = procs.get(edit.proc);
  if (before === undefined) {
    const message = `the kernel has no function ${said(edit.proc)}`;
    return [{ code: 'no-function', message, expected: oneOfNear(edit.proc, [...procs.keys()]) }];
  }
  let edited: AnyProc;
  try {
    edited = edit.apply(before);
  } catch (problem) {
    if (isInstance(problem, PatchMisfit)) return problem.issues;
    return [{ code: 'edit', message: thrownText(problem), expected: `an edit of ${before.name} that does not throw` }];
  }
  const issues = functionIssues(edited, before);
  if (issues.length > 0) return issues;
  if (edited.name !== before.name)
    return [
      { code: 'edit', message: `its edit of ${before.name} makes a ${edited.name} of it`, expected: before.name },
    ];
  procs.set(edited.name, edited);
  const astray = goesAstray(edited);
  return [...(astray === null ? [] : [astray]), ...collectEdits([edited], procs, originals)];
}

/** A step whose `then` is no step of its function; or null. */
export function goesAstray({ name, steps }: AnyProc): Issue | null {
  for (const [label, { then }] of steps as ReadonlyMap<string, AnyStep>)
    if (then !== undefined && then !== 'return' && !steps.has(then)) {
      const message = `${name}.${label} goes to ${said(then)}, which is no step of ${name}`;
      return { code: 'astray', message, expected: oneOfNear(then, [...steps.keys(), 'return'] as string[]) };
    }
  return null;
}

const calleesOf = (proc: AnyProc): AnyProc[] =>
  [...(proc.steps as ReadonlyMap<string, AnyStep>).values()].flatMap((step) =>
    'call' in step && typeof step.call.proc !== 'string' ? [step.call.proc] : [],
  );

/** A stand-in, which a function calls that is written before the one it calls, has steps of its own. */
const isStandIn = (one: AnyProc, other: AnyProc): boolean =>
  [...one.steps.keys()].join() !== [...other.steps.keys()].join();

/**
 * Adds every function that can be reached by calls; a name stands for the function first found under it. Those that are not in
 * order are left out, and what is wrong with them is said. Another one under the same name would never be called, which is an
 * issue, unless it is a stand-in in a base. `originals`: of a patch, the functions as they were before any edit.
 */
export function collectEdits(
  from: readonly AnyProc[],
  into: Map<string, AnyProc>,
  originals?: Map<string, AnyProc>,
): readonly Issue[] {
  const issues: Issue[] = [];
  const isInOrder = (proc: AnyProc): boolean => {
    const found = functionIssues(proc);
    issues.push(...found);
    return found.length === 0;
  };
  const isSecond = (proc: AnyProc): boolean =>
    originals === undefined ? !isStandIn(proc, into.get(proc.name) as AnyProc) : originals.get(proc.name) !== proc;
  const queue = from.filter(isInOrder);
  for (let proc = queue.pop(); proc !== undefined; proc = queue.pop())
    for (const callee of [proc, ...calleesOf(proc)]) {
      if (!isInOrder(callee) || into.get(callee.name) === callee) continue;
      if (!into.has(callee.name)) {
        into.set(callee.name, callee);
        originals?.set(callee.name, callee);
        queue.push(callee);
      } else if (isSecond(callee)) {
        const message = `there are two functions called ${callee.name}, and calls of one lead to the other`;
        issues.push({ code: 'duplicate', message, expected: 'another name, or edits of the function that there is' });
      }
    }
  return issues;
}

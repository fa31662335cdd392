/**
 * Jumps that are led over steps which edits put in front of their target. Remembered with the function, so that the jumps of
 * later edits are led over them too: the order of edits that do not meet in a step makes no difference.
 */
import type { AnyProc, AnyStep } from './proc.ts';

/** From the label that a jump names to that of the step where it leads. */
export type Detours = ReadonlyMap<string, string>;

const NONE: Detours = new Map();

/** Those of a function before it is edited. */
export const detoursOf = ({ detours = NONE }: AnyProc): Detours => detours;

/** From a step to the first of those that are put in front of it. */
export const detoursTo = (before: Readonly<Record<string, object | undefined>>): Detours =>
  new Map(
    Object.entries(before).flatMap(([label, added]) =>
      Object.keys(added ?? {})
        .map((to) => [label, to] as const)
        .slice(0, 1),
    ),
  );

/** Those earlier, each led on by those later; and those later where there was none. */
export const joined = (earlier: Detours, later: Detours): Detours =>
  new Map([...later, ...[...earlier].map(([from, to]) => [from, later.get(to) ?? to] as const)]);

/** Those of steps that an edit itself puts nothing in front of: where it does, its own jumps mean what they say. */
export const outside = (earlier: Detours, own: Detours): Detours =>
  own.size === 0 ? earlier : new Map([...earlier].filter(([from]) => !own.has(from)));

export function detoured(step: AnyStep, detours: Detours): AnyStep {
  if (detours.size === 0) return step;
  const then = step.then === undefined ? {} : { then: detours.get(step.then) ?? step.then };
  return 'run' in step || 'go' in step
    ? { ...step, ...then, detours: joined(step.detours ?? NONE, detours) }
    : { ...step, ...then };
}

/** Where the steps of a function that stay lead behind a patch. */
import type { AnyProc, AnyStep } from '../../core/index.ts';
import { waysOfStep } from '../flow/index.ts';
import type { Destination, PatchedPaths } from './destinations.ts';
import type { StepWay } from './edit-plan.ts';

/** `changed`: lines of 2.6.20 at which something is changed. */
export function ledWays(
  proc: AnyProc,
  paths: PatchedPaths,
  changed: ReadonlySet<number>,
): readonly StepWay<Destination>[] {
  paths.settle();
  const steps = proc.steps as ReadonlyMap<string, AnyStep>;
  const groupOf = new Map(paths.groups.flatMap((group) => [...group.steps].map((label) => [label, group] as const)));
  const isThere = (label: string): boolean => {
    const group = groupOf.get(label);
    return group === undefined || paths.stays(group);
  };
  const [, last] = paths.flow.modelled.lines;
  const lineOf = (label: string): number => steps.get(label)?.line ?? last;
  /** A way that the C does not have: of the model alone, past what it leaves out. */
  const past = (from: string, to: string): Destination => {
    const [low, high] = [lineOf(from), lineOf(to)].toSorted((a, b) => a - b) as [number, number];
    if (isThere(to) && ![...changed].some((line) => low < line && line <= high)) return { is: 'step', label: to };
    return { is: 'left-out', line: lineOf(from), why: `the model goes from there past what the patch changes` };
  };
  return [...steps.keys()].filter(isThere).flatMap((from) => {
    const group = groupOf.get(from);
    const led = group === undefined ? undefined : paths.waysOf(group);
    return waysOfStep(proc, from).map(({ to, by }): StepWay<Destination> => {
      const isWithin = group?.steps.has(to) === true;
      const now: Destination = led?.get(to) ?? (isWithin ? { is: 'step', label: to } : past(from, to));
      return { from, to, by, now };
    });
  });
}

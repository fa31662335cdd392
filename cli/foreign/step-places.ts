/** Where an edit puts the steps that it adds. An edit does not say; what it does with a function of another order does. */
import type { AnyProc, Edit } from '../../model/core/index.ts';

/** In front of a step, behind one, or where steps that it removes were. */
export type StepPlace =
  | { readonly before: string }
  | { readonly after: string }
  | { readonly insteadOf: readonly string[] };

type Labels = readonly string[];

/** By label, in the order of the edited function. */
export function placesOf(edit: Edit, before: AnyProc, after: AnyProc): ReadonlyMap<string, StepPlace> {
  const was = labelsOf(before);
  const now = labelsOf(after);
  const turned = labelsTurned(edit, before);
  const places = new Map<string, StepPlace>();
  for (const label of now) if (!was.includes(label)) places.set(label, placeOf(label, was, now, turned));
  return places;
}

const labelsOf = ({ steps }: AnyProc): Labels => [...(steps as ReadonlyMap<string, unknown>).keys()];

/** The labels after the same edit of the same steps in the opposite order; null where it does not bear that. */
function labelsTurned(edit: Edit, before: AnyProc): Labels | null {
  const steps = [...(before.steps as ReadonlyMap<string, unknown>)].toReversed();
  try {
    return labelsOf(edit.apply({ ...before, steps: new Map(steps) as never }));
  } catch {
    return null;
  }
}

/** What stays in front of a step stays there whatever the order is. */
function placeOf(label: string, was: Labels, now: Labels, turned: Labels | null): StepPlace {
  const [last, next] = around(label, was, now);
  const [otherLast, otherNext] = turned === null ? [undefined, next] : around(label, was, turned);
  if (next !== undefined && next === otherNext) return { before: next };
  if (last !== undefined && (last === otherLast || turned === null)) return { after: last };
  const from = last === undefined ? 0 : was.indexOf(last) + 1;
  const until = next === undefined ? was.length : was.indexOf(next);
  return { insteadOf: was.slice(from, until).filter((old) => !now.includes(old)) };
}

/** The nearest steps of the base that are still there, in front of it and behind it. */
function around(label: string, was: Labels, now: Labels): readonly [string | undefined, string | undefined] {
  const at = now.indexOf(label);
  return [now.slice(0, at).findLast((old) => was.includes(old)), now.slice(at + 1).find((old) => was.includes(old))];
}

/** What a patch changes of the steps of one function, as an edit says it. */
import type { Target } from '../compile/instructions.ts';
import type { StepText } from '../compile/step-text.ts';

/** A step that stays, and leads elsewhere than it did. */
export interface Rerouted {
  readonly label: string;
  readonly ways: Readonly<Record<string, string>>;
  /** Where it goes when it names no label; null: as before. */
  readonly falls: string | null;
}

export interface EditPlan {
  readonly locals: Readonly<Record<string, string>>;
  readonly remove: readonly string[];
  readonly reroute: readonly Rerouted[];
  /** By the label in front of which they stand, or that they stand for. */
  readonly before: ReadonlyMap<string, readonly StepText[]>;
  readonly replace: ReadonlyMap<string, StepText>;
  readonly after: ReadonlyMap<string, readonly StepText[]>;
}

export const changesNothing = ({ remove, reroute, before, replace, after }: EditPlan): boolean =>
  remove.length + reroute.length + before.size + replace.size + after.size === 0;

/** One way that control goes in the model: from a step (null: into the function) by a label that it names, or to what is next. */
export interface ModelWay {
  readonly from: string | null;
  readonly to: string;
  /** `named`: its code names the label. `then`: the step says so. `next`: it is what stands behind the step. */
  readonly by: 'named' | 'then' | 'next';
}

export interface PlanInput {
  /** Of the base, in their order. */
  readonly labels: readonly string[];
  readonly ways: readonly ModelWay[];
  /** Steps of which nothing is left in the C. */
  readonly removed: ReadonlySet<string>;
  /** Where a way leads now; undefined: where it did. */
  readonly leads: (way: ModelWay) => string | undefined;
  readonly steps: readonly StepText[];
  readonly locals: Readonly<Record<string, string>>;
  /** C and line of what is not there any more. */
  readonly mark: (label: string) => { readonly line: number; readonly c: string };
}

export type { Target };

/** New steps go where all that led to one step leads to them; else the steps that lead there are led themselves. */
export function editPlan({ labels, ways, removed, leads, steps, locals }: PlanInput): EditPlan {
  const own = new Set(steps.map(({ label }) => label));
  const live = ways.filter(({ from }) => from === null || !removed.has(from));
  const next = (way: ModelWay): string => leads(way) ?? way.to;
  const before = new Map<string, StepText[]>();
  const heads = new Map<string, string>();
  /** Of each step that ways lead to: where all of them lead now, or null. */
  for (const label of labels) {
    const here = live.filter(({ to }) => to === label);
    const targets = new Set(here.map(next));
    const entered = here.find(({ from }) => from === null);
    const [only] = targets;
    const head =
      targets.size === 1 && only !== undefined && own.has(only)
        ? only
        : entered && own.has(next(entered))
          ? next(entered)
          : null;
    if (head !== null && ![...heads.values()].includes(head)) heads.set(label, head);
  }
  const reroute = new Map<string, { ways: Record<string, string>; falls: string | null }>();
  const lead = (from: string, way: ModelWay, to: string) => {
    const known = reroute.get(from) ?? { ways: {}, falls: null };
    if (way.by !== 'named') known.falls = to;
    else known.ways[way.to] = to;
    reroute.set(from, known);
  };
  for (const way of live) {
    if (way.from === null) continue;
    const to = next(way);
    const head = heads.get(way.to);
    const isLed = head === undefined ? to === way.to && !removed.has(way.to) : to === head;
    // What falls comes to what stands next now.
    const fallsRight = way.by !== 'next' || head !== undefined || to === nextOf(labels, removed, way.from);
    if (!isLed || (head !== undefined && to !== head) || !fallsRight) lead(way.from, way, to);
  }
  placeSteps(labels, removed, steps, heads, before);
  const after = new Map<string, StepText[]>();
  if (heads.size === 0 && steps.length > 0) {
    const last = labels.findLast((label) => !removed.has(label));
    if (last !== undefined) {
      after.set(last, [...steps]);
      for (const way of live)
        if (way.from === last && way.by === 'next' && !reroute.get(last)?.falls) lead(last, way, next(way));
    }
  }
  return {
    locals,
    remove: labels.filter((label) => removed.has(label) && !heads.has(label)),
    reroute: [...reroute].map(([label, how]) => ({ label, ...how })),
    before: new Map([...before].filter(([label]) => !removed.has(label))),
    replace: new Map(
      [...before].flatMap(([label, [first]]) =>
        removed.has(label) && first !== undefined ? [[label, first] as const] : [],
      ),
    ),
    after: new Map([
      ...after,
      ...[...before].flatMap(([label, [, ...rest]]) =>
        removed.has(label) && rest.length > 0 ? [[label, rest] as const] : [],
      ),
    ]),
  };
}

const nextOf = (labels: readonly string[], removed: ReadonlySet<string>, from: string): string =>
  labels.slice(labels.indexOf(from) + 1).find((label) => !removed.has(label)) ?? 'return';

/** Each group begins with the step that the ways lead to; the others go with the one before them. */
function placeSteps(
  labels: readonly string[],
  _removed: ReadonlySet<string>,
  steps: readonly StepText[],
  heads: ReadonlyMap<string, string>,
  before: Map<string, StepText[]>,
): void {
  const places = labels.filter((label) => heads.has(label));
  if (places.length === 0) return;
  for (const label of places)
    before.set(
      label,
      steps.filter((step) => step.label === heads.get(label)),
    );
  const isHead = new Set(heads.values());
  let at = places[0] as string;
  for (const step of steps) {
    const place = places.find((label) => heads.get(label) === step.label);
    if (place !== undefined) at = place;
    if (!isHead.has(step.label)) before.get(at)?.push(step);
  }
}

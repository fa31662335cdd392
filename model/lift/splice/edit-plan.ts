/** What a patch changes of the steps of one function, as an edit says it. */
import { Names } from '../compile/names.ts';
import { literal, type StepText } from '../compile/step-text.ts';

/** A step that stays, and leads elsewhere than it did. */
export interface Rerouted {
  readonly label: string;
  /** By the label that it names. */
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

/** One way that control goes in the model: from a step that stays, to a label. `now`: where it leads behind the patch. */
export interface StepWay<Now> {
  readonly from: string;
  readonly to: string;
  readonly by: 'named' | 'then' | 'next';
  readonly now: Now;
}

export interface PlanInput {
  /** Of the base, in their order. */
  readonly labels: readonly string[];
  readonly removed: ReadonlySet<string>;
  readonly ways: readonly StepWay<string>[];
  /** Where control comes in. */
  readonly entry: string;
  /** In the order of the C. A new step that has the label of one that is removed stands in its place. */
  readonly steps: readonly StepText[];
  readonly locals: Readonly<Record<string, string>>;
}

/** By the label of a step that stays: the new step that all who led to it lead to now. */
export function headsOf({ labels, removed, ways, entry, steps }: Omit<PlanInput, 'locals'>): Map<string, string> {
  const own = new Set(steps.map(({ label }) => label));
  const heads = new Map<string, string>();
  const first = labels.find((label) => !removed.has(label) || own.has(label));
  const take = (label: string, head: string) => {
    if (own.has(head) && !labels.includes(head) && !own.has(label) && ![...heads.values()].includes(head))
      heads.set(label, head);
  };
  // The first step is where control comes in.
  if (first !== undefined) take(first, entry);
  for (const label of labels) {
    if (removed.has(label) || label === first) continue;
    const now = new Set(ways.filter(({ to }) => to === label).map((way) => way.now));
    const [only] = now;
    if (only !== undefined && now.size === 1) take(label, only);
  }
  return heads;
}

/** With a step in front where control comes in at one that is not the first: a function begins at its first step. */
export function withEntry(input: PlanInput): PlanInput {
  const { labels, removed, entry, steps } = input;
  const own = new Set(steps.map(({ label }) => label));
  const first = labels.find((label) => !removed.has(label) || own.has(label));
  if (first === entry || (own.has(entry) && !labels.includes(entry) && first !== undefined)) return input;
  const label = first === undefined ? (labels[0] as string) : new Names([...labels, ...own]).take('start');
  const body = [`go: () => ${literal(entry)},`];
  return {
    ...input,
    steps: [{ label, line: 0, c: 'what stands here is nothing', body, isTrap: false }, ...steps],
    entry: label,
  };
}

/** New steps go where all that led to one step leads to them; the steps that lead elsewhere otherwise are led. */
export function editPlan(input: PlanInput): EditPlan {
  const { labels, removed, ways, steps, locals } = input;
  const byLabel = new Map(steps.map((step) => [step.label, step]));
  const replaced = labels.filter((label) => byLabel.has(label));
  const heads = headsOf(input);
  const { before, after } = stepsInPlace(labels, removed, steps, heads);
  const order = labels.flatMap((label) => [
    ...(before.get(label) ?? []).map((step) => step.label),
    ...(removed.has(label) && !replaced.includes(label) ? [] : [label]),
    ...(after.get(label) ?? []).map((step) => step.label),
  ]);
  if (order[0] !== input.entry) throw new Error(`control comes in at ${input.entry}, and ${order[0]} is first`);
  const nextOf = (label: string): string => order[order.indexOf(label) + 1] ?? 'return';
  const reroute: Rerouted[] = [];
  for (const from of labels.filter((label) => !removed.has(label))) {
    const own = ways.filter((way) => way.from === from);
    const asItIs = ({ to, by }: StepWay<string>): string => (by === 'next' ? nextOf(from) : (heads.get(to) ?? to));
    if (own.every((way) => asItIs(way) === way.now)) continue;
    const falls = own.find(({ by }) => by !== 'named');
    const written = falls?.by === 'then' ? falls.to : nextOf(from);
    reroute.push({
      label: from,
      ways: Object.fromEntries(
        own.flatMap(({ by, to, now }) => (by === 'named' && to !== now ? [[to, now] as const] : [])),
      ),
      falls: falls === undefined || falls.now === written ? null : falls.now,
    });
  }
  return {
    locals,
    remove: labels.filter((label) => removed.has(label) && !replaced.includes(label)),
    reroute,
    before,
    replace: new Map(replaced.map((label) => [label, byLabel.get(label) as StepText])),
    after,
  };
}

const put = (into: Map<string, StepText[]>, label: string, step: StepText): void => {
  into.set(label, [...(into.get(label) ?? []), step]);
};

/** Each head is in front of its step, with what follows it in the C; what comes before all heads, behind the last step that stays. */
function stepsInPlace(
  labels: readonly string[],
  removed: ReadonlySet<string>,
  steps: readonly StepText[],
  heads: ReadonlyMap<string, string>,
): { before: Map<string, StepText[]>; after: Map<string, StepText[]> } {
  const before = new Map<string, StepText[]>();
  const after = new Map<string, StepText[]>();
  const labelOfHead = new Map([...heads].map(([label, head]) => [head, label]));
  const waiting: StepText[] = [];
  let last: ((step: StepText) => void) | null = null;
  for (const step of steps) {
    const label = labelOfHead.get(step.label);
    if (label !== undefined) {
      last = (one) => put(before, label, one);
      last(step);
    } else if (labels.includes(step.label)) last = (one) => put(after, step.label, one);
    else if (last === null) waiting.push(step);
    else last(step);
  }
  const end = labels.findLast((label) => !removed.has(label)) ?? labels.at(-1) ?? '';
  const [first] = [...before.keys()];
  for (const step of waiting)
    if (first === undefined) put(after, end, step);
    else put(before, first, step);
  return { before, after };
}

/** The nearest schedule that passes, the point of no return, and how many schedules fail: by going through all. */
import { type Edge, eventsIn, findWay, isOverAt, type NaiveGraph } from './naive-graph.ts';

export interface Distance {
  readonly steps: number;
  readonly switches: number;
}

const isSame = (one: Edge, other: Edge): boolean =>
  one.context === other.context &&
  one.step === other.step &&
  JSON.stringify(one.choices) === JSON.stringify(other.choices);

const STEP = 1e6;

/** By lowering costs of (state, how much of the schedule is used up, who went last) until none can be lowered; null: nothing passes. */
export function nearest(graph: NaiveGraph, schedule: readonly Edge[]): Distance | null {
  if (graph.isWrongAtStart) return null;
  const costs = new Map<string, number>();
  const open: { readonly state: number; readonly used: number; readonly last: number }[] = [];
  const lower = (state: number, used: number, last: number, cost: number): void => {
    const place = `${state} ${used} ${last}`;
    if ((costs.get(place) ?? Number.POSITIVE_INFINITY) <= cost) return;
    costs.set(place, cost);
    open.push({ state, used, last });
  };
  let best = Number.POSITIVE_INFINITY;
  lower(0, 0, -1, 0);
  for (const { state, used, last } of open) {
    const cost = costs.get(`${state} ${used} ${last}`) as number;
    const isOver = used === schedule.length;
    if (isOver && isOverAt(graph, state)) best = Math.min(best, cost);
    if (!isOver) lower(state, used + 1, last, cost + STEP);
    for (const edge of graph.edges[state] ?? []) {
      if (edge.isWrong) continue;
      const then = cost + (last >= 0 && last !== edge.context ? 1 : 0);
      if (!isOver && isSame(edge, schedule[used] as Edge)) lower(edge.to, used + 1, edge.context, then);
      lower(edge.to, used, edge.context, then + (isOver ? 0 : STEP));
    }
  }
  return best === Number.POSITIVE_INFINITY ? null : { steps: Math.floor(best / STEP), switches: best % STEP };
}

/** The step after which nothing passes; `held`: where chances that the schedule had come out as they did in it. */
export function noReturn(graph: NaiveGraph, schedule: readonly Edge[], held: boolean): number {
  const keys = eventsIn(schedule);
  const made = new Map(keys.map((key, at) => [key, JSON.stringify(schedule[at]?.choices)]));
  const names = new Set(
    schedule.filter(({ choices }) => choices.length > 0).map(({ context, step }) => `${context} ${step}`),
  );
  let last = 0;
  for (let taken = 0; taken <= schedule.length; taken++) {
    const begun = schedule.slice(0, taken);
    if (begun.some(({ isWrong }) => isWrong)) break;
    const came: Record<string, number> = {};
    for (const { context, step } of begun) came[`${context} ${step}`] = (came[`${context} ${step}`] ?? 0) + 1;
    const way = findWay(graph, begun.at(-1)?.to ?? 0, {
      begins: held ? came : {},
      next(before, { context, step, choices }) {
        const name = `${context} ${step}`;
        if (!held || !names.has(name)) return before;
        const times = (before[name] ?? 0) + 1;
        const was = made.get(`${name} ${times}`);
        // Beyond those that the schedule had, all is free.
        if (was === undefined) return before;
        return was === '[]' || was === JSON.stringify(choices) ? { ...before, [name]: times } : null;
      },
      isWanted: () => true,
    });
    if (way !== null) last = taken + 1;
  }
  return last;
}

/** All complete schedules, and those that do not pass; null: some never end. */
export function share(graph: NaiveGraph): { readonly all: bigint; readonly failing: bigint } | null {
  const all = count(graph, false);
  return all === null ? null : { all, failing: all - (graph.isWrongAtStart ? 0n : (count(graph, true) ?? 0n)) };
}

function count(graph: NaiveGraph, passing: boolean): bigint | null {
  const known = new Map<number, bigint | 'open'>();
  const from = (state: number): bigint | null => {
    const before = known.get(state);
    if (before === 'open') return null;
    if (before !== undefined) return before;
    known.set(state, 'open');
    const end = graph.ends[state];
    let sum = end === null || (passing && end === 'oops') ? 0n : 1n;
    for (const edge of graph.edges[state] ?? []) {
      if (passing && edge.isWrong) continue;
      const ways = from(edge.to);
      if (ways === null) return null;
      sum += ways;
    }
    known.set(state, sum);
    return sum;
  };
  return from(0);
}

/** A context that goes after another. */
export const switchesIn = (schedule: readonly { readonly context: number }[]): number =>
  schedule.filter(({ context }, at) => at > 0 && schedule[at - 1]?.context !== context).length;

/** The definitions taken by the word: all complete schedules of a model are listed, one by one. */
import type { Analysis } from '../../../counterexamples/explain/analysis.ts';
import { asNaive, type Naive } from './agreement.ts';
import { keeps } from './naive-deciding.ts';
import { type Edge, eventsIn, isPassing, type NaiveGraph } from './naive-graph.ts';
import { switchesIn } from './naive-ways.ts';

/** Null: there are more. */
export function allSchedules(graph: NaiveGraph, most: number): (readonly Edge[])[] | null {
  const all: (readonly Edge[])[] = [];
  const goOn = (begun: readonly Edge[]): boolean => {
    const state = begun.at(-1)?.to ?? 0;
    if (graph.ends[state] !== null) all.push(begun);
    return (
      all.length <= most && begun.length <= most && (graph.edges[state] ?? []).every((edge) => goOn([...begun, edge]))
    );
  };
  return goOn([]) ? all : null;
}

const nameOf = ({ context, step, choices }: Edge): string => JSON.stringify([context, step, choices]);

/** Steps of the first left out and of the second put in, as long as the first is not used up. */
function apart(first: readonly Edge[], second: readonly Edge[]): number {
  let costs = Array.from({ length: first.length + 1 }, (_, used) => used);
  let least = costs.at(-1) as number;
  for (const edge of second) {
    const next = [(costs[0] as number) + 1];
    first.forEach((own, used) => {
      const kept = nameOf(own) === nameOf(edge) ? (costs[used] as number) : Number.POSITIVE_INFINITY;
      next.push(Math.min(kept, (next[used] as number) + 1, (costs[used + 1] as number) + 1));
    });
    costs = next;
    least = Math.min(least, costs.at(-1) as number);
  }
  return least;
}

/** A chance that the first had, where it comes in the second, comes out the same. */
function holdsChoices(first: readonly Edge[], second: readonly Edge[]): boolean {
  const [events, others] = [eventsIn(first), eventsIn(second)];
  return first.every(({ choices }, at) => {
    const there = second[others.indexOf(events[at] as string)];
    return choices.length === 0 || there === undefined || JSON.stringify(there.choices) === JSON.stringify(choices);
  });
}

/** How far the second goes as the first does, in turns. */
const together = (first: readonly Edge[], second: readonly Edge[]): number => {
  const parts = first.findIndex((own, at) => nameOf(own) !== nameOf(second[at] ?? own) || own.to !== second[at]?.to);
  return parts < 0 ? first.length : parts;
};

/** Where the analysis says otherwise; null: there are too many schedules. */
export function differencesByListing<K>(
  { graph, schedule }: Naive<K>,
  analysis: Analysis,
  most: number,
): string[] | null {
  const all = allSchedules(graph, most);
  if (all === null) return null;
  const passing = all.filter((one) => isPassing(graph, one));
  const differences: string[] = [];
  const same = (what: string, said: unknown, is: unknown): void => {
    if (said !== is) differences.push(`${what}: ${String(said)}, and not ${String(is)}`);
  };
  same('all schedules', analysis.share?.all, BigInt(all.length));
  same('failing ones', analysis.share?.failing, BigInt(all.length - passing.length));
  const returns = (some: readonly (readonly Edge[])[]) =>
    Math.max(0, ...some.map((one) => together(schedule, one) + 1));
  same('no return', analysis.noReturn.step, returns(passing));
  const held = passing.filter((one) => holdsChoices(schedule, one));
  same('no return with choices', analysis.noReturn.stepWithChoices, returns(held));
  const costs = passing.map((one) => apart(schedule, one) * 1000 + switchesIn(one));
  const { nearest, deciding } = analysis;
  const said = nearest && (nearest.distance ?? 0) * 1000 + switchesIn(nearest.turns);
  same('nearest', said, costs.length === 0 ? null : Math.min(...costs));
  const set = deciding?.candidates.map(asNaive);
  if (set !== undefined) {
    const keptBy = (some: typeof set) => passing.some((one) => some.every((each) => keeps(one, each)));
    same('kept by one that passes', keptBy(set), false);
    set.forEach((_, nth) => same('kept by one, without an element', keptBy(set.toSpliced(nth, 1)), true));
  }
  return differences;
}

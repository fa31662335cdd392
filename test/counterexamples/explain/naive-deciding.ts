/** Sets of candidates that decide that a schedule fails, by trying all sets, smallest first. */
import type { NaiveCandidate, NaiveEvent } from './naive-candidates.ts';
import { type Edge, eventsIn, findWay, type NaiveGraph, type Watch } from './naive-graph.ts';

/** Whether a complete schedule keeps the candidate. */
export function keeps(schedule: readonly Edge[], candidate: NaiveCandidate): boolean {
  const keys = eventsIn(schedule);
  const timeOf = ({ name, nth }: NaiveEvent) => keys.indexOf(`${name} ${nth}`);
  if (candidate.is === 'choice') {
    const made = schedule[timeOf(candidate.event)]?.choices[candidate.which];
    return made !== undefined && `${made.name}=${made.value}` === candidate.made;
  }
  const [before, after] = [timeOf(candidate.before), timeOf(candidate.after)];
  if (before < 0) return false;
  return after < 0 ? candidate.isOpen : before < after;
}

/** Whether a schedule goes on that may keep all of them: how often each event came that they speak of. */
function watching(candidates: readonly NaiveCandidate[]): Watch<Readonly<Record<string, number>>> {
  const events = candidates.flatMap((one) => (one.is === 'choice' ? [one.event] : [one.before, one.after]));
  const most: Record<string, number> = {};
  for (const { name, nth } of events) most[name] = Math.max(nth, most[name] ?? 0);
  return {
    begins: Object.fromEntries(Object.keys(most).map((name) => [name, 0])),
    next(came, { context, step, choices }) {
      const name = `${context} ${step}`;
      const nth = (came[name] ?? 0) + 1;
      if (nth > (most[name] ?? 0)) return came;
      for (const one of candidates) {
        const event = one.is === 'choice' ? one.event : one.after;
        if (event.name !== name || event.nth !== nth) continue;
        if (one.is === 'order' && (came[one.before.name] as number) < one.before.nth) return null;
        if (one.is === 'order') continue;
        const made = choices[one.which];
        if (`${made?.name}=${made?.value}` !== one.made) return null;
      }
      return { ...came, [name]: nth };
    },
    isWanted(came) {
      const has = ({ name, nth }: NaiveEvent) => (came[name] as number) >= nth;
      return candidates.every((one) =>
        one.is === 'choice' ? has(one.event) : has(one.before) && (one.isOpen || has(one.after)),
      );
    },
  };
}

/** A passing schedule that keeps them all. */
export const passingWith = (graph: NaiveGraph, candidates: readonly NaiveCandidate[]): Edge[] | null =>
  findWay(graph, 0, watching(candidates));

/** The order the other way round. */
export const turned = (candidate: NaiveCandidate): NaiveCandidate =>
  candidate.is === 'choice' ? candidate : { ...candidate, before: candidate.after, after: candidate.before };

function* subsets(of: number, size: number, from = 0): Generator<number[]> {
  if (size === 0) yield [];
  else
    for (let first = from; first <= of - size; first++)
      for (const rest of subsets(of, size - 1, first + 1)) yield [first, ...rest];
}

/** Sets and searches beyond which it takes too long. */
const MOST_SETS = 200_000;
const MOST_SEARCHES = 400;

/** All sets of the least size that decide; `none`: a schedule passes that keeps all. */
export function smallestDeciding(
  graph: NaiveGraph,
  candidates: readonly NaiveCandidate[],
): NaiveCandidate[][] | 'none' | 'too many' {
  if (passingWith(graph, candidates) !== null) return 'none';
  /** Of passing schedules that were met: the candidates that each breaks. */
  const broken: ReadonlySet<number>[] = [];
  let [sets, searches] = [0, 0];
  for (let size = 0; size <= candidates.length; size++) {
    const found: NaiveCandidate[][] = [];
    for (const set of subsets(candidates.length, size)) {
      if (sets++ > MOST_SETS) return 'too many';
      if (broken.some((breaks) => set.every((one) => !breaks.has(one)))) continue;
      if (searches++ > MOST_SEARCHES) return 'too many';
      const chosen = set.map((one) => candidates[one] as NaiveCandidate);
      const way = passingWith(graph, chosen);
      if (way === null) found.push(chosen);
      else broken.unshift(new Set(candidates.flatMap((one, nth) => (keeps(way, one) ? [] : [nth]))));
    }
    if (found.length > 0) return found;
  }
  return 'none';
}

const contextsIn = (set: readonly NaiveCandidate[]): number =>
  new Set(set.flatMap((one) => (one.is === 'choice' ? [one.event.context] : [one.before.context, one.after.context])))
    .size;
const apart = (set: readonly NaiveCandidate[]): number =>
  set.reduce((sum, one) => sum + (one.is === 'choice' ? 0 : ['memory', 'lock', 'property'].indexOf(one.meets)), 0);
const latestFirst = (times: readonly number[]): number[] => times.toSorted((a, b) => b - a);
const ends = (set: readonly NaiveCandidate[]) =>
  latestFirst(set.map((one) => (one.is === 'choice' ? one.event.at : one.after.at)));
const begins = (set: readonly NaiveCandidate[]) =>
  latestFirst(set.map((one) => (one.is === 'choice' ? one.event.at : one.before.at)));

function laterFirst(one: readonly number[], other: readonly number[]): number {
  const nth = one.findIndex((each, i) => each !== other[i]);
  return nth < 0 ? 0 : (other[nth] as number) - (one[nth] as number);
}

/** Fewest contexts; memory before locks before what the property sees; the latest. */
export const bestOf = (sets: readonly NaiveCandidate[][]): NaiveCandidate[] | undefined =>
  sets.toSorted(
    (one, other) =>
      contextsIn(one) - contextsIn(other) ||
      apart(one) - apart(other) ||
      laterFirst(ends(one), ends(other)) ||
      laterFirst(begins(one), begins(other)),
  )[0];

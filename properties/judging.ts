/** Deciding a set of properties on several threads: each judges what it comes upon, and what they report is put together. */
import type { Machine } from '../model/core/index.ts';
import { type Judgement, type Property, situationOf, tellBreach, verdictOf, type Violation } from './property.ts';
import type { Judge, ParallelExploration } from './search/parallel/explore.ts';
import type { Turn } from './search/paths.ts';

/** A violation as one thread saw it: the turn `last`, if there is one, taken in the state of a row, `steps` steps in all. */
interface Sighting {
  readonly message: string;
  readonly row: number;
  readonly last: Turn | null;
  readonly steps: number;
}

/** What one thread can say of a property. */
interface Seen {
  reached: boolean;
  /** The shortest that it came upon. */
  violation: Sighting | null;
}

/** One for each property, in their order. */
export type SeenOfAll = readonly Seen[];

const isNearer = ({ violation }: Seen, steps: number): boolean => violation === null || steps < violation.steps;

/** Judges by all properties at once. */
export function judgeBy<K>(machine: Machine, properties: readonly Property<K>[]): Judge<SeenOfAll> {
  const k = machine.inspect as K;
  const situation = situationOf(machine);
  const trials = properties.map((property) => ({ property, seen: { reached: false, violation: null } as Seen }));
  return {
    state(row, steps) {
      for (const { property, seen } of trials) {
        if (!seen.reached) seen.reached = property.antecedent.reached(k, situation);
        if (property.always === undefined || !isNearer(seen, steps)) continue;
        const message = property.always(k, situation);
        if (typeof message === 'string') seen.violation = { message, row, last: null, steps };
      }
    },
    terminal(row, end, steps) {
      for (const { property, seen } of trials) {
        if (property.atEnd === undefined || !isNearer(seen, steps)) continue;
        const message = property.atEnd(k, situation, end);
        if (typeof message === 'string') seen.violation = { message, row, last: null, steps };
      }
    },
    breach(row, last, finding, steps) {
      for (const { property, seen } of trials)
        if (isNearer(seen, steps) && property.onBreach?.(finding))
          seen.violation = { message: tellBreach(finding), row, last, steps };
    },
    report: () => trials.map(({ seen }) => seen),
  };
}

/** The judgements of all threads together. Of several shortest violations it may be any. */
export function judgements<K>(
  properties: readonly Property<K>[],
  seenBy: readonly SeenOfAll[],
  exploration: Pick<ParallelExploration, 'clipped' | 'ends' | 'pathTo'>,
): Judgement<K>[] {
  const told = (sighting: Sighting): Violation => {
    const { message, row, last } = sighting;
    return { message, turns: [...exploration.pathTo(row), ...(last === null ? [] : [last])], isShortest: true };
  };
  return properties.map((property, nth): Judgement<K> => {
    const seen = seenBy.flatMap((all) => all[nth] ?? []);
    const reached = seen.some((one) => one.reached);
    const [nearest] = seen.flatMap(({ violation }) => violation ?? []).toSorted((a, b) => a.steps - b.steps);
    const verdict = verdictOf(property, reached, nearest !== undefined, exploration);
    return { property, verdict, reached, violation: nearest === undefined ? null : told(nearest) };
  });
}

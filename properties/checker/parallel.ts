/** Deciding a set of properties on several threads: each monitors what it comes upon, and what they report is put together. */
import type { Machine } from '../../model/core/index.ts';
import { type Judgement, verdictOf, type Violation } from './check.ts';
import { PropertyMonitor, type PropertyState, type ViolationSite } from './monitor.ts';
import type { Property } from './property.ts';
import type { Judge, ParallelExploration } from '../search/parallel/explore-in-parallel.ts';

/** What one thread can say of each property, in their order. */
export type Reports = readonly Omit<PropertyState<never>, 'property'>[];

/** Monitors all properties at once. */
export function monitorFor<K>(machine: Machine, properties: readonly Property<K>[]): Judge<Reports> {
  const monitor = new PropertyMonitor(machine, properties);
  return {
    // Another worker may have judged the state before: all questions are asked.
    state: (row, steps) => monitor.state(row, steps, -1),
    terminal: (row, end, steps) => monitor.terminal(row, end, steps),
    found: (row, turn, steps, finding) => monitor.found(row, turn, 0, steps, finding),
    report: () => monitor.states.map(({ reached, violation, unjudged }) => ({ reached, violation, unjudged })),
  };
}

/** The judgements of all threads together. Of several shortest violations it may be any. */
export function judgements<K>(
  properties: readonly Property<K>[],
  reports: readonly Reports[],
  exploration: Pick<ParallelExploration, 'clipped' | 'ends' | 'pathTo' | 'judgedDepth'>,
): Judgement<K>[] {
  const told = ({ message, state, turn, steps }: ViolationSite): Violation => ({
    message,
    turns: [...exploration.pathTo(state), ...(turn === null ? [] : [turn])],
    isShortest: exploration.clipped === null || steps <= exploration.judgedDepth,
  });
  return properties.map((property, nth): Judgement<K> => {
    const seen = reports.flatMap((all) => all[nth] ?? []);
    const reached = seen.some((one) => one.reached);
    const [nearest] = seen.flatMap(({ violation }) => violation ?? []).toSorted((a, b) => a.steps - b.steps);
    const violation = nearest === undefined ? null : told(nearest);
    // The threads keep no edges, so of a livelock nothing is known.
    const unjudged = seen.find((one) => one.unjudged !== null)?.unjudged ?? null;
    const verdict = verdictOf(property, { reached, violation, unjudged }, exploration, property.livelock === true);
    return { property, verdict, reached, violation, unjudged };
  });
}

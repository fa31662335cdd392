/**
 * Exhaustive search: every state that any interleaving can reach, breadth first where nothing else is wanted, so that the first
 * schedule found to a state is a shortest one. It knows machines and states, and nothing of what is modelled.
 */
import { LimitReached, runToEnd, type Machine, type Coroutine } from '../../model/core/index.ts';
import { ExhaustiveSearch } from './exhaustive-search.ts';
import type { Exploration, Options } from './exploration.ts';
import { type Judges, reducing, UNREDUCED } from './reduction.ts';
import { interruptible, type SearchRun, STOPPED } from './search-run.ts';
import type { Visitor } from './state-space.ts';

export type { Graph } from './edges.ts';
export { type End, endOf } from './ends.ts';
export type { Clip, Exploration, Limits, Options, Searched } from './exploration.ts';
export type { Frontier } from './frontier.ts';
export type { SuccessorFilter } from './successor-filter.ts';
export { interruptible, type Progress, progressOf, type SearchRun, STOPPED } from './search-run.ts';
export type { Visitor } from './state-space.ts';
export type { LookedUp, VisitedSet } from './visited-set.ts';

/** Runs a search until it is done, or `isEnough`; false: it was enough. */
function* running(search: ExhaustiveSearch, isEnough: () => boolean): SearchRun<boolean> {
  do {
    // Asked before the first piece too: of many searches, those that are not begun when somebody stops them never are.
    if (!search.heeds(yield search.progress) && search.isBetweenSlices && isEnough()) return false;
  } while (search.piece());
  return true;
}

/** What a search tells its visitor beside states, and asks of it. */
export interface Explorer extends Visitor, Judges {
  /**
   * Nothing counts of what was told: the search begins anew. What an unreduced one has found by then is as true as ever, and
   * can be told by `found`.
   */
  restart?(found: Exploration | null): void;
}

/**
 * Searches unreduced at first. Where that takes long, and something may be left out, it begins anew with that; and again, as
 * long as a reduced search meets what it did not expect. Where it cannot keep what it learns, it begins anew unreduced.
 */
export function* exploring(machine: Machine, visitor: Explorer, options: Options = {}): SearchRun<Exploration> {
  const deadline = performance.now() + (options.maxSeconds ?? Number.POSITIVE_INFINITY) * 1000;
  const { reductions } = options;
  if (reductions !== undefined && options.filter !== undefined)
    throw new Error('a search has reductions, or a filter of its own; expected one of them');
  const from = reductions === undefined ? Number.POSITIVE_INFINITY : (reductions.from ?? UNREDUCED);
  const unreduced = new ExhaustiveSearch(machine, visitor, options, deadline, null);
  if (yield* running(unreduced, () => unreduced.progress.states >= from)) return unreduced.result();
  const before = unreduced.progress;
  visitor.restart?.(unreduced.result());
  let latest = unreduced;
  const beside = <T>(work: Coroutine<T>) =>
    interruptible(
      work,
      () => latest.progress,
      (asked) => latest.heeds(asked),
    );
  try {
    const reduction = reductions === undefined ? null : yield* beside(reducing(machine, visitor, reductions));
    if (reduction === STOPPED) return latest.result();
    for (let rounds = 1; ; rounds++) {
      if (reduction === null || reduction.isLost) break;
      if (rounds > 1) visitor.restart?.(null);
      const search = new ExhaustiveSearch(machine, visitor, options, deadline, { reduction, rounds, before });
      latest = search;
      const isDone = yield* running(search, () => reduction.shouldRestart(search.progress.states));
      if (search.clipped !== null) return search.result();
      const isComplete = yield* beside(reduction.learnMore());
      if (isComplete === STOPPED || (isComplete && isDone)) return search.result();
    }
  } catch (problem) {
    // Met while finding out what can be left out.
    if (!(problem instanceof LimitReached)) throw problem;
    latest.reach(problem);
    return latest.result();
  }
  visitor.restart?.(null);
  const again = new ExhaustiveSearch(machine, visitor, options, deadline, null);
  yield* running(again, () => false);
  return again.result();
}

export const explore = (machine: Machine, visitor: Explorer, options: Options = {}): Exploration =>
  runToEnd(exploring(machine, visitor, options));

/** The set of final outcomes over every schedule. */
import { type Machine, YieldCounter, type Permutation, type Coroutine, runToEnd } from '../../model/core/index.ts';
import type { World } from '../../model/world.ts';
import {
  interruptible,
  type Exploration,
  exploring,
  type Options,
  progressOf,
  type SearchRun,
  STOPPED,
} from '../search/explore.ts';
import { countingSchedules } from '../search/schedules.ts';
import type { KernelView } from './kernel-view.ts';
import { canonical, type Outcome, outcomeOf } from './outcome.ts';
import { renameOutcome } from './symmetric-outcomes.ts';

export interface OutcomeSet {
  readonly outcomes: readonly Outcome[];
  readonly exploration: Exploration;
  /** What is left out, and some schedule comes to; its outcomes are not known. */
  readonly unknown: string | null;
  /** Decimal; null where the search was clipped or reduced, or the state graph has a cycle. */
  readonly schedules: string | null;
}

/** Outcomes that are renamed in one piece, each by one permutation. */
const PIECE = 1024;

/**
 * Adds to the outcomes of canonical states every renaming of each, which makes them those of all schedules: exactly, since
 * renamings take schedules to schedules.
 */
function* closing(
  found: Map<string, Outcome>,
  world: Pick<World, 'tasks'>,
  contexts: readonly string[],
  renamings: readonly Permutation[],
): Coroutine<void> {
  const pace = new YieldCounter(PIECE);
  const canonicalOnes = [...found.values()];
  for (const outcome of canonicalOnes)
    for (const renaming of renamings) {
      if (pace.isOver()) yield;
      const renamed = renameOutcome(outcome, world, contexts, renaming);
      found.set(canonical(renamed), renamed);
    }
}

/** Every final outcome that some schedule has. */
export function* collectingOutcomes(machine: Machine, options: Options = {}): SearchRun<OutcomeSet> {
  const found = new Map<string, Outcome>();
  let unknown: string | null = null;
  const searched = yield* exploring(
    machine,
    {
      restart: () => found.clear(),
      terminal(_number, end) {
        if (end === 'trap') {
          unknown ??= machine.halted()?.replace(/^trap:/, '') ?? null;
          return;
        }
        const outcome = outcomeOf(machine, end);
        found.set(canonical(outcome), outcome);
      },
    },
    options,
  );
  const { graph, reduced, renamings } = searched;
  const { world } = machine.inspect as KernelView;
  const progress = () => progressOf(searched);
  const closed = yield* interruptible(closing(found, world, machine.contexts, renamings), progress);
  const counted =
    closed === STOPPED || graph === null || reduced ? null : yield* interruptible(countingSchedules(graph), progress);
  const isStopped = closed === STOPPED || counted === STOPPED;
  const exploration: Exploration = isStopped ? { ...searched, clipped: 'interrupted', graph: null } : searched;
  const outcomes = [...found].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([, outcome]) => outcome);
  return {
    outcomes,
    exploration,
    unknown,
    schedules: counted === null || counted === STOPPED ? null : counted.all.toString(),
  };
}

export const outcomeSet = (machine: Machine, options: Options = {}): OutcomeSet =>
  runToEnd(collectingOutcomes(machine, options));

/** `kioctx outcomes`: the set of final outcomes over every schedule, per scenario and patch. */
import { visible } from '../model/diagnostics/visible.ts';
import type { Scenario } from '../model/scenarios/format/scenario.ts';
import type { Outcome } from '../properties/aio/outcome.ts';
import type { Clip } from '../properties/search/explore.ts';
import { executing } from './executor/executing.ts';
import { doesNotReturn, NoAnswer } from './executor/no-answer.ts';
import { EXIT, type ExitCode } from './exit.ts';
import { calledBy } from './given.ts';
import { givenScenarios } from './inputs.ts';
import { introduced } from './introducing.ts';
import { clipReason, limitsOf, sharersOf } from './limits.ts';
import { liftedAmong } from './lifted/module-files.ts';
import { printNotes } from './lifted/notes.ts';
import {
  leavingOf,
  type LimitFlags,
  type LookFlags,
  type Palette,
  paletteOf,
  type ReductionFlags,
  type SearchFlags,
} from './options.ts';
import { outcomeTable } from './outcome-table.ts';
import { print } from './output.ts';
import { counted } from './progress.ts';
import { outputWidth } from './text-width.ts';
import { covered, type Figures, figuresOf, lastHeardOf, type Statistics, statisticsText } from './statistics.ts';
import type { Collected } from './tasks/outcomes.ts';

interface OutcomeRow extends Figures {
  readonly scenario: string;
  readonly patch: string;
  /** False where a bound was hit, or a schedule came to what is left out: there may be more outcomes. */
  readonly exhaustive: boolean;
  readonly states: number;
  readonly transitions: number;
  readonly schedules: string | null;
  readonly outcomes: readonly Outcome[];
  readonly depth: number;
  readonly seconds: number;
  /** Something was left out that makes no difference to the outcomes. */
  readonly reduced: boolean;
  /** What stopped the search early, or null; and the same in words. */
  readonly clip: Clip | null;
  readonly clipReason: string | null;
  /** What the model or the patch leaves out, and some schedule comes to. */
  readonly leftOut?: string;
  /** With `--statistics`: the names of the steps that were never taken, null where they are not known. */
  readonly stepsNeverTaken?: readonly string[] | null;
}

export async function run(names: readonly string[], flags: SearchFlags): Promise<ExitCode> {
  const collected = await collectAll(await givenScenarios(names), flags.patch, flags);
  const rows = collected.map((one) => rowOf(one, flags));
  if (flags.json) print(JSON.stringify(rows.length === 1 ? rows[0] : rows));
  else {
    printRows(
      rows,
      collected.map(({ statistics }) => statistics),
      flags,
    );
    printNotes(liftedAmong(flags.patch));
  }
  return rows.every((row) => row.exhaustive) ? EXIT.ok : EXIT.clipped;
}

type CollectFlags = LimitFlags & LookFlags & ReductionFlags;

/** Each scenario under each patch, as the user called them; scenario by scenario. `threads`: on which several searches go at once. */
export function collectAll(
  scenarios: readonly Scenario[],
  called: readonly string[],
  flags: CollectFlags,
  threads = 1,
): Promise<Collected[]> {
  return executing({ called, quiet: flags.quiet, threads }, async (executor, searches) => {
    const { maxSeconds } = flags;
    const { patches } = await introduced(executor, { patches: called, properties: [], scenarios }, maxSeconds);
    const asked = scenarios.flatMap((scenario) => patches.map((patch) => ({ scenario, patch })));
    const options = {
      ...limitsOf(flags, sharersOf(threads === 1 ? 1 : asked.length, threads)),
      keepGraph: true,
      reductions: leavingOf(flags),
    };
    searches.expect(asked.length);
    return Promise.all(
      asked.map(({ scenario, patch }) =>
        executor
          .run('collectOutcomes', { scenario, patch: calledBy(patch), options }, { maxSeconds })
          .catch((problem: unknown) => unanswered(problem, { scenario: scenario.name, patch: patch.name }))
          .finally(() => searches.countOne()),
      ),
    );
  });
}

/** It was given up. */
function unanswered(problem: unknown, named: Parameters<typeof lastHeardOf>[0]): Collected {
  if (!(problem instanceof NoAnswer)) throw problem;
  const { why, progress } = problem;
  return {
    outcomes: [],
    schedules: null,
    clipped: why,
    limit: doesNotReturn(problem),
    unknown: null,
    statistics: lastHeardOf(named, progress),
  };
}

function rowOf(
  { outcomes, schedules, clipped, limit, unknown, statistics }: Collected,
  flags: SearchFlags,
): OutcomeRow {
  const { scenario, patch, states, transitions, depth, seconds, reduced } = statistics;
  return {
    scenario,
    patch,
    exhaustive: clipped === null && unknown === null,
    states,
    transitions,
    schedules,
    outcomes,
    depth,
    seconds,
    reduced,
    clip: clipped,
    clipReason: clipped && clipReason(clipped, limit, flags),
    ...(unknown === null ? {} : { leftOut: unknown }),
    ...figuresOf(statistics),
    ...(flags.statistics ? { stepsNeverTaken: statistics.stepsNeverTaken } : {}),
  };
}

function printRows(rows: readonly OutcomeRow[], searches: readonly Statistics[], flags: SearchFlags): void {
  const palette = paletteOf(flags.color, process.stdout);
  for (const row of rows) printOutcomes(row, palette);
  if (flags.statistics) for (const search of searches) print(`\n${statisticsText(search, palette, outputWidth())}`);
}

function printOutcomes(row: OutcomeRow, { bold, dim, yellow }: Palette): void {
  const { scenario, patch, states, transitions, schedules, outcomes, clipReason: reason } = row;
  const paths = schedules === null ? '' : `, ${counted(BigInt(schedules), 'schedule')}`;
  print(bold(`${visible(`${scenario}, ${patch}`)}: ${counted(outcomes.length, 'outcome')}`));
  print(dim(`${counted(states, 'state')}, ${counted(transitions, 'transition')}${paths}`));
  if (reason !== null) {
    print(yellow(`clipped: ${reason}, there may be more`));
    print(dim(covered(row)));
  }
  if (row.leftOut !== undefined)
    print(yellow(`some schedule comes to what is left out, there may be more: ${visible(row.leftOut)}`));
  if (outcomes.length > 0) print(outcomeTable(outcomes, outputWidth()));
}

/** `kioctx outcomes`: the set of final outcomes over every schedule, per scenario and patch. */
import type { Command } from 'commander';
import { PackedMachine, type Patch } from '../model/core/index.ts';
import { visible } from '../model/scenarios/input-issue.ts';
import type { Scenario } from '../model/scenarios/scenario.ts';
import { collectingOutcomes, type Outcome } from '../properties/aio/outcome.ts';
import type { Clip } from '../properties/search/explore.ts';
import { EXIT, type ExitCode } from './exit.ts';
import { modelOf, patchesOf, scenariosOf } from './inputs.ts';
import { clipReason, limitsOf } from './limits.ts';
import { leavingOf, type Palette, paletteOf, type SearchFlags, withExhaustiveFlags } from './options.ts';
import { print } from './output.ts';
import { counted, progressOn, sayProgress } from './progress.ts';
import { WIDTH } from './report.ts';
import { runnerWith } from './runner.ts';
import { covered, type Figures, figuresOf, type Statistics, statisticsOf, statisticsText } from './statistics.ts';

interface Row extends Figures {
  readonly scenario: string;
  readonly patch: string;
  /** False where a bound was hit: there may be more outcomes. */
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
  /** With `--statistics`: the names of the steps that were never taken, null where they are not known. */
  readonly stepsNeverTaken?: readonly string[] | null;
}

export const outcomesCommand = (program: Command, finish: (code: ExitCode) => void): Command =>
  withExhaustiveFlags(program.command('outcomes'))
    .description('the set of final outcomes over every schedule')
    .argument('<scenario...>', 'shipped names or files')
    .action(async (names: string[], flags: SearchFlags) => finish(await run(names, flags)));

async function run(names: readonly string[], flags: SearchFlags): Promise<ExitCode> {
  const scenarios = scenariosOf(names);
  const patches = await patchesOf(flags.patch);
  const jobs = scenarios.flatMap((scenario) =>
    patches.map((patch) => ({ scenario, patch, model: modelOf(scenario, patch) })),
  );
  const runner = runnerWith(progressOn(process.stderr, flags.quiet === true));
  const leaving = leavingOf(flags);
  const rows: Row[] = [];
  const searches: Statistics[] = [];
  for (const { scenario, patch, model } of jobs) {
    const start = performance.now();
    const machine = new PackedMachine(model);
    const search = collectingOutcomes(machine, {
      ...limitsOf(flags),
      keepGraph: true,
      reductions: leaving,
    });
    // oxlint-disable-next-line no-await-in-loop -- one search at a time, so that its memory is free for the next
    const { outcomes, exploration, schedules } = await runner.run(
      `${scenario.name}, ${patch.name}`,
      search,
      sayProgress,
    );
    const seconds = (performance.now() - start) / 1000;
    const statistics = statisticsOf({ ...named(scenario, patch), seconds }, machine, model.program, exploration);
    searches.push(statistics);
    const { states, transitions, depth, reduced, clipped } = exploration;
    rows.push({
      ...named(scenario, patch),
      exhaustive: clipped === null,
      states,
      transitions,
      schedules,
      outcomes,
      depth,
      seconds,
      reduced,
      clip: clipped,
      clipReason: clipped && clipReason(clipped, exploration.limit, flags),
      ...figuresOf(statistics),
      ...(flags.statistics ? { stepsNeverTaken: statistics.stepsNeverTaken } : {}),
    });
  }
  if (flags.json) print(JSON.stringify(rows.length === 1 ? rows[0] : rows));
  else printRows(rows, searches, flags);
  return rows.every((row) => row.exhaustive) ? EXIT.ok : EXIT.clipped;
}

const named = (scenario: Scenario, patch: Patch) => ({ scenario: scenario.name, patch: patch.name });

function printRows(rows: readonly Row[], searches: readonly Statistics[], flags: SearchFlags): void {
  const palette = paletteOf(flags.color, process.stdout);
  for (const row of rows) printOutcomes(row, palette);
  if (flags.statistics)
    for (const search of searches) print(`\n${statisticsText(search, palette, process.stdout.columns ?? WIDTH)}`);
}

function printOutcomes(row: Row, { bold, dim, yellow }: Palette): void {
  const { scenario, patch, states, transitions, schedules, outcomes, clipReason: reason } = row;
  const paths = schedules === null ? '' : `, ${schedules} schedules`;
  print(bold(`${visible(`${scenario}, ${patch}`)}: ${counted(outcomes.length, 'outcome')}`));
  print(dim(`${counted(states, 'state')}, ${counted(transitions, 'transition')}${paths}`));
  if (reason !== null) {
    print(yellow(`clipped: ${reason}, there may be more`));
    print(dim(covered(row)));
  }
  for (const outcome of outcomes) print(`  ${JSON.stringify(outcome)}`);
}

/** `kioctx outcomes`: the set of final outcomes over every schedule, per scenario and patch. */
import type { Command } from 'commander';
import { PackedMachine, type Patch } from '../model/core/index.ts';
import { visible } from '../model/scenarios/input-issue.ts';
import type { Scenario } from '../model/scenarios/scenario.ts';
import { collectingOutcomes, type Outcome } from '../properties/aio/outcome.ts';
import { EXIT, type ExitCode } from './exit.ts';
import { modelOf, patchesOf, scenariosOf } from './inputs.ts';
import { leavingOf, paletteOf, type SearchFlags, withSearchFlags } from './options.ts';
import { counted, progressOn, sayProgress } from './progress.ts';
import { runnerWith } from './runner.ts';

interface Row {
  readonly scenario: string;
  readonly patch: string;
  /** False where a bound was hit: there may be more outcomes. */
  readonly exhaustive: boolean;
  readonly states: number;
  readonly transitions: number;
  readonly schedules: string | null;
  readonly outcomes: readonly Outcome[];
}

export const outcomesCommand = (program: Command, finish: (code: ExitCode) => void): Command =>
  withSearchFlags(program.command('outcomes'))
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
  const { maxStates, maxSeconds } = flags;
  const leaving = leavingOf(flags);
  const rows: Row[] = [];
  for (const { scenario, patch, model } of jobs) {
    const search = collectingOutcomes(new PackedMachine(model), {
      maxStates,
      maxSeconds,
      keepGraph: true,
      reductions: leaving && { ...leaving, watches: [] },
    });
    // oxlint-disable-next-line no-await-in-loop -- one search at a time, so that its memory is free for the next
    const { outcomes, exploration, schedules } = await runner.run(
      `${scenario.name}, ${patch.name}`,
      search,
      sayProgress,
    );
    const { states, transitions, clipped } = exploration;
    rows.push({ ...named(scenario, patch), exhaustive: clipped === null, states, transitions, schedules, outcomes });
  }
  if (flags.json) console.log(JSON.stringify(rows.length === 1 ? rows[0] : rows));
  else for (const row of rows) print(row, flags);
  return rows.every((row) => row.exhaustive) ? EXIT.ok : EXIT.clipped;
}

const named = (scenario: Scenario, patch: Patch) => ({ scenario: scenario.name, patch: patch.name });

function print(
  { scenario, patch, exhaustive, states, transitions, schedules, outcomes }: Row,
  flags: SearchFlags,
): void {
  const { bold, dim, yellow } = paletteOf(flags.color, process.stdout);
  const paths = schedules === null ? '' : `, ${schedules} schedules`;
  console.log(bold(`${visible(`${scenario}, ${patch}`)}: ${counted(outcomes.length, 'outcome')}`));
  console.log(dim(`${counted(states, 'state')}, ${counted(transitions, 'transition')}${paths}`));
  if (!exhaustive) console.log(yellow('clipped: a bound was hit, there may be more'));
  for (const outcome of outcomes) console.log(`  ${JSON.stringify(outcome)}`);
}

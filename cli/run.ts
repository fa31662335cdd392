/** `kioctx run`: random search with fast-check, and the minimum of what it finds. */
import type { StrategyName } from '../properties/search/strategies.ts';
import { EXIT, type ExitCode, InputError, worst } from './exit.ts';
import { executing } from './executor/executing.ts';
import { annotateViolations } from './github.ts';
import { givenScenarios } from './inputs.ts';
import { requireJunit, writeJunit } from './junit.ts';
import { paletteOf, type SearchFlags, type TracesFlag, SEEDS } from './options.ts';
import { liftedAmong } from './lifted/module-files.ts';
import { liftedRows, printNotes } from './lifted/notes.ts';
import { mailsOf } from './mails.ts';
import { print } from './output.ts';
import { explainedAll } from './explained.ts';
import { showSchedule } from './report.ts';
import { searchReport } from './search-report.ts';
import { type RandomSearch, searchAtRandom, type SearchRow } from './searching.ts';
import { version } from './own-package.ts';

export interface RunFlags extends SearchFlags, TracesFlag {
  readonly runs: number;
  readonly seed?: number;
  readonly path?: string;
  readonly strategy: StrategyName;
  readonly depth?: number;
  readonly scenario: readonly string[];
  readonly corpus: boolean;
}

export async function run(names: readonly string[], flags: RunFlags): Promise<ExitCode> {
  const inputs = {
    ...flags,
    patches: flags.patch,
    properties: [...names, ...flags.property],
    scenarios: await givenScenarios(flags.scenario),
    seed: flags.seed ?? Math.floor(Math.random() * SEEDS),
    seedGiven: flags.seed !== undefined,
    path: flags.path,
    depth: flags.depth,
    maxStates: flags.maxStates,
    maxSeconds: flags.maxSeconds,
  };
  if (flags.depth !== undefined && flags.strategy !== 'pct')
    throw new InputError([`--depth is of the strategy pct; expected --strategy pct, not ${flags.strategy}`]);
  if (flags.junit !== undefined) requireJunit(flags.junit);
  const done = await executing(
    { called: [...inputs.patches, ...inputs.properties], quiet: flags.quiet },
    (executor, searches) => searchAtRandom(inputs, executor, searches),
  );
  const lifted = liftedAmong(inputs.patches);
  const more = lifted.length === 0 ? {} : { lifted: liftedRows(lifted) };
  if (flags.json) print(JSON.stringify({ results: done.rows, totals: totals(done), version, ...more }));
  else {
    await printSearch(done, flags);
    printNotes(lifted);
  }
  await annotateViolations(done.rows, done.found);
  if (flags.junit !== undefined)
    writeJunit(flags.junit, 'run', done.rows, await mailsOf(done.rows, done.found, flags.quiet));
  return worst(done.rows.map(({ verdict }) => codes[verdict]));
}

const codes: Readonly<Record<SearchRow['verdict'], ExitCode>> = {
  violated: EXIT.violated,
  'not-found': EXIT.ok,
  interrupted: EXIT.clipped,
};

async function printSearch(done: RandomSearch, flags: RunFlags): Promise<void> {
  const palette = paletteOf(flags.color, process.stdout);
  if (!flags.quiet)
    for (const counterexample of await explainedAll(done.shown, flags.quiet))
      print(showSchedule(counterexample, palette));
  print(searchReport(done, flags, palette));
}

function totals({ rows, seconds }: RandomSearch) {
  const of = (verdict: SearchRow['verdict']) => rows.filter((row) => row.verdict === verdict).length;
  return {
    rows: rows.length,
    violated: of('violated'),
    'not-found': of('not-found'),
    interrupted: of('interrupted'),
    seconds,
  };
}

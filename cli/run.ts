/** `kioctx run`: random search with fast-check, and the minimum of what it finds. */
import { type Command, InvalidArgumentError, Option } from 'commander';
import { PCT_DEPTH, type StrategyName } from '../properties/search/strategies.ts';
import { EXIT, type ExitCode, InputError, worst } from './exit.ts';
import { executing } from './executor/executing.ts';
import { givenScenarios } from './inputs.ts';
import { requireJunit, writeJunit } from './junit.ts';
import {
  collect,
  count,
  paletteOf,
  type SearchFlags,
  type TracesFlag,
  withPropertyFlag,
  withSearchFlags,
  withJunitFlag,
  withTracesFlag,
} from './options.ts';
import { print } from './output.ts';
import { showSchedule } from './report.ts';
import { searchReport } from './search-report.ts';
import { RUNS, type RandomSearch, searchAtRandom, type SearchRow } from './searching.ts';
import { version } from './own-package.ts';

interface RunFlags extends SearchFlags, TracesFlag {
  readonly runs: number;
  readonly seed?: number;
  readonly path?: string;
  readonly strategy: StrategyName;
  readonly depth?: number;
  readonly scenario: readonly string[];
  readonly corpus: boolean;
}

/** fast-check takes 32 bits. */
const SEEDS = 2 ** 31;

function seed(text: string): number {
  const value = Number(text);
  if (!Number.isInteger(value) || Math.abs(value) >= SEEDS || text.trim() === '')
    throw new InvalidArgumentError('Expected a whole number of at most 31 bits.');
  return value;
}

function path(text: string): string {
  // fast-check goes through everything before the place that a number names.
  if (!/^\d{1,8}(:\d{1,8})*$/.test(text))
    throw new InvalidArgumentError('Expected numbers of at most 8 digits with colons between, as 12:345.');
  return text;
}

export const runCommand = (program: Command, finish: (code: ExitCode) => void): Command =>
  withJunitFlag(withTracesFlag(withPropertyFlag(withSearchFlags(program.command('run')))))
    .description('search at random for violations of properties, and shrink each to its minimum')
    .argument('[property...]', 'properties (default: all)')
    .option('--runs <n>', 'schedules to try for each patch and property', count, RUNS)
    .option('--seed <n>', 'where the random numbers begin (default: anywhere; it is printed)', seed)
    .option('--path <path>', 'with --seed: make the failure of that path again', path)
    .addOption(new Option('--strategy <name>', 'who goes next').choices(['uniform', 'pct', 'pos']).default('uniform'))
    .option('--depth <n>', `orderings of steps that pct looks for (default: ${PCT_DEPTH})`, count)
    .option('--scenario <name|file>', 'search in this one (repeatable; default: random scenarios)', collect, [])
    .option('--no-corpus', 'do not try the traces of counterexamples/corpus first')
    .action(async (names: string[], flags: RunFlags) => finish(await run(names, flags)));

async function run(names: readonly string[], flags: RunFlags): Promise<ExitCode> {
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
  if (flags.json) print(JSON.stringify({ results: done.rows, totals: totals(done), version }));
  else printSearch(done, flags);
  if (flags.junit !== undefined) writeJunit(flags.junit, 'run', done.rows);
  return worst(done.rows.map(({ verdict }) => codes[verdict]));
}

const codes: Readonly<Record<SearchRow['verdict'], ExitCode>> = {
  violated: EXIT.violated,
  'not-found': EXIT.ok,
  interrupted: EXIT.clipped,
};

function printSearch(done: RandomSearch, flags: RunFlags): void {
  const palette = paletteOf(flags.color, process.stdout);
  if (!flags.quiet) for (const counterexample of done.shown) print(showSchedule(counterexample, palette));
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

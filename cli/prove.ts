/** `kioctx prove`: every schedule of each scenario, for each patch and property. */
import { shippedPatches } from '../model/patches/index.ts';
import { isUndecided } from '../properties/checker/check.ts';
import { compare, differing } from './comparison.ts';
import { kindsText, overview } from './comparison-report.ts';
import { EXIT, type ExitCode, InputError, worst } from './exit.ts';
import { annotateViolations } from './github.ts';
import { givenScenarios, shippedScenarios } from './inputs.ts';
import { requireJunit, writeJunit } from './junit.ts';
import { paletteOf, type SearchFlags, type TracesFlag } from './options.ts';
import { calledBy } from './given.ts';
import { liftedAmong } from './lifted/module-files.ts';
import { liftedRows, printNotes } from './lifted/notes.ts';
import { mailsOf } from './mails.ts';
import { print } from './output.ts';
import { type Proof, prove, type VerdictRow } from './proving.ts';
import { explainedAll } from './explained.ts';
import { showSchedule, verdictList, verdictMatrix } from './report.ts';
import { outputWidth } from './text-width.ts';
import { statisticsText } from './statistics.ts';
import { version } from './own-package.ts';

export interface ProveFlags extends SearchFlags, TracesFlag {
  /** The patch that the others are held against. */
  readonly against?: string;
}

/** More rows than this are shown as a matrix of properties and patches. */
const LIST_AT_MOST = 60;

export async function run(names: readonly string[], flags: ProveFlags): Promise<ExitCode> {
  const { against } = flags;
  const inputs = {
    scenarios: names.length > 0 ? await givenScenarios(names) : shippedScenarios(),
    patches: against === undefined ? flags.patch : [against, ...othersThan(against, flags.patch)],
    properties: flags.property,
  };
  if (flags.junit !== undefined) requireJunit(flags.junit);
  const proof = await prove(inputs, flags);
  const statistics = flags.statistics ? { statistics: proof.searches } : {};
  // Against another patch, only what differs from it counts.
  const told = against === undefined ? proof : { ...proof, rows: differing(proof.rows) };
  const lifted = liftedAmong(proof.patches.map(calledBy));
  const more = { ...statistics, ...(lifted.length === 0 ? {} : { lifted: liftedRows(lifted) }) };
  if (flags.json) print(JSON.stringify({ results: told.rows, totals: totals(told), version, ...more }));
  else if (against === undefined) await printProof(proof, flags);
  else printComparison(proof, flags);
  if (!flags.json) printNotes(lifted);
  await annotateViolations(told.rows, proof.found);
  if (flags.junit !== undefined)
    writeJunit(flags.junit, 'prove', told.rows, await mailsOf(told.rows, proof.found, flags.quiet));
  return exitOf(told.rows);
}

/** Throws InputError where there is none. */
function othersThan(against: string, patches: readonly string[]): string[] {
  const all = patches.length > 0 ? patches : shippedPatches.map(({ name }) => name);
  const others = all.filter((name) => name !== against);
  if (others.length > 0) return others;
  throw new InputError([`--against ${against}: there is nothing else to compare; expected another patch with --patch`]);
}

export const exitOf = (rows: readonly VerdictRow[]): ExitCode =>
  worst(
    rows.map(({ verdict }) => {
      if (verdict === 'violated') return EXIT.violated;
      return isUndecided({ verdict }) ? EXIT.clipped : EXIT.ok;
    }),
  );

function printComparison(proof: Proof, flags: ProveFlags): void {
  const palette = paletteOf(flags.color, process.stdout);
  const compared = { ...proof, comparison: compare(proof.rows) };
  print(overview(compared, palette, outputWidth()));
  if (!flags.quiet && compared.comparison.kinds.length > 0) print(`\n${kindsText(compared, palette, outputWidth())}`);
  printStatistics(proof, flags);
}

async function printProof(proof: Proof, flags: ProveFlags): Promise<void> {
  const palette = paletteOf(flags.color, process.stdout);
  if (!flags.quiet)
    for (const counterexample of await explainedAll(proof.shown, flags.quiet))
      print(showSchedule(counterexample, palette));
  const table = proof.rows.length > LIST_AT_MOST ? verdictMatrix : verdictList;
  print(table(proof.rows, palette));
  printStatistics(proof, flags);
}

function printStatistics({ searches }: Proof, { statistics, color }: ProveFlags): void {
  if (!statistics) return;
  for (const search of searches) print(`\n${statisticsText(search, paletteOf(color, process.stdout), outputWidth())}`);
}

function totals({ rows, seconds }: Proof) {
  const of = (verdict: VerdictRow['verdict']) => rows.filter((row) => row.verdict === verdict).length;
  return {
    rows: rows.length,
    holds: of('holds'),
    violated: of('violated'),
    clipped: of('clipped'),
    'not-judged': of('not-judged'),
    'not-applicable': of('not-applicable'),
    seconds,
  };
}

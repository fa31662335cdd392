/** `kioctx prove`: every schedule of each scenario, for each patch and property. */
import { EXIT, type ExitCode, worst } from './exit.ts';
import { givenScenarios, shippedScenarios } from './inputs.ts';
import { requireJunit, writeJunit } from './junit.ts';
import { paletteOf, type SearchFlags, type TracesFlag } from './options.ts';
import { print } from './output.ts';
import { type Proof, prove, type VerdictRow } from './proving.ts';
import { showSchedule, verdictList, verdictMatrix } from './report.ts';
import { outputWidth } from './text-width.ts';
import { statisticsText } from './statistics.ts';
import { version } from './own-package.ts';

/** More rows than this are shown as a matrix of properties and patches. */
const LIST_AT_MOST = 60;

export async function run(names: readonly string[], flags: SearchFlags & TracesFlag): Promise<ExitCode> {
  const inputs = {
    scenarios: names.length > 0 ? await givenScenarios(names) : shippedScenarios(),
    patches: flags.patch,
    properties: flags.property,
  };
  if (flags.junit !== undefined) requireJunit(flags.junit);
  const proof = await prove(inputs, flags);
  const statistics = flags.statistics ? { statistics: proof.searches } : {};
  if (flags.json) print(JSON.stringify({ results: proof.rows, totals: totals(proof), version, ...statistics }));
  else printProof(proof, flags);
  if (flags.junit !== undefined) writeJunit(flags.junit, 'prove', proof.rows);
  return exitOf(proof.rows);
}

export const exitOf = (rows: readonly VerdictRow[]): ExitCode =>
  worst(
    rows.map(({ verdict }) => {
      if (verdict === 'violated') return EXIT.violated;
      return verdict === 'clipped' ? EXIT.clipped : EXIT.ok;
    }),
  );

function printProof(proof: Proof, flags: SearchFlags): void {
  const palette = paletteOf(flags.color, process.stdout);
  if (!flags.quiet) for (const counterexample of proof.shown) print(showSchedule(counterexample, palette));
  const table = proof.rows.length > LIST_AT_MOST ? verdictMatrix : verdictList;
  print(table(proof.rows, palette));
  if (flags.statistics)
    for (const search of proof.searches) print(`\n${statisticsText(search, palette, outputWidth())}`);
}

function totals({ rows, seconds }: Proof) {
  const of = (verdict: VerdictRow['verdict']) => rows.filter((row) => row.verdict === verdict).length;
  return {
    rows: rows.length,
    holds: of('holds'),
    violated: of('violated'),
    clipped: of('clipped'),
    'not-applicable': of('not-applicable'),
    seconds,
  };
}

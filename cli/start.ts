/** `npm start`, the main job: proves the manifest's scenarios for every shipped patch and compares each verdict. */
import { shippedPatches } from '../model/patches/index.ts';
import { visible } from '../model/diagnostics/visible.ts';
import { expectedVerdict, manifestScenarios } from '../properties/aio/manifest.ts';
import { EXIT, type ExitCode, worst } from './exit.ts';
import { scenarioOf } from './inputs.ts';
import { type LookFlags, paletteOf, type TracesFlag } from './options.ts';
import { print } from './output.ts';
import { prove, type VerdictRow } from './proving.ts';
import { showSchedule, verdictMatrix } from './report.ts';

export async function run(flags: LookFlags & TracesFlag): Promise<ExitCode> {
  const palette = paletteOf(flags.color, process.stdout);
  const { bold, dim, red, green, yellow } = palette;
  const scenarios = manifestScenarios().map(scenarioOf);
  const proof = await prove({ scenarios, patches: [], properties: [] }, flags);
  if (!flags.quiet) for (const counterexample of proof.shown) print(showSchedule(counterexample, palette));
  print(bold(`What ${shippedPatches.length} kernels do in ${scenarios.length} scenarios, over every schedule\n`));
  for (const { name, summary } of shippedPatches) print(`  ${bold(name.padEnd(22))} ${summary}`);
  print(`\n${verdictMatrix(proof.rows, palette)}\n`);
  const unfinished = proof.rows.filter(({ verdict }) => verdict === 'clipped');
  const surprises = proof.rows.filter(
    (row) => row.verdict !== 'clipped' && row.verdict !== expectedVerdict(row.scenario, row.patch, row.property),
  );
  for (const row of surprises) print(red(surprise(row)));
  print(dim(`${proof.seconds.toFixed(1)} s.${kept(proof.rows, flags)}`));
  if (surprises.length > 0)
    print(red(`${surprises.length} of ${proof.rows.length} verdicts differ from the expected.`));
  if (unfinished.length > 0)
    print(yellow(`${unfinished.length} of ${proof.rows.length} searches were ${ending(unfinished)}.`));
  if (surprises.length + unfinished.length === 0)
    print(green(`All ${proof.rows.length} verdicts are as expected (properties/aio/manifest.json).`));
  return worst([surprises.length > 0 ? EXIT.violated : EXIT.ok, unfinished.length > 0 ? EXIT.clipped : EXIT.ok]);
}

const kept = (rows: readonly VerdictRow[], { traces }: TracesFlag): string =>
  rows.every(({ verdict, trace }) => verdict !== 'violated' || trace !== null)
    ? ` Traces of all violations are in ${visible(traces)}/.`
    : '';

const ending = (unfinished: readonly VerdictRow[]): string =>
  unfinished.every(({ clip }) => clip === 'interrupted') ? 'interrupted' : 'clipped: there was no more memory';

const surprise = ({ scenario, patch, property, verdict }: VerdictRow): string =>
  `${scenario}, ${patch}: ${property} is ${verdict}, expected ${expectedVerdict(scenario, patch, property) ?? 'nothing'}`;

/** `npm start`, the main job: proves the manifest's scenarios for every shipped patch and compares each verdict. */
import { visible } from '../model/diagnostics/visible.ts';
import { expectedVerdict, manifestScenarios } from '../properties/aio/manifest.ts';
import { isUndecided } from '../properties/checker/check.ts';
import { compare } from './comparison.ts';
import { kindsText, overview } from './comparison-report.ts';
import { EXIT, type ExitCode, worst } from './exit.ts';
import { scenarioOf } from './inputs.ts';
import { type LookFlags, type Palette, paletteOf, type TracesFlag } from './options.ts';
import { print } from './output.ts';
import { counted, formatCount } from './progress.ts';
import { type Proof, prove, type VerdictRow } from './proving.ts';
import { outputWidth } from './text-width.ts';

export async function run(flags: LookFlags & TracesFlag): Promise<ExitCode> {
  const scenarios = manifestScenarios().map(scenarioOf);
  const proof = await prove({ scenarios, patches: [], properties: [] }, flags);
  print(screen(proof, flags, paletteOf(flags.color, process.stdout), outputWidth()));
  return worst([
    surprisesIn(proof.rows).length > 0 ? EXIT.violated : EXIT.ok,
    unfinishedOf(proof.rows).length > 0 ? EXIT.clipped : EXIT.ok,
  ]);
}

const unfinishedOf = (rows: readonly VerdictRow[]): VerdictRow[] => rows.filter(isUndecided);

const surprisesIn = (rows: readonly VerdictRow[]): VerdictRow[] =>
  rows.filter((row) => !isUndecided(row) && row.verdict !== expectedVerdict(row.scenario, row.patch, row.property));

/** All that is printed. `columns`: of the terminal. */
export function screen(
  { rows, patches, seconds }: Pick<Proof, 'rows' | 'patches' | 'seconds'>,
  flags: Pick<LookFlags, 'quiet'> & TracesFlag,
  palette: Palette,
  columns: number,
): string {
  const { bold, dim, red, green, yellow } = palette;
  const comparison = compare(rows);
  const scenarios = new Set(rows.map(({ scenario }) => scenario)).size;
  const [surprises, unfinished] = [surprisesIn(rows), unfinishedOf(rows)];
  return [
    bold(
      `What ${formatCount(comparison.kernels.length)} kernels do in ${counted(scenarios, 'scenario')}, over every schedule`,
    ),
    '',
    overview({ comparison, rows, patches }, palette, columns),
    '',
    ...(flags.quiet || comparison.kinds.length === 0 ? [] : [kindsText({ comparison, patches }, palette, columns), '']),
    ...surprises.map((row) => red(surprise(row))),
    dim(`${seconds.toFixed(1)} s.${kept(rows, flags)}`),
    ...(surprises.length > 0
      ? [red(`${formatCount(surprises.length)} of ${counted(rows.length, 'verdict')} differ from the expected.`)]
      : []),
    ...(unfinished.length > 0
      ? [
          yellow(
            `${formatCount(unfinished.length)} of ${counted(rows.length, 'verdict')} are missing: searches were ${ending(unfinished)}.`,
          ),
        ]
      : []),
    ...(surprises.length + unfinished.length === 0
      ? [green(`All ${counted(rows.length, 'verdict')} are as expected (properties/aio/manifest.json).`)]
      : []),
  ].join('\n');
}

const kept = (rows: readonly VerdictRow[], { traces }: TracesFlag): string =>
  rows.every(({ verdict, trace }) => verdict !== 'violated' || trace !== null)
    ? ` Traces of all violations are in ${visible(traces)}/.`
    : '';

const ending = (unfinished: readonly VerdictRow[]): string =>
  unfinished.every(({ clip }) => clip === 'interrupted') ? 'interrupted' : 'clipped: there was no more memory';

const surprise = ({ scenario, patch, property, verdict }: VerdictRow): string =>
  `${scenario}, ${patch}: ${property} is ${verdict}, expected ${expectedVerdict(scenario, patch, property) ?? 'nothing'}`;

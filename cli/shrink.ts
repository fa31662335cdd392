/** `kioctx shrink`: a failing trace to its minimum. */
import type { Command } from 'commander';
import { type Minimum, minimizing, withoutIdleFaults } from '../counterexamples/minimum.ts';
import { PackedMachine } from '../model/core/index.ts';
import type { Scenario } from '../model/scenarios/scenario.ts';
import { Run } from '../properties/aio/runs.ts';
import { EXIT, type ExitCode, InputError } from './exit.ts';
import { requireWritable, writeOutput } from './files.ts';
import { modelOf } from './inputs.ts';
import {
  type Bounds,
  type LookFlags,
  type OtherFlags,
  paletteOf,
  type TracesFlag,
  withBounds,
  withLookFlags,
  withOtherFlags,
  withTracesFlag,
} from './options.ts';
import { print } from './output.ts';
import { count, counted, progressOn } from './progress.ts';
import { type Replayed, replayed } from './replaying.ts';
import { showTelling, unproved } from './report.ts';
import { runnerWith } from './runner.ts';
import { convict, type Counterexample, straightened } from './telling.ts';
import { textOf, traceWriter } from './traces.ts';

interface ShrinkFlags extends LookFlags, Bounds, OtherFlags, TracesFlag {
  readonly output?: string;
  readonly json?: true;
}

export const shrinkCommand = (program: Command, finish: (code: ExitCode) => void): Command =>
  withTracesFlag(withBounds(withOtherFlags(withLookFlags(program.command('shrink')))))
    .description('make a failing trace minimal: fewest tasks and requests, then faults, switches and steps')
    .argument('<trace>', 'a trace file')
    .option('-o, --output <file>', 'write the minimum there, and not to the folder of traces')
    .option('--json', 'print the minimum as one JSON document and nothing else')
    .action(async (file: string, flags: ShrinkFlags) => finish(await run(file, flags)));

async function run(file: string, flags: ShrinkFlags): Promise<ExitCode> {
  const { output } = flags;
  if (output !== undefined) requireWritable('-o', output);
  const failing = await replayed(file, flags);
  const minimum = await minimumOf(failing, flags);
  const { patch, property } = failing;
  const { scenario, turns } = withoutIdleFaults(minimum.isMinimal ? minimum : straightened(minimum, property));
  const smallest = convict(
    modelOf(scenario, patch),
    { scenario, patch, property },
    turns,
    minimum.isMinimal ? 'minimal' : 'unproved',
    output === undefined ? traceWriter(flags.traces, '.min') : () => output,
  );
  if (flags.json) print(JSON.stringify(smallest.trace));
  else printMinimum(failing, smallest, minimum, flags);
  if (output !== undefined) writeOutput('-o', output, textOf(smallest.trace));
  return minimum.clipped === null ? EXIT.ok : EXIT.clipped;
}

async function minimumOf(failing: Replayed, { maxStates, maxSeconds, quiet }: ShrinkFlags): Promise<Minimum> {
  const { path, scenario, patch, property, turns } = failing;
  const closed = (sub: Scenario) => new PackedMachine(modelOf(sub, patch));
  const slices = minimizing(Run.of(scenario, closed(scenario), turns), property, closed, { maxStates, maxSeconds });
  const runner = runnerWith(progressOn(process.stderr, quiet === true));
  const minimum = await runner.run(path, slices, (places) => `${count(places)} places`);
  if (minimum !== null) return minimum;
  throw new InputError([
    `${path}: nothing to shrink: ${patch.name} does not violate ${property.name} on this schedule`,
  ]);
}

function printMinimum(
  before: Replayed,
  smallest: Counterexample,
  { clipped, places }: Minimum,
  flags: ShrinkFlags,
): void {
  const palette = paletteOf(flags.color, process.stdout);
  const { dim, yellow } = palette;
  if (!flags.quiet) print(showTelling(smallest, palette));
  const [from, to] = [before.narration.steps.length, smallest.narration.steps.length];
  print(dim(`${counted(from, 'step')} before, ${counted(to, 'step')} now; ${counted(places, 'place')} looked at.`));
  if (clipped !== null) print(yellow(`Not proved minimal in the scenario given: ${unproved(clipped)}.`));
}

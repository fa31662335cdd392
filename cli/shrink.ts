/** `kioctx shrink`: a failing trace to its minimum. */
import { resolve } from 'node:path';
import type { ViolatedTrace } from '../counterexamples/aio/trace.ts';
import { executing } from './executor/executing.ts';
import { EXIT, type ExitCode, InputError } from './exit.ts';
import { requireWritable, writeOutput } from './files.ts';
import { calledBy } from './given.ts';
import { liftedAmong } from './lifted/module-files.ts';
import { type LimitFlags, calledIn, type LookFlags, type OtherFlags, paletteOf, type TracesFlag } from './options.ts';
import { print } from './output.ts';
import { counted } from './progress.ts';
import { type Replayed, replayed } from './replaying.ts';
import { regressionTest } from './regression-test.ts';
import { explainedAll } from './explained.ts';
import { showSchedule, unproved } from './report.ts';
import type { Minimized } from './tasks/minimize.ts';
import type { Counterexample } from './counterexample.ts';
import { quoted, textOf, traceWriter } from './traces.ts';
import { isJudgedBy } from './unjudged.ts';

export interface ShrinkFlags extends LookFlags, LimitFlags, OtherFlags, TracesFlag {
  readonly output?: string;
  readonly json?: true;
  /** Where a test of the minimum is written. */
  readonly test?: string;
}

export async function run(file: string, flags: ShrinkFlags): Promise<ExitCode> {
  const { output, test, maxStates, maxSeconds } = flags;
  if (output !== undefined) requireWritable('-o', output);
  if (test !== undefined) requireTest(test, flags);
  const { failing, minimum } = await executing({ called: calledIn(flags), quiet: flags.quiet }, async (executor) => {
    const before = await replayed(executor, file, flags);
    const { scenario, patch, property, turns, path } = before;
    if (!isJudgedBy(property))
      throw new InputError([
        `${path}: nothing to shrink: no violation is in this trace; expected one that has a violation, or --property NAME`,
      ]);
    const called = { patch: calledBy(patch), property: calledBy(property) };
    const limits = { maxStates, maxSeconds };
    const asked = { scenario, turns, ...called, limits, what: file };
    return { failing: before, minimum: await executor.run('minimize', asked, { maxSeconds }) };
  });
  if (minimum === null) {
    const { path, patch, property } = failing;
    throw new InputError([
      `${path}: nothing to shrink: ${patch.name} does not violate ${property.name} on this schedule`,
    ]);
  }
  const { trace } = minimum.smallest;
  const path = output ?? written(trace, flags);
  const smallest = { ...minimum.smallest, path };
  if (flags.json) print(JSON.stringify(trace));
  else await printMinimum(failing, smallest, minimum, flags);
  if (output !== undefined) writeOutput('-o', output, textOf(trace));
  if (test !== undefined) writeOutput('--test', test, regressionTest({ ...failing, ...minimum, trace }, test));
  return minimum.clipped === null ? EXIT.ok : EXIT.clipped;
}

/** Throws OutputError where it cannot be written, and InputError where vitest would not find it. */
function requireTest(path: string, { output, patch }: ShrinkFlags): void {
  const [lifted] = liftedAmong(patch === undefined ? [] : [patch]);
  if (lifted !== undefined)
    throw new InputError([
      `--test ${path}: vitest imports no diff, as ${lifted.called} is; expected a module: npx kioctx lift ${quoted(lifted.called)} -o mine.ts makes one`,
    ]);
  if (!/\.(test|spec)\.[cm]?ts$/.test(path))
    throw new InputError([`--test ${path}: vitest takes no such file for a test; expected one that ends in .test.ts`]);
  if (output !== undefined && resolve(output) === resolve(path))
    throw new InputError([`--test ${path}: the minimum goes there, by -o; expected another file`]);
  requireWritable('--test', path);
}

function written(trace: ViolatedTrace, { traces }: ShrinkFlags): string | null {
  const writer = traceWriter(traces, '.min');
  const path = writer.write(trace);
  writer.warn();
  return path;
}

async function printMinimum(
  before: Replayed,
  smallest: Counterexample,
  { clipped, places }: Minimized,
  flags: ShrinkFlags,
): Promise<void> {
  const palette = paletteOf(flags.color, process.stdout);
  const { dim, yellow } = palette;
  if (!flags.quiet) for (const one of await explainedAll([smallest], flags.quiet)) print(showSchedule(one, palette));
  const [from, to] = [before.steps.length, smallest.steps.length];
  print(dim(`${counted(from, 'step')} before, ${counted(to, 'step')} now; ${counted(places, 'place')} looked at.`));
  if (clipped !== null) print(yellow(`Not proved minimal in the scenario given: ${unproved(clipped)}.`));
}

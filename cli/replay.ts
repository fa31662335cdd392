/** `kioctx replay`: runs traces step by step, and says whether each still violates its property. */
import { executing } from './executor/executing.ts';
import { EXIT, type ExitCode, InputError } from './exit.ts';
import { calledIn, type LookFlags, type OtherFlags, paletteOf } from './options.ts';
import { print } from './output.ts';
import { type Replayed, replayed } from './replaying.ts';
import { showSchedule, verdictLine } from './report.ts';
import { version } from './own-package.ts';
import { isJudgedBy } from './unjudged.ts';

export interface ReplayFlags extends LookFlags, OtherFlags {
  readonly json?: true;
}

/** A trace that does not replay keeps no other from being told; it is the last to be heard of, and gives the exit code. */
export async function run(files: readonly string[], flags: ReplayFlags): Promise<ExitCode> {
  const told: Replayed[] = [];
  const mistakes: string[] = [];
  await executing({ called: calledIn(flags), quiet: flags.quiet }, async (executor) => {
    for (const file of files)
      try {
        told.push(await replayed(executor, file, flags));
      } catch (problem) {
        if (!(problem instanceof InputError)) throw problem;
        mistakes.push(...problem.lines);
      }
  });
  if (told.length > 0) printAll(told, flags);
  if (mistakes.length > 0) throw new InputError(mistakes);
  if (told.some(({ wrong }) => wrong !== null)) return EXIT.violated;
  return told.some(({ livelock }) => livelock === 'unknown') ? EXIT.clipped : EXIT.ok;
}

function printAll(told: readonly Replayed[], flags: ReplayFlags): void {
  const palette = paletteOf(flags.color, process.stdout);
  if (flags.json) return print(JSON.stringify({ results: told.map(resultOf), version }));
  if (!flags.quiet) for (const replay of told) print(showSchedule(replay, palette));
  for (const replay of told) print(verdictLine(replay, palette));
}

const resultOf = ({ path, patch, scenario, property, wrong, steps }: Replayed) => ({
  file: path,
  patch: patch.name,
  scenario: scenario.name,
  property: isJudgedBy(property) ? property.name : null,
  verdict: wrong !== null ? 'violated' : isJudgedBy(property) ? 'not-violated' : 'none',
  message: wrong?.message ?? null,
  /** The steps after which it is violated for the first time. */
  after: wrong?.after ?? null,
  steps: steps.length,
});

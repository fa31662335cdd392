/** `kioctx replay`: runs traces step by step, and says whether each still violates its property. */
import { statSync } from 'node:fs';
import { corpusFiles } from './corpus.ts';
import { executing } from './executor/executing.ts';
import type { Executor } from './executor/executor.ts';
import { EXIT, type ExitCode, InputError } from './exit.ts';
import { calledIn, type LookFlags, type OtherFlags, paletteOf } from './options.ts';
import { complain, print } from './output.ts';
import { counted } from './progress.ts';
import {
  relaxedExit,
  relaxedLine,
  relaxedPart,
  type RelaxedReplayed,
  replayedRelaxed,
  relaxedVerdict,
} from './relaxed.ts';
import { liftedAmong } from './lifted/module-files.ts';
import { printNotes } from './lifted/notes.ts';
import { type Replayed, replayed } from './replaying.ts';
import { explainedAll } from './explained.ts';
import { showSchedule, verdictLine } from './report.ts';
import { NO_TRACES } from './traces.ts';
import { version } from './own-package.ts';
import { isJudgedBy } from './unjudged.ts';

export interface ReplayFlags extends LookFlags, OtherFlags {
  readonly json?: true;
  readonly relaxed?: true;
  /** The traces of the corpus too. */
  readonly all?: true;
  /** With `all`: a folder of more. */
  readonly traces?: string;
}

/** A trace that does not replay keeps no other from being told; it is the last to be heard of, and gives the exit code. */
export async function run(named: readonly string[], flags: ReplayFlags): Promise<ExitCode> {
  const { relaxed } = flags;
  const files = flags.all ? [...named, ...corpusFiles(foldersIn(flags))] : requireNamed(named, flags);
  const mistakes: string[] = [];
  const code = relaxed
    ? printRelaxed(await each(files, flags, replayedRelaxed, mistakes), flags)
    : await printAll(await each(files, flags, replayed, mistakes), flags);
  if (mistakes.length > 0) throw new InputError(mistakes);
  return code;
}

/** Throws InputError where there is none. */
function requireNamed(files: readonly string[], { traces }: ReplayFlags): readonly string[] {
  if (traces !== undefined)
    throw new InputError([`--traces ${traces}: it is of replay --all; expected --all, or the traces by name`]);
  if (files.length > 0) return files;
  throw new InputError(['replay: no trace is named; expected trace files, or --all for those of the corpus']);
}

/** Throws InputError where it is no folder. */
function foldersIn({ traces }: ReplayFlags): readonly string[] {
  if (traces === undefined || traces === NO_TRACES) return [];
  if (statSync(traces, { throwIfNoEntry: false })?.isDirectory() === true) return [traces];
  throw new InputError([`--traces ${traces}: there is no such folder; expected a folder of traces`]);
}

/** What becomes of those that can be taken; `mistakes` hears of the others. */
function each<T>(
  files: readonly string[],
  flags: ReplayFlags,
  replay: (executor: Executor, file: string, flags: ReplayFlags) => Promise<T>,
  mistakes: string[],
): Promise<T[]> {
  return executing({ called: calledIn(flags), quiet: flags.quiet }, async (executor) => {
    const told: T[] = [];
    for (const file of files)
      try {
        told.push(await replay(executor, file, flags));
      } catch (problem) {
        if (!(problem instanceof InputError)) throw problem;
        mistakes.push(...problem.lines);
      }
    return told;
  });
}

async function printAll(told: readonly Replayed[], flags: ReplayFlags): Promise<ExitCode> {
  const palette = paletteOf(flags.color, process.stdout);
  if (told.length > 0 && flags.json) print(JSON.stringify({ results: told.map(resultOf), version }));
  else {
    if (!flags.quiet) for (const replay of await explainedAll(told, flags.quiet)) print(showSchedule(replay, palette));
    for (const replay of told) print(verdictLine(replay, palette));
    printNotes(liftedAmong(flags.patch === undefined ? [] : [flags.patch]));
  }
  if (told.some(({ wrong }) => wrong !== null)) return EXIT.violated;
  return told.some(({ livelock }) => livelock === 'unknown') ? EXIT.clipped : EXIT.ok;
}

/** A schedule that parted is not shown: what it does not violate would be taken for more than it is. */
function printRelaxed(told: readonly RelaxedReplayed[], flags: ReplayFlags): ExitCode {
  const palette = paletteOf(flags.color, process.stdout);
  if (told.length > 0 && flags.json) {
    const results = told.map((replay) => ({ ...resultOf(replay), ...relaxedPart(replay) }));
    print(JSON.stringify({ results, version }));
  } else {
    const shown = flags.quiet ? [] : told.filter((replay) => relaxedVerdict(replay) !== 'parted');
    for (const replay of shown) print(showSchedule(replay, palette));
    for (const replay of told) print(relaxedLine(replay, palette));
  }
  const parted = told.filter((replay) => relaxedVerdict(replay) === 'parted').length;
  if (relaxedExit(told) === EXIT.badInput)
    complain(
      `kioctx: ${parted} of ${counted(told.length, 'trace')} parted: nothing is known of what is violated there`,
    );
  return relaxedExit(told);
}

const resultOf = ({ path, patch, scenario, property, wrong, steps }: Omit<Replayed, 'turns'>) => ({
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

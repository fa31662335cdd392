/** The program: commands, and one exit code for everything that can go wrong. */
import { Command, CommanderError } from 'commander';
import { ImpureStep, LimitReached, PatchMisfit, PredicateFailed } from '../model/core/index.ts';
import { visible } from '../model/scenarios/input-issue.ts';
import { EXIT, type ExitCode, InputError } from './exit.ts';
import { WorkerDied } from '../properties/search/parallel/explore.ts';
import { listCommand } from './list.ts';
import { outcomesCommand } from './outcomes.ts';
import { proveCommand } from './prove.ts';
import { replayCommand } from './replay.ts';
import { runCommand } from './run.ts';
import { showCommand } from './show.ts';
import { shrinkCommand } from './shrink.ts';
import { startCommand } from './start.ts';
import { version } from './version.ts';

// Whoever reads the output may stop: `kioctx prove | head`.
process.stdout.on('error', (problem: NodeJS.ErrnoException) => {
  if (problem.code !== 'EPIPE') throw problem;
  process.exit();
});

const commands = [
  proveCommand,
  outcomesCommand,
  runCommand,
  shrinkCommand,
  replayCommand,
  showCommand,
  listCommand,
  startCommand,
];

/** Runs one command line, without the names of node and the program; prints what it has to say, and gives the exit code. */
export async function main(args: readonly string[]): Promise<ExitCode> {
  const program = new Command('kioctx')
    .description(
      'Runs a model of the Linux AIO core under a patch through every interleaving, and tells what it fixes and breaks.',
    )
    .version(version)
    .showSuggestionAfterError()
    .configureOutput({ outputError: (text, write) => write(visibleError(text)) })
    .exitOverride();
  let code: ExitCode = EXIT.ok;
  const finish = (at: ExitCode): void => {
    code = at;
  };
  for (const add of commands) add(program, finish).exitOverride();
  try {
    await program.parseAsync(args, { from: 'user' });
    return code;
  } catch (problem) {
    return told(problem);
  }
}

/** What commander says of a word of the command line, which is in it as it was given; a second line may name the nearest. */
const visibleError = (text: string): string =>
  text
    .trimEnd()
    .split(/\n(?=\(Did you mean )/)
    .map(visible)
    .join('\n') + '\n';

/** What else can go wrong, what is said before and after its message, and the exit code for it. */
const FORESEEN: readonly (readonly [
  kind: abstract new (...args: never) => Error,
  before: string,
  after: string,
  code: ExitCode,
])[] = [
  [ImpureStep, '', '; expected a patch whose steps depend on k and f alone', EXIT.badInput],
  [PatchMisfit, '', '', EXIT.badInput],
  [PredicateFailed, '', '; expected a property that only looks, and at what is there', EXIT.badInput],
  [LimitReached, 'there is no verdict: the model has ', '', EXIT.clipped],
  [WorkerDied, '', '; there is no verdict', EXIT.internal],
];

/** Says what went wrong; gives the exit code for it. */
function told(problem: unknown): ExitCode {
  if (problem instanceof InputError) {
    for (const line of problem.lines) console.error(`kioctx: ${visible(line)}`);
    return EXIT.badInput;
  }
  for (const [kind, before, after, code] of FORESEEN)
    if (problem instanceof kind) {
      console.error(`kioctx: ${before}${visible(problem.message)}${after}`);
      return code;
    }
  if (problem instanceof CommanderError) return problem.exitCode === 0 ? EXIT.ok : EXIT.badInput;
  console.error('kioctx: internal error, please report it:');
  console.error(problem);
  return EXIT.internal;
}

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

/** Says what went wrong; gives the exit code for it. */
function told(problem: unknown): ExitCode {
  if (problem instanceof InputError) {
    for (const line of problem.lines) console.error(`kioctx: ${visible(line)}`);
    return EXIT.badInput;
  }
  if (problem instanceof ImpureStep) {
    console.error(`kioctx: ${visible(problem.message)}; expected a patch whose steps depend on k and f alone`);
    return EXIT.badInput;
  }
  if (problem instanceof PatchMisfit) {
    console.error(`kioctx: ${visible(problem.message)}`);
    return EXIT.badInput;
  }
  if (problem instanceof PredicateFailed) {
    console.error(`kioctx: ${visible(problem.message)}; expected a property that only looks, and at what is there`);
    return EXIT.badInput;
  }
  if (problem instanceof LimitReached) {
    console.error(`kioctx: there is no verdict: the model has ${visible(problem.message)}`);
    return EXIT.clipped;
  }
  if (problem instanceof WorkerDied) {
    console.error(`kioctx: ${visible(problem.message)}; there is no verdict`);
    return EXIT.internal;
  }
  if (problem instanceof CommanderError) return problem.exitCode === 0 ? EXIT.ok : EXIT.badInput;
  console.error('kioctx: internal error, please report it:');
  console.error(problem);
  return EXIT.internal;
}

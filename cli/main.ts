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

const program = new Command('kioctx')
  .description(
    'Runs a model of the Linux AIO core under a patch through every interleaving, and tells what it fixes and breaks.',
  )
  .version(version)
  .showSuggestionAfterError()
  .exitOverride();

// Whoever reads the output may stop: `kioctx prove | head`.
process.stdout.on('error', (problem: NodeJS.ErrnoException) => {
  if (problem.code !== 'EPIPE') throw problem;
  process.exit();
});

const finish = (code: ExitCode): void => {
  process.exitCode = code;
};

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
for (const add of commands) add(program, finish).exitOverride();

try {
  await program.parseAsync();
} catch (problem) {
  if (problem instanceof InputError) {
    for (const line of problem.lines) console.error(`kioctx: ${visible(line)}`);
    finish(EXIT.badInput);
  } else if (problem instanceof ImpureStep) {
    console.error(`kioctx: ${visible(problem.message)}; expected a patch whose steps depend on k and f alone`);
    finish(EXIT.badInput);
  } else if (problem instanceof PatchMisfit) {
    console.error(`kioctx: ${visible(problem.message)}`);
    finish(EXIT.badInput);
  } else if (problem instanceof PredicateFailed) {
    console.error(`kioctx: ${visible(problem.message)}; expected a property that only looks, and at what is there`);
    finish(EXIT.badInput);
  } else if (problem instanceof LimitReached) {
    console.error(`kioctx: there is no verdict: the model has ${visible(problem.message)}`);
    finish(EXIT.clipped);
  } else if (problem instanceof WorkerDied) {
    console.error(`kioctx: ${visible(problem.message)}; there is no verdict`);
    finish(EXIT.internal);
  } else if (problem instanceof CommanderError) finish(problem.exitCode === 0 ? EXIT.ok : EXIT.badInput);
  else {
    console.error('kioctx: internal error, please report it:');
    console.error(problem);
    finish(EXIT.internal);
  }
}

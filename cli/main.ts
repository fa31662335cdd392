/** The program: commands, and one exit code for everything that can go wrong. */
import { Command } from 'commander';
import { visible } from '../model/diagnostics/visible.ts';
import { checkCommand } from './check.ts';
import { EXIT, type ExitCode, worst } from './exit.ts';
import { failureOf } from './failure.ts';
import { listCommand } from './list.ts';
import { complain, lost, printRaw } from './output.ts';
import { outcomesCommand } from './outcomes.ts';
import { proveCommand } from './prove.ts';
import { replayCommand } from './replay.ts';
import { runCommand } from './run.ts';
import { showCommand } from './show.ts';
import { shrinkCommand } from './shrink.ts';
import { startCommand } from './start.ts';
import { version } from './own-package.ts';

const commands = [
  proveCommand,
  outcomesCommand,
  runCommand,
  shrinkCommand,
  replayCommand,
  showCommand,
  listCommand,
  checkCommand,
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
    .configureOutput({ writeOut: printRaw, writeErr: (text) => complain(visibleError(text)) })
    .exitOverride();
  let code: ExitCode = EXIT.ok;
  const finish = (at: ExitCode): void => {
    code = at;
  };
  for (const add of commands) add(program, finish).exitOverride();
  try {
    await program.parseAsync(args, { from: 'user' });
  } catch (problem) {
    code = told(problem);
  }
  const why = await lost();
  if (why === null) return code;
  complain(`kioctx: standard output: cannot write there: ${why}; what was printed is not complete`);
  return worst([code, EXIT.unwritten]);
}

/** What commander says of a word of the command line, which is in it as it was given; a second line may name the nearest. */
const visibleError = (text: string): string =>
  text
    .trimEnd()
    .split(/\n(?=\(Did you mean )/)
    .map(visible)
    .join('\n');

/** Says what went wrong; gives the exit code for it. */
function told(problem: unknown): ExitCode {
  const failure = failureOf(problem);
  if (failure === null) return EXIT.ok;
  for (const line of failure.lines) complain(`kioctx: ${visible(line)}`);
  return failure.code;
}

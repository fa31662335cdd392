/** The program: commands, and one exit code for everything that can go wrong. */
import { Command, CommanderError } from 'commander';
import { visible } from '../model/diagnostics/visible.ts';
import { addCommands } from './commands.ts';
import { EXIT, type ExitCode, worst } from './exit.ts';
import { modulesAmong } from './given.ts';
import { complain, lost, printRaw } from './output.ts';
import { version } from './own-package.ts';

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
  addCommands(program, finish);
  program.hook('preAction', (_program, command) => liftCalledBy(command));
  try {
    await program.parseAsync(args, { from: 'user' });
  } catch (problem) {
    code = await told(problem);
  }
  const why = await lost();
  if (why === null) return code;
  complain(`kioctx: standard output: cannot write there: ${why}; what was printed is not complete`);
  return worst([code, EXIT.unwritten]);
}

interface CalledFlags {
  readonly patch?: string | string[];
  readonly against?: string;
  /** A kernel tree. */
  readonly linux?: string;
}

/** Diffs among the patches that a command line names are modules from here on. */
async function liftCalledBy(command: Command): Promise<void> {
  const { patch = [], against = [], linux } = command.opts<CalledFlags>();
  const called = [patch, against, command.name() === 'check' ? command.args : []].flat();
  if (command.name() === 'lift' || command.name() === 'check-source') return;
  if (modulesAmong(called).length > 0 || linux !== undefined)
    await (await import('./lifted/lift-called.ts')).liftCalled(called, linux);
}

/** What commander says of a word of the command line, which is in it as it was given; a second line may name the nearest. */
const visibleError = (text: string): string =>
  text
    .trimEnd()
    .split(/\n(?=\(Did you mean )/)
    .map(visible)
    .join('\n');

/** Says what went wrong; gives the exit code for it. */
async function told(problem: unknown): Promise<ExitCode> {
  // Commander has said it.
  if (problem instanceof CommanderError) return problem.exitCode === 0 ? EXIT.ok : EXIT.badInput;
  const { failureOf } = await import('./failure.ts');
  const { code, lines } = failureOf(problem);
  for (const line of lines) complain(`kioctx: ${visible(line)}`);
  return code;
}

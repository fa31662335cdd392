/**
 * The command line: each command with its arguments and flags. What a command does is loaded when it is called, so that `--help`
 * and the lists need not wait for all the rest.
 */
import { Argument, type Command, InvalidArgumentError, Option } from 'commander';
import { PCT_DEPTH } from '../properties/search/strategies.ts';
import type { ExitCode } from './exit.ts';
import {
  collect,
  count,
  folder,
  FORMATS,
  GRAPH_FORMATS,
  LISTS,
  RUNS,
  SEEDS,
  withBounds,
  withColorFlag,
  withExhaustiveFlags,
  withJsonFlag,
  withJunitFlag,
  withLinuxFlag,
  withLookFlags,
  withMemoryFlag,
  withOtherFlags,
  withPropertyFlag,
  withSearchFlags,
  withSourceFlags,
  withTracesFlag,
  writable,
} from './options.ts';

/** What a command does with what commander read: its argument, or its arguments, and its flags. */
type Job<A extends readonly unknown[]> = (...given: A) => Promise<ExitCode>;
type Finish = (code: ExitCode) => void;

/** Loads a module and runs what it has of that name. */
const loaded =
  <A extends readonly unknown[]>(load: () => Promise<{ readonly run: Job<A> }>, finish: Finish) =>
  async (...given: A): Promise<void> =>
    finish(await (await load()).run(...given));

function seed(text: string): number {
  const value = Number(text);
  if (!Number.isInteger(value) || Math.abs(value) >= SEEDS || text.trim() === '')
    throw new InvalidArgumentError('Expected a whole number of at most 31 bits.');
  return value;
}

function path(text: string): string {
  // fast-check goes through everything before the place that a number names.
  if (!/^\d{1,8}(:\d{1,8})*$/.test(text))
    throw new InvalidArgumentError('Expected numbers of at most 8 digits with colons between, as 12:345.');
  return text;
}

/** Behind the flags of `--help`: two command lines that can be tried, and what exit codes mean. 2, 70 and 74 mean the same everywhere. */
const helpEnd = (examples: readonly [string, string], codes: string): string =>
  `\nExamples:\n${examples.map((line) => `  npx kioctx ${line}\n`).join('')}
Exit codes: ${codes}; 2 bad input, 70 an internal error, 74 output that cannot be written.`;

const SEARCHED = '0 everything holds, 1 a property is violated, 3 a bound was hit or the search interrupted';

const listed = (formats: readonly string[]): string => `${formats.slice(0, -1).join(', ')} or ${formats.at(-1)}`;

/** Adds all commands, in the order of `--help`. `finish` hears the exit code of the one that is called. */
export function addCommands(program: Command, finish: Finish): void {
  withJunitFlag(withTracesFlag(withPropertyFlag(withExhaustiveFlags(program.command('prove')))))
    .description('decide each property on every schedule of each scenario, for each patch')
    .argument('[scenario...]', 'shipped names or files (default: all shipped)')
    .option('--against <name|file>', 'prove this patch too, and tell only in what the others differ from it')
    .addHelpText(
      'after',
      helpEnd(['prove dw1-inval --patch 2.6.20', 'prove ./mine.json --patch ./mine.ts --against 2.6.20'], SEARCHED),
    )
    .action(loaded(() => import('./prove.ts'), finish));
  withExhaustiveFlags(program.command('outcomes'))
    .description('the set of final outcomes over every schedule')
    .argument('<scenario...>', 'shipped names or files')
    .addHelpText(
      'after',
      helpEnd(
        ['outcomes buffered', 'outcomes dw1-inval --patch 2.6.20 --json'],
        '0 these are all, 3 there may be more: a bound was hit or the search interrupted',
      ),
    )
    .action(loaded(() => import('./outcomes.ts'), finish));
  withJunitFlag(withTracesFlag(withPropertyFlag(withSearchFlags(program.command('run')))))
    .description('search at random for violations of properties, and shrink each to its minimum')
    .argument('[property...]', 'properties (default: all)')
    .option('--runs <n>', 'schedules to try for each patch and property', count, RUNS)
    .option('--seed <n>', 'where the random numbers begin (default: anywhere; it is printed)', seed)
    .option('--path <path>', 'with --seed: make the failure of that path again', path)
    .addOption(new Option('--strategy <name>', 'who goes next').choices(['uniform', 'pct', 'pos']).default('uniform'))
    .option('--depth <n>', `orderings of steps that pct looks for (default: ${PCT_DEPTH})`, count)
    .option('--scenario <name|file>', 'search in this one (repeatable; default: random scenarios)', collect, [])
    .option('--no-corpus', 'do not try the traces of counterexamples/corpus first')
    .addHelpText(
      'after',
      helpEnd(
        ['run no-double-completion --patch 2.6.20 --seed 1', 'run no-leak --patch ./mine.ts --runs 100'],
        '0 no violation was found, 1 a property is violated, 3 the search was interrupted',
      ),
    )
    .action(loaded(() => import('./run.ts'), finish));
  withTracesFlag(withBounds(withOtherFlags(withLookFlags(program.command('shrink')))))
    .description('make a failing trace minimal: fewest tasks and requests, then faults, switches and steps')
    .argument('<trace>', 'a trace file')
    .option('-o, --output <file>', 'write the minimum there, and not to the folder of traces', writable)
    .option('--test <file>', 'write a vitest test of the minimum there, as mine.test.ts', writable)
    .option('--json', 'print the minimum as one JSON document and nothing else')
    .addHelpText(
      'after',
      helpEnd(
        ['shrink ./mine.trace.json', 'shrink ./mine.trace.json -o smaller.trace.json --test smaller.test.ts'],
        '0 the minimum was found, 3 it is not proved to be one',
      ),
    )
    .action(loaded(() => import('./shrink.ts'), finish));
  withJsonFlag(withOtherFlags(withLookFlags(program.command('replay'))))
    .description('run traces step by step: 1 where one is violated still, 0 where none is, 2 where one cannot be taken')
    .argument('[trace...]', 'trace files')
    .option(
      '--all',
      'all traces that are kept: those shipped, those in counterexamples/corpus here, and those of --traces',
    )
    .option('--traces <folder>', 'with --all: the traces in this folder too', folder)
    .option(
      '--relaxed',
      'on another kernel: take its steps that no line names too, and say where a trace parts from it',
    )
    .addHelpText(
      'after',
      helpEnd(
        ['replay ./mine.trace.json', 'replay ./mine.trace.json --relaxed --patch ./mine.ts --quiet'],
        '0 none is violated, 1 one is, 3 it could not be judged; with --relaxed 2 is one that parted, too',
      ),
    )
    .action(loaded(() => import('./replay.ts'), finish));
  withTracesFlag(withBounds(withOtherFlags(withLookFlags(program.command('explain')))))
    .description('why a trace fails: the steps that matter, the orders that decide, the nearest schedule that passes')
    .argument('<trace>', 'a trace file; one that is not proved to be minimal is made so first')
    .option('--all', 'show every step, and not what matters alone')
    .option('--json', 'print one JSON document and nothing else')
    .addHelpText(
      'after',
      helpEnd(
        ['explain ./mine.trace.json', 'explain ./mine.trace.json --json'],
        '0 it is explained, 3 a bound was hit or it was interrupted',
      ),
    )
    .action(loaded(() => import('./explain.ts'), finish));
  withOtherFlags(withColorFlag(program.command('show')))
    .description('render a trace; or write a scenario as a program in C that runs it on a real kernel (--as c)')
    .argument('<trace>', 'a trace file; with --as c also a scenario: a shipped name or a file')
    .option('--as <format>', listed(FORMATS), 'text')
    .option('--all', 'show every step, and not what matters alone')
    .option('-o, --output <file>', 'write it there', writable)
    .addHelpText(
      'after',
      helpEnd(['show ./mine.trace.json --as mail', 'show dw1-reader --as c -o dw1-reader.c'], '0 it was rendered'),
    )
    .action(loaded(() => import('./show.ts'), finish));
  withOtherFlags(program.command('explore'))
    .description('one page with the model, the patch and the search in it: go on from any state, and prove')
    .argument('<scenario|trace>', 'a shipped scenario, a scenario file or a trace file')
    .option('-o, --output <file>', 'write it there', writable)
    .addHelpText(
      'after',
      helpEnd(
        ['explore dw1-inval --patch 2.6.20 -o dw1-inval.html', 'explore ./mine.json --patch ./mine.ts -o mine.html'],
        '0 it was made',
      ),
    )
    .action(loaded(() => import('./explore.ts'), finish));
  withLinuxFlag(withPropertyFlag(withMemoryFlag(withBounds(withLookFlags(program.command('graph'))))))
    .description('the whole graph of a scenario’s states, unreduced, with what each state and step violates')
    .argument('<scenario>', 'a shipped name or a file')
    .option('--as <format>', `${listed(GRAPH_FORMATS)}: for Graphviz, or for CADP and mCRL2`, 'dot')
    .option('--minimise', 'take for one what is strongly bisimilar')
    .option(
      '--patch <name|file>',
      'a patch: a shipped name, a module, a diff or mail, or several joined by +',
      '2.6.20',
    )
    .option('-o, --output <file>', 'write it there', writable)
    .addHelpText(
      'after',
      helpEnd(
        ['graph buffered', 'graph dw1-inval --as aut --minimise --property no-double-completion'],
        '0 it was written, 3 nothing was: a bound was hit or the search interrupted',
      ),
    )
    .action(loaded(() => import('./graph.ts'), finish));
  withLinuxFlag(withJsonFlag(withTracesFlag(program.command('list'), 'where `list traces` looks')))
    .description('what there is, one line each')
    .addArgument(new Argument('<what>', 'what to list').choices(LISTS))
    .argument('[function]', 'with steps: whose; with fields: of which struct')
    .option('--patch <name|file>', 'with functions, steps and fields: under this patch, or several joined by +')
    .addHelpText(
      'after',
      helpEnd(['list scenarios', 'list steps aio_complete --patch post-eiocbqueued'], '0 it was listed'),
    )
    .action(loaded(() => import('./list.ts'), finish));
  withLinuxFlag(withJsonFlag(program.command('check')))
    .description('what is wrong with a patch or property module, and what it edits')
    .argument(
      '<file...>',
      'modules: .ts, .mts, .js or .mjs; diffs and mails; A+FILE: on top of the patch A; or a shipped patch',
    )
    .addHelpText(
      'after',
      helpEnd(
        ['check ./mine.ts', 'check ./mine.ts --json'],
        '0 nothing is wrong (2 where something is), 3 it was interrupted',
      ),
    )
    .action(loaded(() => import('./check.ts'), finish));
  withLinuxFlag(withJsonFlag(withColorFlag(program.command('lift'))))
    .description('a patch module from a diff or a mail, and what became of each line that it changes')
    .argument('<diff|mail>', 'a unified diff, or a mail that has one')
    .option('-o, --output <file>', 'write the module there', writable)
    .option('--reverse', 'lift its undoing')
    .option('--all', 'show all lines that stay, and not only those around what changes')
    .addHelpText(
      'after',
      helpEnd(
        ['lift ./fix.patch', 'lift ./fix.patch -o fix.ts'],
        '0 every line is accounted for, 3 some line was not lifted',
      ),
    )
    .action(loaded(() => import('./lift.ts'), finish));
  withSourceFlags(program.command('check-source'))
    .description(
      'the model’s lines held against a kernel tree, and what it does against what that tree’s C makes of it',
    )
    .argument('[scenario...]', 'shipped names or files (default: all shipped that take no minutes)')
    .option('--function <name>', 'make this one anew of its C (repeatable; default: all)', collect, [])
    .addHelpText(
      'after',
      helpEnd(
        [
          'check-source --linux ~/linux-2.6.20',
          'check-source dw1-inval --linux ~/linux-2.6.20 --function aio_complete',
        ],
        '0 all is as in 2.6.20 and equal, 1 something differs, 3 a bound was hit or the search interrupted',
      ),
    )
    .action(loaded(() => import('./source/check.ts'), finish));
  withTracesFlag(withLookFlags(program.command('start')))
    .description('prove the shipped scenarios for every shipped patch, and compare with the expected verdicts')
    .addHelpText(
      'after',
      helpEnd(
        ['start', 'start --quiet --traces none'],
        '0 all verdicts are as expected, 1 one is not, 3 the searches were interrupted',
      ),
    )
    .action(loaded(() => import('./start.ts'), finish));
}

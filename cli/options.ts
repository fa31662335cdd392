/** The flags that commands share, read and checked once. */
import { type Command, InvalidArgumentError } from 'commander';
import type { Style } from '../counterexamples/lanes.ts';
import type { Reductions } from '../properties/search/reduction.ts';
import pc from 'picocolors';
import { TRACES } from './traces.ts';

export interface LookFlags {
  readonly quiet?: true;
  readonly color: 'auto' | 'always' | 'never';
}

export interface LimitFlags {
  readonly maxStates?: number;
  readonly maxSeconds?: number;
  /** Megabytes. */
  readonly maxMemory?: number;
}

/** Set to false by `--no-…`. */
export interface ReductionFlags {
  readonly reduction?: boolean;
  readonly por?: boolean;
  readonly lockDiscipline?: boolean;
  readonly symmetry?: boolean;
}

/** Undefined: nothing may be left out. */
export const leavingOf = ({ reduction, por, lockDiscipline, symmetry }: ReductionFlags): Reductions | undefined =>
  reduction === false || por === false ? undefined : { locks: lockDiscipline !== false, symmetry: symmetry !== false };

/** Where traces go: a folder, or `none`. */
export interface TracesFlag {
  readonly traces: string;
}

export interface SearchFlags extends LookFlags, LimitFlags, ReductionFlags {
  readonly workers?: number;
  readonly patch: readonly string[];
  readonly property: readonly string[];
  readonly json?: true;
  readonly junit?: string;
  readonly statistics?: true;
}

/** fast-check takes seeds of 32 bits. */
export const SEEDS = 2 ** 31;

/** What `list`, `show --as` and `graph --as` know. */
export const LISTS = ['patches', 'scenarios', 'properties', 'traces', 'functions', 'steps', 'fields'] as const;
export const FORMATS = ['text', 'mail', 'markdown', 'mermaid', 'itf', 'html', 'json', 'c'] as const;
export const GRAPH_FORMATS = ['dot', 'aut'] as const;

/** How many random schedules are tried for each patch and property when nothing is said. */
export const RUNS = 1000;

function positive(text: string): number {
  const value = Number(text);
  if (!(value > 0) || !Number.isFinite(value)) throw new InvalidArgumentError('Expected a number above 0.');
  return value;
}

export function count(text: string): number {
  const value = positive(text);
  if (!Number.isSafeInteger(value)) throw new InvalidArgumentError('Expected a whole number above 0.');
  return value;
}

function when(text: string): LookFlags['color'] {
  if (text !== 'auto' && text !== 'always' && text !== 'never')
    throw new InvalidArgumentError('Expected auto, always or never.');
  return text;
}

export function folder(text: string): string {
  if (text === '') throw new InvalidArgumentError('Expected a folder, or none.');
  return text;
}

/** A file to be written. */
export function writable(text: string): string {
  if (text === '') throw new InvalidArgumentError('Expected a file.');
  return text;
}

export const withJsonFlag = (command: Command): Command =>
  command.option('--json', 'print one JSON document and nothing else');

export const withJunitFlag = (command: Command): Command =>
  command.option('--junit <file>', 'write the verdicts as JUnit XML too', writable);

export const withTracesFlag = (command: Command, what = 'write traces there'): Command =>
  command.option('--traces <folder|none>', what, folder, TRACES);

export const collect = (value: string, before: readonly string[]): string[] => [...before, value];

export const withColorFlag = (command: Command): Command =>
  command.option('--color <when>', 'auto, always or never', when, 'auto');

export const withLookFlags = (command: Command): Command =>
  withColorFlag(command.option('--quiet', 'print verdicts only'));

export const withLinuxFlag = (command: Command): Command =>
  command.option(
    '--linux <folder>',
    'a source tree of Linux 2.6.20: what diffs do not show of the functions that they change is taken from there',
    folder,
  );

/** What a trace names, and may be given otherwise: the user's own modules must be. */
export interface OtherFlags {
  readonly patch?: string;
  readonly property?: string;
}

/** What of it the user called by name or file. */
export const calledIn = ({ patch, property }: OtherFlags): string[] =>
  [patch, property].filter((name) => name !== undefined);

export const withOtherFlags = (command: Command): Command =>
  withLinuxFlag(
    command.option('--patch <name|file>', 'run it under this patch, not under the one that the trace names'),
  ).option('--property <name|file>', 'judge it by this property, not by the one that the trace names');

export const withBounds = (command: Command): Command =>
  command
    .option('--max-states <n>', 'stop each search after n states (where failures are shrunk: places)', count)
    .option('--max-seconds <n>', 'stop each search after n seconds', positive);

export const withSearchFlags = (command: Command): Command =>
  withReductionFlags(
    withLinuxFlag(
      withBounds(withLookFlags(command)).option(
        '--patch <name|file>',
        'a patch: a shipped name, a module, a diff or mail, or several joined by + (repeatable)',
        collect,
        [],
      ),
    ),
  );

const withReductionFlags = (command: Command): Command =>
  withJsonFlag(command)
    .option(
      '--workers <n>',
      'threads on which several searches go at once (default: one for each core), or share one that leaves nothing out',
      count,
    )
    .option('--no-reduction', 'leave nothing out, however large the search')
    .option('--no-por', 'the same for stubborn sets (and what rests on them)')
    .option('--no-lock-discipline', 'without knowing that what is done under one lock is in nobody’s way')
    .option('--no-symmetry', 'without taking for one what differs by a renaming');

/** For what is held against a kernel tree. */
export const withSourceFlags = (command: Command): Command =>
  withReductionFlags(
    withMemoryFlag(
      withBounds(
        withLookFlags(
          command.requiredOption(
            '--linux <folder>',
            'a source tree of the kernel, Linux 2.6.20 if nothing is to differ',
            folder,
          ),
        ),
      ),
    ),
  );

export const withMemoryFlag = (command: Command): Command =>
  command.option(
    '--max-memory <MB>',
    'stop each search when its tables take so many megabytes (default: 80 % of the memory there is)',
    positive,
  );

/** For the searches that go through everything. */
export const withExhaustiveFlags = (command: Command): Command =>
  withMemoryFlag(withSearchFlags(command)).option(
    '--statistics',
    'tell what each search cost and saved, and which steps it never took',
  );

export const withPropertyFlag = (command: Command): Command =>
  command.option(
    '--property <name|file>',
    'a property: a shipped name or a module (repeatable; default: all)',
    collect,
    [],
  );

const plain: Style = { bold: String, dim: String, red: String, cyan: String };

export interface Palette extends Style {
  readonly green: (text: string) => string;
  readonly yellow: (text: string) => string;
}

export function paletteOf(when_: LookFlags['color'], stream: NodeJS.WriteStream): Palette {
  const on = when_ === 'always' || (when_ === 'auto' && stream.isTTY && pc.isColorSupported);
  return on ? pc.createColors(true) : { ...plain, green: String, yellow: String };
}

/**
 * The hand-written Promela twin of the family, `family.pml`: builds it with spin and gcc, runs it, and reads what it tells.
 * Run by hand it holds the twin against the model for one and two requests, and measures it for up to three.
 */
import { type SpawnSyncReturns, spawnSync } from 'node:child_process';
import { closeSync, mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { closeWorld } from '../../../model/closed-world.ts';
import { PackedMachine } from '../../../model/core/index.ts';
import { NBYTES } from '../../../model/world.ts';
import { EINVAL, EIO } from '../../../model/include/linux/errno.ts';
import { patchByName } from '../../../model/named-patches.ts';
import { worldOf } from '../../../model/scenarios/format/scenario.ts';
import { canonical, type RunOutcome } from '../../../properties/aio/outcome.ts';
import { outcomeSet } from '../../../properties/aio/outcome-set.ts';
import { family } from '../family.ts';

/** The patch that the twin is written for. */
export const PATCH = 'post-eiocbqueued+wake';

const source = fileURLToPath(new URL('family.pml', import.meta.url));

export interface Options {
  /** SPIN's partial-order reduction. */
  readonly reduction: boolean;
  /** SPIN's merging of statements on locals. */
  readonly merging: boolean;
  /** For the whole of pan: states, hash table and stack, in units of 2^20 bytes. */
  readonly maxMegabytes: number;
  readonly maxSeconds: number;
  /** The twin as somebody helps the reduction by hand: see README.md. */
  readonly helped?: boolean;
  /** Have every end told. Slower: not for measuring. */
  readonly outcomes?: boolean;
}

export interface Verified {
  readonly states: number;
  /** As pan counts them: being in the initial state is one. */
  readonly transitions: number;
  /** Of pan, from its start to its end. */
  readonly seconds: number;
  /** Of spin and gcc. */
  readonly compileSeconds: number;
  /** All that pan allocated, in units of 2^20 bytes. */
  readonly megabytes: number;
  /** Of a stored state with its entry in the table, without the table's slots. */
  readonly bytesPerState: number;
  /** Of the longest path that the depth-first search was on. */
  readonly depth: number;
  /** False: memory, time or depth ran out, and the figures are those until then. */
  readonly isComplete: boolean;
  /** Failed assertions and invalid end states; pan stops at the first. */
  readonly errors: number;
  /** Canonical texts, as `canonical` of properties/aio/outcome.ts writes them, sorted. */
  readonly outcomes: readonly string[] | null;
}

/** Whether the twin can be built here, or else why not. */
export function spinIsThere(): true | string {
  for (const [tool, flag] of [
    ['spin', '-V'],
    ['gcc', '--version'],
  ] as const)
    if (spawnSync(tool, [flag]).error !== undefined)
      return `${tool} is not installed: the Promela twin cannot be built`;
  return true;
}

/** Slots of the hash table, as a power of two that the states of so many requests fill, if memory allows. */
const hashBits = (k: number, maxMegabytes: number): number => {
  const affordable = Math.floor(Math.log2((maxMegabytes * 2 ** 20) / 8 / 4));
  return Math.min(affordable, [18, 24][k - 1] ?? 26);
};

/** No path of the family is this long. */
const DEPTH = 10_000;

/** Searches the twin of `k` requests. Throws where a tool fails. */
export function verify(k: number, options: Options): Verified {
  const folder = mkdtempSync(join(tmpdir(), 'kioctx-spin-'));
  const build = (tool: string, args: readonly string[]) => {
    mustSucceed(tool, spawnSync(tool, args, { cwd: folder, encoding: 'utf8' }));
  };
  try {
    const started = performance.now();
    build('spin', spinArgs(k, options));
    build('gcc', gccArgs(options));
    const built = performance.now();
    const text = runPan(k, options, folder);
    const ended = performance.now();
    return { ...read(k, text, options), seconds: (ended - built) / 1000, compileSeconds: (built - started) / 1000 };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Into a file: when its time is up, pan is interrupted and then tells what it has found, but nobody reads its pipe any more. */
function runPan(k: number, { maxMegabytes, maxSeconds }: Options, folder: string): string {
  const told = join(folder, 'told');
  const file = openSync(told, 'w');
  try {
    const { error } = spawnSync('./pan', [`-m${DEPTH}`, `-w${hashBits(k, maxMegabytes)}`, '-n'], {
      cwd: folder,
      stdio: ['ignore', file, 'ignore'],
      timeout: maxSeconds * 1000,
      killSignal: 'SIGINT',
    });
    if (error !== undefined && (error as NodeJS.ErrnoException).code !== 'ETIMEDOUT') throw error;
  } finally {
    closeSync(file);
  }
  return readFileSync(told, 'utf8');
}

const spinArgs = (k: number, { merging, helped, outcomes }: Options): string[] => [
  '-a',
  ...(merging ? [] : ['-o3']),
  `-DK=${k}`,
  ...(helped ? ['-DHELPED'] : []),
  ...(outcomes ? ['-DOUTCOMES'] : []),
  source,
];

const gccArgs = ({ reduction, maxMegabytes }: Options): string[] => [
  '-O2',
  '-DSAFETY',
  '-DNOFAIR',
  `-DMEMLIM=${maxMegabytes}`,
  ...(reduction ? [] : ['-DNOREDUCE']),
  '-o',
  'pan',
  'pan.c',
];

function mustSucceed(tool: string, { error, status, stdout, stderr }: SpawnSyncReturns<string>): void {
  if (error !== undefined) throw error;
  if (status !== 0) throw new Error(`${tool} failed: ${stdout}${stderr}`);
}

function read(k: number, text: string, { outcomes }: Options): Omit<Verified, 'seconds' | 'compileSeconds'> {
  const figure = (pattern: RegExp): number => {
    const found = pattern.exec(text)?.[1];
    if (found === undefined) throw new Error(`pan does not tell ${pattern}: ${text}`);
    return Number(found);
  };
  const states = figure(/^ *(\S+) states, stored/m);
  return {
    states,
    transitions: figure(/^ *(\S+) transitions/m),
    megabytes: figure(/^ *(\S+)\ttotal actual memory usage/m),
    bytesPerState: storedBytes(text),
    depth: figure(/depth reached (\d+)/),
    isComplete: !/Search not completed|max search depth too small/.test(text),
    errors: figure(/errors: (\d+)/),
    outcomes: outcomes ? outcomesIn(text, k) : null,
  };
}

/** pan tells it where its states are compressed, and the whole vector where they are too few. */
function storedBytes(text: string): number {
  const stored = /state-vector as stored = (\d+) byte \+ (\d+) byte overhead/.exec(text);
  if (stored !== null) return Number(stored[1]) + Number(stored[2]);
  return Number(/State-vector (\d+) byte/.exec(text)?.[1]);
}

/** Ends that differ in the order of different requests' events alone are one outcome. */
const outcomesIn = (text: string, k: number): string[] => {
  const ends = new Set(text.match(/^outcome .*$/gm) ?? []);
  return [...new Set([...ends].map((end) => canonical(outcomeOf(end, k))))].toSorted();
};

/** What the twin calls 0, NBYTES and EIO. */
const RESULTS = [0, NBYTES, -EIO];

/**
 * A line holds the values that the calls returned, the users that are left beside the list, the kiocbs alive, whether the
 * invalidation failed of each request, and the events in ring order as request and result.
 */
function outcomeOf(line: string, k: number): RunOutcome {
  const words = line.split(' ').slice(1);
  const number = (at: number) => Number(words[at]);
  const inserted = words.slice(5 + k).map((word) => word.split(':').map(Number));
  const perRequest = <T>(of: (iocb: number) => T): Record<string, T> =>
    Object.fromEntries(Array.from({ length: k }, (_, iocb) => [String(iocb), of(iocb)]));
  return {
    end: 'done',
    oops: null,
    stuck: [],
    returns: { submitter: [number(0)], reader: [number(1)], canceller: [number(2) === 1 ? -EINVAL : 0] },
    events: perRequest((iocb) =>
      inserted.filter(([obj]) => obj === iocb).map(([, res = 0]) => [RESULTS[res] ?? Number.NaN, 0] as const),
    ),
    cancel_events: perRequest(() => []),
    leaked: { kiocb: number(4), kioctx_users: number(3) },
    faults: perRequest((iocb) => ({ invalidate: [number(5 + iocb) === 1 ? -EIO : 0] })),
  };
}

export interface Modelled {
  readonly states: number;
  readonly transitions: number;
  readonly seconds: number;
  readonly outcomes: readonly string[];
}

/** The same of the model, by its own search. */
export function search(k: number): Modelled {
  const found = patchByName(PATCH);
  if (!found.ok) throw new Error(`there is no patch ${found.unknown}`);
  const machine = new PackedMachine(closeWorld(worldOf(family(k)), found.patch));
  const started = performance.now();
  const { outcomes, exploration } = outcomeSet(machine);
  const { states, transitions } = exploration;
  return { states, transitions, seconds: (performance.now() - started) / 1000, outcomes: outcomes.map(canonical) };
}

const UNREDUCED: Options = { reduction: false, merging: false, maxMegabytes: 7600, maxSeconds: 290 };

const ways: readonly (readonly [string, Options])[] = [
  ['unreduced', { ...UNREDUCED, merging: true }],
  ['reduced', { ...UNREDUCED, reduction: true, merging: true }],
  ['reduced, not merged', { ...UNREDUCED, reduction: true }],
  ['helped, reduced', { ...UNREDUCED, reduction: true, merging: true, helped: true }],
  ['helped, reduced, not merged', { ...UNREDUCED, reduction: true, helped: true }],
];

/** Throws unless model and twin have as many states and the same outcomes, and the helped twin these outcomes too. */
function compare(k: number): void {
  const model = search(k);
  const twin = verify(k, { ...UNREDUCED, outcomes: true });
  const helped = verify(k, { ...UNREDUCED, reduction: true, merging: true, helped: true, outcomes: true });
  const alike = twin.states === model.states && twin.transitions === model.transitions + 1;
  const agree = [twin, helped].every(
    ({ isComplete, errors, outcomes }) =>
      isComplete && errors === 0 && canonical(outcomes) === canonical(model.outcomes),
  );
  console.log(
    `k = ${k}: the model has ${model.states} states, ${model.transitions} transitions and ${model.outcomes.length} outcomes ` +
      `(${model.seconds.toFixed(1)} s); the twin ${twin.states}, ${twin.transitions} and ${twin.outcomes?.length}; ` +
      `helped ${helped.outcomes?.length} outcomes`,
  );
  if (!alike || !agree) throw new Error('model and twin differ');
}

function measure(most: number): void {
  for (let k = 1; k <= most; k++)
    console.table(
      ways.map(([way, options]) => {
        const { states, transitions, seconds, compileSeconds, megabytes, bytesPerState, depth, isComplete, errors } =
          verify(k, options);
        return {
          [`k = ${k}`]: way,
          finished: isComplete,
          errors,
          states,
          transitions,
          seconds: Number(seconds.toFixed(2)),
          'to build': Number(compileSeconds.toFixed(2)),
          'transitions/s': Math.round(transitions / seconds),
          'bytes/state': bytesPerState,
          MiB: Math.round(megabytes),
          depth,
        };
      }),
    );
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const there = spinIsThere();
  if (there === true) {
    compare(1);
    compare(2);
    measure(Number(process.argv[2] ?? 3));
  } else console.log(there);
}

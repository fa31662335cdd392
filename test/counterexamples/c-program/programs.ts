/** Programs in C made of scenarios: compiled by gcc, and run on the kernel that the tests run on. */
import { execFile, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { cProgram } from '../../../counterexamples/aio/c-program/c-program.ts';
import { closeWorld } from '../../../model/closed-world.ts';
import { PackedMachine } from '../../../model/core/index.ts';
import { base } from '../../../model/patches/index.ts';
import { type Scenario, worldOf } from '../../../model/scenarios/format/scenario.ts';
import type { Outcome } from '../../../properties/aio/outcome.ts';
import { outcomeSet } from '../../../properties/aio/outcome-set.ts';
import { measuredPatches, measuredScenarios, shippedScenario, truthOf } from '../../ground-truth/truth.ts';

/** On the disk: file systems in memory may refuse O_DIRECT. Each is removed by whoever made it, as files of tests share this module. */
const emptyFolder = (): string => mkdtempSync(join(tmpdir(), 'kioctx-c-'));

const STRICT = ['-std=gnu11', '-Wall', '-Wextra', '-Werror', '-pthread', '-O2'];
const MOST_OUTPUT = 1 << 24;

const gccIsThere = spawnSync('gcc', ['--version']).status === 0;

/** Why nothing can be compiled; null: it can. */
export const noGcc = gccIsThere ? null : 'there is no gcc';

export interface Ran {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
  /** Files that it left. */
  readonly left: readonly string[];
}

async function ran(program: string, args: readonly string[], cwd: string): Promise<Omit<Ran, 'left'>> {
  try {
    const { stdout, stderr } = await promisify(execFile)(program, [...args], { cwd, maxBuffer: MOST_OUTPUT });
    return { code: 0, stdout, stderr };
  } catch (problem) {
    const { code, stdout = '', stderr = '' } = problem as { code?: number; stdout?: string; stderr?: string };
    return { code: code ?? null, stdout, stderr };
  }
}

/** What one gcc says of these programs; empty: no warning. */
export async function warnings(programs: readonly string[], flags: readonly string[] = []): Promise<string> {
  const at = emptyFolder();
  programs.forEach((text, nth) => writeFileSync(join(at, `${nth}.c`), `${text}\n`));
  const { code, stderr } = await ran('gcc', [...STRICT, ...flags, '-c', ...programs.map((_, nth) => `${nth}.c`)], at);
  rmSync(at, { recursive: true, force: true });
  return code === 0 ? stderr : `${stderr}\nexit code ${code}`;
}

/** Compiles a program and runs it in an empty folder. */
export async function run(text: string, args: readonly string[], flags: readonly string[] = []): Promise<Ran> {
  const at = emptyFolder();
  const folder = join(at, 'files');
  mkdirSync(folder);
  writeFileSync(join(at, 'program.c'), `${text}\n`);
  try {
    const compiled = await ran('gcc', [...STRICT, ...flags, 'program.c', '-o', 'program'], at);
    if (compiled.code !== 0) throw new Error(compiled.stderr);
    const result = await ran(join(at, 'program'), args, folder);
    return { ...result, left: readdirSync(folder) };
  } finally {
    rmSync(at, { recursive: true, force: true });
  }
}

const alone: Scenario = {
  version: 1,
  name: 'alone',
  ring_nr: 4,
  iocbs: [{ op: 'direct_write', bios: 1, o_sync: false, append: false }],
  tasks: [{ name: 'a', calls: [{ io_submit: [0] }] }],
  faults: {},
};

/** Why no program can be run here: no gcc, a kernel or a sandbox that refuses io_setup, no O_DIRECT; null: it can. */
export async function whyNotRun(): Promise<string | null> {
  if (noGcc !== null) return noGcc;
  const { code, stderr } = await run(cProgram(alone), ['1']);
  if (code === 2 && stderr.startsWith('io_setup: ')) return stderr.trim();
  // Nothing that is wrong with programs is a reason to leave them out.
  if (code !== 0) throw new Error(`exit code ${code}: ${stderr}`);
  return stderr.includes('no O_DIRECT') ? `no O_DIRECT in ${tmpdir()}` : null;
}

/** What user space sees of an outcome. */
export interface Seen {
  readonly end: string;
  readonly stuck: readonly string[];
  readonly returns: Readonly<Record<string, readonly number[]>>;
  readonly events: Readonly<Record<string, readonly (readonly [number, number])[]>>;
  readonly cancel_events: Readonly<Record<string, readonly (readonly [number, number])[]>>;
}

/** The table that a program prints. */
export const table = (stdout: string): { readonly count: number; readonly outcome: Seen }[] =>
  stdout
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as { count: number; outcome: Seen });

/** Its calls are the same in 2.6.20 and today, and its requests are those of ordinary files. */
export const isOfToday = ({ iocbs, tasks }: Scenario): boolean =>
  iocbs.every(({ op }) => op !== 'retry' && op !== 'queued') &&
  tasks.every(({ calls }) => calls.every((call) => !('io_cancel' in call) && !('io_destroy' in call)));

/** In one order of keys. */
export const seen = ({ end, stuck, returns, events, cancel_events }: Seen): string => {
  const sorted = (record: Readonly<Record<string, unknown>>) =>
    Object.entries(record).toSorted(([a], [b]) => (a < b ? -1 : 1));
  return JSON.stringify([end, stuck, sorted(returns), sorted(events), sorted(cancel_events)]);
};

/** What the model comes to, with each patch that was measured on the real C; without any, where it was not. */
export function modelled(name: string): ReadonlySet<string> {
  const outcomes: readonly Outcome[] = measuredScenarios().includes(name)
    ? measuredPatches().flatMap((patch) => truthOf(patch, name).outcomes as readonly Outcome[])
    : outcomeSet(new PackedMachine(closeWorld(worldOf(shippedScenario(name)), base))).outcomes;
  return new Set(outcomes.flatMap((outcome) => (outcome.end === 'oops' ? [] : [seen(outcome)])));
}

/** Outcomes that a program saw, and the model does not come to. */
export const notModelled = (stdout: string, name: string): Seen[] => {
  const known = modelled(name);
  return table(stdout).flatMap(({ outcome }) => (known.has(seen(outcome)) ? [] : [outcome]));
};

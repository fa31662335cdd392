/**
 * Signals at random moments, and several runs in one folder: no file is ever torn, and none is left over. CI takes few of them;
 * `npm run torture` takes twenty of each signal, and a minute.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import fc from 'fast-check';
import { beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { packaged, PROGRAM, type Result } from './program.ts';
import { type Folder, folder } from './run.ts';

const EACH = Number(process.env['TORTURE_SIGNALS'] ?? 1);
const SECONDS = Number(process.env['TORTURE_SECONDS'] ?? 4);
const SEED = Number(process.env['TORTURE_SEED'] ?? Math.floor(Math.random() * 2 ** 31));
beforeAll(() => console.log(`TORTURE_SEED=${SEED} TORTURE_SIGNALS=${EACH} TORTURE_SECONDS=${SECONDS}`));

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGKILL'] as const;
type Signal = (typeof SIGNALS)[number];

const calm = ['prove', 'dw1-inval', '--patch', '2.6.20', '--property', 'no-double-completion', '--quiet'];
const TRACE = 'traces/2.6.20.dw1-inval.no-double-completion.trace.json';

/** What is disturbed, and the exit code that it has when nobody disturbs it. All of it writes. */
const COMMANDS: readonly (readonly [command: string, code: number])[] = [
  ['prove dw1-inval dw1-osync dw1-inval-ring2 --patch 2.6.20 --quiet --junit out.xml', 1],
  ['run --patch 2.6.20 --seed 1 --runs 100 --no-corpus --quiet --junit out.xml', 1],
  [`shrink ${TRACE} --quiet -o out.min.trace.json`, 0],
];
/** Undisturbed, each takes some two seconds where nothing else is done. */
const MOMENTS = fc.integer({ min: 0, max: 2_500 });

const traces = (here: Folder) => here.contents().filter((file) => file.endsWith('.trace.json'));
const leftovers = (here: Folder) => here.contents().filter((file) => file.endsWith('.tmp'));

/** Files that are there and not whole. */
function torn(here: Folder): string[] {
  const isTorn = (file: string) => {
    try {
      JSON.parse(here.read(file));
      return false;
    } catch {
      return true;
    }
  };
  const isCut = here.contents().includes('out.xml') && !here.read('out.xml').endsWith('</testsuite>\n');
  return [...traces(here).filter(isTorn), ...(isCut ? ['out.xml'] : [])];
}

/** Whether a run may end like this after that signal, if by itself it ends with `own`. */
function isRight({ code, endedBy, stdout, stderr }: Result, signal: Signal, own: number): boolean {
  if (stderr !== '') return false;
  if (endedBy === undefined) return code === 3 || code === own;
  // Node itself takes a moment to start, in which nothing listens yet and nothing is done.
  return endedBy === signal && (signal === 'SIGKILL' || stdout === '');
}

async function disturbed(here: Folder, args: string, signal: Signal, after: number): Promise<Result> {
  const child = spawn(process.execPath, [PROGRAM, ...args.split(' ')], {
    cwd: here.path,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let [stdout, stderr] = ['', ''];
  child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
  const timer = setTimeout(() => child.kill(signal), after);
  return new Promise((resolve) => {
    child.on('close', (code, endedBy) => {
      clearTimeout(timer);
      resolve({ code, stdout, stderr, ...(endedBy === null ? {} : { endedBy }) });
    });
  });
}

describe('a signal at a random moment', () => {
  it.for(COMMANDS)('of %s', async ([command, own]) => {
    const here = folder();
    await here.run(calm);
    const wrong: unknown[] = [];
    for (const [i, signal] of SIGNALS.entries())
      for (const after of fc.sample(MOMENTS, { seed: SEED + i, numRuns: EACH })) {
        // oxlint-disable-next-line no-await-in-loop -- one after the other, in one folder
        const result = await disturbed(here, command, signal, after);
        const found = torn(here);
        // oxlint-disable-next-line no-await-in-loop -- the same
        if (signal === 'SIGKILL') await here.run(calm);
        const left = leftovers(here);
        if (!isRight(result, signal, own) || found.length > 0 || left.length > 0)
          wrong.push({ signal, after, ...result, torn: found, left });
      }
    expect(wrong).toEqual([]);
  });
});

it('two processes that write the same traces, while others are killed in the midst of it', async () => {
  const here = folder();
  await here.run(calm);
  here.write('kept.json', here.read(TRACE));
  const writing = (seconds: number) => {
    const script = packaged('test/cli/trace-writer.mjs');
    const child = spawn(process.execPath, [script, 'kept.json', String(seconds)], { cwd: here.path, stdio: 'ignore' });
    onTestFinished(() => void child.kill('SIGKILL'));
    return child;
  };
  const over = ({ exitCode, signalCode }: ChildProcess) => exitCode !== null || signalCode !== null;
  const two = [writing(SECONDS), writing(SECONDS)];
  const pauses = fc.sample(fc.integer({ min: 300, max: 1_500 }), { seed: SEED, numRuns: 1_000 });
  let victim = writing(3_600);
  let due = performance.now() + (pauses.pop() ?? 0);
  const seen = { reads: 0, lengths: new Set<number>(), killed: 0 };
  while (!two.every(over)) {
    const text = readFileSync(join(here.path, TRACE), 'utf8');
    expect(() => JSON.parse(text) as unknown).not.toThrow();
    seen.reads++;
    seen.lengths.add(text.length);
    if (performance.now() > due) {
      victim.kill('SIGKILL');
      seen.killed++;
      victim = writing(3_600);
      due = performance.now() + (pauses.pop() ?? 1_000);
    }
    // oxlint-disable-next-line no-await-in-loop -- lets the others come to an end
    await sleep(1);
  }
  victim.kill('SIGKILL');
  while (!over(victim)) await sleep(10); // oxlint-disable-line no-await-in-loop -- waiting is what it is for
  const left = leftovers(here).length;
  console.log(
    `${seen.reads} reads of ${seen.lengths.size} versions, ${seen.killed + 1} killed, ${left} left half-written`,
  );
  expect(two.map(({ exitCode }) => exitCode)).toEqual([0, 0]);
  expect(seen.lengths.size).toBeGreaterThan(1);
  expect(readdirSync(join(here.path, 'traces'))).toContain(TRACE.slice('traces/'.length));
  await here.run(calm, {});
  expect(leftovers(here)).toEqual([]);
});

import { execFileSync } from 'node:child_process';
import { closeSync, constants, openSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type OutcomeRow, verdictsIn } from './rows.ts';
import type { Result } from './program.ts';
import { shareOf } from '../drawn.ts';
import { folder } from './run.ts';

/** Takes the better part of a minute when nobody interrupts it. */
const LONG = ['one-sub-two-readers', '--patch', '2.6.20', '--no-reduction'];

/** Takes long in spite of all reductions. */
const HUGE = {
  version: 1,
  name: 'huge',
  ring_nr: 8,
  iocbs: Array.from({ length: 4 }, () => ({ op: 'direct_write', bios: 2 })),
  tasks: [
    { name: 'a', calls: [{ io_submit: [0, 1] }] },
    { name: 'b', calls: [{ io_submit: [2, 3] }] },
    ...['c', 'd'].map((name) => ({ name, calls: [{ io_getevents: { min_nr: 2, nr: 2 } }] })),
  ],
  faults: { bio: ['EIO'] },
};
/** The program listens before anything else: the search begins a second or two later. */
const IN_THE_MIDST = 3_000;
/** An interrupted search ends within this many ms. */
const SOON = 120_000;

/** Ctrl-C in the midst of the search. */
const interrupted = (args: readonly string[], after = IN_THE_MIDST): Promise<Result> =>
  folder().run(args, { interruptAfter: after, hangsAfter: after + SOON });

it('Ctrl-C ends a search: exit 3, and the table says what was interrupted', async () => {
  const { code, stdout } = await interrupted(['prove', ...LONG, '--quiet', '--property', 'no-lost-wakeup']);
  expect(stdout).toMatch(/^┌/);
  expect(stdout).toMatch(/│ one-sub-two-readers │ no-lost-wakeup │ clipped │ interrupted after /);
  expect(code).toBe(3);
});

it('Ctrl-C ends a search that leaves something out, as soon', async () => {
  const args = ['prove', './huge.json', '--patch', '2.6.20', '--property', 'no-lost-wakeup', '--json'];
  const here = folder({ 'huge.json': JSON.stringify(HUGE) });
  const whenReduced = async (after: number): Promise<Result> => {
    const found = await here.run(args, { interruptAfter: after, hangsAfter: after + SOON });
    const begun = found.stdout !== '' && verdictsIn(found.stdout).results[0]?.reduced;
    return begun || after > SOON ? found : whenReduced(after * 2);
  };
  const { code, stdout } = await whenReduced(3_000);
  const [row] = verdictsIn(stdout).results;
  expect(row).toMatchObject({ verdict: 'clipped', clip: 'interrupted', clipReason: 'interrupted', reduced: true });
  expect(row?.queue).toBeGreaterThan(0);
  expect(code).toBe(3);
});

it('what takes minutes is begun last, which is said, and keeps nothing else waiting', async () => {
  const args = ['prove', 'retry1-reader-destroy', 'buffered', '--patch', '2.6.20', '--property', 'no-hang'];
  const whenDecided = async (after: number): Promise<Result> => {
    const told = await interrupted([...args, '--workers', '1', '--traces', 'none'], after);
    return /│ buffered +│ no-hang +│ holds/.test(told.stdout) || after > SOON ? told : whenDecided(after * 2);
  };
  const { code, stdout, stderr } = await whenDecided(1_000);
  const said = 'retry1-reader-destroy takes many minutes for each patch, and comes last; Ctrl-C then ends with';
  expect(stderr).toContain(`kioctx: ${said} what is known\n`);
  expect(stdout).toMatch(/│ retry1-reader-destroy │ no-hang +│ clipped +│[^]*│ buffered +│ no-hang +│ holds/);
  expect(code).toBe(3);
});

it('Ctrl-C ends outcomes: exit 3, and what was found so far is printed', async () => {
  const { code, stdout } = await interrupted(['outcomes', ...LONG, '--json']);
  expect(JSON.parse(stdout) as OutcomeRow).toMatchObject({ exhaustive: false, schedules: null });
  expect(code).toBe(3);
});

it('Ctrl-C in start is told as searches that were interrupted', async () => {
  const { code, stdout } = await interrupted(['start', '--quiet']);
  expect(stdout).not.toContain('differ from the expected');
  expect(stdout).toContain('searches were interrupted');
  expect(code).toBe(3);
});

describe('SIGTERM and SIGHUP', () => {
  it.for(['SIGTERM', 'SIGHUP'] as const)('%s is a Ctrl-C', async (signal) => {
    const args = ['prove', ...LONG, '--quiet', '--property', 'no-lost-wakeup'];
    const { code, stdout } = await folder().run(args, { interruptAfter: IN_THE_MIDST, signal, hangsAfter: SOON });
    expect(stdout).toMatch(/│ one-sub-two-readers │ no-lost-wakeup │ clipped │ interrupted after /);
    expect(code).toBe(3);
  });
});

it('a signal before the search has begun is not lost', async () => {
  const { code, stdout } = await folder().run(['prove', ...LONG, '--json'], { interruptAfter: 0, hangsAfter: SOON });
  expect(new Set(verdictsIn(stdout).results.map(({ clip }) => clip))).toEqual(new Set(['interrupted']));
  expect(code).toBe(3);
});

describe('a second signal', () => {
  it.for(shareOf(['SIGINT', 'SIGTERM', 'SIGHUP'] as const, 3))(
    '%s ends the program at once, as if nobody listened',
    async (signal) => {
      const how = { interruptAfter: 10, signal, againAfter: 300, hangsAfter: SOON };
      const { code, endedBy } = await folder().run(['start', '--quiet'], how);
      expect({ code, endedBy }).toEqual({ code: null, endedBy: signal });
    },
  );
});

/** Something that is never done, and looks for no signal. */
const DEAF = ['--import', 'data:text/javascript,setInterval(() => {}, 1000)'];

it('one signal is enough where nobody looks for it', async () => {
  const how = { interruptAfter: 10, signal: 'SIGTERM', hangsAfter: SOON, node: DEAF } as const;
  const { code, endedBy } = await folder().run(['list', 'patches'], how);
  expect({ code, endedBy }).toEqual({ code: null, endedBy: 'SIGTERM' });
});

describe('one signal is enough while a pipe is read into which somebody may still write', () => {
  const reading = [
    ['prove', 'SIGINT'],
    ['outcomes', 'SIGTERM'],
    ['replay', 'SIGHUP'],
    ['show', 'SIGINT'],
  ] as const;
  it.for(shareOf(reading, 2))('%s, %s', async ([command, signal]) => {
    const here = folder();
    const pipe = join(here.path, 'pipe');
    execFileSync('mkfifo', [pipe]);
    // Who may write as well is not waited for.
    const writer = openSync(pipe, constants.O_RDWR);
    const { code, stdout, stderr, endedBy } = await here.run([command, './pipe'], { interruptAfter: 10, signal });
    closeSync(writer);
    expect({ code, stdout, stderr, endedBy }).toEqual({ code: null, stdout: '', stderr: '', endedBy: signal });
  });

  it.skipIf(process.platform !== 'linux')('standard input that is a socket', async () => {
    const how = { interruptAfter: 10, silentInput: true } as const;
    const { endedBy, stderr } = await folder().run(['prove', '/dev/stdin'], how);
    expect({ endedBy, stderr }).toEqual({ endedBy: 'SIGINT', stderr: '' });
  });
});

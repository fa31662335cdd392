import { expect, it } from 'vitest';
import { type OutcomeRow, verdictsIn } from './rows.ts';
import type { Result } from './program.ts';
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
/** An interrupted search ends within this many ms. */
const SOON = 120_000;

/** Ctrl-C in the midst of the search. */
const interrupted = (args: readonly string[]): Promise<Result> =>
  folder().run(args, { interruptAfter: 1_000, hangsAfter: SOON });

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

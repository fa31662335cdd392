/** Programs in C, run on the kernel that the tests run on: what they come to is among what the model comes to. */
import { describe, expect, it } from 'vitest';
import { cProgram } from '../../../counterexamples/aio/c-program/c-program.ts';
import { parseScenario } from '../../../model/scenarios/format/scenario-schema.ts';
import { shareOf } from '../../drawn.ts';
import { shippedScenario } from '../../ground-truth/truth.ts';
import { shippedScenarioNames } from '../../../cli/shipped-scenarios.ts';
import { isOfToday, notModelled, run, table, whyNotRun } from './programs.ts';

const whyNot = await whyNotRun();
const held = 'a program on the kernel of this machine';
const program = (name: string) => cProgram(shippedScenario(name));

/** The same with a part of it replaced, which has to be there. */
function changed(text: string, from: string, to: string): string {
  expect(text).toContain(from);
  return text.replace(from, to);
}

const alone = (calls: readonly object[]) =>
  cProgram(
    parseScenario({ version: 1, name: 'n', ring_nr: 4, iocbs: [{ op: 'buffered' }], tasks: [{ name: 'a', calls }] }),
  );

const title = whyNot === null ? held : `${held} (skipped: ${whyNot})`;

describe.skipIf(whyNot !== null)(title, { concurrent: true }, () => {
  // All of them in the deep suite.
  const ofToday = shippedScenarioNames().filter((name) => isOfToday(shippedScenario(name)));

  it.for([...new Set(['dw1-reader', 'one-dw-two-readers', ...shareOf(ofToday, 8)])])(
    'comes to nothing in %s that the model does not come to',
    async (name) => {
      const { code, stdout, stderr, left } = await run(program(name), ['20']);
      expect({ code, stderr, left, not: notModelled(stdout, name) }).toEqual({
        code: 0,
        stderr: '',
        left: [],
        not: [],
      });
      expect(table(stdout).reduce((sum, { count }) => sum + count, 0)).toBe(20);
    },
  );

  it('calls what a task waits for that nobody owes an end, as the model does, and goes on', async () => {
    // What comes behind it is not made, neither here nor there.
    const waiting = alone([{ io_getevents: { min_nr: 1, nr: 1 } }, { io_submit: [0] }]);
    const { code, stdout } = await run(waiting, ['3']);
    const outcome = { end: 'stuck', stuck: ['a'], returns: { a: [] }, events: { 0: [] }, cancel_events: { 0: [] } };
    expect({ code, table: table(stdout) }).toEqual({ code: 0, table: [{ count: 3, outcome }] });
  });

  it('returns what the kernel always did of calls that make no sense', async () => {
    const calls = [
      { io_submit: [] },
      { io_getevents: { min_nr: 2, nr: 1 } },
      { io_cancel: 0 },
      { io_destroy: true },
      { io_destroy: true },
    ];
    const { stdout } = await run(alone(calls), ['2']);
    expect(table(stdout).map(({ outcome }) => outcome.returns)).toEqual([{ a: [0, -22, -22, 0, -22] }]);
  });

  it('says what only stands in, and counts what comes of it', async () => {
    const { code, stdout, stderr } = await run(program('queued-cancel'), ['20']);
    expect({ code, stderr }).toEqual({
      code: 0,
      stderr: "request 0: a poll of an eventfd stands in for a driver's queue, and a write to it for the interrupt\n",
    });
    for (const { outcome } of table(stdout)) expect([-115, -22]).toContain(outcome.returns['canceller']?.[0]);
  });

  it('ends with 2 where it cannot begin, and says why', async () => {
    const [usage, gone] = await Promise.all([run(program('dw1'), ['0']), run(program('dw1'), ['1', './gone'])]);
    expect(usage).toMatchObject({ code: 2, stdout: '', stderr: expect.stringContaining('usage: ') });
    expect(gone).toMatchObject({ code: 2, stdout: '', stderr: expect.stringMatching(/^\.\/gone\/.*: No such file/) });
  });

  it('goes through the page cache where O_DIRECT is refused, and says so once', async () => {
    const refused = '(shapes[i].flags & O_DIRECT ? (errno = EINVAL, -1) : open(paths[i], O_RDWR | shapes[i].flags))';
    const text = changed(program('dw1'), 'open(paths[i], O_RDWR | shapes[i].flags)', refused);
    const { code, stdout, stderr } = await run(text, ['3']);
    expect(stderr).toMatch(/^\S+: no O_DIRECT on this file system: .*\n$/);
    expect({ code, not: notModelled(stdout, 'dw1') }).toEqual({ code: 0, not: [] });
  });

  describe('that is wrong on purpose is noticed', () => {
    it.for([
      ['a return value', 'me->returns[me->nr_returns++] = ret;', 'me->returns[me->nr_returns++] = ret + 1;'],
      [
        'a result of an event',
        'in->events[in->nr++] = *event;',
        'in->events[in->nr] = *event, in->events[in->nr++].res++;',
      ],
      [
        'an event that is told twice',
        'keep(&me->taken, &me->taking[i]);',
        'keep(&me->taken, &me->taking[i]), keep(&me->taken, &me->taking[i]);',
      ],
      ['an event that is not told', 'keep(&me->taken, &me->taking[i]);', '(void)keep;'],
      ['a file that is too short', '.aio_nbytes = NBYTES', '.aio_nbytes = NBYTES / 2'],
    ] as const)('%s', async ([, from, to]) => {
      const { code, stdout } = await run(changed(program('dw1-reader'), from, to), ['3']);
      expect(code).toBe(0);
      expect(notModelled(stdout, 'dw1-reader')).not.toEqual([]);
    });

    it('an event that does not come: the run is stuck, and who has not come back is named', async () => {
      const text = changed(
        program('dw1-reader'),
        'returned(syscall(__NR_io_submit, ctx, (long)nr, list))',
        'returned(list[0] ? nr : 0)',
      );
      const { code, stdout, stderr, left } = await run(text, ['3'], ['-DWATCHDOG_SECONDS=1']);
      expect(stderr).toBe(
        'run 1 is stuck after 1 s: reader has not come back from io_getevents; 0 of 3 runs have ended\n',
      );
      expect({ code, left }).toEqual({ code: 1, left: [] });
      expect(table(stdout).map(({ outcome }) => outcome.stuck)).toEqual([['reader']]);
    });

    it('one that nobody waits for: the main thread misses it', async () => {
      const text = changed(
        program('dw1-nowait'),
        'returned(syscall(__NR_io_submit, ctx, (long)nr, list))',
        'returned(list[0] ? nr : 0)',
      );
      const { code, stderr } = await run(text, ['3'], ['-DWATCHDOG_SECONDS=1']);
      expect(stderr).toContain('main has not come back from waiting for an event that io_submit has promised');
      expect(code).toBe(1);
    });

    it('a reader that sleeps on an event that is there is no end of the model: it is stuck', async () => {
      const text = changed(
        program('dw1-reader'),
        'ret = returned(syscall(__NR_io_getevents, ctx, min_nr, nr, me->taking, may_time_out ? &timeout : NULL));',
        'ret = returned(may_time_out ? timeout.tv_nsec + nr : pause());',
      );
      const { code, stdout, stderr } = await run(text, ['3'], ['-DWATCHDOG_SECONDS=1']);
      expect(stderr).toContain('reader has not come back from io_getevents');
      expect(code).toBe(1);
      expect(table(stdout).map(({ outcome }) => outcome.events)).toEqual([{ 0: [[16384, 0]] }]);
    });
  });
});

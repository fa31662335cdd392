/** What a search tells of itself: what it cost, what it left out, and what it covered. */
import { describe, expect, it } from 'vitest';
import { isOfThisRun } from '../drawn.ts';
import { type OutcomeRow, verdictsIn } from './rows.ts';
import { kioctx } from './run.ts';

const READER = ['dw1-reader', '--patch', '2.6.20'];
const WAKEUP = ['--property', 'no-lost-wakeup'];
const squeezed = (text: string): string => text.replace(/[│\s]+/g, ' ');

describe.concurrent('--max-memory', () => {
  it('clips a search whose tables would take more: exit 3, and the table says which bound and what was covered', async () => {
    const args = ['prove', ...READER, ...WAKEUP, '--max-memory', '1.2'];
    const [told, json] = await Promise.all([kioctx(...args), kioctx(...args, '--json')]);
    expect([told.code, json.code]).toEqual([3, 3]);
    const [row] = verdictsIn(json.stdout).results;
    expect(row).toMatchObject({ verdict: 'clipped', clip: 'max-memory', clipReason: '--max-memory was hit' });
    expect(row?.queue).toBeGreaterThan(0);
    expect(row?.bytes).toBeLessThanOrEqual(1_200_000);
    const [states, queue] = [row?.states, row?.queue].map((n) => n?.toLocaleString('en-US'));
    expect(squeezed(told.stdout)).toContain(
      `clipped --max-memory was hit after ${states} states; nothing is proved. ${queue} states reached and not expanded, ` +
        `${row?.stepsTaken} of ${row?.stepsOfProgram} steps taken.`,
    );
  });

  it('clips outcomes too', async () => {
    const args = ['outcomes', ...READER, '--max-memory', '0.8'];
    const [told, json] = await Promise.all([kioctx(...args), kioctx(...args, '--json')]);
    expect([told.code, json.code]).toEqual([3, 3]);
    expect(JSON.parse(json.stdout)).toMatchObject({ exhaustive: false, clip: 'max-memory', schedules: null });
    expect(told.stdout).toMatch(
      /^clipped: --max-memory was hit, there may be more\n.* not expanded, \d+ of \d+ steps taken$/m,
    );
  });

  it('clips nothing where there is enough', async () => {
    const { code, stdout } = await kioctx('prove', ...READER, ...WAKEUP, '--max-memory', '100', '--json');
    expect(verdictsIn(stdout).results).toMatchObject([{ verdict: 'holds', clip: null, clipReason: null, queue: 0 }]);
    expect(code).toBe(0);
  });
});

describe.concurrent('--statistics', () => {
  it('tells in a block for each search what it cost, and which steps it never took', async () => {
    const patches = ['--patch', '2.6.20', '--patch', 'post-eiocbqueued'];
    const { code, stdout } = await kioctx('prove', 'dw1', 'buffered', ...patches, ...WAKEUP, '--statistics');
    expect(code).toBe(0);
    const [, ...blocks] = stdout.split('\n\n');
    expect(blocks.map((block) => block.split('\n')[0])).toEqual([
      'dw1, 2.6.20',
      'dw1, post-eiocbqueued',
      'buffered, 2.6.20',
      'buffered, post-eiocbqueued',
    ]);
    for (const block of blocks) {
      expect(block).toMatch(/^ {2}searched {5}[\d,]+ states, [\d,]+ transitions, \d+ deep$/m);
      expect(block).toMatch(/^ {2}time {9}\d+\.\d\d s, [\d,]+ transitions\/s$/m);
      expect(block).toMatch(/^ {2}memory {7}[\d.]+ MB, [\d.]+ bytes per state$/m);
      expect(block).toMatch(/^ {2}reduced {6}no: nothing was left out, nothing saved$/m);
      expect(block).toMatch(/^ {2}steps {8}\d+ of \d+ steps taken$/m);
      expect(Math.max(...block.split('\n').map((line) => line.length))).toBeLessThanOrEqual(120);
    }
    // A request submitted alone meets nobody who cancels it, and its last put is never in an interrupt that defers.
    expect(squeezed(blocks[0] ?? '')).toMatch(/never taken .*io_submit_one\.fput.* nothing of .*sys_io_cancel, /);
  });

  it('has the figures in every row of JSON, and the names once for each search', async () => {
    const { stdout } = await kioctx('prove', ...READER, '--json', '--statistics');
    const { results, statistics } = verdictsIn(stdout);
    expect(statistics).toHaveLength(1);
    const [search] = statistics ?? [];
    const never = search?.stepsNeverTaken ?? [];
    expect(never).toContain('read_events.timed_out');
    expect(never).not.toContain('read_events.schedule');
    expect(search?.functionsNeverTaken).toContain('sys_io_cancel');
    expect(search?.stepsTaken).toBe((search?.stepsOfProgram ?? 0) - never.length);
    expect(search).toMatchObject({ scenario: 'dw1-reader', patch: '2.6.20' });
    const { stepsNeverTaken: _steps, functionsNeverTaken: _functions, ...figures } = search ?? {};
    for (const row of results) {
      expect(row).toMatchObject(figures);
      expect(row).toMatchObject({ rounds: 0, statesBefore: null, turns: null, merged: null, reduced: false });
      expect(row.bytesPerState).toBeCloseTo(row.bytes / row.states);
      expect(row.transitionsPerSecond).toBeGreaterThan(0);
    }
  });

  it('without the flag has the figures in JSON all the same', async () => {
    const [proved, found] = await Promise.all([
      kioctx('prove', 'dw1', '--patch', '2.6.20', ...WAKEUP, '--json'),
      kioctx('outcomes', 'dw1', '--patch', '2.6.20', '--json'),
    ]);
    const { results, statistics } = verdictsIn(proved.stdout);
    expect(statistics).toBeUndefined();
    const row = JSON.parse(found.stdout) as OutcomeRow;
    expect(row).not.toHaveProperty('stepsNeverTaken');
    const { states, queue, bytes, stepsTaken, stepsOfProgram } = row;
    expect(results).toMatchObject([{ states, queue, bytes, stepsTaken, stepsOfProgram }]);
  });

  it('of outcomes comes after them, and in the same object', async () => {
    const args = ['outcomes', 'dw1', '--patch', '2.6.20', '--statistics'];
    const [told, json] = await Promise.all([kioctx(...args), kioctx(...args, '--json')]);
    expect(told.stdout).toMatch(/┘\n\ndw1, 2\.6\.20\n {2}searched .*\n.*\n.* bytes per state\n/);
    expect((JSON.parse(json.stdout) as OutcomeRow).stepsNeverTaken).toContain('io_submit_one.fput');
  });

  it.runIf(isOfThisRun('tells of a reduced search what was before it, its rounds, and what was merged'))(
    'tells of a reduced search what was before it, its rounds, and what was merged',
    async () => {
      const args = ['prove', 'three-buf-min2-two-readers', '--patch', '2.6.20', ...WAKEUP, '--statistics'];
      const [{ stdout }, json] = await Promise.all([kioctx(...args), kioctx(...args, '--json')]);
      const [row] = verdictsIn(json.stdout).results;
      expect(row).toMatchObject({ verdict: 'holds', reduced: true, schedules: null });
      expect(row?.rounds).toBeGreaterThan(0);
      expect(row?.statesBefore).toBeGreaterThanOrEqual(100_000);
      expect((row?.turns ?? 0) + (row?.merged ?? 0)).toBe(row?.transitions);
      const block = squeezed(stdout.split('\n\n')[1] ?? '');
      expect(block).toMatch(
        / reduced begun \d+ times?, after [\d,]+ states were searched unreduced; [\d,]+ states kept, /,
      );
      expect(block).toContain(' saved unknown');
    },
  );
});

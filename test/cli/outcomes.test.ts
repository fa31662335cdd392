import { describe, expect, it } from 'vitest';
import type { OutcomeRow } from './rows.ts';
import { outcomeTable } from '../../cli/outcome-table.ts';
import type { Outcome } from '../../properties/aio/outcome.ts';
import { kioctx } from './run.ts';

const outcomes = (...args: readonly string[]) => kioctx('outcomes', ...args);

async function one(...args: readonly string[]): Promise<OutcomeRow> {
  const { code, stdout, stderr } = await outcomes(...args, '--json');
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  return JSON.parse(stdout) as OutcomeRow;
}

/** JSON text with the keys of every object sorted. */
const keySorted = (value: unknown): string =>
  JSON.stringify(value, (_key, part: unknown) =>
    part !== null && typeof part === 'object' && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).toSorted(([a], [b]) => (a < b ? -1 : 1)))
      : part,
  );

const done = (res: number, invalidate: number) => ({
  end: 'done',
  oops: null,
  stuck: [],
  returns: { submitter: [1, 1] },
  events: { 0: [[res, 0]] },
  cancel_events: { 0: [] },
  leaked: { kiocb: 0, kioctx_users: 0 },
  faults: { 0: { invalidate: [invalidate] } },
});

describe.concurrent('outcomes --json', () => {
  it('for one scenario and one patch is one object, with all that can come of it', async () => {
    const row = await one('dw1-inval', '--patch', 'post-eiocbqueued');
    expect(row).toMatchObject({
      scenario: 'dw1-inval',
      patch: 'post-eiocbqueued',
      exhaustive: true,
      states: expect.any(Number),
      transitions: expect.any(Number),
      schedules: expect.stringMatching(/^[1-9]\d*$/),
    });
    expect(row.outcomes).toEqual([done(-5, -5), done(16384, 0)]);
    expect(row.transitions).toBeGreaterThanOrEqual(row.states - 1);
  });

  it('an oops ends a run, and nothing else is told of it', async () => {
    const row = await one('dw1-inval', '--patch', '2.6.20');
    expect(row.outcomes).toEqual([done(-5, -5), done(16384, 0), { end: 'oops', oops: 'use_after_free:kiocb' }]);
  });

  it('a task that sleeps for ever is stuck, and its call returns nothing', async () => {
    const row = await one('dw1-reader', '--patch', 'post-eiocbqueued');
    const stuck = {
      end: 'stuck',
      stuck: ['reader'],
      returns: { submitter: [1], reader: [] },
      events: { 0: [[16384, 0]] },
    };
    expect(row.outcomes).toContainEqual(expect.objectContaining(stuck));
    expect(row.outcomes).toContainEqual(expect.objectContaining({ end: 'done', stuck: [] }));
  });

  it('a single schedule has a single outcome', async () => {
    const row = await one('buffered', '--patch', '2.6.20');
    expect(row).toMatchObject({ exhaustive: true, schedules: '1', transitions: row.states - 1 });
    expect(row.outcomes).toEqual([{ ...done(16384, 0), faults: { 0: {} } }]);
  });

  it('sorts outcomes by their key-sorted text, each once', async () => {
    const { outcomes: found } = await one('dw1-all-nosync', '--patch', '2.6.20');
    const texts = found.map(keySorted);
    expect(texts.length).toBeGreaterThan(4);
    // toSorted compares by UTF-16 units.
    expect(texts).toEqual([...new Set(texts)].toSorted());
  });

  it('for several scenarios or patches is an array, scenario by scenario, patch by patch', async () => {
    const two = ['--patch', 'post-eiocbqueued', '--patch', '2.6.20'];
    const pairs = async (...args: readonly string[]) => {
      const rows = (await one(...args)) as unknown as OutcomeRow[];
      return rows.map(({ scenario, patch }) => `${scenario} ${patch}`);
    };
    const [both, all] = await Promise.all([pairs('dw1', 'buffered', ...two), pairs('buffered')]);
    const [seed, base] = ['post-eiocbqueued', '2.6.20'];
    expect(both).toEqual([`dw1 ${seed}`, `dw1 ${base}`, `buffered ${seed}`, `buffered ${base}`]);
    expect(all.slice(0, 3)).toEqual([`buffered ${base}`, `buffered ${seed}`, `buffered ${seed}+wake`]);
  });

  it('exits 3 where a bound was hit: what was found is kept, but is not all, and no schedules are counted', async () => {
    const args = ['buffered', 'dw1-inval', '--patch', '2.6.20', '--max-states', '2000', '--json'];
    const { code, stdout, stderr } = await outcomes(...args);
    const [small, large] = JSON.parse(stdout) as OutcomeRow[];
    expect({ code, stderr }).toEqual({ code: 3, stderr: '' });
    expect(small).toMatchObject({ exhaustive: true, schedules: '1' });
    expect(large).toMatchObject({ exhaustive: false, schedules: null });
    expect(large?.outcomes.length).toBeGreaterThan(0);
  });

  it('a single clipped row is an object still', async () => {
    const { code, stdout } = await outcomes('dw1-inval', '--patch', '2.6.20', '--max-states', '10', '--json');
    expect(JSON.parse(stdout)).toMatchObject({ exhaustive: false, schedules: null, outcomes: [] });
    expect(code).toBe(3);
  });
});

describe.concurrent('outcomes for people', () => {
  it('prints what was searched, and a row for each outcome, with errors by their names', async () => {
    const args = ['dw1-inval', '--patch', '2.6.20'];
    const [row, { code, stdout, stderr }] = await Promise.all([one(...args), outcomes(...args)]);
    const [title, searched, ...table] = stdout.trimEnd().split('\n');
    expect({ code, stderr, title }).toEqual({ code: 0, stderr: '', title: 'dw1-inval, 2.6.20: 3 outcomes' });
    const [states, transitions, schedules] = [row.states, row.transitions, BigInt(row.schedules as string)].map((n) =>
      n.toLocaleString('en-US'),
    );
    expect(searched).toBe(`${states} states, ${transitions} transitions, ${schedules} schedules`);
    expect(table).toEqual([
      '┌────────────────────────────┬─────────────────┬──────────────────┬───────────────────────┐',
      '│ end                        │ returns         │ events           │ chances               │',
      '├────────────────────────────┼─────────────────┼──────────────────┼───────────────────────┤',
      '│ done                       │ submitter: 1, 1 │ request 0: -EIO  │ invalidate of 0: -EIO │',
      '│ done                       │ submitter: 1, 1 │ request 0: 16384 │ invalidate of 0: ok   │',
      '│ oops: use_after_free:kiocb │                 │                  │                       │',
      '└────────────────────────────┴─────────────────┴──────────────────┴───────────────────────┘',
    ]);
  });

  it('tells who is stuck, what is leaked, what a cancelled request came to, and a bio that never ended; at any width', () => {
    const stuck: Outcome = {
      end: 'stuck',
      oops: null,
      stuck: ['reader'],
      returns: { submitter: [2], reader: [] },
      events: { 0: [[16384, 0]], 1: [] },
      cancel_events: { 0: [], 1: [[-4, 7]] },
      leaked: { kiocb: 1, kioctx_users: 2 },
      faults: { 0: { bio: [0, null] }, 1: {} },
    };
    for (const width of [80, 120, 200]) {
      const table = outcomeTable([stuck], width);
      const words = table.replaceAll(/[│\n]/g, ' ').split(/\s+/).join(' ');
      for (const part of ['stuck:', '-EINTR,', 'kiocb:', 'never', 'nothing']) expect(words).toContain(part);
      expect(Math.max(...table.split('\n').map(({ length }) => length))).toBeLessThanOrEqual(width);
    }
    expect(outcomeTable([stuck], 200)).toContain('│ users of the kioctx: 2 │');
  });

  it('says that a search was clipped', async () => {
    const { code, stdout } = await outcomes('dw1-inval', '--patch', '2.6.20', '--max-states', '10');
    expect(stdout).toMatch(/^clipped: .*there may be more$/m);
    expect(stdout).not.toContain('schedules');
    expect(code).toBe(3);
  });

  it('one outcome is announced as one', async () => {
    const { stdout } = await outcomes('buffered', '--patch', '2.6.20');
    expect(stdout).toContain('buffered, 2.6.20: 1 outcome\n');
  });
});

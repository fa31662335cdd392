import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { verdictOf, verdictsIn } from './rows.ts';
import { changing, patchModule } from './patch-module.ts';
import { packaged } from './program.ts';
import { folder, kioctx } from './run.ts';

const prove = (...args: readonly string[]) => kioctx('prove', ...args);
const proveJson = async (...args: readonly string[]) => {
  const { code, stdout, stderr } = await prove(...args, '--json');
  expect(stderr).toBe('');
  return { code, ...verdictsIn(stdout) };
};

const exits = [
  [1, 'the unpatched kernel completes twice', 'dw1-inval', '2.6.20', 'no-double-completion', 'violated'],
  [0, 'the unpatched kernel loses no wakeup', 'dw1-reader', '2.6.20', 'no-lost-wakeup', 'holds'],
  [1, 'the seed patch loses a wakeup', 'dw1-reader', 'post-eiocbqueued', 'no-lost-wakeup', 'violated'],
  [0, 'its repair does not', 'dw1-reader', 'post-eiocbqueued+wake', 'no-lost-wakeup', 'holds'],
  [0, 'nobody sleeps, so nothing is claimed', 'buffered', '2.6.20', 'no-lost-wakeup', 'not-applicable'],
] as const;

describe.concurrent('prove: the exit code', () => {
  it.for(exits)('%i: %s', async ([expected, , scenario, patch, property, verdict]) => {
    const { code, results } = await proveJson(scenario, '--patch', patch, '--property', property);
    expect(results.map(verdictOf)).toEqual([`${scenario}, ${patch}, ${property}: ${verdict}`]);
    expect(code).toBe(expected);
  });

  it('0: the seed patch violates nothing where only the invalidation fails', async () => {
    const { code, results } = await proveJson('dw1-inval', '--patch', 'post-eiocbqueued');
    const verdicts = new Map(results.map(({ property, verdict }) => [property, verdict]));
    expect(verdicts.get('no-double-completion')).toBe('holds');
    expect(verdicts.get('first-error-wins')).toBe('holds');
    expect([...verdicts.values()].filter((verdict) => verdict !== 'holds' && verdict !== 'not-applicable')).toEqual([]);
    expect(code).toBe(0);
  });

  it.for([
    [1, ['post-eiocbqueued', 'no-lost-wakeup'], ['dw1-reader, post-eiocbqueued, no-lost-wakeup: violated']],
    [0, ['post-eiocbqueued', 'no-double-completion'], ['dw1-inval, post-eiocbqueued, no-double-completion: holds']],
    [0, ['mainline-2.6.21', 'no-lost-wakeup'], []],
  ] as const)(
    '%i: against 2.6.20, of which only what differs is told and counts (%s)',
    async ([exit, [patch, property], told]) => {
      const args = ['dw1-reader', 'dw1-inval', '--patch', patch, '--property', property, '--against', '2.6.20'];
      const { code, results } = await proveJson(...args);
      expect({ code, told: results.map(verdictOf) }).toEqual({ code: exit, told });
    },
  );

  it('3: a search that hits its bound proves nothing, and counts no schedules', async () => {
    const { code, results } = await proveJson('dw1-inval', '--patch', '2.6.20', '--max-states', '10');
    expect(results.length).toBeGreaterThan(1);
    for (const row of results) expect(row).toMatchObject({ verdict: 'clipped', schedules: null, trace: null });
    expect(code).toBe(3);
  });

  it('3: a scenario that holds does not hide one that is clipped', async () => {
    const args = ['--patch', '2.6.20', '--property', 'no-double-completion', '--max-states', '100'];
    const { code, results } = await proveJson('buffered', 'dw1-inval', ...args);
    expect(results.map(({ verdict }) => verdict)).toEqual(['holds', 'clipped']);
    expect(code).toBe(3);
  });

  it('3: a search that runs out of time is clipped too', async () => {
    const args = ['--patch', '2.6.20', '--property', 'no-double-completion', '--max-seconds', '0.01'];
    const { code, results } = await proveJson('one-sub-two-readers', ...args);
    expect(results.map(({ verdict }) => verdict)).toEqual(['clipped']);
    expect(code).toBe(3);
  });

  it('1: a violation outranks a bound that was hit after it was found', async () => {
    const args = [
      'dw1-inval',
      '--patch',
      '2.6.20',
      '--property',
      'no-double-completion',
      '--property',
      'no-lost-wakeup',
    ];
    const whole = await proveJson(...args);
    const bound = (whole.results[0]?.states ?? 0) - 1;
    const { code, results } = await proveJson(...args, '--max-states', String(bound));
    expect(results.map(({ verdict }) => verdict)).toEqual(['violated', 'clipped']);
    expect(code).toBe(1);
  });
});

describe.concurrent('prove --json', () => {
  it('prints one document with results, totals and the version, and nothing else', async () => {
    const properties = ['--property', 'no-double-completion', '--property', 'no-lost-wakeup'];
    const args = ['dw1-inval', 'buffered', '--patch', '2.6.20', '--patch', 'post-eiocbqueued', ...properties];
    const { results, totals, version, code, ...others } = await proveJson(...args);
    expect(others).toEqual({});
    expect(code).toBe(1);
    for (const row of results)
      expect(row).toMatchObject({
        patch: expect.stringMatching(/^(2\.6\.20|post-eiocbqueued)$/),
        scenario: expect.stringMatching(/^(dw1-inval|buffered)$/),
        property: expect.stringMatching(/^no-(double-completion|lost-wakeup)$/),
        verdict: expect.stringMatching(/^(holds|violated|not-applicable)$/),
        states: expect.any(Number),
        transitions: expect.any(Number),
        depth: expect.any(Number),
        schedules: expect.stringMatching(/^[1-9]\d*$/),
        cut: expect.any(Number),
        seconds: expect.any(Number),
      });
    // A trace for each violation, and only there.
    expect(results.map(({ verdict, trace }) => (verdict === 'violated') === (trace !== null))).not.toContain(false);
    const count = (verdict: string) => results.filter((row) => row.verdict === verdict).length;
    const verdicts = ['holds', 'violated', 'clipped', 'not-applicable'];
    expect(totals).toMatchObject({ rows: 8, ...Object.fromEntries(verdicts.map((v) => [v, count(v)])) });
    expect(count('violated')).toBe(1);
    expect(version).toBe((JSON.parse(readFileSync(packaged('package.json'), 'utf8')) as { version: string }).version);
  });

  it('tells what was searched: one schedule alone, without branches', async () => {
    const { results } = await proveJson('buffered', '--patch', '2.6.20', '--property', 'exactly-one-event');
    const [{ states, transitions, depth, schedules, cut } = { states: 0 }] = results;
    expect({ transitions, depth, schedules, cut }).toEqual({
      transitions: states - 1,
      depth: states - 1,
      schedules: '1',
      cut: 0,
    });
  });

  it('counts the schedules that an oops cuts short', async () => {
    const args = ['dw1-inval', '--patch', '2.6.20', '--patch', 'post-eiocbqueued', '--property', 'no-use-after-free'];
    const [bad, good] = (await proveJson(...args)).results;
    expect(bad).toMatchObject({ patch: '2.6.20', verdict: 'violated' });
    expect(bad?.cut).toBeGreaterThan(0);
    expect(good).toMatchObject({ patch: 'post-eiocbqueued', verdict: 'holds', cut: 0 });
  });

  it('goes scenario by scenario, patch by patch and property by property, as they were named', async () => {
    const scenarios = ['dw1', 'buffered'];
    const patches = ['post-eiocbqueued+wake', '2.6.20'];
    const properties = ['no-use-after-free', 'exactly-one-event'];
    const args = [
      ...patches.flatMap((name) => ['--patch', name]),
      ...properties.flatMap((name) => ['--property', name]),
    ];
    const { code, results } = await proveJson(...scenarios, ...args);
    const all = scenarios.flatMap((scenario) =>
      patches.flatMap((patch) => properties.map((property) => `${scenario}, ${patch}, ${property}: holds`)),
    );
    expect(results.map(verdictOf)).toEqual(all);
    expect(code).toBe(0);
  });

  it('without --patch and --property: all shipped patches, and all properties', async () => {
    const [{ results }, { stdout }] = await Promise.all([
      proveJson('buffered'),
      kioctx('list', 'properties', '--json'),
    ]);
    const shipped = ['2.6.20', 'post-eiocbqueued', 'post-eiocbqueued+wake', 'mainline-2.6.21', 'invalidate-first'];
    const properties = (JSON.parse(stdout) as { name: string }[]).map(({ name }) => name);
    const pairs = results.map(({ patch, property }) => `${patch} ${property}`);
    expect(pairs.slice(0, properties.length * 5)).toEqual(shipped.flatMap((p) => properties.map((q) => `${p} ${q}`)));
  });

  it('takes a scenario from a file, and answers with the name that the file gives', async () => {
    const text = readFileSync(packaged('model/scenarios/buffered.json'), 'utf8');
    const called = (name: string) => text.replace('"buffered"', `"${name}"`);
    const here = folder({ 'deep/mine.json': called('my own'), 'mine.json': called('mine too') });
    const args = ['--patch', '2.6.20', '--property', 'exactly-one-event', '--json'];
    const { code, stdout } = await here.run(['prove', 'deep/mine.json', 'mine.json', ...args]);
    expect(verdictsIn(stdout).results.map(verdictOf)).toEqual([
      'my own, 2.6.20, exactly-one-event: holds',
      'mine too, 2.6.20, exactly-one-event: holds',
    ]);
    expect(code).toBe(0);
  });
});

it('against another patch, what is cured and broken is a table, and a schedule of each kind is named', async () => {
  const args = ['dw1-reader', 'dw1-inval', '--patch', 'post-eiocbqueued', '--against', '2.6.20'];
  const { stdout } = await prove(...args);
  expect(stdout).toMatch(/^no-double-completion +violated in 1 +cured$/m);
  expect(stdout).toMatch(/^no-lost-wakeup +holds +BREAKS 1$/m);
  expect(stdout).toMatch(/^new in post-eiocbqueued: no-lost-wakeup, no-hang: reader sleeps/m);
  expect((await prove(...args, '--quiet')).stdout).not.toContain('npx kioctx show');
});

it('against another patch, a violation of what nobody asked for counts, too', async () => {
  const here = folder({
    'astray.ts': patchModule({
      astray: changing({
        name: 'astray',
        changes: "{ replace: { sync: { line: 942, c: 'x', run: () => 'nowhere' } } }",
      }),
    }),
  });
  const args = ['prove', 'buffered', '--patch', './astray.ts', '--property', 'no-leak', '--against', '2.6.20'];
  const { code, stdout } = await here.run([...args, '--json']);
  expect(verdictsIn(stdout).results.map(verdictOf)).toContain('buffered, astray, no-undefined-behaviour: violated');
  expect(code).toBe(1);
});

it('against itself is bad input', async () => {
  const { code, stderr } = await prove('buffered', '--patch', '2.6.20', '--against', '2.6.20');
  expect({ code, stderr }).toEqual({
    code: 2,
    stderr: 'kioctx: --against 2.6.20: there is nothing else to compare; expected another patch with --patch\n',
  });
});

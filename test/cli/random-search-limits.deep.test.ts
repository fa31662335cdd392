/** What ends `kioctx run` before it is done, and what it refuses. */
import { describe, expect, it } from 'vitest';
import type { Result } from './program.ts';
import { folder, kioctx } from './run.ts';
import { onlyTrace, pasted, searchedIn, SHRINKING, unshrunk } from './search-rows.ts';

/** Hours of schedules: of one property none fails, of the other one does soon. */
const ENDLESS = ['--runs', '10000000', '--patch', '2.6.20', '--scenario', 'dw1-inval', '--seed', '1', '--no-corpus'];
const HOLDS = 'no-lost-wakeup';
const FAILS = 'no-double-completion';

const rowsOf = ({ stdout }: Result) => searchedIn(stdout).results;

describe.concurrent('a bound', () => {
  it('of schedules: exactly so many are drawn', async () => {
    const found = await kioctx('run', FAILS, HOLDS, ...ENDLESS.slice(2), '--runs', '7', '--strategy', 'pct', '--json');
    const rows = rowsOf(found);
    expect(rows[1]).toMatchObject({ verdict: 'not-found', runs: 7, clip: null });
    expect(rows[0]?.runs).toBeLessThanOrEqual(7);
  });

  it('of time, while nothing was found: interrupted, exit 3', async () => {
    const here = folder();
    const found = await here.run(['run', HOLDS, ...ENDLESS, '--max-seconds', '0.5', '--json']);
    expect(rowsOf(found)).toMatchObject([{ verdict: 'interrupted', clip: 'max-seconds', path: null, trace: null }]);
    expect({ code: found.code, stderr: found.stderr, contents: here.contents() }).toEqual({
      code: 3,
      stderr: '',
      contents: [],
    });
  });

  it('of time, while it was shrinking: violated, and not proved minimal', async () => {
    const here = folder();
    const { code, stdout } = await unshrunk(here);
    const { path, trace } = onlyTrace(here);
    expect(trace).toMatchObject({ property: HOLDS, minimal: { certified: false } });
    expect(stdout).toMatch(/; not proved minimal: --max-seconds was hit$/m);
    expect(stdout).not.toContain('nothing smaller inside its scenario fails');
    expect(code).toBe(1);
    const replayed = await here.run(['replay', path, '--quiet']);
    expect(replayed.code).toBe(1);
  });

  it('of smaller places: violated, not proved minimal, and the same bound is in the command', async () => {
    const here = folder();
    const args = ['run', FAILS, '--patch', '2.6.20', '--seed', '1', '--max-states', '100', '--quiet'];
    const { code, stdout } = await here.run(args);
    const { path, text, trace } = onlyTrace(here);
    expect(trace.minimal.certified).toBe(false);
    expect(stdout).toMatch(/; not proved minimal: there is too much that is smaller/m);
    expect(code).toBe(1);
    const command = pasted(stdout, 'run');
    expect(command.slice(-2)).toEqual(['--max-states', '100']);
    await here.run(command);
    expect(here.read(path)).toBe(text);
  });

  it('is for each search, and a violation outranks one that was hit: exit 1', async () => {
    const found = await kioctx('run', FAILS, HOLDS, ...ENDLESS, '--max-seconds', '4', '--json');
    expect(rowsOf(found)).toMatchObject([{ verdict: 'violated' }, { verdict: 'interrupted', clip: 'max-seconds' }]);
    expect(searchedIn(found.stdout).totals).toMatchObject({ rows: 2, violated: 1, interrupted: 1, 'not-found': 0 });
    expect(found.code).toBe(1);
  });
});

describe.concurrent('Ctrl-C', () => {
  /** An interrupted search ends within this many ms. */
  const SOON = 120_000;

  /** Where it came before the search that was meant, once more and later. */
  async function interrupted(
    args: readonly string[],
    isMeant: (found: Result) => boolean,
    after = 2000,
  ): Promise<Result> {
    const found = await folder().run(args, { interruptAfter: after, hangsAfter: after + SOON });
    return isMeant(found) || after > SOON ? found : interrupted(args, isMeant, after * 1.4);
  }

  it('ends the search and all that would follow: interrupted, exit 3', async () => {
    const found = await interrupted(
      ['run', HOLDS, 'no-lost-event', ...ENDLESS, '--json'],
      ({ stdout }) => stdout !== '' && (searchedIn(stdout).results[0]?.runs ?? 0) > 0,
    );
    const rows = rowsOf(found);
    expect(rows.map(({ verdict, clip }) => `${verdict} ${clip}`)).toEqual(Array(2).fill('interrupted interrupted'));
    expect(rows[0]?.runs).toBeGreaterThan(0);
    expect(rows[1]?.runs).toBe(0);
    expect(found).toMatchObject({ code: 3, stderr: '' });
  });

  it('leaves a violation that was found before: exit 1', async () => {
    const came = ({ stdout }: Result) => stdout !== '' && searchedIn(stdout).results[0]?.verdict === 'violated';
    const found = await interrupted(['run', FAILS, HOLDS, ...ENDLESS, '--json'], came);
    expect(rowsOf(found)).toMatchObject([{ verdict: 'violated' }, { verdict: 'interrupted', clip: 'interrupted' }]);
    expect(found.code).toBe(1);
  });

  it('ends shrinking: what there is by then is written, and not called minimal', async () => {
    const came = ({ stdout }: Result) => /│ VIOLATED \(\d/.test(stdout);
    const found = await interrupted([...SHRINKING, '--quiet'], came);
    expect(found.stdout).toMatch(/; not proved minimal: interrupted$/m);
    expect(found.code).toBe(1);
  });
});

interface Refused {
  readonly args: readonly string[];
  readonly says: string | RegExp;
}

const one = [FAILS, '--patch', '2.6.20', '--seed', '19'];
const beside = 'kioctx: --path makes one failure again; expected a --seed, one --patch and one property beside it';
const nowhere = (path: string, expected: string): Refused => ({
  args: [...one, '--path', path],
  says: `kioctx: --path ${path}: seed 19 leads to no failure there; expected ${expected}`,
});
const argument = (flag: string, value: string, says: string | RegExp): Refused => ({ args: [flag, value], says });

const refused: readonly Refused[] = [
  { args: [FAILS, '--patch', '2.6.20', '--path', '2'], says: beside },
  { args: [FAILS, '--seed', '1', '--path', '2'], says: beside },
  { args: [...one, '--patch', 'post-eiocbqueued', '--path', '2'], says: beside },
  { args: ['--patch', '2.6.20', '--seed', '1', '--path', '2'], says: beside },
  { args: [...one, HOLDS, '--path', '2'], says: beside },
  ...['', '1:'].map((path) =>
    argument(
      '--path',
      path,
      `error: option '--path <path>' argument '${path}' is invalid. Expected numbers of at most`,
    ),
  ),
  // The first schedule fails, and the third does not.
  nowhere('2', 'the path of a failure'),
  { args: [...one, '--path', '0:3'], says: /^kioctx: --path 0:3: seed 19 leads to no failure there; expected 0:\d+$/ },
  { args: [...one, '--path', '0:99999999'], says: /there; expected 0:\d+$/ },
  ...['x', '2147483648'].map((seed) =>
    argument('--seed', seed, `error: option '--seed <n>' argument '${seed}' is invalid. Expected a whole number`),
  ),
  argument('--strategy', 'foo', /'--strategy <name>' argument 'foo' is invalid\. .*uniform, pct, pos\.$/),
  argument('--depth', '3', 'kioctx: --depth is of the strategy pct; expected --strategy pct, not uniform'),
  argument('--runs', '0', `error: option '--runs <n>' argument '0' is invalid. Expected a number above 0.`),
  {
    args: ['no-double-completio'],
    says: /unknown property "no-double-completio".*did you mean no-double-completion\?/,
  },
  argument('--patch', 'wake', /^kioctx: .*patch wake, .* no function aio_ring_insert_entry/),
  argument('--scenario', './gone.json', 'kioctx: ./gone.json: there is no such file; expected a readable scenario'),
];

describe.concurrent('bad input: exit 2, one line, and nothing is written', () => {
  it.for(refused.map((row) => [row.args.join(' '), row] as const))('run %s', async ([, { args, says }]) => {
    const here = folder();
    const { code, stdout, stderr } = await here.run(['run', ...args]);
    expect(stderr.trimEnd()).toMatch(says);
    expect(stderr.split('\n')).toHaveLength(2);
    expect({ code, stdout, contents: here.contents() }).toEqual({ code: 2, stdout: '', contents: [] });
  });
});

it('run --junit where nothing can be written: exit 74, one line, and nothing is searched', async () => {
  const here = folder();
  const { code, stdout, stderr } = await here.run(['run', '--junit', 'gone/out.xml']);
  expect(stderr).toMatch(/^kioctx: --junit gone\/out\.xml: cannot write there: [^\n]*\n$/);
  expect({ code, stdout, contents: here.contents() }).toEqual({ code: 74, stdout: '', contents: [] });
});

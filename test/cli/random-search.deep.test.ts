import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { changing, patchModule } from './patch-module.ts';
import { packaged } from './program.ts';
import { folder, kioctx } from './run.ts';
import { onlyTrace, pasted, searchedIn, timeless } from './search-rows.ts';
import { parseXml } from './xml.ts';
import { isOfThisRun, shareOf } from '../drawn.ts';

/** What the unpatched kernel and the seed patch do wrong, and the smallest way to it. */
const failures = [
  ['no-double-completion', '2.6.20', '4', { tasks: 1, requests: 1, faults: 1, switches: 1 }],
  ['no-lost-wakeup', 'post-eiocbqueued', '13', { tasks: 2, requests: 1, faults: 0, switches: 2 }],
] as const;

describe.concurrent('a random search with the default budget', () => {
  it.for(shareOf(failures, 2))(
    'finds %s of %s from seed %s and its minimum, and does so again',
    async ([property, patch, seed, minimum]) => {
      const [here, second, third] = [folder(), folder(), folder()];
      const args = ['run', property, '--patch', patch, '--seed', seed];
      const [found, again] = await Promise.all([here.run(args), second.run(args)]);
      const { path, text, trace } = onlyTrace(here);
      expect(found).toMatchObject({ code: 1, stderr: '' });
      expect(trace).toMatchObject({ patch, property, verdict: 'violated', minimal: { ...minimum, certified: true } });
      expect(found.stdout).toContain(`\n${patch} violates ${property} in random\n`);
      expect(found.stdout).toContain(`\n✗ ${trace.finding.message}`);
      expect(found.stdout).toContain(`\nTrace: ${path}\nnpx kioctx replay ${path}\n`);
      expect(found.stdout).toMatch(new RegExp(`│ ${property} +│ VIOLATED \\(\\d+\\)`));
      expect(found.stdout).toMatch(
        /\n\d+ tasks?, 1 request, .* \d+ steps; nothing smaller inside its scenario fails \([\d,]+ places tried\)\n/,
      );

      // By its seed, and by the path that was printed.
      const command = pasted(found.stdout, 'run');
      expect(command).toEqual([...args, '--path', expect.stringMatching(/^\d+(:\d+)+$/), '--strategy', 'uniform']);
      const made = await third.run(command);
      for (const one of [again, made])
        expect({ ...one, stdout: timeless(one.stdout) }).toEqual({ ...found, stdout: timeless(found.stdout) });
      for (const there of [second, third]) expect(onlyTrace(there)).toEqual({ path, text, trace });

      const replayed = await here.run(pasted(found.stdout, 'replay'));
      expect(replayed).toMatchObject({ code: 1, stderr: '' });
      expect(replayed.stdout).toContain(`\n✗ ${trace.finding.message}`);
      expect(replayed.stdout).toContain(`\nTrace: ${path}\n`);
      const shrunk = await here.run(['shrink', path, '-o', 'again.json', '--quiet']);
      expect(shrunk).toMatchObject({ code: 0, stderr: '' });
      expect(here.read('again.json')).toBe(text);
    },
  );

  it.runIf(isOfThisRun('without a seed begins anywhere, and prints where'))(
    'without a seed begins anywhere, and prints where',
    async () => {
      const here = folder();
      // In a small scenario: what is drawn may take long to shrink.
      const where = ['--patch', '2.6.20', '--scenario', 'dw1-inval'];
      const found = await here.run(['run', 'no-double-completion', ...where, '--json']);
      const [row] = searchedIn(found.stdout).results;
      expect(row).toMatchObject({ verdict: 'violated', seed: expect.any(Number), path: expect.any(String) });
      const there = folder();
      const args = [...where, '--seed', String(row?.seed), '--path', row?.path ?? ''];
      const made = searchedIn((await there.run(['run', 'no-double-completion', ...args, '--json'])).stdout).results[0];
      expect({ ...made, seconds: 0 }).toEqual({ ...row, seconds: 0, cut: 0 });
      expect(onlyTrace(there)).toEqual(onlyTrace(here));
    },
  );
});

describe.concurrent('each strategy finds', () => {
  /** With seeds that come to a small scenario soon. */
  const searches = [
    ['no-double-completion', '2.6.20', 'pct', '--seed', '1'],
    ['no-lost-wakeup', 'post-eiocbqueued', 'pct', '--seed', '3'],
    ['no-double-completion', '2.6.20', 'pct', '--depth', '2', '--seed', '1', '--scenario', 'dw1-inval'],
    ['no-lost-wakeup', 'post-eiocbqueued', 'pct', '--depth', '2', '--seed', '1', '--scenario', 'dw1-reader'],
    ['no-double-completion', '2.6.20', 'pos', '--seed', '1'],
    ['no-lost-wakeup', 'post-eiocbqueued', 'pos', '--seed', '3'],
  ] as const;

  // A third of them in each run.
  it.for(shareOf(searches, 3).map((search) => [search.join(' '), search] as const))(
    '%s',
    async ([, [property, patch, ...args]]) => {
      const here = folder();
      const found = await here.run(['run', property, '--patch', patch, '--quiet', '--strategy', ...args]);
      expect(found).toMatchObject({ code: 1, stderr: '' });
      expect(onlyTrace(here).trace).toMatchObject({ patch, property, minimal: { requests: 1, certified: true } });
    },
  );
});

describe.concurrent('--strategy', () => {
  it.runIf(isOfThisRun('is part of the command that does it again, with its depth'))(
    'is part of the command that does it again, with its depth',
    async () => {
      const here = folder();
      const args = ['run', 'no-lost-wakeup', '--patch', 'post-eiocbqueued', '--scenario', 'buffered-reader'];
      const found = await here.run([...args, '--seed', '5', '--strategy', 'pct', '--depth', '2']);
      const there = folder();
      const made = await there.run(pasted(found.stdout, 'run'));
      expect(timeless(made.stdout)).toBe(timeless(found.stdout));
      expect(found.stdout).toMatch(/^Seed 5, strategy pct of depth 2, /m);
      expect(onlyTrace(there)).toEqual(onlyTrace(here));
    },
  );
});

const documented =
  'patch scenario property verdict states transitions depth schedules cut seconds trace runs seed path shrinks'.split(
    ' ',
  );

describe.concurrent('the verdicts', () => {
  it.runIf(isOfThisRun('of the repaired seed patch: nothing is found in 200 schedules of each property, exit 0'))(
    'of the repaired seed patch: nothing is found in 200 schedules of each property, exit 0',
    async () => {
      const here = folder();
      const args = ['run', '--patch', 'post-eiocbqueued+wake', '--runs', '200', '--seed', '1', '--json'];
      const { code, stdout, stderr } = await here.run(args);
      const { results, totals, version } = searchedIn(stdout);
      expect({ code, stderr, contents: here.contents() }).toEqual({ code: 0, stderr: '', contents: [] });
      expect(results.length).toBeGreaterThan(10);
      for (const row of results) {
        expect(Object.keys(row)).toEqual(expect.arrayContaining(documented));
        const found = { verdict: 'not-found', runs: 200, seed: 1, path: null, shrinks: 0, trace: null };
        expect(row).toMatchObject({ patch: 'post-eiocbqueued+wake', scenario: 'random', ...found });
      }
      const counts = { rows: results.length, violated: 0, 'not-found': results.length, interrupted: 0 };
      expect(totals).toMatchObject(counts);
      expect(version).toMatch(/^\d+\.\d+\.\d+/);
    },
  );

  it.runIf(isOfThisRun('go patch by patch and property by property, as they were named'))(
    'go patch by patch and property by property, as they were named',
    async () => {
      const properties = ['no-use-after-free', 'exactly-one-event', 'no-leak'];
      const args = ['--patch', 'post-eiocbqueued+wake', '--patch', '2.6.20', '--runs', '2', '--seed', '3', '--json'];
      const { stdout } = await kioctx(
        'run',
        'no-use-after-free',
        'exactly-one-event',
        '--property',
        'no-leak',
        ...args,
      );
      const named = searchedIn(stdout).results.map(({ patch, property }) => `${patch} ${property}`);
      const all = ['post-eiocbqueued+wake', '2.6.20'].flatMap((patch) => properties.map((p) => `${patch} ${p}`));
      expect(named).toEqual(all);
    },
  );

  it.runIf(isOfThisRun('--quiet leaves the table and the commands'))(
    '--quiet leaves the table and the commands',
    async () => {
      const args = ['run', 'no-double-completion', '--patch', '2.6.20', '--scenario', 'dw1-inval', '--seed', '1'];
      const [loud, quiet] = await Promise.all([kioctx(...args), kioctx(...args, '--quiet')]);
      expect(quiet).toMatchObject({ code: 1, stderr: '' });
      expect(quiet.stdout).toMatch(/^┌/);
      expect(pasted(quiet.stdout, 'replay')).toEqual(pasted(loud.stdout, 'replay'));
      expect(timeless(loud.stdout).endsWith(timeless(quiet.stdout))).toBe(true);
      expect(loud.stdout.length).toBeGreaterThan(2 * quiet.stdout.length);
    },
  );

  it('--junit: a failure with its trace for what is violated, and a passed test for what is not found', async () => {
    const here = folder();
    const args = ['run', 'no-double-completion', 'no-lost-wakeup', '--scenario', 'dw1-inval', '--seed', '1'];
    const { code } = await here.run([...args, '--patch', '2.6.20', '--runs', '20', '--quiet', '--junit', 'out.xml']);
    const suite = parseXml(here.read('out.xml'));
    expect(suite.attributes).toMatchObject({ tests: '2', failures: '1', skipped: '0' });
    const [failed, passed] = suite.children;
    expect(failed?.attributes).toMatchObject({ classname: '2.6.20.dw1-inval', name: 'no-double-completion' });
    const { path } = onlyTrace(here);
    const text = `${path}\nnpx kioctx replay ${path}`;
    expect(failed?.children).toMatchObject([{ name: 'failure', text: expect.stringContaining(text) as string }]);
    expect(passed).toMatchObject({ attributes: { name: 'no-lost-wakeup' }, children: [] });
    expect(code).toBe(1);
  });
});

describe.concurrent('--scenario', () => {
  it.runIf(isOfThisRun('searches in a shipped scenario and in a file, and what shrinks keeps the name'))(
    'searches in a shipped scenario and in a file, and what shrinks keeps the name',
    async () => {
      const text = readFileSync(packaged('model/scenarios/dw1-all-nosync.json'), 'utf8');
      const here = folder({ 'my own/mine.json': text.replace('dw1-all-nosync', 'mine') });
      const scenarios = ['--scenario', 'buffered', '--scenario', './my own/mine.json'];
      const args = ['run', 'no-double-completion', '--patch', '2.6.20', '--seed', '1', ...scenarios];
      const { code, stdout } = await here.run(args);
      const { text: first, path, trace } = onlyTrace(here);
      expect(trace.scenario).toMatchObject({ name: 'mine', faults: { invalidate: ['EIO'] } });
      expect(Object.keys(trace.scenario.faults)).toEqual(['invalidate']);
      expect(code).toBe(1);
      expect(pasted(stdout, 'run').slice(-4)).toEqual(scenarios);
      const made = await here.run(pasted(stdout, 'run'));
      expect(timeless(made.stdout)).toBe(timeless(stdout));
      expect(here.read(path)).toBe(first);
    },
  );

  it('in which nothing fails: the row names those that were searched', async () => {
    const args = ['--scenario', 'buffered', '--scenario', 'dw1', '--runs', '20', '--seed', '1', '--json'];
    const { code, stdout } = await kioctx('run', 'no-lost-wakeup', '--patch', '2.6.20', ...args);
    expect(searchedIn(stdout).results).toMatchObject([{ scenario: 'buffered, dw1', verdict: 'not-found', runs: 20 }]);
    expect(code).toBe(0);
  });
});

describe.concurrent('a patch of one’s own', () => {
  const files = { 'my patches/mine.mts': patchModule({ mine: changing({ name: 'mine' }) }) };
  const args = ['run', 'no-lost-wakeup', '--scenario', 'buffered-reader', '--seed', '1'];

  it.for(['./my patches/mine.mts', '2.6.20+./my patches/mine.mts'])('%s is part of both commands', async (given) => {
    const here = folder(files);
    const { code, stdout } = await here.run([...args, '--patch', given, '--no-corpus']);
    const { path, text, trace } = onlyTrace(here);
    expect(code).toBe(1);
    expect(trace.patch).toBe(given.replace('./my patches/mine.mts', 'mine'));
    expect(pasted(stdout, 'replay')).toEqual(['replay', path, '--patch', given]);
    expect(pasted(stdout, 'run')).toEqual(expect.arrayContaining(['--patch', given]));
    const replayed = await here.run(pasted(stdout, 'replay'));
    expect(replayed.stdout).toContain(`\n✗ ${trace.finding.message}`);
    expect(replayed.code).toBe(1);
    const made = await here.run(pasted(stdout, 'run'));
    expect(timeless(made.stdout)).toBe(timeless(stdout));
    expect(here.read(path)).toBe(text);
  });

  it('is tried on the failures that were kept, of which none is proved minimal under it', async () => {
    const here = folder(files);
    const { code, stdout } = await here.run([...args, '--patch', './my patches/mine.mts', '--json']);
    const [row] = searchedIn(stdout).results;
    expect(row).toMatchObject({ patch: 'mine', verdict: 'violated', runs: 0, path: null });
    expect(row?.corpus).toMatch(/counterexamples\/corpus\/no-wake\.no-lost-wakeup\.trace\.json$/);
    expect(onlyTrace(here).trace).toMatchObject({ patch: 'mine', minimal: { certified: false } });
    expect(code).toBe(1);
  });
});

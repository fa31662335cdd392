/** `kioctx run` tries the failures that were kept before it draws anything. */
import { describe, expect, it } from 'vitest';
import { byContent } from '../../cli/saved-once.ts';
import type { ViolatedTrace } from '../../counterexamples/aio/trace.ts';
import { type Folder, folder } from './run.ts';
import { onlyTrace, pasted, proved, searchedIn, tracesIn } from './search-rows.ts';

const KEPT = 'counterexamples/corpus/mine.trace.json';
const args = ['run', 'no-double-completion', '--scenario', 'dw1-inval', '--runs', '50', '--seed', '1'];

/** Made once: a minimal trace of the double completion, as one keeps it. */
const double = (() => {
  let made: Promise<string> | null = null;
  const make = async () => {
    const here = folder({ 'counterexamples/corpus/README.md': '' });
    const { path } = await proved(here, 'dw1-inval', '2.6.20', 'no-double-completion');
    await here.run(['shrink', path, '-o', KEPT, '--quiet']);
    return here.read(KEPT);
  };
  return () => (made ??= make());
})();

/** Where its trace goes under a patch. */
const traceUnder = async (patch: string): Promise<string> =>
  `traces/${byContent.nameOf({ ...(JSON.parse(await double()) as ViolatedTrace), patch })}.trace.json`;

const keeping = async (more: Readonly<Record<string, string>> = {}): Promise<Folder> =>
  folder({ [KEPT]: await double(), ...more });

describe.concurrent('a failure that was kept', () => {
  it('fails before any schedule is drawn, and the row says which it is', async () => {
    const here = await keeping();
    const { code, stdout, stderr } = await here.run([...args, '--patch', '2.6.20', '--json']);
    const [row] = searchedIn(stdout).results;
    expect(row).toMatchObject({ verdict: 'violated', scenario: 'dw1-inval', runs: 0, path: null, shrinks: 0 });
    expect(row?.corpus).toMatch(new RegExp(`/${KEPT}$`));
    const path = await traceUnder('2.6.20');
    expect(row?.trace).toBe(path);
    // What was proved when it was kept is not proved again.
    expect(here.read(path)).toBe((await double()).replace('"certified": true', '"certified": false'));
    expect({ code, stderr }).toEqual({ code: 1, stderr: '' });
  });

  it('is told with its trace, and is not called a random schedule', async () => {
    const here = await keeping();
    const { code, stdout } = await here.run([...args, '--patch', '2.6.20']);
    expect(stdout).toMatch(/│ no-double-completion +│ VIOLATED \(kept\)/);
    expect(stdout).toMatch(new RegExp(`^1 task, 1 request, 1 fault, 1 switch, \\d+ steps; kept in .*/${KEPT}$`, 'm'));
    expect(pasted(stdout, 'replay')).toEqual(['replay', await traceUnder('2.6.20')]);
    expect(pasted(stdout, 'run')).toEqual([]);
    expect(code).toBe(1);
  });

  it('is left alone with --no-corpus, and with --path', async () => {
    const here = await keeping();
    const { stdout } = await here.run([...args, '--patch', '2.6.20', '--no-corpus', '--json']);
    const [row] = searchedIn(stdout).results;
    expect(row).toMatchObject({ verdict: 'violated', corpus: null, path: expect.stringMatching(/^\d+:\d+$/) });
    expect(row?.runs).toBeGreaterThan(0);
    const made = await here.run([...args, '--patch', '2.6.20', '--path', row?.path ?? '', '--json']);
    expect(searchedIn(made.stdout).results).toMatchObject([{ corpus: null, path: row?.path, runs: row?.runs }]);
  });

  it('is passed over by a patch that it does not fit, and by other properties', async () => {
    const here = await keeping();
    const repaired = await here.run([...args, '--patch', 'post-eiocbqueued', '--json']);
    expect(searchedIn(repaired.stdout).results).toMatchObject([{ verdict: 'not-found', runs: 50, corpus: null }]);
    expect(repaired.code).toBe(0);
    const other = await here.run(['run', 'no-lost-wakeup', ...args.slice(2), '--patch', '2.6.20', '--json']);
    expect(searchedIn(other.stdout).results).toMatchObject([{ verdict: 'not-found', runs: 50, corpus: null }]);
    expect(tracesIn(here)).toEqual([KEPT]);
  });

  it('fails under another patch that it fits, and is not proved minimal there', async () => {
    const here = await keeping();
    const { stdout } = await here.run([...args, '--patch', '2.6.20+no-wake', '--json']);
    const [row] = searchedIn(stdout).results;
    expect(row).toMatchObject({ patch: '2.6.20+no-wake', verdict: 'violated', runs: 0 });
    expect(row?.corpus).toMatch(new RegExp(`/${KEPT}$`));
    const trace = here.read(await traceUnder('2.6.20+no-wake'));
    expect(JSON.parse(trace)).toMatchObject({ patch: '2.6.20+no-wake', minimal: { certified: false } });
  });
});

describe.concurrent('a corpus that cannot be used', () => {
  const mistakes = [
    ['cut off', '{"version":1,\n "patch":', /broken\.trace\.json:2:\d+: malformed JSON/],
    ['of a wrong shape', `{"version":1,\n "patch":3}`, /broken\.trace\.json:2:\d+: patch: got 3/],
  ] as const;

  it.for(mistakes)(
    'a file that is %s is told with its line: exit 2, and nothing is searched',
    async ([, text, says]) => {
      const here = await keeping({ 'counterexamples/corpus/broken.trace.json': text });
      const before = here.contents();
      const { code, stdout, stderr } = await here.run([...args, '--patch', '2.6.20']);
      expect({ code, stdout, contents: here.contents() }).toEqual({ code: 2, stdout: '', contents: before });
      expect(stderr).toMatch(says);
      for (const line of stderr.trimEnd().split('\n'))
        expect(line).toMatch(/^kioctx: \S+broken\.trace\.json:\d+:\d+: /);
    },
  );

  it('a folder that is called a trace is told in one line', async () => {
    const here = await keeping({ 'counterexamples/corpus/broken.trace.json/README.md': '' });
    const { code, stdout, stderr } = await here.run([...args, '--patch', '2.6.20']);
    expect(stderr).toMatch(/^kioctx: \S+broken\.trace\.json: cannot read this trace: .*\n$/);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
  });

  it('--no-corpus does not look at it', async () => {
    const here = folder({ 'counterexamples/corpus/broken.trace.json': '{' });
    const { code, stderr } = await here.run([...args, '--patch', '2.6.20', '--no-corpus', '--quiet']);
    expect({ code, stderr }).toEqual({ code: 1, stderr: '' });
  });

  it('a file of the folder’s name is no corpus, and other files in it are no traces', async () => {
    const [here, there] = [folder({ 'counterexamples/corpus': '' }), folder({ 'counterexamples/corpus/a.json': '{' })];
    const looked = [...args, '--patch', '2.6.20', '--quiet'];
    const [one, other] = await Promise.all([here.run(looked), there.run(looked)]);
    for (const { code, stderr } of [one, other]) expect({ code, stderr }).toEqual({ code: 1, stderr: '' });
    expect(onlyTrace(here).text).toBe(onlyTrace(there).text);
  });
});

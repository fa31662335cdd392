/** A diff or a mail wherever a patch is taken. */
import { readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { describe, expect, it } from 'vitest';
import { isOfThisRun, shareOf } from '../drawn.ts';
import { inBash } from './program.ts';
import { verdictOf, verdictsIn } from './rows.ts';
import { type Folder, folder, kioctx } from './run.ts';
import { asItWas, replacing, seed, withoutPromise } from './seed-diffs.ts';

const NAME = 'aio-propogate-post-eiocbqueued-errors-to-completion-event';
const WAKEUP = ['prove', 'buffered-reader', '--property', 'no-lost-wakeup'];
const TRACE = `traces/${NAME}.buffered-reader.no-lost-wakeup.trace.json`;

interface TraceFile {
  readonly patch: string;
  readonly lifted?: object;
}

/** A small proof under these patches. */
async function provedUnder(
  here: Folder,
  ...patches: readonly string[]
): Promise<ReturnType<typeof verdictsIn>['results']> {
  const given = patches.flatMap((patch) => ['--patch', patch]);
  const { stdout, stderr } = await here.run(['prove', 'buffered', '--property', 'no-leak', '--json', ...given]);
  expect(stderr).toBe('');
  return verdictsIn(stdout).results;
}

/** What each property comes to, without figures, which differ with the grain of the steps. */
async function verdicts(here: Folder, scenario: string, patch: string): Promise<string[]> {
  const { stdout, stderr } = await here.run(['prove', scenario, '--patch', patch, '--json', '--traces', 'none']);
  expect(stderr).toBe('');
  return verdictsIn(stdout).results.map(({ property, verdict }) => `${property}: ${verdict}`);
}

const outcomesOf = async (here: Folder, scenario: string, patch: string): Promise<unknown> => {
  const { stdout } = await here.run(['outcomes', scenario, '--patch', patch, '--json']);
  return (JSON.parse(stdout) as { readonly outcomes: unknown }).outcomes;
};

describe.concurrent('the mail that started it all', () => {
  it.for(['dw1-inval', 'buffered-reader'])('is proved as the patch that was written by hand: %s', async (scenario) => {
    const here = folder({ 'seed.txt': seed });
    expect(await verdicts(here, scenario, 'seed.txt')).toEqual(await verdicts(here, scenario, 'post-eiocbqueued'));
  });

  it.runIf(isOfThisRun('is called by its title, and its trace says which text it was'))(
    'is called by its title, and its trace says which text it was',
    async () => {
      const here = folder({ 'seed.txt': seed });
      const { code, stdout } = await here.run([...WAKEUP, '--patch', './seed.txt']);
      expect(code).toBe(1);
      expect(stdout).toContain(`npx kioctx replay ${TRACE} --patch ./seed.txt\n`);
      const digest = expect.stringMatching(/^sha256:[\da-f]{64}$/);
      expect(JSON.parse(here.read(TRACE)) as TraceFile).toMatchObject({
        patch: NAME,
        lifted: { file: './seed.txt', digest, sidecar: null },
      });
    },
  );

  it.runIf(isOfThisRun('has a trace that replays with it alone, with a warning where the text is another by now'))(
    'has a trace that replays with it alone, with a warning where the text is another by now',
    async () => {
      const here = folder({ 'seed.txt': seed, 'later.txt': `${seed}\nA line more.\n` });
      await here.run([...WAKEUP, '--patch', 'seed.txt', '--quiet']);
      expect(await here.run(['replay', TRACE, '--patch', 'seed.txt', '--quiet'])).toMatchObject({
        code: 1,
        stderr: '',
      });
      const later = await here.run(['replay', TRACE, '--patch', 'later.txt', '--quiet']);
      expect(later).toMatchObject({
        code: 1,
        stderr: `kioctx: warning: ${TRACE}: later.txt is not what it was when this trace was found; it is replayed by the names of its steps\n`,
      });
      const without = await here.run(['replay', TRACE, '--quiet']);
      expect(without.code).toBe(2);
      expect(without.stderr).toContain(
        `${NAME} is lifted from seed.txt, and no patch is given; expected --patch seed.txt`,
      );
    },
  );

  it.runIf(isOfThisRun('is rendered in every format, its lines with their places'))(
    'is rendered in every format, its lines with their places',
    async () => {
      const here = folder({ 'seed.txt': seed });
      await here.run([...WAKEUP, '--patch', 'seed.txt', '--quiet']);
      for (const as of shareOf(['text', 'mail', 'markdown', 'mermaid', 'itf', 'json', 'c', 'html'], 3)) {
        // oxlint-disable-next-line no-await-in-loop -- one after the other
        const { code, stdout, stderr } = await here.run(['show', TRACE, '--patch', 'seed.txt', '--as', as]);
        expect({ as, code, stderr }).toEqual({ as, code: 0, stderr: '' });
        expect(stdout.length).toBeGreaterThan(500);
      }
      const { stdout } = await here.run(['show', TRACE, '--patch', 'seed.txt', '--all']);
      expect(stdout).toMatch(/\d+\+ ring->tail = tail/);
    },
  );

  it.runIf(isOfThisRun('is explained, shrunk, searched at random, drawn, listed and checked'))(
    'is explained, shrunk, searched at random, drawn, listed and checked',
    async () => {
      const here = folder({ 'seed.txt': seed });
      await here.run([...WAKEUP, '--patch', 'seed.txt', '--quiet']);
      const under = ['--patch', 'seed.txt'];
      const explained = await here.run(['explain', TRACE, ...under, '--quiet', '--traces', 'none']);
      expect(explained).toMatchObject({ code: 0, stderr: '' });
      const shrunk = await here.run(['shrink', TRACE, ...under, '--quiet', '-o', 'min.trace.json']);
      expect(shrunk).toMatchObject({ code: 0, stderr: '' });
      expect((JSON.parse(here.read('min.trace.json')) as TraceFile).lifted).toMatchObject({ file: 'seed.txt' });
      const run = ['run', 'no-lost-wakeup', ...under, '--scenario', 'buffered-reader', '--seed', '1', '--no-corpus'];
      expect((await here.run([...run, '--quiet'])).code).toBe(1);
      expect((await here.run(['graph', 'buffered', ...under])).stdout).toContain(NAME);
      const steps = await here.run(['list', 'steps', 'aio_ring_insert_entry', ...under]);
      expect(steps.stdout).toMatch(/^ring_tail .*ring->tail = tail {2}\[writes kioctx\.ring_tail\]$/m);
      expect((await here.run(['list', 'fields', 'kiocb', ...under])).stdout).toMatch(/^kiocb\.ki_res +long, racy$/m);
      const checked = await here.run(['check', 'seed.txt']);
      expect(checked).toMatchObject({ code: 0, stderr: '' });
      expect(checked.stdout).toContain('new function aio_ring_insert_entry()');
    },
  );

  it.runIf(isOfThisRun('is explored in a page that has the module, and no parser of C'))(
    'is explored in a page that has the module, and no parser of C',
    async () => {
      const here = folder({ 'seed.txt': seed });
      expect(await here.run(['explore', 'dw1-inval', '--patch', 'seed.txt', '-o', 'page.html'])).toMatchObject({
        code: 0,
        stderr: '',
      });
      const page = here.read('page.html');
      expect(page).toContain('aio_ring_insert_entry');
      expect(page).not.toMatch(/tree-sitter|tree_sitter/);
    },
  );

  it.runIf(isOfThisRun('is one of several, with hunks called as their functions'))(
    'is one of several, with hunks called as their functions',
    async () => {
      const here = folder({ 'seed.txt': seed });
      const hunks = ['__aio_get_req', '__aio_put_req', 'aio_complete'];
      const results = await provedUnder(here, `seed.txt[${hunks.join(',')}]`, 'dio-bugon+seed.txt');
      expect(results.map(verdictOf)).toEqual([
        `buffered, ${NAME}[${hunks.join(',')}], no-leak: holds`,
        `buffered, dio-bugon+${NAME}, no-leak: holds`,
      ]);
    },
  );
});

describe.concurrent('what a file is', () => {
  it.for(shareOf(['fix.patch', 'fix.diff', 'fix.txt', 'fix.eml', 'fix.mbox', './fix', 'my patches/fix'], 3))(
    'a name like %s is that of a file',
    async (file) => {
      const here = folder({ [file]: withoutPromise });
      expect((await provedUnder(here, file)).map(verdictOf)).toEqual(['buffered, fix, no-leak: holds']);
    },
  );

  it('its text says what is in it, whatever it is called', async () => {
    const here = folder({ 'fix.ts': withoutPromise });
    expect((await provedUnder(here, 'fix.ts')).map(({ patch }) => patch)).toEqual(['fix']);
  });

  it('one that has a + in its name is no sum', async () => {
    const here = folder({ 'a+b.diff': withoutPromise });
    expect((await provedUnder(here, 'a+b.diff')).map(({ patch }) => patch)).toEqual(['a-b']);
  });

  it('may come through a pipe', async () => {
    const here = folder({ 'fix.diff': withoutPromise });
    const { code, stdout, stderr } = await inBash(
      here.path,
      '$kioctx prove buffered --property no-leak --json --patch <(cat fix.diff)',
    );
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(verdictsIn(stdout).results).toHaveLength(1);
  });

  it.runIf(isOfThisRun('two versions of a patch have one title, and are told apart by their files'))(
    'two versions of a patch have one title, and are told apart by their files',
    async () => {
      const [one, two] = ['retval = -EIO;', 'retval = -ENOSPC;'].map((line) =>
        replacing('retval = err;', [line], { title: 'aio: no promise' }),
      );
      const here = folder({ 'v1.eml': one ?? '', 'v2.eml': two ?? '' });
      expect((await provedUnder(here, 'v1.eml', 'v2.eml')).map(({ patch }) => patch)).toEqual([
        'aio-no-promise-v1',
        'aio-no-promise-v2',
      ]);
    },
  );

  it.runIf(isOfThisRun('one that is called as a shipped patch gets another name'))(
    'one that is called as a shipped patch gets another name',
    async () => {
      const here = folder({ 'wake.patch': withoutPromise });
      expect((await provedUnder(here, 'wake.patch')).map(({ patch }) => patch)).toEqual(['wake-lifted']);
    },
  );
});

describe.concurrent('several diffs', () => {
  it.runIf(isOfThisRun('are lifted in order, each on what those before it made'))(
    'are lifted in order, each on what those before it made',
    async () => {
      const here = folder({ 'a.diff': withoutPromise, 'b.diff': asItWas });
      expect(await outcomesOf(here, 'dw1-inval', 'a.diff+b.diff')).toEqual(
        await outcomesOf(here, 'dw1-inval', '2.6.20'),
      );
      const alone = await here.run(['prove', 'buffered', '--patch', 'b.diff']);
      expect(alone.stderr).toMatch(/^kioctx: b\.diff:3:1: .* is in 2\.6\.20 already; expected a change yet to be made/);
    },
  );

  it.runIf(isOfThisRun('have a trace that names them all, and replays with them'))(
    'have a trace that names them all, and replays with them',
    async () => {
      const here = folder({ 'a.diff': withoutPromise, 'b.diff': asItWas });
      const proved = [
        'prove',
        'dw1-inval',
        '--property',
        'no-double-completion',
        '--quiet',
        '--patch',
        'a.diff+b.diff',
      ];
      expect((await here.run(proved)).code).toBe(1);
      const path = here.contents().find((name) => name.endsWith('.trace.json')) ?? '';
      expect((JSON.parse(here.read(path)) as TraceFile).lifted).toMatchObject([{ file: 'a.diff' }, { file: 'b.diff' }]);
      expect(await here.run(['replay', path, '--quiet', '--patch', 'a.diff+b.diff'])).toMatchObject({
        code: 1,
        stderr: '',
      });
      const page = await here.run(['explore', path, '--patch', 'a.diff+b.diff', '-o', 'page.html']);
      expect(page).toMatchObject({ code: 0, stderr: '' });
    },
  );
});

describe.concurrent('a sidecar', () => {
  const sidecar = {
    version: 1,
    reports: [{ function: 'aio_propogate_error', result: 'ret', error: 'new_err', iocb: 'iocb' }],
    fields: { 'kiocb.ki_res': { class: 'guarded_by ki_ctx.ctx_lock', starts: 0 } },
  };
  const files = { 'seed.txt': seed, 'seed.txt.kioctx.json': JSON.stringify(sidecar) };

  it.runIf(isOfThisRun('is obeyed, and told with the verdicts'))('is obeyed, and told with the verdicts', async () => {
    const here = folder(files);
    const { stdout } = await here.run(['prove', 'buffered', '--property', 'no-leak', '--patch', 'seed.txt']);
    const told = stdout.replaceAll(/\s+/g, ' ');
    expect(told).toContain(
      'declared in seed.txt.kioctx.json: aio_propogate_error() reports an error of the request iocb',
    );
    expect(told).toContain('declared in seed.txt.kioctx.json: kiocb.ki_res: guarded_by ki_ctx.ctx_lock, 0 at first');
    const fields = await here.run(['list', 'fields', 'kiocb', '--patch', 'seed.txt']);
    expect(fields.stdout).toMatch(/^kiocb\.ki_res +long, guarded by ki_ctx\.ctx_lock, 0 at first$/m);
  });

  it.runIf(isOfThisRun('has its digest in traces, and another one is a warning'))(
    'has its digest in traces, and another one is a warning',
    async () => {
      const here = folder(files);
      await here.run([...WAKEUP, '--patch', 'seed.txt', '--quiet']);
      here.write('seed.txt.kioctx.json', '{ "version": 1 }');
      const { code, stderr } = await here.run(['replay', TRACE, '--patch', 'seed.txt', '--quiet']);
      expect(code).toBe(1);
      expect(stderr).toContain('the sidecar of seed.txt is not what it was when this trace was found');
    },
  );
});

it('what is made of a diff lies in a folder that goes with the process', async () => {
  const left = () => readdirSync(tmpdir()).filter((name) => name.startsWith('kioctx-lifted-'));
  const before = new Set(left());
  const here = folder({ 'fix.diff': withoutPromise });
  const run = ['prove', 'dw1', '--patch', 'fix.diff', '--traces', 'none', '--quiet'];
  await here.run(run, {});
  await here.run([...run, '--no-reduction'], { interruptAfter: 2500, againAfter: 300 });
  await kioctx('list', 'patches');
  // Tests beside this one make others.
  const own = left().filter((name) => !before.has(name));
  const dead = own.filter((name) => !isAlive(Number(name.split('-').at(-1))));
  expect(dead).toEqual([]);
});

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

/** `kioctx replay --relaxed`: what is said of a trace on another kernel. */
import { describe, expect, it } from 'vitest';
import { isOfThisRun } from '../drawn.ts';
import { changing, patchModule } from './patch-module.ts';
import { type Folder, folder } from './run.ts';
import { proved } from './search-rows.ts';

interface Row {
  readonly verdict: string;
  readonly line: number | null;
  readonly text: string | null;
  readonly enabled: readonly string[] | null;
  readonly inserted: number;
  readonly search: 'fixed' | 'fails' | null;
}

async function relaxed(here: Folder, ...args: readonly string[]) {
  const [text, json] = await Promise.all([
    here.run(['replay', '--relaxed', '--quiet', ...args]),
    here.run(['replay', '--relaxed', '--json', ...args]),
  ]);
  expect(json).toMatchObject({ code: text.code, stderr: text.stderr });
  // Whoever reads the exit code alone is told why it is 2.
  const parted = /^kioctx: \d+ of \d+ traces? parted: nothing is known of what is violated there\n$/;
  expect(text.stderr).toMatch(text.code === 2 ? parted : /^$/);
  return { code: text.code, stdout: text.stdout, rows: (JSON.parse(json.stdout) as { results: Row[] }).results };
}

/** Found on 2.6.20; under post-eiocbqueued a request is made in one step more. */
const destroyed = ['dw1-reader-destroy', '2.6.20', 'refcount-sound'] as const;

describe.concurrent('a trace that was found on 2.6.20', () => {
  it.runIf(isOfThisRun('still fails under a patch that inserts a step, where a plain replay does not fit'))(
    'still fails under a patch that inserts a step, where a plain replay does not fit',
    async () => {
      const here = folder();
      const { path } = await proved(here, ...destroyed);
      const plain = await here.run(['replay', path, '--patch', 'post-eiocbqueued', '--quiet']);
      expect(plain.code).toBe(2);
      expect(plain.stderr).toContain('submitter is at __aio_get_req.pending_err');
      const { code, stdout, rows } = await relaxed(here, path, '--patch', 'post-eiocbqueued');
      expect(stdout).toBe(
        `${path}: still fails: post-eiocbqueued VIOLATES refcount-sound in dw1-reader-destroy, with 1 step that no line names\n`,
      );
      expect(rows).toMatchObject([
        { patch: 'post-eiocbqueued', verdict: 'violated', inserted: 1, line: null, enabled: null },
      ]);
      expect(code).toBe(1);
    },
  );

  it.runIf(isOfThisRun('shows the schedule with that step in it'))(
    'shows the schedule with that step in it',
    async () => {
      const here = folder();
      const { path } = await proved(here, ...destroyed);
      const { stdout } = await here.run(['replay', '--relaxed', path, '--patch', 'post-eiocbqueued']);
      expect(stdout).toContain('req->ki_pending_err = 0');
      expect(stdout).toContain('post-eiocbqueued violates refcount-sound in dw1-reader-destroy');
    },
  );

  it.runIf(
    isOfThisRun('is fixed where no schedule fails that keeps the orders which decide, though the trace does not fit'),
  )('is fixed where no schedule fails that keeps the orders which decide, though the trace does not fit', async () => {
    const here = folder();
    const { path } = await proved(here, 'buffered-reader', 'post-eiocbqueued', 'no-lost-wakeup');
    const { code, stdout, rows } = await relaxed(here, path, '--patch', 'post-eiocbqueued+wake');
    expect(stdout).toContain(
      ': fixed: post-eiocbqueued+wake does not violate no-lost-wakeup in buffered-reader on any',
    );
    expect(rows).toMatchObject([{ verdict: 'not-violated', search: 'fixed', line: null }]);
    expect(code).toBe(0);
  });

  it.runIf(isOfThisRun('parts where the patch goes another way: exit 2, with the line and what was enabled'))(
    'parts where the patch goes another way: exit 2, with the line and what was enabled',
    async () => {
      const here = folder();
      const { path, trace } = await proved(here, 'dw1-inval', '2.6.20', 'no-double-completion');
      const { code, stdout, rows } = await relaxed(here, path, '--patch', 'post-eiocbqueued');
      const [row] = rows;
      expect(row).toMatchObject({ verdict: 'parted', text: 'submitter aio_complete.entry', inserted: 2 });
      expect(trace.schedule[(row?.line ?? 0) - 1]).toBe(row?.text);
      expect(row?.enabled).toEqual(['submitter aio_run_iocb.out', 'bio0.0 bio_endio.end']);
      expect(stdout).toBe(
        `${path}: parted at line ${row?.line} (enabled: submitter aio_run_iocb.out, bio0.0 bio_endio.end): submitter aio_complete.entry cannot be taken under post-eiocbqueued: submitter is at aio_run_iocb.out, after 2 steps that no line names\n`,
      );
      expect(stdout).not.toMatch(/fixed|does not violate/);
      expect(code).toBe(2);
    },
  );

  it.runIf(isOfThisRun('shows no schedule where it parts'))('shows no schedule where it parts', async () => {
    const here = folder();
    const { path } = await proved(here, 'dw1-inval', '2.6.20', 'no-double-completion');
    const { stdout } = await here.run(['replay', '--relaxed', path, '--patch', 'post-eiocbqueued']);
    expect(stdout).toMatch(/^\S+: parted at line \d+ \(enabled: [^\n]*\n$/);
  });
});

describe.concurrent('fixed is said', () => {
  const BROKEN = 'post-eiocbqueued+wake+last-error-wins';

  it('where every line fits as it stands, and nothing is violated: exit 0', async () => {
    const here = folder();
    const { path } = await proved(here, 'dw1-osync-all', BROKEN, 'first-error-wins');
    const { code, stdout, rows } = await relaxed(here, path, '--patch', 'post-eiocbqueued+wake');
    expect(stdout).toBe(
      `${path}: fixed: post-eiocbqueued+wake does not violate first-error-wins in dw1-osync-all on this schedule\n`,
    );
    expect(rows).toMatchObject([{ verdict: 'not-violated', line: null, inserted: 0 }]);
    expect(code).toBe(0);
  });

  it('where steps had to be taken that no line names only by a search of what decides', async () => {
    const here = folder();
    const { path } = await proved(here, 'buffered-reader', '2.6.20+no-wake', 'no-lost-wakeup');
    const { code, stdout, rows } = await relaxed(here, path, '--patch', '2.6.20');
    expect(rows).toMatchObject([{ verdict: 'not-violated', search: 'fixed', line: null }]);
    expect(rows[0]?.inserted).toBeGreaterThan(0);
    expect(stdout).toContain('on any schedule that keeps the orders that decide');
    expect(code).toBe(0);
  });
});

it('several traces: one that still fails outweighs one that parts', async () => {
  const [first, second] = [folder(), folder()];
  const fails = await proved(first, ...destroyed);
  const parts = await proved(second, 'dw1-inval', '2.6.20', 'no-double-completion');
  const here = folder({ 'fails.json': fails.text, 'parts.json': parts.text });
  const { code, rows } = await relaxed(here, 'parts.json', 'fails.json', '--patch', 'post-eiocbqueued');
  expect(rows.map(({ verdict }) => verdict)).toEqual(['parted', 'violated']);
  expect(code).toBe(1);
});

it('a trace of a module that is not given is taken with the steps of any patch', async () => {
  const before = patchModule({ mine: changing({ name: 'mine' }) });
  const added = "{ remove: ['active', 'wake'], after: { lock: { more: { line: 958, c: 'more', run() {} } } } }";
  const here = folder({ 'mine.mts': before });
  const { path } = await proved(here, 'buffered-reader', './mine.mts', 'no-lost-wakeup');
  here.write('other.mts', patchModule({ other: changing({ name: 'other', changes: added }) }));
  const { code, rows } = await relaxed(here, path, '--patch', './other.mts');
  expect(rows).toMatchObject([{ verdict: 'violated', inserted: 1 }]);
  expect(code).toBe(1);
});

it('a trace without a violation is run as far as it fits', async () => {
  const { trace } = await proved(folder(), ...destroyed);
  const { finding: _found, ...rest } = trace;
  const none = JSON.stringify({ ...rest, verdict: 'none', property: null });
  const here = folder({ 'none.json': none });
  expect(await relaxed(here, 'none.json')).toMatchObject({ code: 0, rows: [{ verdict: 'none', inserted: 0 }] });
  const other = await relaxed(here, 'none.json', '--patch', 'post-eiocbqueued');
  expect(other).toMatchObject({ code: 2, rows: [{ verdict: 'parted', inserted: 1 }] });
});

/** What a patch declares, from the command line: it is told, and so are schedules that go through it, in every form. */
import { describe, expect, it } from 'vitest';
import { packaged } from './program.ts';
import { type Folder, folder } from './run.ts';
import { verdictOf, verdictsIn } from './rows.ts';

const OWN = JSON.stringify(packaged('test/properties/aio/declared/own-thread.ts'));
const DEFERRED = packaged('docs/examples/kernel/deferred-completion.ts');
const WAITER = packaged('docs/examples/kernel/cve-2024-35874.ts');
/** It nests its lock the other way round than it says. */
const withThread = (order = "[['dio.bio_lock', 'dio_done.lock']]"): Folder =>
  folder({ 'mine.ts': `import { ownThread } from ${OWN};\nexport default ownThread(${order});\n` });

describe.concurrent('what a patch declares', () => {
  it('is told by check: structs, fields, locks, contexts and works', async () => {
    const lines = async (here: Folder, file: string) => {
      const { code, stdout } = await here.run(['check', file]);
      expect(code).toBe(0);
      return stdout.split('\n').filter((line) => /^ {2}(new|locks)/.test(line));
    };
    expect(await lines(withThread(), 'mine.ts')).toEqual([
      '  new struct dio_done: 1',
      '  new field dio_done.lock: spinlock_t, racy',
      '  new field dio_done.dios: list of struct dio *, written under lock',
      '  locks nested dio.bio_lock > dio_done.lock',
      '  new context dio/0: dio_thread()',
      '  new function dio_thread(), fs/direct-io.c:400: 10 steps',
    ]);
    expect(await lines(folder(), WAITER)).toEqual([
      '  new struct aio_waiter, on the heap: one for each of the calls',
      '  new field aio_waiter.private: struct task_struct *, racy',
      '  new field aio_waiter.entry: empty or queued, racy',
      '  new field aio_waiter.min_nr: 0 to 8, racy',
      '  new field kioctx.waiters: list of struct aio_waiter *, written under wait_lock',
      '  new function aio_wake_waiters(), fs/aio.c:1003: 10 steps',
    ]);
    expect(await lines(folder(), DEFERRED)).toEqual([
      '  new field dio.complete_work: struct work_struct *, racy',
      '  new work dio_complete, in dio.complete_work: dio_aio_complete_work()',
      '  new function dio_aio_complete_work(), fs/direct-io.c:267: 5 steps',
    ]);
  });

  it('and as data', async () => {
    const { stdout } = await withThread().run(['check', 'mine.ts', '--json']);
    expect(stdout).toContain('"contexts":[{"context":"dio/0","entry":"dio_thread","atomic":false}]');
  });

  it('is listed: fields, functions and steps', async () => {
    const here = withThread();
    const list = async (...what: readonly string[]) =>
      (await here.run(['list', ...what, '--patch', './mine.ts'])).stdout.trimEnd().split('\n');
    expect(await list('fields', 'dio_done')).toEqual([
      'dio_done.lock  spinlock_t, racy',
      'dio_done.dios  list of struct dio *, written under lock',
    ]);
    expect((await list('functions')).filter((line) => line.includes('dio_thread'))).toEqual([
      expect.stringMatching(/^dio_thread +fs\/direct-io\.c:400, 10 steps; locals dio, iocb, ret$/),
    ]);
    expect((await list('steps', 'dio_thread')).slice(0, 2)).toEqual([
      'sleep       400  wait_event(done.wait, !list_empty(&done.dios))  [reads dio_done.dios]',
      'lock        400  spin_lock_irq(&done.lock)  [writes dio_done.lock]',
    ]);
  });

  it('and what is wrong with it is one line each, before anything is searched: exit 2', async () => {
    const text = `import { ownThread } from ${OWN};
      import { struct } from 'kioctx/model';
      export default { ...ownThread([['dio.lock']]), structs: { kiocb: struct({}) }, contexts: { dio: 7 } };\n`;
    const { code, stdout, stderr } = await folder({ 'mine.ts': text }).run(['prove', 'dw1', '--patch', './mine.ts']);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr.trimEnd().split('\n')).toEqual([
      'kioctx: patch own-thread: a context is called dio, as a task of a scenario may be; expected a name with a . or a / in it (mine/0, irq.mine)',
      'kioctx: patch own-thread: kiocb is a struct of the base; expected a struct of another name, or fields that are added to that one',
    ]);
  });
});

/** A schedule to a breach of the thread, proved once. */
const found = (() => {
  let traced: Promise<Folder> | null = null;
  const prove = async () => {
    const here = withThread();
    const args = ['prove', 'dw1-reader', '--patch', './mine.ts', '--property', 'lock-discipline', '--json'];
    const { code, stdout } = await here.run(args);
    expect(verdictsIn(stdout).results.map(verdictOf)).toEqual(['dw1-reader, own-thread, lock-discipline: violated']);
    expect(code).toBe(1);
    return here;
  };
  return () => (traced ??= prove());
})();
const PATCH = ['--patch', './mine.ts'];
const TRACE = 'traces/own-thread.dw1-reader.lock-discipline.trace.json';

describe.concurrent('a schedule through a context of a patch', () => {
  it('is replayed, by names', async () => {
    const here = await found();
    const { code, stdout } = await here.run(['replay', TRACE, ...PATCH]);
    expect(stdout).toContain('dio/0');
    expect(stdout).toContain(`${TRACE}: own-thread VIOLATES lock-discipline in dw1-reader`);
    expect(code).toBe(1);
  });
  it.each(['text', 'mail', 'markdown', 'mermaid', 'itf', 'json', 'html'])('is shown as %s', async (form) => {
    const { code, stdout, stderr } = await (await found()).run(['show', TRACE, ...PATCH, '--as', form]);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toContain('dio/0');
    expect(stdout).toContain('dio_thread');
  });
  it('is told in the comment of a program in C', async () => {
    const { code, stdout } = await (await found()).run(['show', TRACE, ...PATCH, '--as', 'c']);
    expect(code).toBe(0);
    expect(stdout.slice(0, stdout.indexOf('*/'))).toContain('dio/0');
  });
  it('is explained', async () => {
    const { code, stdout } = await (await found()).run(['explain', TRACE, ...PATCH]);
    expect(code).toBe(0);
    expect(stdout).toContain('dio/0');
  });
  it('is found at random, and shrunk', async () => {
    const here = await found();
    const { code, stdout } = await here.run(['shrink', TRACE, ...PATCH, '-o', 'least.trace.json']);
    expect({ code, stdout }).toEqual({ code: 0, stdout: expect.stringContaining('own-thread') as string });
    expect((await here.run(['replay', 'least.trace.json', ...PATCH])).code).toBe(1);
  });
});

it('what a thread of a patch chooses makes an outcome each', async () => {
  const here = withThread("[['dio_done.lock', 'dio.bio_lock']]");
  const { code, stdout } = await here.run(['outcomes', 'dw1', '--patch', './mine.ts', '--json']);
  expect(code).toBe(0);
  const { outcomes, exhaustive } = JSON.parse(stdout) as { outcomes: { events: object }[]; exhaustive: boolean };
  expect([exhaustive, outcomes.map(({ events }) => JSON.stringify(events))]).toEqual([
    true,
    ['{"0":[[-5,0]]}', '{"0":[[16384,0]]}'],
  ]);
});

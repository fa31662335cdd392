import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { packaged } from './program.ts';
import { folder } from './run.ts';
import { pasted } from './search-rows.ts';

const TRACE = 'traces/2.6.20.dw1-inval.no-double-completion.trace.json';
const MINIMUM = TRACE.replace('.trace.json', '.min.trace.json');

/** The text of a trace that is not proved to be minimal; proved once. */
const saved = (() => {
  let text: Promise<string> | null = null;
  const prove = async () => {
    const here = folder();
    await here.run(['prove', 'dw1-inval', '--patch', '2.6.20', '--property', 'no-double-completion', '--quiet']);
    return here.read(TRACE);
  };
  return () => (text ??= prove());
})();

const withTrace = async () => folder({ 'my.json': await saved() });
const NEVER =
  "export const property = { name: 'never-freed', meaning: 'm', reason: 'r', " +
  "antecedent: { text: 'a request is there', reached: (k) => k.world.iocbs.length > 0 }, " +
  "always: (k, { isAlive }) => (k.world.iocbs.some((_, i) => k.request(i).accepted && !isAlive('kiocb', i)) ? 'it was freed' : null) };\n";

describe.concurrent('explain', () => {
  it('makes a trace minimal, and tells what goes wrong, what decides, what passes, and from where on nothing does', async () => {
    const here = await withTrace();
    const { code, stdout, stderr } = await here.run(['explain', 'my.json']);
    expect([code, stderr]).toEqual([0, '']);
    for (const told of [
      '✗ the completion of request 0 begins a second time.',
      'Every schedule fails in which submitter, in aio_complete(), does `ctx = iocb->ki_ctx` (step 37) before bio0.0',
      'With that order the other way round it can pass.',
      'The nearest schedule that passes has 2 steps left out and 1 step put in: after step 34',
      'After step 35 no schedule passes any more; with the chances as they came, none does after step 32.',
      'complete schedules fail, about 1 in ',
      'retval = -EIO (was -EIOCBQUEUED)',
      'Worked out of all schedules of dw1-inval: 2,318 states.',
    ])
      expect(stdout.replaceAll(/\s+/g, ' ')).toContain(told.replaceAll(/\s+/g, ' '));
    expect(JSON.parse(here.read(MINIMUM))).toMatchObject({ minimal: { certified: true, steps: 41 } });
    expect(await here.run(pasted(stdout, 'replay'))).toMatchObject({ code: 1, stderr: '' });
  });

  it('of a trace that is minimal tells that, and writes nothing', async () => {
    const here = await withTrace();
    await here.run(['shrink', 'my.json', '-o', 'min.json', '--quiet']);
    const before = readdirSync(here.path);
    const { code, stdout } = await here.run(['explain', 'min.json', '--quiet']);
    expect([code, readdirSync(here.path)]).toEqual([0, before]);
    expect(stdout.split('\n')[0]).toBe('the completion of request 0 begins a second time.');
  });

  it('--json: the minimum, its sentences, and all that was worked out', async () => {
    const here = await withTrace();
    const { stdout } = await here.run(['explain', 'my.json', '--json']);
    const document = JSON.parse(stdout) as {
      readonly trace: { readonly schedule: readonly string[] };
      readonly explanation: {
        readonly statements: readonly (readonly object[])[];
        readonly deciding: readonly object[];
      };
    };
    expect(document).toMatchObject({
      clipped: null,
      path: MINIMUM,
      explanation: { noReturn: { step: 35, stepWithChoices: 32 } },
    });
    expect(document.explanation.statements).toHaveLength(41);
    expect(document.explanation.deciding).toMatchObject([
      {
        is: 'order',
        isTurned: true,
        before: { context: 'submitter', step: 37 },
        after: { context: 'bio0.0', isAtomic: true },
      },
    ]);
  });

  it('of a property and a patch of one’s own', async () => {
    const patch =
      "import { edit } from 'kioctx/model';\nimport { aio_complete } from 'kioctx/linux';\n" +
      "const patch = { name: 'mine', summary: 'm', hunks: [{ name: 'no wake', standsFor: 'x', " +
      "edits: [edit(aio_complete, { remove: ['active', 'wake'] })] }] };\nexport default patch;\n";
    const here = folder({ 'mine.ts': patch, 'never.mjs': NEVER });
    await here.run(['prove', 'buffered', '--patch', './mine.ts', '--property', './never.mjs', '--quiet']);
    const trace = 'traces/mine.buffered.never-freed.trace.json';
    const { code, stdout } = await here.run(['explain', trace, '--patch', './mine.ts', '--property', './never.mjs']);
    expect(code).toBe(0);
    expect(stdout).toContain('✗ it was freed.');
    expect(stdout).toContain('No order decides: every complete schedule fails.');
    expect(stdout).toContain('The only complete schedule fails.');
  });

  it('where there are more states than --max-states says so, and ends with 3', async () => {
    const here = await withTrace();
    const { code, stdout } = await here.run(['explain', 'my.json', '--max-states', '100', '--quiet']);
    expect(code).toBe(3);
    expect(stdout).toContain('More than 100 states: what decides is not worked out');
  });

  it.each([
    [['explain', 'my.json', '--patch', 'post-eiocbqueued'], 'cannot be taken here'],
    [['explain', 'my.json', '--property', 'no-leak'], 'nothing to explain: 2.6.20 does not violate no-leak'],
    [['explain', 'gone.json'], 'gone.json'],
    [['show', 'my.json', '--as', 'mail', '--all'], '--all: mail is not folded; expected it with --as text'],
    [['show', 'my.json', '--as', 'post'], 'post'],
  ] as const)('%j is bad input', async (words, says) => {
    const here = await withTrace();
    const { code, stdout, stderr } = await here.run(words);
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toContain(says);
  });
});

describe.concurrent('show', () => {
  it('folds a schedule to what matters, and --all shows every step', async () => {
    const here = await withTrace();
    const [brief, whole] = await Promise.all([here.run(['show', 'my.json']), here.run(['show', 'my.json', '--all'])]);
    const count = ({ stdout }: typeof brief) => stdout.split('\n').length;
    expect([count(brief) < 45, count(whole) > 150]).toEqual([true, true]);
    expect(brief.stdout).toContain('⋮ 21 steps → io_submit_one()');
    expect(whole.stdout).not.toContain('⋮');
  });

  it('tells what the patch takes out where the schedule passes', async () => {
    const here = folder();
    const proved = ['prove', 'buffered-reader', '--patch', '2.6.20+no-wake', '--property', 'no-lost-wakeup'];
    const { stdout } = await here.run(proved);
    expect(stdout).toContain('1002- if (waitqueue_active(&ctx->wait)); 1003- wake_up(&ctx->wait)   (aio_complete())');
    const mail = await here.run([
      'show',
      'traces/2.6.20+no-wake.buffered-reader.no-lost-wakeup.trace.json',
      '--as',
      'mail',
    ]);
    const told = mail.stdout.replaceAll(/\s+/g, ' ');
    expect(told).toContain('2.6.20+no-wake (no-wake) violates no-lost-wakeup');
    expect(told).toContain('The schedule passes what the patch takes out: `if (waitqueue_active(&ctx->wait))` in');
  });

  it('--as mail: a table of CPUs of 72 columns, in ASCII, with a command that can be pasted', async () => {
    const here = await withTrace();
    const { code, stdout } = await here.run(['show', 'my.json', '--as', 'mail']);
    expect(code).toBe(0);
    const lines = stdout.trimEnd().split('\n');
    expect(lines.length).toBeLessThan(30);
    expect(Math.max(...lines.map(({ length }) => length))).toBeLessThanOrEqual(72);
    expect(stdout).toMatch(/^[\n\x20-\x7e]*$/);
    expect(stdout).toContain('CPU0 (submitter)                     CPU1 (bio0.0, irq)');
    expect(lines.at(-1)).toBe('npx kioctx replay my.json');
    // As the README has it.
    expect(readFileSync(packaged('README.md'), 'utf8')).toContain(lines.slice(0, -1).join('\n'));
  });
});

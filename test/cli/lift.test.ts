/** `kioctx lift`. */
import { describe, expect, it } from 'vitest';
import { verdictsIn } from './rows.ts';
import { type Folder, folder } from './run.ts';
import { asItWas, seed, unknownCall, withoutPromise } from './seed-diffs.ts';

interface Lifted {
  readonly file: string;
  readonly name: string;
  readonly summary: string;
  readonly module: string;
  readonly lines: readonly {
    readonly path: string;
    readonly at: number;
    readonly kind: string;
    readonly text: string;
    readonly fate: string;
    readonly as?: string;
    readonly why?: string;
  }[];
}

const lifted = async (here: Folder, ...args: readonly string[]): Promise<Lifted> =>
  JSON.parse((await here.run(['lift', ...args, '--json'])).stdout) as Lifted;

const rows = async (here: Folder, patch: string) => {
  const { stdout } = await here.run(['prove', 'dw1-inval', '--patch', patch, '--json', '--traces', 'none']);
  return verdictsIn(stdout).results.map(({ property, verdict, states, transitions, patch: name }) => ({
    name,
    property,
    verdict,
    states,
    transitions,
  }));
};

describe.concurrent('lift', () => {
  it('prints the diff with what became of each line, and what to do next', async () => {
    const here = folder({ 'seed.txt': seed });
    const { code, stdout, stderr } = await here.run(['lift', 'seed.txt']);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toMatch(/^fs\/aio\.c\n@@ -192,6 \+192,46 @@/);
    expect(stdout).toMatch(/^ {6}\+ +int ki_pending_err; +kiocb\.ki_pending_err$/m);
    expect(stdout).toMatch(/^ {2}989 - +smp_wmb\(\);.*· memory is sequentially consistent here/m);
    expect(stdout).toMatch(/^aio-propogate-\S+: 143 lines: \d+ lifted, \d+ nothing, 0 not lifted$/m);
    expect(stdout).toMatch(/^npx kioctx prove dw1-inval --patch seed\.txt$/m);
    expect(Math.max(...stdout.split('\n').map((line) => line.length))).toBeLessThanOrEqual(120);
  });

  it('accounts for each line that the diff changes, in JSON too', async () => {
    const here = folder({ 'seed.txt': seed });
    const { lines, name, summary, module } = await lifted(here, 'seed.txt');
    expect(summary).toBe('aio: propogate post-EIOCBQUEUED errors to completion event');
    expect(lines).toHaveLength(143);
    for (const { fate, as, why } of lines)
      expect(fate === 'lifted' ? as : why, `${fate} is told`).toEqual(expect.stringMatching(/\S/));
    expect(module).toContain(`name: '${name}'`);
  });

  it('says why a line is not lifted, and ends with 3', async () => {
    const here = folder({ 'unknown.diff': unknownCall });
    const { code, stdout } = await here.run(['lift', 'unknown.diff']);
    expect(code).toBe(3);
    expect(stdout.replaceAll(/\s+/g, ' ')).toMatch(/signal_somebody\(iocb\); .*TODO signal_somebody\(\) is unknown/);
    expect(stdout).toMatch(/, 1 not lifted$/m);
  });

  it.for([
    ['the mail', 'seed.txt', seed],
    ['a diff', 'fix.diff', withoutPromise],
    ['a diff with a trap', 'unknown.diff', unknownCall],
  ] as const)('writes a module that comes to the same: %s', async ([, file, text]) => {
    const here = folder({ [file]: text });
    await here.run(['lift', file, '-o', 'mine.ts']);
    expect(await here.run(['check', 'mine.ts'])).toMatchObject({ code: 0, stderr: '' });
    expect(await rows(here, './mine.ts')).toEqual(await rows(here, file));
  });

  it('takes several, each on what those before it made', async () => {
    const here = folder({ 'a.diff': withoutPromise, 'b.diff': asItWas });
    const { lines, name } = await lifted(here, 'a.diff+b.diff');
    expect(name).toBe('a+b');
    expect(lines.length).toBeGreaterThan(2);
  });

  it('writes nothing where nothing can be lifted', async () => {
    const here = folder({ 'fix.diff': asItWas });
    const { code, stdout } = await here.run(['lift', 'fix.diff', '-o', 'mine.ts']);
    expect({ code, stdout, contents: here.contents() }).toEqual({ code: 2, stdout: '', contents: ['fix.diff'] });
  });

  it('says before it begins where its module cannot be written', async () => {
    const here = folder({ 'fix.diff': withoutPromise });
    const { code, stderr } = await here.run(['lift', 'fix.diff', '-o', 'gone/mine.ts']);
    expect(code).toBe(74);
    expect(stderr).toMatch(/^kioctx: -o gone\/mine\.ts: cannot write there/);
  });
});

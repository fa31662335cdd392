/** The script of a page: what it is made of, how large it is, and that it does what the program does. */
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { bundled } from '../../../cli/page/bundle.ts';
import { properties } from '../../../properties/aio/index.ts';
import { shippedScenario } from '../../ground-truth/truth.ts';
import { verdictsIn } from '../rows.ts';
import { folder } from '../run.ts';
import { partsOf, served } from './pages.ts';

/** In bytes, gzipped. */
const MOST = 300_000;

const shipped = (() => {
  let made: ReturnType<typeof bundled> | null = null;
  return () => (made ??= bundled({ patches: [], properties: [] }));
})();

describe('the script of a page', () => {
  it('imports nothing of Node’s, and shares no memory', async () => {
    const { script, inputs } = await shipped();
    expect(/["']node:|SharedArrayBuffer|worker_threads|[^.\w]require\(/.exec(script)?.[0]).toBeUndefined();
    expect(inputs.filter((path) => /fast-check|commander|search\/parallel|(^|\/)cli\//.test(path))).toEqual([]);
    expect(inputs.some((path) => path.endsWith('counterexamples/page/engine/prove.ts'))).toBe(true);
    expect(inputs.some((path) => path.endsWith('model/fs/aio/complete.ts'))).toBe(true);
  });

  it(`is a page of at most ${MOST} bytes, gzipped`, async () => {
    const here = folder();
    const { code, stderr } = await here.run(['explore', 'dw1-reader', '-o', 'page.html']);
    expect([code, stderr]).toEqual([0, '']);
    const size = gzipSync(here.read('page.html')).length;
    console.log(`a page without modules of a user: ${size} bytes gzipped`);
    expect(size).toBeLessThan(MOST);
    expect(here.contents()).toEqual(['page.html']);
  });

  it('is the same every time', async () => {
    const again = await bundled({ patches: [], properties: [] });
    expect(again.script).toBe((await shipped()).script);
  });

  it('serves as a worker where there is no document', async () => {
    const { script } = await shipped();
    const scenario = shippedScenario('buffered');
    const world = { scenario, patch: '2.6.20+keep-reference' };
    const { rows } = await served(script).ask('prove', { world, properties: ['no-leak', 'no-hang'] });
    expect(rows.map(({ property, verdict }) => [property, verdict])).toEqual([
      ['no-leak', 'violated'],
      ['no-hang', 'holds'],
    ]);
  });
});

const files = {
  'patches/mine.ts': `import { edit, type Patch } from 'kioctx/model';
import { aio_complete } from 'kioctx/linux';
import { name, type Named } from './lib/names.ts';
import { summary } from '../summary.mjs';
enum Wakes { active = 'active', wake = 'wake' }
const named: Named = { name: 'no-wake-of-mine' };
const patch: Patch = {
  name, summary,
  hunks: [{ ...named, standsFor: 'wake_up() left out', edits: [edit(aio_complete, { remove: [Wakes.active, Wakes.wake] })] }],
};
export default patch;
`,
  'patches/lib/names.ts': `export interface Named { readonly name: string }\nexport const name: string = 'mine';\n`,
  'summary.mjs': `export const summary = 'in three files';\n`,
  'awake.ts': `import { type AioProperty, each } from 'kioctx/properties';
const property: AioProperty = {
  name: 'never-cancelled', meaning: 'No request is cancelled.', reason: 'a test',
  antecedent: { text: 'a request is there', reached: each('request', (k, _, r) => k.kiocb(r).ki_users > 0) },
  always: each('request', (k, _, r) => (k.kiocb(r).KIF_CANCELLED === true ? 'it is cancelled' : null)),
};
export default property;
`,
};

describe('a page with a patch of the user’s in several files, and a property', () => {
  const here = folder(files);
  const given = ['--patch', './patches/mine.ts', '--property', './awake.ts'];
  const page = (() => {
    let made: Promise<string> | null = null;
    const make = async (): Promise<string> => {
      const { code, stderr } = await here.run(['explore', 'buffered-reader', ...given, '-o', 'page.html']);
      expect([code, stderr]).toEqual([0, '']);
      return here.read('page.html');
    };
    return () => (made ??= make());
  })();

  it('offers both first, and opens with the patch', async () => {
    const { data, title } = partsOf(await page());
    expect(title).toBe('buffered-reader under mine');
    expect(data.opens).toEqual({ is: 'scenario', scenario: 'buffered-reader', patch: 'mine' });
    expect(data.patches[0]).toEqual({
      name: 'mine',
      summary: 'in three files',
      hunks: [{ name: 'no-wake-of-mine', standsFor: 'wake_up() left out' }],
    });
    expect(data.properties.map(({ name }) => name)).toEqual(['never-cancelled', ...properties.map(({ name }) => name)]);
    expect(data.replay).toBe('npx kioctx replay FILE --patch ./patches/mine.ts --property ./awake.ts');
  });

  it('proves as the program does', async () => {
    const names = ['never-cancelled', ...properties.map(({ name }) => name)];
    const { script } = partsOf(await page());
    const world = { scenario: shippedScenario('buffered-reader'), patch: 'mine' };
    const { rows, states, transitions } = await served(script).ask('prove', { world, properties: names });
    const asked = names.flatMap((name) => ['--property', name === 'never-cancelled' ? './awake.ts' : name]);
    const args = ['prove', 'buffered-reader', '--patch', './patches/mine.ts', ...asked, '--json', '--traces', 'none'];
    const { results } = verdictsIn((await here.run(args)).stdout);
    expect(rows.map(({ property, verdict }) => [property, verdict])).toEqual(
      results.map(({ property, verdict }) => [property, verdict]),
    );
    expect(rows.find(({ property }) => property === 'no-lost-wakeup')?.verdict).toBe('violated');
    for (const row of results) expect([row.states, row.transitions]).toEqual([states, transitions]);
  });

  it('shows a trace of it, too, that the program then replays', async () => {
    const { script } = partsOf(await page());
    const world = { scenario: shippedScenario('buffered-reader'), patch: 'mine' };
    const { rows } = await served(script).ask('prove', { world, properties: ['no-lost-wakeup'] });
    here.write('found.trace.json', JSON.stringify(rows[0]?.trace));
    const replayed = await here.run(['replay', 'found.trace.json', '--patch', './patches/mine.ts', '--quiet']);
    expect(replayed).toMatchObject({ code: 1, stderr: '' });
    const html = ['show', 'found.trace.json', '--patch', './patches/mine.ts', '--as', 'html', '-o', 'shown.html'];
    expect(await here.run(html)).toMatchObject({ code: 0, stderr: '' });
    const { data } = partsOf(here.read('shown.html'));
    expect(data.opens).toEqual({ is: 'trace', trace: 'given' });
    expect(data.traces['given']?.schedule).toEqual(rows[0]?.trace?.schedule);
  });
});

describe('a module of the user’s that keeps something of its own', () => {
  /** The program's own look at assignments does not see it: it is no variable. */
  const counting = `import { type AioProperty, each } from 'kioctx/properties';
const seen: Set<number> = new Set();
const property: AioProperty = {
  name: 'counting', meaning: 'It counts.', reason: 'a test',
  antecedent: { text: 'a request is there', reached: each('request', (k, _, r) => k.kiocb(r).ki_users > 0) },
  always: each('request', (k, _, r) => { const { ki_users } = k.kiocb(r); const before = seen.has(3 - ki_users); seen.add(ki_users); return before && ki_users === 2 ? 'again' : null; }),
};
export default property;
`;

  it('takes of what the package offers that alone which is used', async () => {
    const here = folder(files);
    const { script, inputs } = await bundled({ patches: [], properties: [`${here.path}/awake.ts`] });
    expect(inputs.filter((path) => /fast-check|pure-rand|search\/parallel/.test(path))).toEqual([]);
    expect(/["']node:/.exec(script)?.[0]).toBeUndefined();
    const drawing = files['awake.ts']
      .replace('each }', 'each, scenarios }')
      .replace('export', 'void scenarios();\nexport');
    here.write('drawing.ts', drawing);
    const making = bundled({ patches: [], properties: [`${here.path}/drawing.ts`] });
    await expect(making).rejects.toThrow(/drawing\.ts: uses what needs node:util, which is not there in a browser/);
  });

  it('has it once for each instance, so that it is found out', async () => {
    const here = folder({ 'counting.ts': counting });
    const { script } = await bundled({ patches: [], properties: [`${here.path}/counting.ts`] });
    expect(script.split('new Set').length).toBeGreaterThan(10);
    const world = { scenario: shippedScenario('queued'), patch: '2.6.20' };
    const asking = served(script).ask('prove', { world, properties: ['counting'] });
    await expect(asking).rejects.toThrow(/counting depends on more than the state/);
  });
});

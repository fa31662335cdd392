/** The page in a real Chromium, opened from disk: stepped through, explored, and proved in. */
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { shippedScenario } from '../../cli/shipped-scenarios.ts';
import { Catalogue } from '../../counterexamples/page/engine/catalogue.ts';
import { tell } from '../../counterexamples/page/engine/tell.ts';
import { type Folder, folder } from '../cli/run.ts';
import { seed } from '../cli/seed-diffs.ts';
import { closeBrowser, noChromium, stepOf, verdictsIn, withPage } from './chromium.ts';

const SILENT = `import { aio_complete } from 'kioctx/linux';
import { edit, type Patch } from 'kioctx/model';
import { left } from './left.ts';
const patch: Patch = {
  name: 'silent', summary: 'aio_complete() wakes nobody </script><!-- ',
  hunks: [{ name: 'no-wake', standsFor: 'wake_up() left out', edits: [edit(aio_complete, { remove: [...left] })] }],
};
export default patch;
`;
const LEFT = `export const left: readonly ('active' | 'wake')[] = ['active', 'wake'];\n`;
/** Its step never comes to an end, but where the page is made it is not run. */
const LOOPING = `import { aio_complete } from 'kioctx/linux';
import { edit, type Patch } from 'kioctx/model';
const patch: Patch = {
  name: 'looping', summary: 'a step never ends',
  hunks: [{ name: 'loop', standsFor: 'a loop', edits: [edit(aio_complete, {
    before: { active: { loop: { line: 1001, c: 'for (;;);', run: () => { for (;;); }, then: 'active' } } } })] }],
};
export default patch;
`;

/** As fast as it goes. */
async function pressed(page: Page, ...keys: readonly string[]): Promise<void> {
  await Promise.all(keys.map((key) => page.keyboard.press(key)));
}

/** To make a few pages takes seconds; on a busy machine many. */
const MAKING_MS = 300_000;

let here: Folder;
const at = (file: string): string => join(here.path, file);

async function made(...args: readonly string[]): Promise<void> {
  const { code, stderr } = await here.run(args);
  if (code !== 0) throw new Error(`kioctx ${args.join(' ')}: ${stderr}`);
}

const SUBJECT = { scenario: 'dw1-inval', patch: '2.6.20', property: 'no-double-completion' } as const;
const TRACE = 'traces/2.6.20.dw1-inval.no-double-completion.trace.json';

describe.skipIf(noChromium !== null)(`the page in Chromium${noChromium === null ? '' : ` (${noChromium})`}`, () => {
  beforeAll(async () => {
    here = folder({ 'silent.ts': SILENT, 'left.ts': LEFT, 'looping.ts': LOOPING, 'seed.txt': seed });
    await here.run(['prove', SUBJECT.scenario, '--patch', SUBJECT.patch, '--property', SUBJECT.property]);
    await made('show', TRACE, '--as', 'html', '-o', 'trace.html');
    await made('explore', SUBJECT.scenario, '-o', 'explore.html');
    await made('explore', 'dw1-reader', '--patch', './silent.ts', '-o', 'silent.html');
    await made('explore', 'buffered', '--patch', './looping.ts', '-o', 'looping.html');
    await made('explore', 'dw1-inval', '--patch', 'seed.txt', '-o', 'seed.html');
  }, MAKING_MS);
  afterAll(closeBrowser);

  it('steps by buttons and keys, and the address follows', async () => {
    await withPage(at('trace.html'), '', async (page) => {
      await page.waitForSelector('.deciding');
      expect(await stepOf(page)).toBe('step 0 of 41');
      await page.getByRole('button', { name: 'on →' }).click();
      await pressed(page, 'j', 'ArrowRight', 'ArrowDown');
      expect(await stepOf(page)).toBe('step 4 of 41');
      await pressed(page, 'k', 'ArrowLeft', 'ArrowUp');
      expect(await stepOf(page)).toBe('step 1 of 41');
      await page.keyboard.press('End');
      expect(await stepOf(page)).toBe('step 41 of 41');
      expect(page.url()).toMatch(/#step=41$/);
      await page.keyboard.press('Home');
      await page.getByRole('button', { name: '37 submitter' }).click();
      expect(await stepOf(page)).toBe('step 37 of 41');
      expect(await page.locator('tr[aria-current="step"]').getAttribute('data-step')).toBe('37');
    });
  });

  it('opens a link: scenario, patch, step, folded lanes, every step', async () => {
    await withPage(at('trace.html'), '#step=36&folded=bio0.0&all', async (page) => {
      await page.waitForSelector('.deciding');
      expect(await stepOf(page)).toBe('step 36 of 41');
      expect(await page.locator('thead').getByRole('button', { name: 'bio0.0' }).getAttribute('aria-expanded')).toBe(
        'false',
      );
      expect(await page.locator('tr.step').count()).toBe(41);
    });
    await withPage(at('trace.html'), '#scenario=buffered&patch=post-eiocbqueued', async (page) => {
      await page.waitForSelector('.turns button');
      expect(await page.locator('h1').innerText()).toContain('buffered under post-eiocbqueued');
    });
    await withPage(at('trace.html'), '#scenario=nowhere', async (page) => {
      await page.waitForSelector('.deciding');
      expect(await page.getByRole('alert').innerText()).toBe('The address names nowhere, which is not in this page.');
    });
  });

  it('shows the state that the model is in', async () => {
    const { schedule } = JSON.parse(here.read(TRACE)) as { readonly schedule: readonly string[] };
    const world = { scenario: shippedScenario(SUBJECT.scenario), patch: SUBJECT.patch };
    const told = tell(new Catalogue(), world, schedule);
    for (const step of [0, 20, 41])
      // oxlint-disable-next-line no-await-in-loop -- one page after the other
      await withPage(at('trace.html'), `#step=${step}`, async (page) => {
        await page.waitForSelector('.deciding');
        const texts = await page.locator('section.object dl > div').allInnerTexts();
        const shown = texts.map((text) => text.replaceAll(/\s+/g, ' '));
        const objects = told.states[step]?.objects.filter(({ life }) => life !== 'unallocated') ?? [];
        const expected = objects
          .filter(({ pool }) => ['kiocb', 'dio', 'file'].includes(pool))
          .flatMap(({ fields }) => fields.filter(({ is, isOurs }) => is === 'int' && !isOurs));
        expect(expected.length).toBeGreaterThan(step === 0 ? 0 : 1);
        for (const { name, text } of expected)
          expect(shown.some((one) => one.startsWith(`${name} ${text}`))).toBe(true);
      });
  });

  it('goes to the nearest violation and back, branches off, and exports what replay runs', async () => {
    await withPage(at('explore.html'), '', async (page) => {
      await page.getByLabel('judged by').selectOption(SUBJECT.property);
      await page.getByText('The nearest violation is 41 steps away').waitFor();
      await page.getByRole('button', { name: 'to the nearest violation' }).click();
      await page.getByText('step 41 of 41').waitFor();
      await page.getByText('Something is violated here.').waitFor();
      expect(await page.locator('.violations').innerText()).toContain('no-double-completion after step 41');
      await page.keyboard.press('Home');
      // As far as the chance, and then the other way.
      await page.locator('tr.step', { hasText: 'chance: invalidate' }).getByRole('button').click();
      await page.keyboard.press('k');
      await page.locator('.turns button').filter({ hasText: 'invalidate = 0' }).click();
      await page.getByText(/step (\d+) of \1$/).waitFor();
      await page.getByText('No violation can be reached.').waitFor();
      await page.getByRole('button', { name: 'export as a trace' }).click();
      here.write('exported.trace.json', await page.getByLabel('the trace').inputValue());
      await page.getByRole('button', { name: 'go back' }).click();
      await page.getByText('of 41').waitFor();
    });
    expect(await here.run(['replay', 'exported.trace.json', '--quiet'])).toMatchObject({ code: 0, stderr: '' });
    await made('explore', 'exported.trace.json', '-o', 'again.html');
    await withPage(at('again.html'), '', async (page) => {
      await page.getByText(/step (\d+) of \1$/).waitFor();
    });
  });

  const verdictsOf = async (...args: readonly string[]): Promise<Record<string, string>> => {
    const { stdout } = await here.run(['prove', ...args, '--json', '--traces', 'none']);
    const { results } = JSON.parse(stdout) as { readonly results: { property: string; verdict: string }[] };
    return Object.fromEntries(results.map(({ property, verdict }) => [property, verdict]));
  };

  it('proves what prove proves', async () => {
    const all = await verdictsIn(at('explore.html'));
    expect(all).toEqual(await verdictsOf(SUBJECT.scenario, '--patch', SUBJECT.patch));
    expect(all).toMatchObject({ 'no-double-completion': 'violated', 'no-hang': 'holds' });
  });

  it('proves the same of a patch of one’s own, in TypeScript and several files', async () => {
    const all = await verdictsIn(at('silent.html'));
    expect(all).toEqual(await verdictsOf('dw1-reader', '--patch', './silent.ts'));
    expect(all).toMatchObject({ 'no-lost-wakeup': 'violated' });
  });

  it('proves the same of a mail, whose module is in it', async () => {
    const all = await verdictsIn(at('seed.html'));
    expect(all).toEqual(await verdictsOf('dw1-inval', '--patch', 'seed.txt'));
    expect(all).toMatchObject({ 'no-double-completion': 'holds' });
  });

  it('proves the same where there can be no worker, and nothing can be remembered', async () => {
    const before = `window.Worker = function () { throw new Error('no workers here'); };
      Object.defineProperty(window, 'localStorage', { get() { throw new Error('no storage here'); } });`;
    expect(await verdictsIn(at('explore.html'), { before })).toEqual(
      await verdictsOf(SUBJECT.scenario, '--patch', SUBJECT.patch),
    );
  });

  it('stops a long proof, and then says that nothing holds', async () => {
    await withPage(at('explore.html'), '#scenario=retry1-reader-destroy&patch=2.6.20&screen=prove', async (page) => {
      await page.getByRole('button', { name: 'prove on every schedule' }).click();
      await page.getByText(/[\d,]+ states, depth/).waitFor({ timeout: 60_000 });
      await page.getByRole('button', { name: 'stop' }).click();
      await page.waitForSelector('table.verdicts, .results .wrong', { timeout: 60_000 });
      const told = await page.locator('.results').innerText();
      expect(told).not.toContain('holds');
      expect(told).toMatch(/Clipped|Stopped/);
    });
  });

  it('outlives a step that never ends', async () => {
    await withPage(at('looping.html'), '#screen=prove', async (page) => {
      await page.getByRole('button', { name: 'prove on every schedule' }).click();
      // Until the worker is in the step: before it is, the search stops as any other does.
      await page.waitForTimeout(1500);
      await page.getByRole('button', { name: 'stop' }).click();
      await page.getByText('Stopped: nothing is proved.').waitFor({ timeout: 30_000 });
      await page.locator('select').filter({ hasText: 'looping' }).selectOption('2.6.20');
      await page.getByRole('button', { name: 'prove on every schedule' }).click();
      await page.waitForSelector('table.verdicts', { timeout: 60_000 });
      expect(await page.locator('tr.holds').count()).toBeGreaterThan(5);
    });
  });

  it('watches a field over all steps', async () => {
    await withPage(at('trace.html'), '', async (page) => {
      await page.waitForSelector('.deciding');
      await page.getByLabel('field or expression to watch').fill('dio.refcount == 0');
      await page.getByRole('button', { name: 'watch', exact: true }).click();
      await page.locator('.spans button').last().click();
      expect(await stepOf(page)).toBe('step 41 of 41');
      await page.getByLabel('field or expression to watch').fill('kiocb.nothing');
      expect(await page.locator('#watch-issue').innerText()).toMatch(/^there is no nothing there; expected a field/);
    });
  });
});

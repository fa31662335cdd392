/** Whether everybody can use the page: what axe finds, in both themes and at the width of a telephone. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Folder, folder } from '../cli/run.ts';
import { closeBrowser, noChromium, withPage } from './chromium.ts';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

interface Finding {
  readonly id: string;
  readonly impact: string;
  readonly nodes: readonly { readonly target: readonly string[]; readonly failureSummary: string }[];
}

/** What is serious or critical, each with where it is. */
async function findings(page: Page): Promise<string[]> {
  await page.evaluate(axe);
  const violations = await page.evaluate<readonly Finding[]>('axe.run().then(({ violations }) => violations)');
  return violations
    .filter(({ impact }) => ['serious', 'critical'].includes(impact))
    .flatMap(({ id, nodes }) =>
      nodes.map(({ target, failureSummary }) => `${id}: ${target.join(' ')}: ${failureSummary}`),
    );
}

/** To make a few pages takes seconds; on a busy machine many. */
const MAKING_MS = 300_000;

let here: Folder;

describe.skipIf(noChromium !== null)(`axe in Chromium${noChromium === null ? '' : ` (${noChromium})`}`, () => {
  beforeAll(async () => {
    here = folder();
    const args = ['--patch', 'post-eiocbqueued', '--property', 'no-lost-wakeup'];
    await here.run(['prove', 'buffered-reader', ...args]);
    const trace = 'traces/post-eiocbqueued.buffered-reader.no-lost-wakeup.trace.json';
    await here.run(['show', trace, '--as', 'html', '-o', 'page.html']);
  }, MAKING_MS);
  afterAll(closeBrowser);

  const page = (): string => join(here.path, 'page.html');
  const screens: readonly (readonly [string, string, string])[] = [
    ['a schedule', '#step=66', '.deciding'],
    ['the explorer', '#scenario=dw1-inval&patch=2.6.20', '.ahead'],
    ['the prover', '#screen=prove', 'button.main'],
  ];
  const looks = (['light', 'dark'] as const).flatMap((colorScheme) =>
    [1440, 390].map((width) => ({ colorScheme, viewport: { width, height: 900 } })),
  );

  it.for(screens.flatMap(([what, hash, ready]) => looks.map((look) => ({ what, hash, ready, look }))))(
    'finds nothing serious in $what, $look.colorScheme, $look.viewport.width wide, which needs no scrolling sideways',
    async ({ hash, ready, look }) => {
      await withPage(
        page(),
        hash,
        async (shown) => {
          await shown.waitForSelector(ready, { timeout: 60_000 });
          expect(await findings(shown)).toEqual([]);
          const over = await shown.evaluate<number>('document.documentElement.scrollWidth - innerWidth');
          expect(over).toBeLessThanOrEqual(0);
        },
        look,
      );
    },
  );

  it('finds what is wrong, where something is', async () => {
    await withPage(page(), '', async (shown) => {
      await shown.waitForSelector('.deciding');
      await shown.evaluate('document.body.insertAdjacentHTML("beforeend", "<button></button>")');
      expect((await findings(shown)).map((finding) => finding.split(':')[0])).toContain('button-name');
    });
  });
});

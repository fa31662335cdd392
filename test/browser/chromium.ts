/** Pages in a real Chromium, opened from disk. What a page asks of a network, or complains of, is a failure. */
import { existsSync } from 'node:fs';
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core';
import { expect } from 'vitest';

const EXECUTABLE = process.env['CHROMIUM'] ?? '/usr/bin/chromium';
const isThere = existsSync(EXECUTABLE);

/** CI installs it, and says so: then a browser that is not there fails. */
if (!isThere && process.env['NEEDS_CHROMIUM'] !== undefined)
  throw new Error(`there is no ${EXECUTABLE}; expected Chromium there, or where CHROMIUM says`);

/** Why no page can be opened here; null: it can. */
export const noChromium = isThere ? null : `there is no ${EXECUTABLE}: install Debian's chromium, or set CHROMIUM`;

/** The last three keep the browser itself from asking a network. */
const QUIET = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run'];
const ALONE = ['--disable-background-networking', '--disable-component-update', '--disable-sync'];

let browser: Browser | null = null;
const launched = async (): Promise<Browser> =>
  (browser ??= await chromium.launch({ executablePath: EXECUTABLE, args: [...QUIET, ...ALONE] }));

export async function closeBrowser(): Promise<void> {
  await browser?.close();
  browser = null;
}

export interface Opening extends BrowserContextOptions {
  /** Runs in the page before anything of it. */
  readonly before?: string;
}

/** Opens a file, has it used, and sees to it that nothing was asked of a network and nothing complained. */
export async function withPage(
  file: string,
  hash: string,
  use: (page: Page) => Promise<void>,
  { before, ...options }: Opening = {},
): Promise<void> {
  const context = await (await launched()).newContext({ viewport: { width: 1440, height: 950 }, ...options });
  const complaints: string[] = [];
  try {
    const page = await context.newPage();
    page.on('console', (message) => {
      if (['error', 'warning'].includes(message.type())) complaints.push(message.text());
    });
    page.on('pageerror', ({ message }) => complaints.push(message));
    page.on('request', (request) => {
      if (!/^(file|blob|data):/.test(request.url())) complaints.push(`asks for ${request.url()}`);
    });
    if (before !== undefined) await page.addInitScript(before);
    await page.goto(`file://${file}${hash}`);
    await use(page);
  } finally {
    await context.close();
  }
  expect(complaints).toEqual([]);
}

/** Where the page says how far it is. */
export const stepOf = (page: Page): Promise<string> => page.locator('.stepper output').innerText();

/** Proves all properties in a page: the verdict of each. */
export async function verdictsIn(file: string, opening: Opening = {}): Promise<Record<string, string>> {
  const verdicts: Record<string, string> = {};
  const prove = async (page: Page): Promise<void> => {
    await page.getByRole('button', { name: 'prove on every schedule' }).click();
    await page.waitForSelector('table.verdicts', { timeout: 120_000 });
    const rows = await page.evaluate<readonly (readonly [string, string])[]>(
      '[...document.querySelectorAll(".verdicts tbody tr")].map((row) => [row.children[0].textContent, row.className])',
    );
    Object.assign(verdicts, Object.fromEntries(rows));
  };
  await withPage(file, '#screen=prove', prove, opening);
  return verdicts;
}

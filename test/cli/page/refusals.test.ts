/** What cannot be a page is refused in a line, and nothing is written. */
import { describe, expect, it } from 'vitest';
import { bundled } from '../../../cli/page/bundle.ts';
import { folder } from '../run.ts';

const patch = (before: string): string => `${before}
import { edit, type Patch } from 'kioctx/model';
import { aio_complete } from 'kioctx/model/fs/aio/complete.ts';
const mine: Patch = {
  name: 'mine', summary: 'a test',
  hunks: [{ name: 'one', standsFor: 'a test', edits: [edit(aio_complete, { remove: ['active', 'wake'] })] }],
};
export default mine;
`;

const files = {
  'node.ts': patch("import { sep } from 'node:path'; export const at = sep;"),
  'fs.ts': patch("import { readFileSync } from 'fs'; export const at = readFileSync;"),
  'helped.ts': patch("import { at } from './helper.ts'; export const there = at;"),
  'helper.ts': "import { readFileSync } from 'node:fs';\nexport const at = readFileSync;\n",
  'waiting.ts': patch('export const waited = await Promise.resolve(1);'),
  'meta.ts': patch('export const url = import.meta.url;'),
  'broken.ts': patch('export const one = nothing.at.all;'),
  'unclear.ts': patch('export const one = (;'),
  'other.trace.json': '{"version":1}',
  'not-json.trace.json': '{',
};

const refused: readonly (readonly [what: string, args: readonly string[], told: RegExp])[] = [
  [
    'a patch that imports a module of Node’s',
    ['--patch', './node.ts'],
    /node\.ts:1:21: it imports node:path, which is not there in a browser; expected/,
  ],
  ['one that imports it by its old name', ['--patch', './fs.ts'], /fs\.ts:1:30: it imports fs, which is not there/],
  [
    'one whose helper imports it',
    ['--patch', './helped.ts'],
    /helper\.ts:1:30: it imports node:fs, which is not there/,
  ],
  [
    'one that waits',
    ['--patch', './waiting.ts'],
    /waiting\.ts:1:23: Top-level await .*; expected a module that runs in a/,
  ],
  [
    'one that asks where it lies',
    ['--patch', './meta.ts'],
    /meta\.ts:1:\d+: "import\.meta" .*; expected a module that runs/,
  ],
  ['one that fails', ['--patch', './broken.ts'], /broken\.ts: this patch module does not load: nothing is not defined/],
  ['one that is no TypeScript', ['--patch', './unclear.ts'], /unclear\.ts: .*line 1, column 21/],
  ['one that is not there', ['--patch', './gone.ts'], /gone\.ts: there is no such file/],
  ['a patch without a file', ['--patch', 'nothing'], /unknown patch "nothing"/],
  ['hunks that there are not', ['--patch', 'post-eiocbqueued[one]'], /unknown patch "post-eiocbqueued\[one\]"/],
  ['a property that is not there', ['--property', 'nothing'], /nothing/],
];

describe('a page is refused', () => {
  it.for(refused)('for %s', async ([, args, told]) => {
    const here = folder(files);
    const before = here.contents();
    const { code, stdout, stderr } = await here.run(['explore', 'dw1-reader', ...args, '-o', 'page.html']);
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toMatch(told);
    expect(here.contents()).toEqual(before);
  });

  it.for([
    ['nothing-of-that-name', /unknown scenario "nothing-of-that-name"/],
    ['./other.trace.json', /other\.trace\.json/],
    ['./not-json.trace.json', /not-json\.trace\.json:1:2: malformed JSON/],
    ['./gone.trace.json', /gone\.trace\.json/],
  ] as const)('of %s', async ([name, told]) => {
    const here = folder(files);
    const before = here.contents();
    const { code, stderr } = await here.run(['explore', name, '-o', 'page.html']);
    expect(code).toBe(2);
    expect(stderr).toMatch(told);
    expect(here.contents()).toEqual(before);
  });

  it('of a trace that does not replay, by its line', async () => {
    const here = folder();
    await here.run(['prove', 'dw1-inval', '--patch', '2.6.20', '--property', 'no-double-completion', '--quiet']);
    const path = here.contents().find((name) => name.endsWith('.trace.json')) ?? '';
    here.write('spoilt.trace.json', here.read(path).replace(/"submitter \w+\./, '"submitter sys_io_nothing.'));
    const before = here.contents();
    for (const command of [['explore'], ['show', '--as', 'html']]) {
      // oxlint-disable-next-line no-await-in-loop -- one after the other
      const { code, stderr } = await here.run([...command, 'spoilt.trace.json', '-o', 'page.html']);
      expect([code, stderr]).toEqual([2, expect.stringMatching(/spoilt\.trace\.json/)]);
    }
    expect(here.contents()).toEqual(before);
  });

  it('where it cannot be written', async () => {
    const here = folder();
    const { code, stderr } = await here.run(['explore', 'dw1-reader', '-o', 'no/page.html']);
    expect([code, stderr]).toEqual([74, expect.stringMatching(/^kioctx: -o no\/page\.html: cannot write there/)]);
    expect(here.contents()).toEqual([]);
  });

  it('where a module that only the page reads imports what no browser has, by its line', async () => {
    const here = folder(files);
    const making = bundled({ patches: [`${here.path}/helped.ts`], properties: [] });
    await expect(making).rejects.toThrow(
      /helper\.ts:1:30: it imports node:fs, which is not there in a browser; expected/,
    );
  });
});

it('without -o, a page is printed', async () => {
  const { code, stdout, stderr } = await folder().run(['explore', 'dw1-reader']);
  expect([code, stderr]).toEqual([0, '']);
  expect(stdout).toMatch(/^<!doctype html>\n[^]*<\/html>\n+$/);
});

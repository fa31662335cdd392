/** Names and texts that mean something in HTML or JavaScript leave a page what it is. */
import vm from 'node:vm';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { htmlDocument } from '../../../cli/page/document.ts';
import type { PageData } from '../../../counterexamples/page/engine/page-data.ts';
import { assertLaw } from '../../law.ts';
import { folder } from '../run.ts';
import { partsOf, served } from './pages.ts';

const HOSTILE = `</script><script>alert(1)</script><!-- ]]> "'\` \u2028\u2029 \${1} \\ </SCRIPT <ſcript &amp; </title>`;

const dataOf = (text: string): PageData => ({
  version: text,
  scenarios: { [text]: { name: text } as never },
  traces: {},
  patches: [{ name: text, summary: text, hunks: [{ name: text, standsFor: text }] }],
  properties: [{ name: text, meaning: text }],
  opens: { is: 'scenario', scenario: text, patch: text },
  replay: text,
});

const unescaped = (title: string): string =>
  title.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&quot;', '"').replaceAll('&amp;', '&');

describe('a document', () => {
  it('has two scripts, data that are read as they were, and a script that says what it said', () => {
    const part = fc.constantFrom('</script>', '<!--', '-->', ']]>', '<script', '"', "'", '\u2028', '\\', '`', '&', '<');
    const text = fc.oneof(
      fc.array(part).map((parts) => parts.join('')),
      fc.string({ unit: 'grapheme' }),
    );
    assertLaw(
      fc.property(text, (one) => {
        const script = `${JSON.stringify(one)};`;
        const parts = partsOf(htmlDocument(one, dataOf(one), script));
        expect(parts.data).toEqual(dataOf(one));
        expect(unescaped(parts.title)).toBe(one);
        expect(vm.runInNewContext(parts.script)).toBe(one);
      }),
      300,
    );
  });

  it('leaves a script alone that has nothing of that', () => {
    const script = 'if (1 < 2 && 3 <script2) a <!b;';
    expect(partsOf(htmlDocument('t', dataOf('t'), 'if (1 < 2) a = /</;')).script).toBe('if (1 < 2) a = /</;');
    expect(htmlDocument('t', dataOf('t'), script)).toContain('a <!b;');
  });

  it('lets the browser fetch and send nothing', () => {
    const policy = /Content-Security-Policy" content="([^"]*)"/.exec(htmlDocument('t', dataOf('t'), ''))?.[1] ?? '';
    expect(policy).toContain("default-src 'none'");
    expect(policy).not.toMatch(/https?:|\*|unsafe-eval/);
  });
});

describe('a page with a patch, a hunk, a property and a scenario that are called so', () => {
  const name = JSON.stringify(HOSTILE);
  const here = folder({
    'mine.ts': `import { edit, type Patch } from 'kioctx/model';
import { aio_complete } from 'kioctx/linux';
const said = ${name};
const mine: Patch = {
  name: 'mine', summary: said.replaceAll(/\\s/g, ' '),
  hunks: [{ name: 'one', standsFor: said, edits: [edit(aio_complete, { replace: { active: { line: 1, c: said, run: () => {} } } })] }],
};
export default mine;
`,
    'told.ts': `import { type AioProperty, each } from 'kioctx/properties';
const property: AioProperty = {
  name: 'told', meaning: ${name}, reason: 'a test',
  antecedent: { text: ${name}, reached: each('request', (k, _, r) => k.kiocb(r).ki_users > 0) },
  always: each('request', (k, _, r) => (k.kiocb(r).ki_users > 1 ? ${name} : null)),
};
export default property;
`,
  });

  it('has them as they are, and tells them as they are', async () => {
    const args = ['--patch', './mine.ts', '--property', './told.ts', '-o', 'page.html'];
    expect(await here.run(['explore', 'buffered', ...args])).toMatchObject({ code: 0, stderr: '' });
    const { data, script } = partsOf(here.read('page.html'));
    expect(data.properties[0]?.meaning).toBe(HOSTILE);
    expect(data.patches[0]?.hunks[0]?.standsFor).toBe(HOSTILE);
    const scenario = data.scenarios['buffered'];
    if (scenario === undefined) throw new Error('it is shipped');
    const { rows } = await served(script).ask('prove', { world: { scenario, patch: '2.6.20' }, properties: ['told'] });
    expect(rows.map(({ verdict, message }) => [verdict, message])).toEqual([['violated', HOSTILE]]);
  });
});

import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { packaged } from '../program.ts';
import { folder } from '../run.ts';

/** `kioctx check` over files with these texts. */
async function check(texts: Readonly<Record<string, string>>, ...flags: readonly string[]) {
  const here = folder(texts);
  const { code, stdout, stderr } = await here.run(['check', ...Object.keys(texts), ...flags]);
  return { code, lines: stdout.split('\n').slice(0, -1), stderr };
}

const patch = (changes: string, more = ''): string => `import { bool, type Patch } from 'kioctx/model/core/index.ts';
import { aio_complete } from 'kioctx/model/fs/aio/complete.ts';
import { edit } from 'kioctx/model/kernel.ts';
const hunk = { name: 'no-wake', standsFor: 'x', edits: [edit(aio_complete, ${changes})] };
const patch: Patch = { name: 'silent', summary: 'aio_complete() wakes nobody', hunks: [hunk], ${more} };
export const unused = bool;
export default patch;
`;
const fine = patch("{ remove: ['active', 'wake'] }");

const property = `import type { AioProperty } from 'kioctx/properties/aio/index.ts';
const property: AioProperty = {
  name: 'mine',
  meaning: 'No request is entered.',
  reason: 'None.',
  antecedent: { text: 'x', reached: (k) => k.request(0).entered },
  always: (k) => (k.request(0).entered ? 'it is entered' : null),
  onHalt: () => false,
};
export default property;
`;

describe('check', () => {
  it('tells what a patch edits', async () => {
    expect(await check({ 'mine.ts': fine })).toEqual({
      stderr: '',
      code: 0,
      lines: [
        'mine.ts: a patch silent: edits aio_complete() in 1 hunk',
        '  hunk no-wake: x',
        '    aio_complete(), fs/aio.c:925',
        '      removes active: 1002 if (waitqueue_active(&ctx->wait))',
        '      removes wake: 1003 wake_up(&ctx->wait)',
      ],
    });
  });

  it('tells what a patch edits on top of another one', async () => {
    const more = fine
      .replaceAll(/aio_complete\b/g, 'aio_ring_insert_entry')
      .replace('fs/aio/complete.ts', 'patches/post-eiocbqueued.ts');
    const here = folder({ 'mine.ts': more.replace("['active', 'wake']", "['publish']"), 'property.ts': property });
    const { code, stdout } = await here.run([
      'check',
      'post-eiocbqueued+./mine.ts',
      './mine.ts',
      '2.6.20+./property.ts',
    ]);
    expect(code).toBe(2);
    expect(stdout.split('\n')).toEqual([
      './mine.ts: a patch silent: edits aio_ring_insert_entry() in 1 hunk',
      '  hunk no-wake: x',
      '    aio_ring_insert_entry(), fs/aio.c:195',
      '      removes publish: 195 ring->tail = tail',
      expect.stringMatching(
        /^\.\/mine\.ts: patch silent, hunk no-wake: the kernel has no function aio_ring_insert_entry;/,
      ),
      './property.ts: this is a property; expected a patch on top of 2.6.20, or the property alone',
      '',
    ]);
  });

  it('tells what a shipped patch edits', async () => {
    const { code, stdout } = await folder().run(['check', 'post-eiocbqueued+wake', 'wakee']);
    expect(code).toBe(2);
    expect(stdout).toBe('');
    const shipped = await folder().run(['check', 'post-eiocbqueued+wake']);
    expect(shipped.code).toBe(0);
    expect(shipped.stdout).toContain('post-eiocbqueued+wake: a patch post-eiocbqueued+wake: edits __aio_put_req(), ');
    expect(shipped.stdout).toContain('  new field kiocb.KIF_INSERTED: bool, racy, set once, false at first\n');
    expect(shipped.stdout).toContain('      adds wake after publish: 195 wake_up(&ctx->wait)\n');
  });

  it('tells what a property judges', async () => {
    expect(await check({ 'mine.ts': property })).toEqual({
      stderr: '',
      code: 0,
      lines: ['mine.ts: a property mine: judges every state, halts'],
    });
  });

  it('tells mistakes of types, and what it edits all the same', async () => {
    const { code, lines } = await check({ 'mine.ts': `${fine}export const n: number = "1";\n` });
    expect(code).toBe(2);
    expect(lines.slice(0, 2)).toEqual([
      "mine.ts:8:14: TS2322: Type 'string' is not assignable to type 'number'.",
      'mine.ts: a patch silent: edits aio_complete() in 1 hunk',
    ]);
  });

  it('does not run what does not parse, or what keeps something of its own', async () => {
    const texts = {
      'broken.ts': 'const a = ;\n',
      'stateful.ts': 'let n = 0;\nexport default { always: () => (n++ > 5 ? String(n) : null) };\n',
    };
    const { code, lines } = await check(texts);
    expect(code).toBe(2);
    expect(lines).toEqual([
      'broken.ts:1:11: this does not parse: Unexpected token; expected TypeScript',
      expect.stringMatching(/^stateful\.ts:2:33: the predicate always assigns n, .*; expected a predicate/),
    ]);
  });

  it('tells what does not load or does not fit in one line, and goes on with the next file', async () => {
    const texts = {
      'odd.ts': `${fine}export const other = { ...patch, name: 'other' };\n`.replace(
        'export default patch',
        'export { patch }',
      ),
      'field.ts': patch("{ remove: ['active', 'wake'] }", 'fields: { kiocb: { EXTRA: bool() } }'),
      'label.ts': patch("{ remove: ['nope' as never] }"),
      'good.ts': fine,
    };
    const { code, lines } = await check(texts);
    expect(code).toBe(2);
    expect(lines.slice(0, 4)).toEqual([
      'odd.ts: exports 2 patches; expected one, or a default',
      expect.stringMatching(/^field\.ts: patch silent: .*EXTRA/),
      expect.stringMatching(
        /^label\.ts: patch silent, hunk no-wake: aio_complete has no step nope to change; expected one of /,
      ),
      'good.ts: a patch silent: edits aio_complete() in 1 hunk',
    ]);
  });

  it('says the same in one JSON document', async () => {
    const texts = { 'mine.ts': fine, 'broken.ts': 'const a = ;\n' };
    const { code, lines } = await check(texts, '--json');
    expect(code).toBe(2);
    expect(lines).toHaveLength(1);
    expect(JSON.parse(lines[0] ?? '')).toEqual({
      files: [
        {
          file: 'mine.ts',
          issues: [],
          property: null,
          patch: {
            name: 'silent',
            summary: 'aio_complete() wakes nobody',
            structs: [],
            fields: [],
            lockOrder: [],
            contexts: [],
            works: [],
            functions: [],
            hunks: [
              {
                name: 'no-wake',
                standsFor: 'x',
                edits: [
                  {
                    function: 'aio_complete',
                    at: 'fs/aio.c:925',
                    replaced: [],
                    added: [],
                    locals: [],
                    removed: [
                      { label: 'active', line: 1002, c: 'if (waitqueue_active(&ctx->wait))' },
                      { label: 'wake', line: 1003, c: 'wake_up(&ctx->wait)' },
                    ],
                  },
                ],
              },
            ],
          },
        },
        {
          file: 'broken.ts',
          patch: null,
          property: null,
          issues: [
            {
              code: 'syntax',
              file: 'broken.ts',
              line: 1,
              column: 11,
              message: 'this does not parse: Unexpected token',
              expected: 'TypeScript',
            },
          ],
        },
      ],
    });
  });

  it('finds nothing wrong with the modules that the guides show', async () => {
    const pages = ['docs/guides/patch.md', 'docs/guides/property.md'];
    const all = pages.map((page) => readFileSync(packaged(page), 'utf8')).join('\n');
    const shown = [...all.matchAll(/^```ts\n(.*?)^```/gms)];
    const here = folder(Object.fromEntries(shown.map(([, text = ''], i) => [`shown${i}.ts`, text])));
    const { code, stdout } = await here.run([
      'check',
      'shown0.ts',
      'post-eiocbqueued+shown1.ts',
      'shown2.ts',
      'shown3.ts',
      'shown4.ts',
    ]);
    expect(stdout.split('\n').filter((line) => !line.startsWith(' '))).toEqual([
      expect.stringMatching(/^shown0\.ts: a patch /),
      expect.stringMatching(/^shown1\.ts: a patch /),
      expect.stringMatching(/^shown2\.ts: a patch deferred: /),
      expect.stringMatching(/^shown3\.ts: a property /),
      expect.stringMatching(/^shown4\.ts: a patch /),
      expect.stringMatching(/^shown4\.ts: a property no-late-event: judges every state$/),
      '',
    ]);
    expect(code).toBe(0);
  });

  it('refuses what is no module', async () => {
    const { code, stderr } = await check({ 'mine.json': '{}' });
    expect(code).toBe(2);
    expect(stderr).toMatch(/mine\.json: this is no module; expected a \.ts/);
  });

  it('ends with 3 on Ctrl-C', async () => {
    const here = folder({ 'mine.ts': `${fine}console.log('I begin');\nfor (;;);\n` });
    const { code, stdout, stderr } = await here.run(['check', 'mine.ts'], { interruptAt: 'I begin' });
    expect({ code, stdout }).toEqual({ code: 3, stdout: '' });
    expect(stderr.split('\n').at(-2)).toBe('kioctx: interrupted before everything was checked');
  });
});

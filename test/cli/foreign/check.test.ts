import { readFileSync } from 'node:fs';
import { Command } from 'commander';
import { describe, expect, it, vi } from 'vitest';
import { checkCommand } from '../../../cli/check.ts';
import { type ExitCode, InputError } from '../../../cli/exit.ts';
import { examined } from '../../../cli/tasks/examine.ts';
import { bool, type Patch } from '../../../model/core/index.ts';
import { aio_complete } from '../../../model/fs/aio/complete.ts';
import { edit } from '../../../model/kernel.ts';
import type { AioProperty } from '../../../properties/aio/index.ts';
import { packaged } from '../program.ts';
import { folder } from '../run.ts';

const { printed, complained } = vi.hoisted(() => ({ printed: [] as string[], complained: [] as string[] }));
vi.mock('../../../cli/output.ts', async (original) => ({
  ...(await original<object>()),
  print: (line: string) => void printed.push(line),
  complain: (line: string) => void complained.push(line),
}));

type Loaded = Parameters<typeof examined>[0];
type Load = (file: string) => Promise<Loaded>;

/** `kioctx check` over files with these texts; what they export is given, since who loads them is no part of the command. */
async function check(texts: Readonly<Record<string, string>>, load: Load, ...flags: readonly string[]) {
  const here = folder(texts);
  printed.length = 0;
  let code: ExitCode | null = null;
  const program = new Command();
  checkCommand(async (file) => examined(await load(file)))(program, (at) => {
    code = at;
  });
  const files = Object.keys(texts).map((file) => `${here.path}/${file}`);
  await program.parseAsync(['check', ...files, ...flags], { from: 'user' });
  return { code, lines: printed.map((line) => line.replaceAll(`${here.path}/`, '')) };
}

const patch: Patch = {
  name: 'silent',
  summary: 'aio_complete() wakes nobody',
  hunks: [{ name: 'no-wake', standsFor: 'x', edits: [edit(aio_complete, { remove: ['active', 'wake'] })] }],
};
const property: AioProperty = {
  name: 'mine',
  meaning: 'Nothing.',
  reason: 'None.',
  antecedent: { text: 'x', reached: () => true },
  always: () => null,
  onHalt: () => false,
};

const loading =
  (loaded: Loaded): Load =>
  () =>
    Promise.resolve(loaded);
const never: Load = () => Promise.reject(new Error('this must not be loaded'));

const fine = 'export default 1;\n';

describe('check', () => {
  it('tells what a patch edits', async () => {
    expect(await check({ 'mine.ts': fine }, loading({ patch }))).toEqual({
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

  it('tells what a property judges', async () => {
    expect(await check({ 'mine.ts': fine }, loading({ property }))).toEqual({
      code: 0,
      lines: ['mine.ts: a property mine: judges every state, halts'],
    });
  });

  it('tells mistakes of types, and what it edits all the same', async () => {
    const { code, lines } = await check({ 'mine.ts': 'export const n: number = "1";\n' }, loading({ patch }));
    expect(code).toBe(2);
    expect(lines.slice(0, 2)).toEqual([
      "mine.ts:1:14: TS2322: Type 'string' is not assignable to type 'number'.",
      'mine.ts: a patch silent: edits aio_complete() in 1 hunk',
    ]);
  });

  it('does not run what does not parse, or what keeps something of its own', async () => {
    const texts = {
      'broken.ts': 'const a = ;\n',
      'stateful.ts': 'let n = 0;\nexport default { always: () => (n++ > 5 ? String(n) : null) };\n',
    };
    const { code, lines } = await check(texts, never);
    expect(code).toBe(2);
    expect(lines).toEqual([
      'broken.ts:1:11: this does not parse: Unexpected token; expected TypeScript',
      expect.stringMatching(/^stateful\.ts:2:33: the predicate always assigns n, .*; expected a predicate/),
    ]);
  });

  it('tells what does not load or does not fit in one line, and goes on with the next file', async () => {
    const load: Load = (file) => {
      if (file.endsWith('odd.ts')) throw new InputError([`${file}: exports 2 patches; expected one, or a default`]);
      const fields = { kiocb: { EXTRA: bool() } };
      if (file.endsWith('field.ts')) return Promise.resolve({ patch: { ...patch, fields } });
      const remove = {
        ...patch,
        hunks: [{ ...patch.hunks[0], edits: [edit(aio_complete, { remove: ['nope' as never] })] }],
      };
      return Promise.resolve(file.endsWith('label.ts') ? { patch: remove as Patch } : { patch });
    };
    const texts = Object.fromEntries(['odd.ts', 'field.ts', 'label.ts', 'good.ts'].map((file) => [file, fine]));
    const { code, lines } = await check(texts, load);
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
    const { code, lines } = await check(texts, loading({ patch }), '--json');
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
            fields: [],
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

  it('finds nothing wrong with the modules that the README shows', async () => {
    const shown = [...readFileSync(packaged('README.md'), 'utf8').matchAll(/^```ts\n(.*?)^```/gms)];
    const texts = Object.fromEntries(shown.map(([, text = ''], i) => [`shown${i}.ts`, text]));
    const { code, lines } = await check(texts, loading({ property }));
    expect(lines).toEqual(Object.keys(texts).map((file) => `${file}: a property mine: judges every state, halts`));
    expect([code, shown.length]).toEqual([0, 2]);
  });

  it('refuses what is no module', async () => {
    await expect(check({ 'mine.json': '{}' }, never)).rejects.toThrow(/mine\.json: this is no module; expected a \.ts/);
  });

  it('ends with 3 on Ctrl-C', async () => {
    complained.length = 0;
    const others = process.listeners('SIGINT');
    const interrupting: Load = () => {
      process.emit('SIGINT');
      return Promise.reject(new InputError(['ended']));
    };
    expect(await check({ 'mine.ts': fine }, interrupting)).toEqual({ code: 3, lines: [] });
    expect(complained).toEqual(['kioctx: interrupted before everything was checked']);
    expect(process.listeners('SIGINT')).toEqual(others);
  });
});

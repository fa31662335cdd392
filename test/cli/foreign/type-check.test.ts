import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { parse } from 'jsonc-parser';
import { describe, expect, it, onTestFinished } from 'vitest';
import { showSourceIssue } from '../../../cli/foreign/source-issue.ts';
import { diagnosticsOf, optionsFor, typeChecked, type TypeCheckOptions } from '../../../cli/foreign/type-check.ts';
import { packaged } from '../program.ts';
import { type Folder, folder } from '../run.ts';

/** What is said of a file in a folder, without that folder. */
async function said(here: Folder, file: string, options?: TypeCheckOptions): Promise<string[]> {
  const issues = await typeChecked(`${here.path}/${file}`, options);
  return issues.map((issue) => showSourceIssue({ ...issue, file: issue.file.replace(`${here.path}/`, '') }));
}

const patch = (changes: string): string => `import type { Patch } from 'kioctx/model/core/index.ts';
import { aio_complete } from 'kioctx/model/fs/aio/complete.ts';
import { edit } from 'kioctx/model/kernel.ts';
const patch: Patch = {
  name: 'mine',
  summary: 'x',
  hunks: [{ name: 'h', standsFor: 'x', edits: [edit(aio_complete, ${changes})] }],
};
export default patch;
`;

const good = patch("{ remove: ['active', 'wake'] }");
const bad = patch("{ remove: ['wakee'] }");

/** Little of kioctx, which takes the compiler less time. */
const small =
  "import type { Patch } from 'kioctx/model/core/notation/patch.ts';\nexport const patch: Patch | null = null;\n";

/** Takes every file that a module of a user's may sensibly import. */
const everything = `import * as kernel from 'kioctx/model/kernel.ts';
import * as world from 'kioctx/model/closed-world.ts';
import * as patches from 'kioctx/model/named-patches.ts';
import * as property from 'kioctx/properties/property.ts';
import * as properties from 'kioctx/properties/aio/index.ts';
import * as telling from 'kioctx/counterexamples/narrate.ts';
export default [kernel, world, patches, property, properties, telling];
`;

/** A program in place of the compiler. */
function program(here: Folder, script: string): string {
  here.write('compiler', `#!/bin/sh\n${script}\n`);
  chmodSync(`${here.path}/compiler`, 0o755);
  return `${here.path}/compiler`;
}

/** The folders that are made for the compiler from now on lie in one of our own. */
function temporary(): string {
  const { TMPDIR } = process.env;
  const at = mkdtempSync(`${tmpdir()}/kioctx-test-`);
  process.env['TMPDIR'] = at;
  onTestFinished(() => {
    rmSync(at, { recursive: true });
    if (TMPDIR === undefined) delete process.env['TMPDIR'];
    else process.env['TMPDIR'] = TMPDIR;
  });
  return at;
}

describe('the types of a module', () => {
  it('are checked where there is no project, no package and no types of Node', async () => {
    const here = folder({ 'mine.ts': good, 'deep/er/bad.mts': bad });
    expect(await said(here, 'mine.ts')).toEqual([]);
    expect(await said(here, 'deep/er/bad.mts')).toEqual([
      expect.stringMatching(
        /^deep\/er\/bad\.mts:7:78: TS2820: Type '"wakee"' is not assignable to type '.*"wake" \| "wake_task"'\. Did you mean '"wake"'\?$/,
      ),
    ]);
  });

  it('are told in place of the file, after a byte order mark too, in one line each', async () => {
    const here = folder({
      'mine.ts': `\uFEFFconst a: number = 'x';\r\nconst b: { c: { d: number } } = { c: { d: a.toFixed() } };\r\nexport default b;\r\n`,
    });
    const lines = await said(here, 'mine.ts');
    expect(lines).toEqual([
      "mine.ts:1:7: TS2322: Type 'string' is not assignable to type 'number'.",
      "mine.ts:2:40: TS2322: Type 'string' is not assignable to type 'number'.",
    ]);
    const assigned = folder({
      'mine.ts': 'const a = { c: { d: 1 } };\nexport const b: { c: { d: string } } = a;\n',
    });
    expect(await said(assigned, 'mine.ts')).toEqual([
      "mine.ts:2:14: TS2322: Type '{ c: { d: number; }; }' is not assignable to type '{ c: { d: string; }; }'. The types of 'c.d' " +
        "are incompatible between these types. Type 'number' is not assignable to type 'string'.",
    ]);
  });

  it('in other files of the user’s are checked too, and those of packages and of kioctx are not told', async () => {
    const here = folder({
      'mine.ts': "import { n } from './lib/n.ts';\nimport { m } from 'pack';\nexport default n + m;\n",
      'lib/n.ts': "export const n: number = '1';\n",
      'node_modules/pack/package.json': '{ "name": "pack", "exports": "./index.ts" }',
      'node_modules/pack/index.ts': "export const m: number = '1';\n",
    });
    expect(await said(here, 'mine.ts')).toEqual([
      "lib/n.ts:1:14: TS2322: Type 'string' is not assignable to type 'number'.",
    ]);
    expect(await diagnosticsOf(`${here.path}/mine.ts`)).toHaveLength(2);
  });

  it('obey no tsconfig.json of the user’s, and kioctx is this one wherever another one is', async () => {
    const here = folder({
      'tsconfig.json': '{ "compilerOptions": { "strict": false, "paths": { "kioctx/*": ["./nothing/*"] } } }',
      'package.json': '{ "type": "commonjs" }',
      'node_modules/kioctx/package.json': '{ "name": "kioctx" }',
      'node_modules/kioctx/model/kernel.ts': 'export const edit = 1;',
      'mine.ts': small,
      'loose.ts': 'export default (x) => x;\n',
    });
    expect(await said(here, 'mine.ts')).toEqual([]);
    expect(await said(here, 'loose.ts')).toEqual([
      "loose.ts:1:17: TS7006: Parameter 'x' implicitly has an 'any' type.",
    ]);
  });

  it('are checked by a name that is a link, and called by that name', async () => {
    const here = folder({ 'there/mine.ts': 'export default (1 as string);\n' });
    symlinkSync(`${here.path}/there/mine.ts`, `${here.path}/link.ts`);
    expect(await said(here, 'link.ts')).toEqual([expect.stringMatching(/^link\.ts:1:17: TS2352: /)]);
  });

  it.each(['mine.js', 'mine.mjs', 'mine.cjs'])('%s has none: only what does not parse is told', async (file) => {
    const here = folder({ [file]: 'const a = (x) => x.y.z;\na(1);\n' });
    expect(await said(here, file)).toEqual([]);
    here.write(file, 'const a = ;\n');
    expect(await said(here, file)).toEqual([`${file}:1:11: TS1109: Expression expected.`]);
  });

  it('may be those of a .cts module', async () => {
    expect(await said(folder({ 'mine.cts': small }), 'mine.cts')).toEqual([]);
  });

  it('that kioctx has itself are in order, as a user’s module sees them', async () => {
    const here = folder({ 'mine.ts': everything });
    expect(await diagnosticsOf(`${here.path}/mine.ts`)).toEqual([]);
  });

  it('are checked with the options that ours are', () => {
    const { compilerOptions } = parse(readFileSync(packaged('tsconfig.base.json'), 'utf8')) as {
      compilerOptions: Record<string, unknown>;
    };
    const building = new Set([
      'composite',
      'emitDeclarationOnly',
      'rootDir',
      'outDir',
      'module',
      'noUnusedLocals',
      'noUnusedParameters',
    ]);
    const ours = Object.entries(compilerOptions).filter(([name]) => !building.has(name));
    expect(ours.length).toBeGreaterThan(10);
    expect(optionsFor('/mine.ts')).toMatchObject(Object.fromEntries(ours));
  });
});

describe('a compiler', () => {
  it('leaves nothing behind, whatever it says', async () => {
    const at = temporary();
    const here = folder({ 'mine.ts': 'export const n: number = true;\n' });
    expect(await said(here, 'mine.ts')).toHaveLength(1);
    const compiler = program(here, 'exit 3');
    await expect(typeChecked(`${here.path}/mine.ts`, { compiler })).rejects.toThrow('fails with code 3');
    expect(readdirSync(at)).toEqual([]);
  });

  it.each([
    ['that is not there', null, /does not start: .*ENOENT/],
    [
      'that crashes',
      'echo "panic: out of things" >&2; echo more >&2; exit 2',
      /fails with code 2: panic: out of things;/,
    ],
    ['that is killed', 'kill -9 $$', /was ended by SIGKILL/],
    [
      'that does not like its options',
      'echo "error TS5023: Unknown option"; exit 1',
      /fails: error TS5023: Unknown option/,
    ],
  ])('%s is told in one line', async (_, script, why) => {
    const here = folder({ 'mine.ts': small });
    const compiler = script === null ? `${here.path}/none` : program(here, script);
    const told = typeChecked(`${here.path}/mine.ts`, { compiler });
    await expect(told).rejects.toMatchObject({
      name: 'Error',
      lines: [
        expect.stringMatching(/mine\.ts: its types cannot be checked: the TypeScript compiler .*; expected [^\n]*$/),
      ],
    });
    await expect(told).rejects.toThrow(why);
  });

  it('that never ends is ended, with nothing left behind', async () => {
    const at = temporary();
    const here = folder({ 'mine.ts': small });
    const compiler = program(here, 'exec sleep 600');
    await expect(typeChecked(`${here.path}/mine.ts`, { compiler, limit: 200 })).rejects.toThrow(
      'did not end within 0.2 s',
    );
    expect(readdirSync(at)).toEqual([]);
  });

  it('is ended when the user has had enough, with nothing left behind', async () => {
    const at = temporary();
    const here = folder({ 'mine.ts': small });
    const compiler = program(here, `echo $$ > ${here.path}/started; exec sleep 600`);
    const enough = new AbortController();
    const told = typeChecked(`${here.path}/mine.ts`, { compiler, signal: enough.signal });
    const reason = new Error('enough');
    const ended = told.catch((problem: unknown) => problem);
    await expect.poll(() => here.contents(), { timeout: 60_000 }).toContain('started');
    await expect.poll(() => here.read('started'), { timeout: 60_000 }).toMatch(/\d\n/);
    enough.abort(reason);
    expect(await ended).toBe(reason);
    expect(readdirSync(at)).toEqual([]);
    expect(() => process.kill(Number(here.read('started')), 0)).toThrow('ESRCH');
  });

  it('is not asked about a file that is not there', async () => {
    const here = folder();
    await expect(typeChecked(`${here.path}/none.ts`)).rejects.toThrow(/none\.ts: there is no such file; expected/);
  });
});

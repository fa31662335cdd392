/** `kioctx shrink --test`: a test of the minimum, run as a project runs it that has kioctx and vitest. */
import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { BUILT } from './built.ts';
import { changing, patchModule } from './patch-module.ts';
import { packaged } from './program.ts';
import { type Folder, folder } from './run.ts';
import { onlyTrace, proved, traceIn } from './search-rows.ts';

const project = (files: Readonly<Record<string, string>> = {}): Folder =>
  folder({ 'package.json': '{ "type": "module" }', ...files });

/** Both, as npm does; not before there are traces, which are looked for in the whole folder. */
function install(here: Folder): void {
  if (existsSync(join(here.path, 'node_modules'))) return;
  mkdirSync(join(here.path, 'node_modules/@types'), { recursive: true });
  const link = (name: string, to: string) => symlinkSync(to, join(here.path, 'node_modules', name), 'junction');
  link('kioctx', BUILT);
  link('vitest', packaged('node_modules/vitest'));
  link('@types/node', packaged('node_modules/@types/node'));
}

interface Told {
  readonly passed: boolean;
  /** On both streams. */
  readonly told: string;
}

async function node(here: Folder, ...args: readonly string[]): Promise<Told> {
  const { NODE_OPTIONS: _options, TEST_SEED: _seed, ...env } = process.env;
  install(here);
  try {
    const { stdout, stderr } = await promisify(execFile)(process.execPath, [...args], { cwd: here.path, env });
    return { passed: true, told: stdout + stderr };
  } catch (problem) {
    const { stdout, stderr } = problem as { stdout: string; stderr: string };
    return { passed: false, told: stdout + stderr };
  }
}

const vitest = (here: Folder): Promise<Told> =>
  node(here, packaged('node_modules/vitest/vitest.mjs'), 'run', '--root', here.path);

const edited = (here: Folder, file: string, from: RegExp, to: string): void => {
  const text = here.read(file);
  expect(text).toMatch(from);
  here.write(file, text.replace(from, to));
};

describe('a test of a failure', () => {
  it('passes where the failure is there, and fails where it shall be gone', async () => {
    const here = project();
    const { path } = await proved(here, 'dw1-inval', '2.6.20', 'no-double-completion');
    const args = ['shrink', path, '-o', 'min.json', '--test', 'min.test.ts', '--quiet'];
    expect(await here.run(args)).toMatchObject({ code: 0, stderr: '' });
    expect(await vitest(here)).toMatchObject({ passed: true, told: expect.stringContaining('1 passed') });

    const trace = traceIn(here.read('min.json'));
    expect(JSON.parse(/^const trace = ([^]*?^\});$/m.exec(here.read('min.test.ts'))?.[1] ?? '')).toEqual(trace);
    edited(here, 'min.test.ts', /^const expected: string \| null = .*$/m, 'const expected: string | null = null;');
    expect(await vitest(here)).toMatchObject({
      passed: false,
      told: expect.stringContaining(trace.finding.message),
    });
  });

  it('compiles', async () => {
    const here = project({ 'own/mine.ts': patchModule({ mine: changing({ name: 'mine' }) }) });
    const { path } = await proved(here, 'buffered-reader', './own/mine.ts', 'no-lost-wakeup');
    await here.run(['shrink', path, '--patch', './own/mine.ts', '--test', 'min.test.ts', '--quiet']);
    const strict = ['--noEmit', '--strict', '--target', 'es2023', '--types', 'node', '--skipLibCheck'];
    const modules = ['--module', 'nodenext', '--moduleResolution', 'nodenext', '--allowImportingTsExtensions'];
    const compiler = packaged('node_modules/typescript/bin/tsc');
    expect(await node(here, compiler, ...strict, ...modules, 'min.test.ts')).toEqual({ passed: true, told: '' });
  });

  it('of a patch of one’s own imports it from where it lies, and passes with null once that is mended', async () => {
    const here = project({ 'my patches/mine.mts': patchModule({ mine: changing({ name: 'mine' }) }) });
    const patch = ['--patch', '2.6.20+./my patches/mine.mts'];
    await here.run(['prove', 'buffered-reader', ...patch, '--property', 'no-lost-wakeup', '--quiet']);
    const { path } = onlyTrace(here);
    mkdirSync(join(here.path, 'tests'));
    expect(await here.run(['shrink', path, ...patch, '--test', 'tests/min.test.ts', '--quiet'])).toMatchObject({
      code: 0,
    });
    expect(here.read('tests/min.test.ts')).toContain('from "../my patches/mine.mts";');
    expect((await vitest(here)).passed).toBe(true);

    // It wakes again, in steps that the schedule does not have: those of the base, and one of its own.
    const wakes = "{ after: { put_rq: { woken: { line: 1002, c: 'it wakes', run() {} } } } }";
    here.write('my patches/mine.mts', patchModule({ mine: changing({ name: 'mine', changes: wakes }) }));
    const before = await vitest(here);
    edited(
      here,
      'tests/min.test.ts',
      /^const expected: string \| null = .*$/m,
      'const expected: string | null = null;',
    );
    const after = await vitest(here);
    expect({ before: before.passed, after: after.passed }).toEqual({ before: false, after: true });
  });

  it('fails where the schedule cannot be taken any more, and says so', async () => {
    const here = project({ 'mine.ts': patchModule({ mine: changing({ name: 'mine' }) }) });
    const { path } = await proved(here, 'buffered-reader', './mine.ts', 'no-lost-wakeup');
    await here.run(['shrink', path, '--patch', './mine.ts', '--test', 'min.test.ts', '--quiet']);
    const fewer = changing({ name: 'mine', changes: "{ remove: ['active', 'wake', 'put_rq'] }" });
    here.write('mine.ts', patchModule({ mine: fewer }));
    const { passed, told } = await vitest(here);
    expect(passed).toBe(false);
    expect(told).toMatch(/\S+ \S+ cannot be taken any more: .*; the trace says nothing of this kernel/);
  });

  it('of a property of one’s own imports that', async () => {
    const property = `import { type AioProperty, each } from 'kioctx/properties';
export const mine: AioProperty = {
  name: 'mine', meaning: 'No request is completed.', reason: 'a test',
  antecedent: { text: 'a request is there', reached: each('request', (k, _, r) => k.kiocb(r).ki_users > 0) },
  always: each('request', (k, _, r) => ((k.request(r).events_res?.length ?? 0) > 0 ? 'it is completed' : null)),
};
`;
    const here = project({ 'own/mine.ts': property });
    const asked = ['--property', './own/mine.ts', '--quiet'];
    const { code } = await here.run(['prove', 'buffered', '--patch', '2.6.20', ...asked]);
    expect(code).toBe(1);
    const { path } = onlyTrace(here);
    expect(await here.run(['shrink', path, ...asked, '--test', 'min.test.ts'])).toMatchObject({ code: 0 });
    expect(await vitest(here)).toMatchObject({ passed: true, told: expect.stringContaining('1 passed') });
  });
});

describe('--test', () => {
  const refusals = [
    ['min.ts', [], 2, '--test min.ts: vitest takes no such file for a test; expected one that ends in .test.ts'],
    ['a.test.ts', ['-o', './a.test.ts'], 2, '--test a.test.ts: the minimum goes there, by -o; expected another file'],
    ['gone/a.test.ts', [], 74, '--test gone/a.test.ts: cannot write there: '],
  ] as const;

  it.for(refusals)('%s is refused before anything is searched', async ([file, more, code, says]) => {
    const { text } = await proved(folder(), 'dw1-inval', '2.6.20', 'no-double-completion');
    const here = folder({ 'failing.json': text });
    const refused = await here.run(['shrink', 'failing.json', '--test', file, ...more]);
    expect(refused).toMatchObject({ code, stdout: '' });
    expect(refused.stderr.startsWith(`kioctx: ${says}`)).toBe(true);
    expect(here.contents()).toEqual(['failing.json']);
  });

  it('replaces what is there, as -o does', async () => {
    const { text } = await proved(folder(), 'dw1-inval', '2.6.20', 'no-double-completion');
    const here = folder({ 'failing.json': text, 'min.test.ts': 'old' });
    await here.run(['shrink', 'failing.json', '--traces', 'none', '--test', 'min.test.ts', '--quiet']);
    expect(here.read('min.test.ts')).toMatch(/^import \{ expect, it \} from 'vitest';\n/);
    expect(here.contents()).toEqual(['failing.json', 'min.test.ts']);
  });
});

/** The package: what `npm pack` makes, unpacked in an empty folder. */
import { execFile, execFileSync } from 'node:child_process';
import { cpSync, existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { publint } from 'publint';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { shippedScenarioNames } from '../../cli/shipped-scenarios.ts';
import { packaged } from '../cli/program.ts';
import { closeBrowser, noChromium, verdictsIn } from '../browser/chromium.ts';
import { shareOf } from '../drawn.ts';
import { pack, type Tarball } from './tarball.ts';

const patch = `import { edit, type Patch } from 'kioctx/model';
import { aio_complete } from 'kioctx/model/fs/aio/complete.ts';
const patch: Patch = {
  name: 'silent', summary: 'aio_complete() wakes nobody',
  hunks: [{ name: 'no-wake', standsFor: 'wake_up() left out', edits: [edit(aio_complete, { remove: ['active', 'wake'] })] }],
};
export default patch;
`;
const property = `import { type AioProperty, each } from 'kioctx/properties';
const property: AioProperty = {
  name: 'never-cancelled', meaning: 'No request is cancelled.', reason: 'a test',
  antecedent: { text: 'a request is there', reached: each('request', (k, _, r) => k.kiocb(r).ki_users > 0) },
  always: each('request', (k, _, r) => (k.kiocb(r).KIF_CANCELLED === true ? \`request \${r} is cancelled\` : null)),
};
export default property;
`;
/** What the program runs and what a user imports has to be one module: the patch edits a function that is shipped. */
const tool = `import { aio_complete } from 'kioctx/model/fs/aio/complete.ts';
import { closeWorld, PackedMachine, patchByName, readScenario, worldOf } from 'kioctx/model';
import { narrate } from 'kioctx/counterexamples';
import { check, properties } from 'kioctx/properties';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
const path = createRequire(import.meta.url).resolve('kioctx/model/scenarios/dw1-inval.json');
const read = readScenario(readFileSync(path, 'utf8'), path);
const found = patchByName('2.6.20');
if (!read.ok || !found.ok) throw new Error('they are shipped');
const model = closeWorld(worldOf(read.scenario), found.patch);
const { judgements } = check(new PackedMachine(model), properties);
const violated = judgements.filter(({ verdict }) => verdict === 'violated');
const steps = violated[0]?.violation ? narrate(model, violated[0].violation.turns).steps.length : 0;
const linked = model.program.byName.get('aio_complete')?.steps ?? [];
const same = linked.filter(({ source }) => [...aio_complete.steps.values()].includes(source));
console.log(JSON.stringify([violated.map(({ property }) => property.name), steps, same.length > 9]));
`;

let tarball: Tarball;
beforeAll(() => {
  tarball = pack(['vitest', '@fast-check/vitest', '@types/node']);
  writeFileSync(join(tarball.folder, 'silent.ts'), patch);
  writeFileSync(join(tarball.folder, 'never-cancelled.ts'), property);
  writeFileSync(join(tarball.folder, 'tool.ts'), tool);
});
afterAll(async () => {
  tarball.remove();
  await closeBrowser();
});

const run = async (program: string, args: readonly string[]) => {
  const { NODE_OPTIONS: _, ...env } = process.env;
  try {
    const { stdout, stderr } = await promisify(execFile)(process.execPath, [program, ...args], {
      cwd: tarball.folder,
      env,
    });
    return { code: 0, stdout, stderr };
  } catch (problem) {
    const { code, stdout, stderr } = problem as { code: number; stdout: string; stderr: string };
    return { code, stdout, stderr };
  }
};
const kioctx = (...args: readonly string[]) =>
  run(join(tarball.folder, 'node_modules/kioctx/dist/cli/kioctx.mjs'), args);

describe('the package', () => {
  it('has nothing to be said against it by publint', async () => {
    const { messages } = await publint({ pkgDir: join(tarball.folder, 'node_modules/kioctx') });
    expect(messages).toEqual([]);
  });

  it('has entries whose types are those of their code, as attw sees it', () => {
    const attw = packaged('node_modules/@arethetypeswrong/cli/dist/index.js');
    // It fails where there is a problem.
    const told = execFileSync(process.execPath, [attw, '--profile', 'esm-only', tarball.path], { encoding: 'utf8' });
    expect(told.match(/^(node16 \(from ESM\)|bundler): 🟢/gm)).toHaveLength(2 * 8);
  });

  it('leaves the checkout as it was', () => {
    expect(readFileSync(join(tarball.checkout, 'package.json'), 'utf8')).toBe(
      readFileSync(packaged('package.json'), 'utf8'),
    );
    expect(existsSync(join(tarball.checkout, 'dist'))).toBe(false);
  });

  it('has the files that its README and the documents for users point at, or says that they are of the repository', () => {
    const own = join(tarball.folder, 'node_modules/kioctx');
    const there = readdirSync(own, { recursive: true, encoding: 'utf8' });
    const pages = [
      'README.md',
      ...there.filter((path) => /^docs\/((guides|reference|explanation)\/)?[\w-]+\.md$/.test(path)),
    ];
    const forUsers = pages.filter((path) => !['docs/architecture.md', 'docs/contributing.md'].includes(path));
    expect(forUsers.length).toBeGreaterThan(9);
    const tops = 'docs|model|properties|counterexamples|cli|test|build|\\.ci';
    const NAMED = new RegExp(`\`((?:${tops})\\/[\\w./-]+)\`(?! of the repository)`, 'g');
    const named = forUsers.flatMap((page) =>
      [...readFileSync(join(own, page), 'utf8').matchAll(NAMED)].map(([, path = '']) => ({ page, path })),
    );
    expect(named.length).toBeGreaterThan(30);
    expect(named.filter(({ path }) => !there.some((file) => file === path || file.startsWith(path)))).toEqual([]);
  });

  it('has the grammar of C once, and its licence', () => {
    const own = join(tarball.folder, 'node_modules/kioctx');
    const there = readdirSync(own, { recursive: true, encoding: 'utf8' });
    expect(there.filter((path) => path.endsWith('.wasm'))).toEqual(['dist/model/lift/grammar/tree-sitter-c.wasm']);
    expect(there).toContain('dist/model/lift/grammar/LICENSE');
  });

  it('leads an editor from what a user imports to its source', () => {
    const declared = join(tarball.folder, 'node_modules/kioctx/dist/model/fs/aio/complete.d.ts.map');
    const { sources } = JSON.parse(readFileSync(declared, 'utf8')) as { sources: string[] };
    expect(sources.map((path) => existsSync(join(dirname(declared), path)))).toEqual([true]);
  });
});

describe('in an empty folder, without tsx,', () => {
  it('tells its version, its help and its lists', async () => {
    const { version } = JSON.parse(readFileSync(packaged('package.json'), 'utf8')) as { version: string };
    expect(await kioctx('--version')).toEqual({ code: 0, stdout: `${version}\n`, stderr: '' });
    expect((await kioctx('--help')).stdout).toContain('prove');
    const { stdout } = await kioctx('list', 'scenarios', '--json');
    expect((JSON.parse(stdout) as { name: string }[]).map(({ name }) => name)).toEqual(shippedScenarioNames());
    expect(existsSync(join(tarball.folder, 'node_modules/tsx'))).toBe(false);
  });

  it('proves in threads, replays, shows, shrinks and searches what is shipped', async () => {
    const proved = await kioctx(
      'prove',
      'dw1-inval',
      '--patch',
      '2.6.20',
      '--property',
      'no-double-completion',
      '--json',
    );
    expect(proved.code).toBe(1);
    const [row] = (JSON.parse(proved.stdout) as { results: { trace: string; verdict: string }[] }).results;
    expect(row?.verdict).toBe('violated');
    const trace = row?.trace as string;
    expect((await kioctx('replay', trace, '--quiet')).code).toBe(1);
    expect((await kioctx('show', trace)).stdout).toContain('aio_complete');
    expect((await kioctx('shrink', trace, '--quiet')).code).toBe(0);
    const shared = [
      'prove',
      'buffered',
      '--patch',
      '2.6.20',
      '--property',
      'no-leak',
      '--no-reduction',
      '--workers',
      '2',
    ];
    expect((await kioctx(...shared, '--traces', 'none')).code).toBe(0);
    const found = await kioctx(
      'run',
      'no-double-completion',
      '--patch',
      '2.6.20',
      '--runs',
      '300',
      '--seed',
      '1',
      '--quiet',
    );
    expect(found.code).toBe(1);
    expect((await kioctx('outcomes', 'buffered', '--json')).code).toBe(0);
  });

  it('reads C', async () => {
    const dist = join(tarball.folder, 'node_modules/kioctx/dist');
    writeFileSync(
      join(tarball.folder, 'reads.mjs'),
      `import { loadCParser } from ${JSON.stringify(join(dist, 'cli/foreign/c-parser.js'))};
      import { cText, parseExpression } from ${JSON.stringify(join(dist, 'model/lift/c/index.js'))};
      const { expression } = parseExpression(await loadCParser(), [{ text: '(a || b) && c', at: 1 }]);
      console.log(cText(expression));`,
    );
    expect((await run(join(tarball.folder, 'reads.mjs'), [])).stdout).toBe('(a || b) && c\n');
  });

  it('knows what all shipped scenarios come to', async () => {
    // It reads the manifest, which is JSON, and stops at once.
    const manifest = join(tarball.folder, 'node_modules/kioctx/dist/properties/aio/manifest.js');
    writeFileSync(
      join(tarball.folder, 'rows.mjs'),
      `import { manifestScenarios } from ${JSON.stringify(manifest)}; console.log(manifestScenarios().length);`,
    );
    expect(Number((await run(join(tarball.folder, 'rows.mjs'), [])).stdout)).toBeGreaterThan(50);
  });

  it('runs a patch of the user’s that edits a shipped function, and a property of his, in TypeScript', async () => {
    const both = [
      '--property',
      'no-lost-wakeup',
      '--property',
      './never-cancelled.ts',
      '--quiet',
      '--json',
      '--traces',
      'none',
    ];
    const { code, stdout, stderr } = await kioctx('prove', 'buffered-reader', '--patch', './silent.ts', ...both);
    expect({ code, stderr }).toEqual({ code: 1, stderr: '' });
    const { results } = JSON.parse(stdout) as { results: { property: string; verdict: string }[] };
    expect(results.map(({ property: name, verdict }) => [name, verdict])).toEqual([
      ['no-lost-wakeup', 'violated'],
      ['never-cancelled', 'holds'],
    ]);
  });

  it.skipIf(noChromium !== null)('makes a page of them, in which the patch is proved', async () => {
    const made = await kioctx('explore', 'dw1-reader', '--patch', './silent.ts', '-o', 'page.html');
    expect(made).toMatchObject({ code: 0, stderr: '' });
    const { stdout } = await kioctx('prove', 'dw1-reader', '--patch', './silent.ts', '--json', '--traces', 'none');
    const { results } = JSON.parse(stdout) as { results: { property: string; verdict: string }[] };
    const verdicts = await verdictsIn(join(tarball.folder, 'page.html'));
    expect(verdicts).toEqual(Object.fromEntries(results.map(({ property: name, verdict }) => [name, verdict])));
    expect(verdicts).toMatchObject({ 'no-lost-wakeup': 'violated' });
  });

  it('checks their types, and says which step there is not', async () => {
    expect(await kioctx('check', './silent.ts', './never-cancelled.ts')).toMatchObject({ code: 0, stderr: '' });
    writeFileSync(join(tarball.folder, 'typo.ts'), patch.replace("'wake'", "'wakee'"));
    const { code, stdout } = await kioctx('check', './typo.ts');
    expect([code, stdout]).toEqual([2, expect.stringContaining(`Did you mean '"wake"'?`)]);
  });

  it('is one instance with what a program of the user’s imports', async () => {
    const js = join(tarball.folder, 'tool.mjs');
    writeFileSync(js, tool);
    const { stdout, stderr } = await run(js, []);
    const [violated, steps, isSame] = JSON.parse(stdout || 'null') as [string[], number, boolean];
    expect({ stderr, isSame, violated, steps }).toMatchObject({ stderr: '', isSame: true, steps: 41 });
    expect(violated).toContain('no-double-completion');
  });

  it('runs the suites of docs/suites, copied beside it', async () => {
    for (const name of ['one-scenario', 'proof', 'random-scenarios'])
      cpSync(packaged(`docs/suites/${name}.test.ts`), join(tarball.folder, `${name}.test.ts`));
    const { code, stdout, stderr } = await run(packaged('node_modules/vitest/vitest.mjs'), [
      'run',
      '--root',
      tarball.folder,
      // Of the properties one: the rest take their time.
      '-t',
      'no-double-completion|schedules|write',
    ]);
    expect({ code, told: code === 0 ? '' : stdout + stderr }).toEqual({ code: 0, told: '' });
    expect(stdout).toMatch(/3 passed/);
  });
});

/** A compiler of the registry's; null, with a message, where that is not to be had. */
function typescript(version: string): string | null {
  const at = join(tarball.checkout, '..', `typescript-${version}`);
  try {
    execFileSync('npm', ['install', '--no-save', '--no-audit', '--no-fund', '--prefix', at, `typescript@${version}`], {
      stdio: 'pipe',
    });
  } catch {
    console.log(`typescript@${version} cannot be installed here: its consumer is not compiled`);
    return null;
  }
  return join(at, 'node_modules/typescript/bin/tsc');
}

const MODULES = [
  ['nodenext', 'nodenext'],
  ['esnext', 'bundler'],
] as const;

describe.each([
  ['7.0.2', () => packaged('node_modules/typescript/bin/tsc'), MODULES],
  // It takes ten seconds: one of them in each run.
  ['5.9.3', () => typescript('5.9.3'), shareOf(MODULES, MODULES.length)],
] as const)('a consumer with TypeScript %s', (_, compilerOf, modules) => {
  it.each(modules)(
    'compiles with module %s, resolved as %s, and no option of ours; and mistakes are told',
    async (module, resolution) => {
      const compiler = compilerOf();
      if (compiler === null) return;
      const options = [
        '--noEmit',
        '--strict',
        '--target',
        'es2023',
        '--types',
        'node',
        '--module',
        module,
        '--moduleResolution',
        resolution,
      ];
      const compile = (...files: readonly string[]) => run(compiler, [...options, ...files]);
      writeFileSync(join(tarball.folder, 'typo.ts'), patch.replace("'wake'", "'wakee'"));
      // At once, since that takes half the time: of the four nothing is told but the mistake of the last.
      const { stdout, stderr } = await compile('silent.ts', 'never-cancelled.ts', 'tool.ts', 'typo.ts');
      expect(stderr).toBe('');
      expect(stdout.split('\n').filter((line) => /^\S/.test(line))).toEqual([
        expect.stringMatching(/^typo\.ts\(\d+,\d+\): error TS2820: /),
      ]);
    },
  );
});

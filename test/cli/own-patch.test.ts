import { mkdirSync, symlinkSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { changing, patchModule } from './patch-module.ts';
import { verdictOf, verdictsIn } from './rows.ts';
import { packaged } from './program.ts';
import { type Folder, folder } from './run.ts';

const WAKEUP = ['prove', 'buffered-reader', '--property', 'no-lost-wakeup', '--json'];
const lost = (patch: string) => `buffered-reader, ${patch}, no-lost-wakeup: violated`;
const kept = (patch: string) => `buffered-reader, ${patch}, no-lost-wakeup: holds`;

async function verdicts(here: Folder, ...patches: readonly string[]) {
  const { stderr, stdout } = await here.run([...WAKEUP, ...patches.flatMap((patch) => ['--patch', patch])]);
  expect(stderr).toBe('');
  return verdictsIn(stdout).results.map(verdictOf);
}

/** Leaves out the wakeup of aio_complete(), which the reader waits for. */
const silent = changing({ name: 'mine' });
const asDefault = `const mine = ${silent};\nexport const [ignored] = [mine];\nexport default mine;\n`;

describe.concurrent('a patch of one’s own, as a module', () => {
  it('is proved as a shipped one is, and named as it names itself', async () => {
    const here = folder({ 'mine.mts': patchModule({ mine: silent }) });
    expect(await verdicts(here, './mine.mts', '2.6.20')).toEqual([lost('mine'), kept('2.6.20')]);
    expect(here.contents()).toContain('traces/mine.buffered-reader.no-lost-wakeup.trace.json');
  });

  it('is found in folders, at absolute paths, and under names with a blank or a +', async () => {
    const files = { deep: 'deep/er/mine.mts', blank: 'my patches/mine.mts', plus: 'a+b.mts' };
    const texts = Object.entries(files).map(([name, file]) => [file, patchModule({ mine: changing({ name }) })]);
    const here = folder(Object.fromEntries(texts) as Record<string, string>);
    const named = ['deep/er/mine.mts', './my patches/mine.mts', './a+b.mts', `${here.path}/a+b.mts`];
    expect(await verdicts(here, ...named)).toEqual(['deep', 'blank', 'plus', 'plus'].map(lost));
  });

  it('may be the default, beside other exports', async () => {
    const [imports = ''] = patchModule({ mine: silent }).split('export ');
    const here = folder({ 'mine.mts': imports + asDefault });
    expect(await verdicts(here, './mine.mts')).toEqual([lost('mine')]);
  });

  it('may be plain JavaScript', async () => {
    const here = folder({ 'mine.mjs': 'export const mine = { name: "mine", summary: "nothing", hunks: [] };' });
    expect(await verdicts(here, './mine.mjs')).toEqual([kept('mine')]);
  });

  it('may be .ts in a package of ES modules, and import kioctx by name, whatever tsconfig.json says', async () => {
    const here = folder({
      'package.json': '{ "type": "module" }',
      'tsconfig.json': '{ "compilerOptions": { "paths": { "zod": ["./mine.ts"] } } }',
      'mine.ts': patchModule({ mine: silent }, 'kioctx/'),
    });
    mkdirSync(`${here.path}/node_modules`);
    symlinkSync(packaged(''), `${here.path}/node_modules/kioctx`, 'junction');
    expect(await verdicts(here, './mine.ts')).toEqual([lost('mine')]);
  });

  it('may have a + in its name, if that is no sum of shipped ones', async () => {
    const here = folder({ 'mine.mts': patchModule({ mine: changing({ name: 'post-eiocbqueued+mine' }) }) });
    expect(await verdicts(here, './mine.mts')).toEqual([lost('post-eiocbqueued+mine')]);
  });

  it('is a .ts module in a folder without a package.json', async () => {
    const here = folder({ 'mine.ts': patchModule({ mine: silent }) });
    expect(await verdicts(here, './mine.ts', 'post-eiocbqueued+./mine.ts')).toEqual([
      lost('mine'),
      lost('post-eiocbqueued+mine'),
    ]);
  });

  it('composes with shipped patches, in order', async () => {
    const here = folder({ 'mine.mts': patchModule({ mine: silent }) });
    const sums = ['post-eiocbqueued+./mine.mts', './mine.mts+post-eiocbqueued', 'post-eiocbqueued+wake+./mine.mts'];
    expect(await verdicts(here, ...sums)).toEqual([
      lost('post-eiocbqueued+mine'),
      lost('mine+post-eiocbqueued'),
      // The part repairs what the module breaks.
      kept('post-eiocbqueued+wake+mine'),
    ]);
  });
});

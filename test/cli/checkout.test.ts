/** In a checkout nothing is built: the sources run as they are, in the main thread and in others. The other tests run what is built of them. */
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { isOfThisRun } from '../drawn.ts';
import { changing, patchModule } from './patch-module.ts';
import { inOwnProcess, packaged } from './program.ts';
import { verdictOf, verdictsIn } from './rows.ts';
import { folder } from './run.ts';

const sources = { sources: true } as const;
const property = `import { type AioProperty, each } from 'kioctx/properties';
const calm: AioProperty = {
  name: 'calm',
  meaning: 'No request is completed.',
  reason: 'a test',
  antecedent: { text: 'a request', reached: each('request', () => true) },
  always: each('request', (k, _situation, i) => (k.request(i).entered ? 'it is completed' : null)),
};
export default calm;
`;
const files = { 'mine.ts': patchModule({ mine: changing({ name: 'mine' }) }), 'calm.ts': property };
const PROVE = ['prove', 'dw1-reader', '--patch', '2.6.20', '--patch', './mine.ts', '--property', 'no-lost-wakeup'];
const found = ['2.6.20, no-lost-wakeup: holds', 'mine, no-lost-wakeup: violated'].map((one) => `dw1-reader, ${one}`);

describe.concurrent('in a checkout', () => {
  it.runIf(isOfThisRun('a patch and a property in TypeScript are proved, and what is found replays'))(
    'a patch and a property in TypeScript are proved, and what is found replays',
    async () => {
      const here = folder(files);
      const args = [...PROVE, '--property', './calm.ts', '--json'];
      const { stdout, stderr } = await here.run(args, sources);
      expect(stderr).toBe('');
      const { results } = verdictsIn(stdout);
      expect(results.map(verdictOf).filter((one) => one.includes('no-lost-wakeup'))).toEqual(found);
      expect(results.filter((row) => row.property === 'calm').map(({ verdict }) => verdict)).toEqual([
        'violated',
        'violated',
      ]);
      const trace = results.find((row) => row.patch === 'mine')?.trace ?? '';
      expect((await here.run(['replay', trace, '--patch', './mine.ts', '--quiet'], sources)).code).toBe(1);
    },
  );

  it('threads share a search', async () => {
    const args = [
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
    expect((await folder().run([...args, '--quiet'], sources)).code).toBe(0);
  });

  it.runIf(isOfThisRun('types are checked'))('types are checked', async () => {
    const here = folder({ ...files, 'typo.ts': files['mine.ts'].replace('aio_complete } from', 'aio_compete } from') });
    const { code, stdout } = await here.run(['check', './mine.ts', './calm.ts', './typo.ts'], sources);
    expect(code).toBe(2);
    expect(stdout).toContain('./mine.ts: a patch mine: edits aio_complete() in 1 hunk');
    expect(stdout).toContain('./calm.ts: a property calm: judges every state');
    expect(stdout).toMatch(/^\.\/typo\.ts:3:\d+: TS2724: /m);
  });

  it.runIf(isOfThisRun('where kioctx is called from another folder that links to it, and from one inside'))(
    'where kioctx is called from another folder that links to it, and from one inside',
    async () => {
      const here = folder(files);
      mkdirSync(`${here.path}/node_modules`);
      symlinkSync(packaged(''), `${here.path}/node_modules/kioctx`, 'junction');
      mkdirSync(packaged('coverage'), { recursive: true });
      const inside = mkdtempSync(packaged('coverage/patch-'));
      onTestFinished(() => rmSync(inside, { recursive: true, force: true }));
      // A default export, too.
      const text = files['mine.ts'].replace('export const', 'const');
      writeFileSync(join(inside, 'mine.ts'), `${text}export default mine;\n`);
      for (const at of [here.path, inside]) {
        // oxlint-disable-next-line no-await-in-loop -- one after the other
        const { stdout } = await inOwnProcess(at, [...PROVE, '--traces', 'none', '--json'], sources);
        expect(verdictsIn(stdout).results.map(verdictOf)).toEqual(found);
      }
    },
  );
});

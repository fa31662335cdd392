/** Modules that lie where few would put them. */
import { describe, expect, it } from 'vitest';
import { folder } from './run.ts';

const module = (from: string) => `import { name } from '${from}';
export const mine = { name, summary: 'nothing', hunks: [] };\n`;
const NAME = `export const name: string = 'mine';\n`;
const PROVE = ['prove', 'buffered', '--property', 'no-leak', '--quiet', '--traces', 'none'];

describe.concurrent('a module is found and run, and so is what it imports', () => {
  it.for([
    ['a question mark in the name of its folder', 'q?m/s.ts', './name.ts', 'q?m/name.ts'],
    ['a question mark at the end of it', 'qm?/s.ts', './name.ts', 'qm?/name.ts'],
    ['a question mark in its own name', 'f?.ts', './na%3Fme.ts', 'na?me.ts'],
    ['a name that looks like our mark', 'f?foreign=1.1/s.ts', './name.ts', 'f?foreign=1.1/name.ts'],
    ['a number sign and a percent sign', 'f#%3F/s.ts', './name.ts', 'f#%3F/name.ts'],
    ['an import with a query', 'f/s.ts', './name.ts?fresh', 'f/name.ts'],
    ['a backslash', 'back\\slash/s.ts', './name.ts', 'back\\slash/name.ts'],
  ] as const)('%s', async ([, file, from, other]) => {
    const here = folder({ [file]: module(from), [other]: NAME });
    const { code, stderr } = await here.run([...PROVE, '--patch', `./${file}`]);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  });

  it('check too', async () => {
    const here = folder({ 'qm?/s.ts': module('./name.ts'), 'qm?/name.ts': NAME });
    const { code, stdout, stderr } = await here.run(['check', './qm?/s.ts']);
    expect({ code, stdout, stderr }).toEqual({
      code: 0,
      stdout: './qm?/s.ts: a patch mine: edits nothing\n',
      stderr: '',
    });
  });

  it('assignments of what it imports are found there', async () => {
    const here = folder({
      'qm?/s.ts': `import { note } from './na%3Fme.ts';\nexport default { a: { run() { note(); } } };`,
      'qm?/na?me.ts': 'let n = 0;\nexport const note = () => { n += 1; };\n',
    });
    const { code, stderr } = await here.run([...PROVE, '--patch', './qm?/s.ts']);
    expect(stderr).toMatch(/^kioctx: qm\?\/na\?me\.ts:2:\d+: /);
    expect(code).toBe(2);
  });
});

it('check says that the compiler takes no backslash, which is no fault of the installation', async () => {
  const here = folder({ 'back\\slash/s.ts': NAME });
  const { code, stdout } = await here.run(['check', './back\\slash/s.ts']);
  expect(stdout).toBe(
    './back\\slash/s.ts: its types cannot be checked: the TypeScript compiler cannot take a path with a backslash; expected a path without one\n',
  );
  expect(code).toBe(2);
});

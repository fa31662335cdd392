/** What diffs do not show, from a kernel tree, where there is one: `LINUX_TREE=DIR npm run test:deep -- test/cli/lifted`. */
import { describe, expect, it } from 'vitest';
import { folder } from '../run.ts';

const tree = process.env['LINUX_TREE'];

/** A part of a step, of which the diff shows a line. */
const withoutContext = [
  '--- a/fs/aio.c',
  '+++ b/fs/aio.c',
  '@@ -979,2 +979,3 @@',
  ' \tevent->res = res;',
  '+\tres2 = 0;',
  ' \tevent->res2 = res2;',
  '',
].join('\n');

describe.skipIf(tree === undefined)('with a kernel tree (set LINUX_TREE)', () => {
  it('a line is lifted that is none without it', async () => {
    const here = folder({ 'part.diff': withoutContext });
    expect((await here.run(['lift', 'part.diff'])).code).toBe(3);
    const { code, stdout } = await here.run(['lift', 'part.diff', '--linux', tree as string]);
    expect(code).toBe(0);
    expect(stdout).toContain(`npx kioctx prove dw1-inval --patch part.diff --linux ${tree}`);
  });

  it('and what it is lifted to is proved and replayed', async () => {
    const here = folder({ 'part.diff': withoutContext });
    const given = ['--patch', 'part.diff', '--linux', tree as string];
    const { stdout } = await here.run(['prove', 'dw1-inval', '--property', 'no-double-completion', ...given]);
    expect(stdout).toContain(`--patch part.diff --linux ${tree}`);
    const trace = here.contents().find((name) => name.endsWith('.trace.json')) ?? '';
    expect(JSON.parse(here.read(trace))).toMatchObject({ lifted: { file: 'part.diff', linux: true } });
    expect(await here.run(['replay', trace, ...given, '--quiet'])).toMatchObject({ code: 1, stderr: '' });
    const without = await here.run(['replay', trace, '--patch', 'part.diff', '--quiet']);
    expect(without.stderr).toContain('part.diff was lifted with a kernel tree (--linux) when this trace was found');
  });
});

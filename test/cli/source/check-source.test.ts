/** `kioctx check-source` where there is no tree of Linux 2.6.20: what is bad input, and another kernel's file. */
import { describe, expect, it } from 'vitest';
import { folder } from '../run.ts';

const EXPECTED = 'expected a source tree of Linux 2.6.20 as it was released\n';
const OTHER = 'int aio;\n\nvoid aio_complete(void)\n{\n\taio = 1;\n}\n';

describe('check-source', () => {
  it.each([
    [['--linux', 'nowhere'], `kioctx: --linux nowhere: there is no such folder; ${EXPECTED}`],
    [['--linux', 'a.txt'], `kioctx: --linux a.txt: it is no folder; ${EXPECTED}`],
    [['--linux', '.'], `kioctx: --linux .: it has no fs/aio.c; ${EXPECTED}`],
    [
      ['--linux', 'tree', '--function', 'aio_complte'],
      'kioctx: --function aio_complte: no such function is modelled; expected one of `npx kioctx list functions`\n',
    ],
    [['nothing', '--linux', 'tree'], /^kioctx: unknown scenario "nothing"/],
    [[], /required option '--linux <folder>' not specified/],
  ])('%j is bad input', async (args, says) => {
    const here = folder({ 'a.txt': '', 'tree/fs/aio.c': OTHER });
    const { code, stdout, stderr } = await here.run(['check-source', ...args]);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toMatch(says);
  });

  it('tells of another kernel what of the model is gone there, and makes nothing of it', async () => {
    const { code, stdout, stderr } = await folder({ 'tree/fs/aio.c': OTHER }).run(['check-source', '--linux', 'tree']);
    expect(stderr).toBe('');
    expect(stdout).toContain('fs/aio.c: 6 lines, not as in 2.6.20');
    expect(stdout).toContain('aio_put_req() is gone (fs/aio.c:537 in 2.6.20)');
    expect(stdout).not.toContain('made of their own C');
    expect(stdout).toContain('0 of 1 file are as in 2.6.20.');
    expect(code).toBe(1);
  });

  it('tells it to programs', async () => {
    const { code, stdout } = await folder({ 'tree/fs/aio.c': OTHER }).run([
      'check-source',
      '--linux',
      'tree',
      '--json',
    ]);
    expect(JSON.parse(stdout)).toMatchObject({
      linux: 'tree',
      files: [{ path: 'fs/aio.c', same: false, lines: 6 }],
      functions: [],
      scenarios: [],
      totals: { functions: 0, scenarios: 0 },
    });
    expect(code).toBe(1);
  });
});

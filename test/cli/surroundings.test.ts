/** What happens to files and streams changes no verdict. */
import { chmodSync, mkdirSync, rmSync, symlinkSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { inBash, packaged, PROGRAM } from './program.ts';
import { type VerdictRow, verdictsIn } from './rows.ts';
import { type Folder, folder, kioctx } from './run.ts';

const VIOLATING = ['dw1-inval', '--patch', '2.6.20', '--property', 'no-double-completion'] as const;
const VIOLATED = /│ 2\.6\.20 │ dw1-inval │ no-double-completion │ VIOLATED │/;
const PROVE = `$kioctx prove ${VIOLATING.join(' ')}`;

const WARNING = /^kioctx: warning: (?<path>\S+): cannot write this trace: (?<why>.*); verdicts stand without it .*\n$/;

describe.concurrent('a trace that cannot be written is a line of warning, and the verdict is told', () => {
  /** What is in the way of the folder for traces. */
  const ways: readonly (readonly [what: string, lay: (here: Folder) => void, why: RegExp])[] = [
    ['a file', (here) => here.write('traces', ''), /^traces is no folder$/],
    [
      'a dangling link',
      ({ path }) => symlinkSync('gone/away', join(path, 'traces')),
      /^traces is a link to what is not/,
    ],
    ['a link to itself', ({ path }) => symlinkSync('traces', join(path, 'traces')), /ELOOP/],
  ];

  it.for(ways)('%s in the way of the folder', async ([, lay, why]) => {
    const here = folder();
    lay(here);
    const before = here.contents();
    const { code, stdout, stderr } = await here.run(['prove', ...VIOLATING]);
    expect(stdout).toMatch(VIOLATED);
    expect(stdout).not.toContain('traces/');
    expect(WARNING.exec(stderr)?.groups?.['why']).toMatch(why);
    expect({ code, contents: here.contents() }).toEqual({ code: 1, contents: before });
  });

  it
    .skipIf(process.platform !== 'linux')
    .for(['/proc/traces', '/proc/1/fdinfo/traces', '/proc/a/b', '/dev/null/traces'])(
    '%s, a place where even root can make nothing',
    async (place) => {
      const { code, stdout, stderr } = await kioctx('prove', ...VIOLATING, '--json', '--traces', place);
      const [row] = verdictsIn(stdout).results;
      expect(row).toMatchObject({ verdict: 'violated', trace: null, replay: null });
      expect(stderr).toMatch(WARNING);
      expect(code).toBe(1);
    },
  );

  it('a folder in which nobody may write', async ({ skip }) => {
    const here = folder();
    // esbuild starts in it by its whole path.
    chmodSync(dirname(here.path), 0o755);
    chmodSync(here.path, 0o555);
    // To root nothing is read-only, so somebody else goes.
    const nobody = process.getuid?.() === 0 ? 'setpriv --reuid=65534 --regid=65534 --clear-groups' : '';
    const may = await inBash(here.path, `${nobody} test -r ${PROGRAM}`);
    skip(may.code !== 0, 'nobody else can be asked to read the program');
    const { code, stdout, stderr } = await inBash(here.path, `${nobody} ${PROVE}`);
    expect(stderr).toMatch(/EACCES: permission denied/);
    expect(stderr).toMatch(WARNING);
    expect(stdout).toMatch(VIOLATED);
    const refused = await inBash(here.path, `${nobody} ${PROVE} --traces none --junit out.xml`);
    expect(refused.stderr).toMatch(/^kioctx: --junit out\.xml: .*EACCES/);
    expect([code, refused.code]).toEqual([1, 74]);
  });

  it('once, however many there are, and what could be written is', async () => {
    const here = folder();
    mkdirSync(join(here.path, 'traces', '2.6.20.dw1-inval.no-double-completion.trace.json'), { recursive: true });
    const properties = ['no-double-completion', 'no-use-after-free', 'exactly-one-event'];
    const named = properties.flatMap((name) => ['--property', name]);
    const { stdout, stderr } = await here.run(['prove', 'dw1-inval', '--patch', '2.6.20', ...named, '--json']);
    const rows = verdictsIn(stdout).results.filter(({ verdict }) => verdict === 'violated');
    expect(rows.map(({ trace }) => trace === null)).toEqual([true, false, false]);
    for (const trace of rows.flatMap(({ trace: path }) => path ?? []))
      expect(() => JSON.parse(here.read(trace)) as unknown).not.toThrow();
    expect(stderr.match(/warning/g)).toHaveLength(1);
    const there = folder({ traces: '' });
    const second = await there.run(['prove', 'dw1-inval', '--patch', '2.6.20', ...named, '--json']);
    expect(second.stderr).toMatch(
      /^kioctx: warning: \S+: cannot write this trace and 2 more: traces is no folder; verdicts stand without them \([^\n]*\n$/,
    );
    expect(verdictsIn(second.stdout).results.map(({ verdict }) => verdict)).toEqual(
      verdictsIn(stdout).results.map(({ verdict }) => verdict),
    );
  });

  it('a disk that is full: nothing half-written stays', async () => {
    const here = folder();
    const { code, stdout, stderr } = await inBash(here.path, `ulimit -f 1; ${PROVE}`);
    expect(stdout).toMatch(VIOLATED);
    expect(WARNING.exec(stderr)?.groups?.['why']).toMatch(/EFBIG/);
    expect({ code, contents: here.contents() }).toEqual({ code: 1, contents: ['traces'] });
  });

  it('the same of run and shrink', async () => {
    const here = folder();
    await here.run(['prove', ...VIOLATING, '--traces', 'kept']);
    here.write('traces', '');
    const args = ['run', 'no-double-completion', '--patch', '2.6.20', '--seed', '1', '--no-corpus', '--runs', '50'];
    const [found, shrunk] = await Promise.all([
      here.run(args),
      here.run(['shrink', 'kept/2.6.20.dw1-inval.no-double-completion.trace.json']),
    ]);
    expect(found.stdout).toMatch(/VIOLATED/);
    expect(shrunk.stdout).toMatch(/steps now/);
    expect([found, shrunk].map(({ stderr }) => WARNING.test(stderr))).toEqual([true, true]);
    expect([found.code, shrunk.code]).toEqual([1, 0]);
  });
});

describe.concurrent('a current folder that is deleted', () => {
  const inDeleted = (script: string) => inBash(folder().path, `mkdir gone && cd gone && rmdir ../gone && ${script}`);

  it('keeps no verdict back; there is no place for a trace', async () => {
    const { code, stdout, stderr } = await inDeleted(PROVE);
    expect(stdout).toMatch(VIOLATED);
    expect(WARNING.exec(stderr)?.groups?.['why']).toBe('the current folder was deleted');
    expect(code).toBe(1);
  });

  it('nor does it where searches have threads of their own', async () => {
    const args = 'prove buffered dw1-nowait dr1 --patch 2.6.20 --property no-leak --workers 2 --json';
    const { code, stdout, stderr } = await inDeleted(`$kioctx ${args}`);
    expect(verdictsIn(stdout).results.map(({ verdict }) => verdict)).toEqual(['holds', 'holds', 'holds']);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  });

  it('what lies elsewhere is found, and written', async () => {
    const here = folder();
    const { stderr } = await inBash(
      here.path,
      `mkdir gone && cd gone && rmdir ../gone && ${PROVE} --traces ${here.path}/t`,
    );
    expect({ stderr, traces: here.contents() }).toEqual({ stderr: '', traces: ['t', expect.stringMatching(/json$/)] });
  });
});

describe.concurrent('a folder for temporary files', () => {
  it.for([
    ['where nothing can be made', '/proc'],
    ['that is a device', '/dev/full'],
  ] as const)('%s keeps no verdict back', async ([, place = '']) => {
    const { code, stdout, stderr } = await inBash(folder().path, `TMPDIR=${place} timeout -s KILL 120 ${PROVE}`);
    expect(stdout).toMatch(VIOLATED);
    expect({ code, stderr }).toEqual({ code: 1, stderr: '' });
  });

  it.for([
    ['a file', 'echo kept >'],
    ['a link to a file', 'echo kept >kept; ln -s $PWD/kept'],
    ['a link that leads nowhere', 'ln -s $PWD/gone/away'],
    ['a folder that is no place for anything', 'ln -s /proc'],
  ] as const)('with %s where compiled code is kept keeps no verdict back', async ([, lay]) => {
    const script = `mkdir tmp; ${lay} tmp/tsx-$(id -u); TMPDIR=$PWD/tmp timeout -s KILL 120 ${PROVE} --traces none`;
    const { code, stdout, stderr } = await inBash(folder().path, script);
    expect(stdout).toMatch(VIOLATED);
    expect({ code, stderr }).toEqual({ code: 1, stderr: '' });
  });

  it.skipIf(process.getuid?.() !== 0)('takes no compiled code from a folder of somebody else’s', async () => {
    const here = folder();
    const lay = `mkdir -p tmp/tsx-0; chown 65534 tmp/tsx-0`;
    const { code } = await inBash(here.path, `${lay}; TMPDIR=$PWD/tmp ${PROVE} --traces none`);
    expect({ code, contents: here.contents() }).toEqual({ code: 1, contents: ['tmp', 'tmp/tsx-0'] });
  });
});

describe.concurrent('--traces', () => {
  const rowOf = (stdout: string) => verdictsIn(stdout).results[0] as VerdictRow & { readonly replay: string | null };

  it('puts traces into another folder, which list looks into', async () => {
    const here = folder();
    const { stdout, code } = await here.run(['prove', ...VIOLATING, '--traces', 'a b/deep', '--json']);
    const { trace, replay } = rowOf(stdout);
    expect(trace).toMatch(/^a b\/deep\/.*\.trace\.json$/);
    expect(replay).toBe(`npx kioctx replay '${trace}'`);
    expect(here.contents()).toEqual(['a b', 'a b/deep', trace]);
    const listed = await here.run(['list', 'traces', '--traces', 'a b/deep']);
    expect({ code, listed }).toEqual({ code: 1, listed: { code: 0, stdout: `${trace}\n`, stderr: '' } });
    expect((await here.run(['list', 'traces'])).stdout).toBe('');
  });

  it('none: no trace, no folder, no word of it, and the same verdict', async () => {
    const here = folder();
    const { code, stdout, stderr } = await here.run(['prove', ...VIOLATING, '--traces', 'none']);
    expect(stdout).toMatch(VIOLATED);
    expect(stdout).not.toMatch(/trace/i);
    expect({ code, stderr, contents: here.contents() }).toEqual({ code: 1, stderr: '', contents: [] });
    const json = await here.run(['prove', ...VIOLATING, '--traces', 'none', '--json']);
    expect(rowOf(json.stdout)).toMatchObject({ verdict: 'violated', trace: null, replay: null });
  });

  it('a folder with a dash in front gives a line that can be pasted', async () => {
    const here = folder();
    const { stdout } = await here.run(['prove', ...VIOLATING, '--traces', '-x', '--json']);
    const path = (rowOf(stdout).replay ?? '').replace('npx kioctx replay ', '');
    expect((await here.run(['replay', path])).code).toBe(1);
  });

  it('of nothing is bad input', async () => {
    const { code, stderr } = await kioctx('prove', ...VIOLATING, '--traces', '');
    expect(stderr).toMatch(/^error: .*Expected a folder, or none\.\n$/);
    expect(code).toBe(2);
  });
});

describe.concurrent('a program that ends in a way that was not foreseen says so in one line, and never with exit code 1', () => {
  const ONE_LINE = /^kioctx: internal error, please report it: [^\n]*\n$/;
  /** The program listens for signals before it does anything else. */
  const WHEN_BEGUN = (code: string) =>
    `process.on('newListener', (event) => event === 'SIGINT' && setTimeout(() => { ${code} }, 100))`;
  const soon = (code: string) => ({
    node: ['--import', `data:text/javascript,${encodeURIComponent(WHEN_BEGUN(code))}`],
  });

  it.for([
    ['something throws', 'throw new Error("boom\\nbang")', /: boom \(/],
    ['something throws what is no error', 'throw null', /: null \(/],
    ['a promise is rejected', 'void Promise.reject(new TypeError("boom"))', /: boom \(/],
    ['somebody exits with 0', 'process.exit(0)', /ended before its work was done/],
    ['somebody exits with 1', 'process.exit(1)', /ended before its work was done/],
  ] as const)('%s', async ([, script, says]) => {
    const { code, stderr } = await folder().run(['start', '--quiet'], soon(script));
    expect(stderr).toMatch(ONE_LINE);
    expect(stderr).toMatch(says);
    expect(code).toBe(70);
  });

  it('nothing is left to be done', async () => {
    const node = ['--import', 'data:text/javascript,process.stdout.write = () => true'];
    const { code, stderr } = await folder().run(['list', 'patches'], { node });
    expect(stderr).toMatch(ONE_LINE);
    expect(code).toBe(70);
  });

  it('what it needs is not installed', async () => {
    const here = folder();
    const { code, stderr } = await inBash(
      here.path,
      `cp ${packaged('cli')}/*.mjs . && ${process.execPath} kioctx.mjs list patches`,
    );
    rmSync(join(here.path, 'kioctx.mjs'));
    expect(stderr).toMatch(ONE_LINE);
    expect(code).toBe(70);
  });

  it('where, is told to whoever asks', async () => {
    const { stderr } = await inBash(
      folder().path,
      `cp ${packaged('cli')}/*.mjs . && KIOCTX_DEBUG=1 ${process.execPath} kioctx.mjs list patches`,
    );
    expect(stderr).toMatch(/^ +at /m);
  });
});

/** Standard output, and files that were asked for by `-o` and `--junit`. */
import { existsSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { EXIT, worst } from '../../cli/exit.ts';
import { inBash } from './program.ts';
import { verdictsIn } from './rows.ts';
import { folder, kioctx } from './run.ts';
import { parseXml } from './xml.ts';

const VIOLATING = ['dw1-inval', '--patch', '2.6.20', '--property', 'no-double-completion'] as const;
const VIOLATED = /│ 2\.6\.20 │ dw1-inval │ no-double-completion │ VIOLATED │/;
const PROVE = `$kioctx prove ${VIOLATING.join(' ')} --quiet --traces none`;
const hasFull = existsSync('/dev/full');

describe('the exit code, where several apply', () => {
  it('is the first of 70, 74, 2, 1, 3, 0', () => {
    const order = [EXIT.internal, EXIT.unwritten, EXIT.badInput, EXIT.violated, EXIT.clipped, EXIT.ok];
    expect(order).toEqual([70, 74, 2, 1, 3, 0]);
    for (const [i, code] of order.entries()) expect(worst(order.slice(i).toReversed())).toBe(code);
    expect(worst([])).toBe(0);
  });
});

const LOST = /^kioctx: standard output: cannot write there: \w+: [^\n]*; what was printed is not complete\n$/;

describe.concurrent('standard output that cannot be written: exit 74 and one line', () => {
  it.skipIf(!hasFull).for([
    ['a verdict', PROVE],
    ['a document', `${PROVE} --json`],
    ['a list', '$kioctx list scenarios'],
    ['the help', '$kioctx prove --help'],
    ['the version', '$kioctx --version'],
  ] as const)('a full device, %s', async ([, command]) => {
    const { code, stderr } = await inBash(folder().path, `${command} >/dev/full`);
    expect(stderr).toMatch(LOST);
    expect(code).toBe(74);
  });

  it('a disk that has room for a part', async () => {
    const here = folder();
    // 1 kB of more.
    const { code, stderr } = await inBash(here.path, 'ulimit -f 1; $kioctx list scenarios >out');
    expect(here.read('out')).toHaveLength(1024);
    expect(stderr).toMatch(LOST);
    expect(code).toBe(74);
  });

  it.skipIf(!hasFull)('bad input is told as ever: nothing was to be printed', async () => {
    const { code, stderr } = await inBash(folder().path, '$kioctx prove gone >/dev/full');
    expect(stderr).toMatch(/^kioctx: unknown scenario "gone"/);
    expect(code).toBe(2);
  });
});

describe.concurrent('standard output', () => {
  it.for([
    ['at once', `set -o pipefail; ${PROVE} | true`, 1],
    ['after a line', `set -o pipefail; ${PROVE} | head -1 >first; test -s first`, 0],
    ['where nothing is wrong', 'set -o pipefail; $kioctx list scenarios | true', 0],
  ] as const)(
    'whose reader stops %s: not a word, and the exit code that the verdict deserves',
    async ([, script, code]) => {
      expect(await inBash(folder().path, script)).toEqual({ code, stdout: '', stderr: '' });
    },
  );

  it('is complete in a pipe, however slow its reader', async () => {
    const args = 'prove buffered dr1 dw1-nowait --json --traces none';
    const here = folder();
    const { code } = await inBash(here.path, `$kioctx ${args} | (sleep 8; cat) >piped; exit \${PIPESTATUS[0]}`);
    const { results } = verdictsIn(here.read('piped'));
    // A pipe holds 64 kB.
    expect(here.read('piped').length).toBeGreaterThan(100_000);
    expect({ code, rows: results.length }).toEqual({ code: 0, rows: 3 * 5 * 18 });
  });
});

describe.concurrent('standard error that cannot be written', () => {
  it.skipIf(!hasFull)('changes nothing', async () => {
    const here = folder({ traces: '' });
    const warned = await inBash(here.path, `$kioctx prove ${VIOLATING.join(' ')} 2>/dev/full`);
    expect(warned.stdout).toMatch(VIOLATED);
    const refused = await inBash(here.path, '$kioctx prove gone 2>/dev/full');
    const misspelt = await inBash(here.path, '$kioctx prove --gone 2>/dev/full');
    expect([warned, refused, misspelt].map(({ code }) => code)).toEqual([1, 2, 2]);
  });
});

const UNWRITTEN = /^kioctx: (?:-o|--junit) \S+: cannot write there: [^\n]*; expected a file that can be written\n$/;

describe.concurrent('a file that was asked for and cannot be written: exit 74 and one line, after the verdicts', () => {
  it.skipIf(!hasFull)('--junit', async () => {
    const proved = await kioctx('prove', ...VIOLATING, '--traces', 'none', '--junit', '/dev/full');
    expect(proved.stdout).toMatch(VIOLATED);
    expect(proved.stderr).toMatch(UNWRITTEN);
    const args = ['no-double-completion', '--patch', '2.6.20', '--seed', '1', '--runs', '100', '--traces', 'none'];
    const found = await kioctx('run', ...args, '--junit', '/dev/full');
    expect(found.stdout).toMatch(/VIOLATED/);
    expect([proved.code, found.code]).toEqual([74, 74]);
  });

  it.skipIf(!hasFull)('-o of shrink, which prints the minimum first, and of show', async () => {
    const here = folder();
    await here.run(['prove', ...VIOLATING]);
    const [, trace = 'no trace'] = here.contents();
    const [shrunk, shown] = await Promise.all([
      here.run(['shrink', trace, '-o', '/dev/full', '--json']),
      here.run(['show', trace, '-o', '/dev/full']),
    ]);
    expect(JSON.parse(shrunk.stdout)).toMatchObject({ version: 1, property: 'no-double-completion' });
    expect([shrunk.stderr, shown.stderr].every((stderr) => UNWRITTEN.test(stderr))).toBe(true);
    expect([shrunk.code, shown.code]).toEqual([74, 74]);
  });

  it('a disk that is full in the midst of it: the old file stays as it was', async () => {
    const here = folder({ 'out.html': 'old' });
    await here.run(['prove', ...VIOLATING]);
    const before = here.contents();
    const { code, stderr } = await inBash(here.path, 'ulimit -f 1; $kioctx show traces/*.json -o out.html');
    expect(stderr).toMatch(/EFBIG/);
    expect({ code, old: here.read('out.html'), contents: here.contents() }).toEqual({
      code: 74,
      old: 'old',
      contents: before,
    });
  });

  it.for([
    ['a folder', 'there'],
    ['a folder by its slash', 'gone/'],
    ['a link into a folder that is not there', 'dangling'],
    ['a file below a file', 'file/out'],
    ['a place where nothing can be made', '/proc/self/out'],
    ['a link to itself', 'loop'],
  ])('%s is refused before any search', async ([, place = '']) => {
    const here = folder({ 'there/x': '', file: '' });
    symlinkSync('gone/out', join(here.path, 'dangling'));
    symlinkSync('loop', join(here.path, 'loop'));
    const before = here.contents();
    const { code, stdout, stderr } = await here.run(['prove', ...VIOLATING, '--junit', place]);
    expect(stderr).toMatch(/^kioctx: --junit [^\n]*; expected a file that can be written\n$/);
    expect({ code, stdout, contents: here.contents() }).toEqual({ code: 74, stdout: '', contents: before });
  });

  it('of no name is bad input', async () => {
    const here = folder({ 'x.trace.json': '{}' });
    for (const args of [
      ['prove', ...VIOLATING, '--junit', ''],
      ['run', '--junit='],
      ['show', 'x.trace.json', '-o', ''],
      ['shrink', 'x.trace.json', '--output='],
    ]) {
      // oxlint-disable-next-line no-await-in-loop -- one after the other
      const { code, stdout, stderr } = await here.run(args);
      expect(stderr).toMatch(/^error: option [^\n]* argument '' is invalid. Expected a file.\n$/);
      expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    }
  });

  it.for([
    ['by its name', 'traces/2.6.20.dw1-inval.no-double-completion.trace.json'],
    ['by a name that a run to come may use', 'TRACES/x.Trace.JSON'],
    ['by a link', 'link.xml'],
  ])('a trace is not replaced, %s', async ([, junit = '']) => {
    const here = folder({ 'TRACES/x': '' });
    await here.run(['prove', ...VIOLATING]);
    symlinkSync('traces/2.6.20.dw1-inval.no-double-completion.trace.json', join(here.path, 'link.xml'));
    const trace = here.read('link.xml');
    const { code, stdout, stderr } = await here.run(['prove', ...VIOLATING, '--junit', junit]);
    expect(stderr).toBe(`kioctx: --junit ${junit}: traces have such names; expected another, as verdicts.xml\n`);
    expect({ code, stdout, trace: here.read('link.xml') }).toEqual({ code: 2, stdout: '', trace });
  });

  it('a pipe that nobody reads is not waited for', async () => {
    const here = folder();
    const { code, stdout, stderr } = await inBash(here.path, `mkfifo pipe; ${PROVE} --junit pipe`);
    expect(stdout).toMatch(VIOLATED);
    expect(stderr).toMatch(/nobody reads from there/);
    expect(code).toBe(74);
  });
});

describe.concurrent('a file that was asked for', () => {
  it('goes through a pipe, and to standard output, with all that is printed', async () => {
    const here = folder();
    const piped = await inBash(here.path, `${PROVE} --junit >(cat >copy) ; wait $!; sleep 1`);
    expect(parseXml(here.read('copy')).attributes).toMatchObject({ tests: '1', failures: '1' });
    expect(piped.code).toBe(0);
    for (const to of ['', '>out', '| cat']) {
      // oxlint-disable-next-line no-await-in-loop -- one after the other
      const printed = await inBash(here.path, `${PROVE} --junit /dev/stdout ${to}`);
      const text = to === '>out' ? here.read('out') : printed.stdout;
      expect(text).toMatch(VIOLATED);
      expect(parseXml(text.slice(text.indexOf('<?xml'))).attributes).toMatchObject({ tests: '1' });
    }
  });
});

it('the same run gives the same document in a file and in a pipe', async () => {
  const here = folder();
  const args = 'outcomes buffered --patch 2.6.20 --json';
  const { stdout } = await inBash(here.path, `$kioctx ${args} >file; $kioctx ${args} | cat`);
  const [file, piped] = [here.read('file'), stdout].map((text) => JSON.parse(text) as { outcomes: unknown });
  expect(file?.outcomes).toEqual(piped?.outcomes);
  expect(verdictsIn((await kioctx('prove', ...VIOLATING, '--json')).stdout).results).toHaveLength(1);
});

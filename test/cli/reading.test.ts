/** Files that are no scenario, by their size or kind, are refused before they are read. */
import { existsSync, readFileSync, truncateSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { inBash, packaged } from './program.ts';
import { folder } from './run.ts';

const MINE = readFileSync(packaged('model/scenarios/buffered.json'), 'utf8');
const PROVE = '--patch 2.6.20 --property no-leak --traces none --quiet';

describe.concurrent('a file that is too large', () => {
  it.for([
    [
      '200 MB of blanks as a scenario',
      'prove ./big.json',
      200_000_000,
      'has 200,000,000 bytes; expected at most 1,000,000 bytes',
    ],
    [
      'a terabyte of nothing as a scenario',
      'outcomes ./big.json',
      1e12,
      'has 1,000,000,000,000 bytes; expected at most 1,000,000 bytes',
    ],
    [
      'a byte too much for a scenario',
      'prove ./big.json',
      1_000_001,
      'has 1,000,001 bytes; expected at most 1,000,000 bytes',
    ],
    [
      '200 MB of blanks as a trace',
      'replay ./big.json',
      200_000_000,
      'has 200,000,000 bytes; expected at most 16,000,000 bytes',
    ],
    ['the same for show', 'show ./big.json', 200_000_000, 'has 200,000,000 bytes; expected at most 16,000,000 bytes'],
    [
      'the same for shrink',
      'shrink ./big.json',
      200_000_000,
      'has 200,000,000 bytes; expected at most 16,000,000 bytes',
    ],
  ] as const)('%s', async ([, command, size, says]) => {
    // A file with a hole: nobody reads it.
    const here = folder({ 'big.json': '' });
    truncateSync(join(here.path, 'big.json'), size);
    const { code, stdout, stderr } = await here.run(command.split(' '));
    const what = command.startsWith('prove') || command.startsWith('outcomes') ? 'scenario' : 'trace';
    expect(stderr).toBe(`kioctx: ./big.json: too large for a ${what}: it ${says}\n`);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
  });

  it('as large as may be is read', async () => {
    const here = folder({ 'mine.json': MINE.padEnd(1_000_000) });
    const { code, stderr } = await here.run(['prove', './mine.json', ...PROVE.split(' ')]);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  });
});

describe.concurrent('what is no file', () => {
  const expectRefused = async (script: string, says: RegExp) => {
    const { code, stdout, stderr } = await inBash(folder().path, script);
    expect(stderr).toMatch(/^kioctx: [^\n]*\n$/);
    expect(stderr).toMatch(says);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
  };

  it.skipIf(!existsSync('/dev/zero')).for([
    ['a device without end', '/dev/zero', /it is a device; expected a readable file/],
    ['a device without anything', '/dev/null', /it is a device; expected a readable file/],
    ['a folder', './', /it is a folder; expected a readable file/],
  ] as const)('%s', ([, path, says]) => expectRefused(`$kioctx prove ${path}`, says));

  it('a pipe without end is read no further than a scenario can be long', () =>
    expectRefused('$kioctx prove <(yes)', /too large for a scenario: it has more; expected at most 1,000,000 bytes/));

  it('a pipe that nobody writes into is not waited for', () =>
    expectRefused(
      'mkfifo pipe.json; $kioctx prove ./pipe.json',
      /pipe\.json: cannot read this scenario: nothing is in this pipe, and nobody writes into it; expected a readable file/,
    ));

  it('a scenario comes through a pipe, also a slow one, and by standard input', async () => {
    const here = folder({ 'mine.json': MINE });
    for (const input of [
      '<(cat mine.json)',
      '<(head -c 20 mine.json; sleep 2; tail -c +21 mine.json)',
      '/dev/stdin <mine.json',
    ]) {
      // oxlint-disable-next-line no-await-in-loop -- one after the other
      const { code, stderr } = await inBash(here.path, `$kioctx prove ${PROVE} ${input}`);
      expect({ input, code, stderr }).toEqual({ input, code: 0, stderr: '' });
    }
    const { code, stderr } = await inBash(here.path, `cat mine.json | $kioctx prove ${PROVE} /dev/stdin`);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  });
});

describe.concurrent('a patch module', () => {
  it.for([
    ['that is a pipe, which nobody writes into, is not waited for', 'mkfifo mine.ts', 'it is no file'],
    ['that is a device without end', 'ln -s /dev/zero mine.ts', 'it is no file'],
    ['that is a folder', 'mkdir mine.ts', ''],
    ['of 200 MB', 'truncate -s 200M mine.ts', 'has 209,715,200 bytes; expected at most 16,000,000 bytes'],
  ] as const)('%s', async ([, lay, says]) => {
    const run = `timeout -s KILL 60 $kioctx prove buffered --patch ./mine.ts ${PROVE.replace('--patch 2.6.20', '')}`;
    const { code, stdout, stderr } = await inBash(folder().path, `${lay}; ${run}`);
    expect(stderr).toMatch(/^kioctx: \.\/mine\.ts: [^\n]*\n$/);
    expect(stderr).toContain(says);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
  });
});

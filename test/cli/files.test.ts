/** Files are written as a whole, and what a killed run left is removed. */
import {
  chmodSync,
  existsSync,
  linkSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  readlinkSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { writeWhole } from '../../cli/files.ts';
import { temporaryIn } from '../../cli/temporary-files.ts';
import { folder } from './run.ts';

describe('a file is written as a whole', () => {
  const inside = (path: string) => [join(path, 'out'), join(path, 'link')] as const;

  it('where a link leads to it; the link stays, also where it dangled', () => {
    const here = folder();
    const { path } = here;
    mkdirSync(join(path, 'real'));
    const [, link] = inside(path);
    symlinkSync('real/out', link);
    for (const text of ['new', 'again']) {
      writeWhole(link, text);
      expect([readlinkSync(link), readFileSync(join(path, 'real/out'), 'utf8')]).toEqual(['real/out', text]);
    }
    expect(here.contents()).toEqual(['link', 'real', 'real/out']);
  });

  it('and keeps its mode', () => {
    const [out] = inside(folder().path);
    writeFileSync(out, 'old');
    chmodSync(out, 0o640);
    writeWhole(out, 'new');
    expect([statSync(out).mode & 0o777, readFileSync(out, 'utf8')]).toEqual([0o640, 'new']);
  });

  it('others who have the old one open, or by another name, keep it', () => {
    const [out, other] = inside(folder().path);
    writeFileSync(out, 'old');
    linkSync(out, other);
    writeWhole(out, 'new');
    expect([readFileSync(other, 'utf8'), readFileSync(out, 'utf8')]).toEqual(['old', 'new']);
  });

  it('whatever it is called, as long as names may be', () => {
    const long = join(folder().path, 'x'.repeat(255));
    writeWhole(long, 'new');
    expect(readFileSync(long, 'utf8')).toBe('new');
  });
});

describe('what a killed run has left in a folder', () => {
  const name = basename(temporaryIn(folder().path));
  const of = (pid: number | string, where = name.slice(8, 16)) => `.kioctx-${where}-${pid}-0123456789ab.tmp`;
  /** No process has this number. */
  const DEAD = 2 ** 22 + 1;

  const after = (files: readonly string[], old: readonly string[] = []) => {
    const here = folder(Object.fromEntries([...files, ...old].map((file) => [file, 'half'])));
    for (const file of old) utimesSync(join(here.path, file), 0, 0);
    writeWhole(join(here.path, 'out'), 'new');
    return here.contents().filter((file) => file !== 'out');
  };

  it('is removed by the next that writes there', () => {
    expect(name).toMatch(/^\.kioctx-[\da-f]{8}-\d+-[\da-f]{12}\.tmp$/);
    expect(after([of(DEAD), of(process.pid)])).toEqual([]);
  });

  it('but not what a living process writes, or one elsewhere, nor what only looks like it', () => {
    const kept = [of(process.ppid), of(DEAD, '00000000'), `${of(DEAD)}.json`, of('12x'), '.kioctx.tmp', 'x.tmp'];
    expect(after(kept)).toEqual(kept.toSorted());
  });

  it('unless it is older than any writing takes', () => {
    expect(after([], [of(process.ppid), of(DEAD, '00000000'), '.kioctx.tmp'])).toEqual(['.kioctx.tmp']);
  });

  it('a folder or a link of that name stays', () => {
    const here = folder({ [`${of(DEAD)}/x`]: '' });
    const link = join(here.path, of(DEAD + 1));
    symlinkSync('x', link);
    writeWhole(join(here.path, 'out'), 'new');
    expect(lstatSync(link).isSymbolicLink()).toBe(true);
    expect(existsSync(join(here.path, of(DEAD), 'x'))).toBe(true);
  });

  it('is hidden, beside the place, so that moving it there is one step', () => {
    const { path } = folder();
    expect(dirname(temporaryIn(path))).toBe(path);
  });
});

import { describe, expect, it } from 'vitest';
import { afterApplying } from '../../../model/source/applied.ts';
import { functionAt, sourceFile, sourcePaths, structAt } from '../../../model/source/source-file.ts';
import { baseProcs } from './base-procs.ts';
import { fileOf, hunkAt } from './invented.ts';

const aio = () => {
  const file = sourceFile('fs/aio.c');
  if (file === undefined) throw new Error('no fs/aio.c');
  return file;
};

describe('the files of 2.6.20', () => {
  it('are all that the model cites a function of', () => {
    const cited = new Set(baseProcs.flatMap(({ at }) => /^[\w/.-]+\.[ch](?=:)/.exec(at)?.[0] ?? []));
    expect(cited.size).toBeGreaterThan(10);
    expect([...cited].filter((path) => !sourcePaths.includes(path))).toEqual([]);
  });

  it('have every modelled function where the model cites it', () => {
    const wrong = baseProcs.filter(({ name, at }) => {
      const [path = '', line = ''] = at.split(':');
      const file = sourceFile(path);
      return file !== undefined && functionAt(file, Number(line)) !== name;
    });
    expect(wrong.map(({ name }) => name)).toEqual([]);
  });

  it('have a kind for each line of a modelled function, without a gap', () => {
    for (const path of sourcePaths)
      for (const { lines, statements } of sourceFile(path)?.facts.modelled ?? []) {
        expect(statements[0]?.[0]).toBe(lines[0]);
        expect(statements.at(-1)?.[1]).toBe(lines[1]);
        expect(statements.slice(1).every(([from], i) => from === (statements[i]?.[1] ?? 0) + 1)).toBe(true);
      }
  });

  it('do not have a file of which nothing is modelled', () => {
    expect(sourceFile('fs/ext3/inode.c')).toBeUndefined();
  });
});

describe('what a line lies in', () => {
  it('is a function, from its head to its last brace', () => {
    expect([924, 925, 1000, 1007, 1008].map((line) => functionAt(aio(), line))).toEqual([
      null,
      'aio_complete',
      'aio_complete',
      'aio_complete',
      null,
    ]);
  });

  it('is a macro that is written like a function', () => {
    const header = sourceFile('include/linux/aio.h');
    expect(header && functionAt(header, 225)).toBe('put_ioctx');
  });

  it('is a struct', () => {
    const header = sourceFile('include/linux/aio.h');
    expect(header && [87, 122, 124, 180].map((line) => structAt(header, line))).toEqual([
      'kiocb',
      'kiocb',
      null,
      'kioctx',
    ]);
  });

  const named = (name: string, from: number, to: number) => ({ name, lines: [from, to] as const });
  const lines = ['int shop(void)', '{', 'open();', '}', '', 'int mill(void)', '{', '}'];
  const small = fileOf(lines, { functions: [named('shop', 1, 4), named('mill', 6, 8)] });
  const patched = (...hunk: string[]) =>
    afterApplying(small, [{ hunk: hunkAt(1, 1, ...hunk), place: { start: 1, offset: 0, fuzz: 0 } }]);

  it('is the same function when lines were put in front, and for those put in', () => {
    const file = patched('+one', '+two', ' int shop(void)', ' {', '+three', ' open();');
    const found = [1, 3, 5, 6, 7, 8, 9].map((line) => functionAt(file, line));
    expect(found).toEqual([null, 'shop', 'shop', 'shop', 'shop', null, 'mill']);
  });

  it('is nothing for what was put in between two functions', () => {
    const file = patched(' int shop(void)', ' {', ' open();', ' }', '+int yard(void)', '+{', '+}');
    expect([4, 5, 6, 7, 9].map((line) => functionAt(file, line))).toEqual(['shop', null, null, null, 'mill']);
  });
});

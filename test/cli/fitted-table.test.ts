/** Tables and lists at the widths that terminals have. */
import { stripVTControlCharacters } from 'node:util';
import { describe, expect, it } from 'vitest';
import { fittedTable } from '../../cli/fitted-table.ts';
import { paletteOf } from '../../cli/options.ts';
import { verdictList, verdictMatrix } from '../../cli/report.ts';
import { besideHead, wrappedWithin } from '../../cli/text-width.ts';
import { expectedRows } from './made-up-rows.ts';

const longest = (text: string): number =>
  Math.max(
    ...stripVTControlCharacters(text)
      .split('\n')
      .map(({ length }) => length),
  );
/** What stands in a table, without its lines. */
const wordsIn = (text: string): string => stripVTControlCharacters(text).replaceAll(/[^\w]+/g, '');
const plain = paletteOf('never', process.stdout);

const ROWS = expectedRows();
/** Of the longest names that we have, and a few more. */
const longNamed = ROWS.toSorted((a, b) => b.scenario.length - a.scenario.length).slice(0, 90);
const SEARCH = [...longNamed, ...ROWS.slice(0, 40)].map((row) =>
  Object.assign({}, row, {
    message: 'reader sleeps in read_events() for ever, and the ring holds an event',
    replay: null,
  }),
);

describe.each([80, 100, 120, 200])('of %i columns', (width) => {
  it('the verdicts of a few searches fit', () => {
    expect(longest(verdictList(SEARCH, plain, width))).toBeLessThanOrEqual(width);
  });
  it('those of many fit', () => {
    expect(longest(verdictMatrix(ROWS, plain, width))).toBeLessThanOrEqual(width);
  });
  it('nothing is left out', () => {
    for (const table of [verdictList, verdictMatrix]) {
      const rows = table === verdictList ? SEARCH : ROWS;
      expect(wordsIn(table(rows, plain, width)).length).toBe(wordsIn(table(rows, plain, 1000)).length);
    }
  });
  it('each line of a cell ends its own colours', () => {
    const red = { text: 'one two three four five', tone: (line: string) => `\u001b[31m${line}\u001b[39m` };
    const lines = fittedTable(['property'], [[red]], 12)
      .split('\n')
      .filter((line) => line.includes('\u001b[31m'));
    expect(lines.length).toBeGreaterThan(2);
    expect(lines.every((line) => line.includes('\u001b[39m'))).toBe(true);
  });
});

describe('a text of many columns', () => {
  it('is as wide as it is, where there is room', () => {
    expect(fittedTable(['a', 'b'], [['one', 'two']], 80)).toBe(
      ['┌─────┬─────┐', '│ a   │ b   │', '├─────┼─────┤', '│ one │ two │', '└─────┴─────┘'].join('\n'),
    );
  });
  it('is broken at blanks, then behind marks, then anywhere', () => {
    expect(wrappedWithin('of post-eiocbqueued+wake', 12)).toEqual(['of', 'post-', 'eiocbqueued+', 'wake']);
    expect(wrappedWithin('abcdefgh ij', 3)).toEqual(['abc', 'def', 'gh', 'ij']);
    expect(wrappedWithin('', 3)).toEqual(['']);
  });
  it('stands beside its head, or below where there is too little room', () => {
    expect(besideHead('name', 'a b', 6, 80)).toEqual(['name  a b']);
    expect(besideHead('name', 'one two three four five six seven eight nine ten', 6, 46)).toEqual([
      'name  one two three four five six seven eight',
      '      nine ten',
    ]);
    expect(besideHead('name', 'a b', 30, 60)).toEqual(['name', '    a b']);
    expect(besideHead('name', '', 6, Infinity)).toEqual(['name']);
  });
});

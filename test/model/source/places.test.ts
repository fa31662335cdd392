import { describe, expect, it } from 'vitest';
import { type SourcePlace, placesOfHunk } from '../../../model/source/places.ts';
import { fileOf, linesOf } from './invented.ts';

const numbered = (count: number): string[] => Array.from({ length: count }, (_, i) => `line ${i + 1}`);
const shop = numbered(40);
const file = fileOf(shop);
const first = (places: readonly SourcePlace[]): SourcePlace | undefined => places[0];

const CHANGE = linesOf(' line 10', ' line 11', ' line 12', '-line 13', '+new', ' line 14', ' line 15', ' line 16');

describe('the place of a hunk', () => {
  it('is where its @@ line says', () => {
    expect(placesOfHunk(file, CHANGE, 10)).toEqual([{ start: 10, offset: 0, fuzz: 0 }]);
  });

  it('is found further down and further up, with the offset', () => {
    expect(first(placesOfHunk(file, CHANGE, 3))).toEqual({ start: 10, offset: 7, fuzz: 0 });
    expect(first(placesOfHunk(file, CHANGE, 25))).toEqual({ start: 10, offset: -15, fuzz: 0 });
  });

  it('does not care for white space', () => {
    const damaged = CHANGE.map(({ kind, text }) => ({ kind, text: text.replace(' ', '') }));
    expect(placesOfHunk(file, damaged, 10)).toEqual([{ start: 10, offset: 0, fuzz: 0 }]);
  });

  it('is the nearest of several that are alike, and the one further down where two are as near', () => {
    const thrice = fileOf([...shop, ...shop, ...shop]);
    expect(placesOfHunk(thrice, CHANGE, 52).map(({ start }) => start)).toEqual([50, 90, 10]);
    expect(placesOfHunk(thrice, CHANGE, 70).map(({ start }) => start)).toEqual([90, 50, 10]);
  });

  it('lies behind what the hunk before it has taken', () => {
    const twice = fileOf([...shop, ...shop]);
    expect(placesOfHunk(twice, CHANGE, 10, { after: 9 }).map(({ start }) => start)).toEqual([10, 50]);
    expect(placesOfHunk(twice, CHANGE, 10, { after: 10 }).map(({ start }) => start)).toEqual([50]);
  });
});

describe('fuzz', () => {
  const without = (...outer: number[]) =>
    CHANGE.map(({ kind, text }, i) => ({ kind, text: outer.includes(i) ? 'something else' : text }));

  it.each([
    ['the first line of context', [0], 1],
    ['the last', [7], 1],
    ['two at each end', [0, 1, 6, 7], 2],
  ])('leaves out %s', (_, outer, fuzz) => {
    expect(placesOfHunk(file, without(...outer), 12)).toEqual([{ start: 10, offset: -2, fuzz }]);
  });

  it('never leaves out the innermost context, nor what is taken out', () => {
    expect(placesOfHunk(file, without(2), 10)).toEqual([]);
    expect(placesOfHunk(file, without(3), 10)).toEqual([]);
  });

  it('is not more than is asked for', () => {
    expect(placesOfHunk(file, without(0, 1), 10, { mostFuzz: 1 })).toEqual([]);
  });

  it('comes behind every place without it', () => {
    const moved = fileOf(shop.toSpliced(9, 1, 'something else').concat(shop));
    expect(placesOfHunk(moved, CHANGE, 10)).toEqual([
      { start: 50, offset: 40, fuzz: 0 },
      { start: 10, offset: 0, fuzz: 1 },
    ]);
  });
});

describe('a hunk with less context on one side', () => {
  it('lies at the begin of the file, if it says so', () => {
    const twice = fileOf([...shop, ...shop]);
    const hunk = linesOf('-line 1', '+new', ' line 2', ' line 3', ' line 4');
    expect(placesOfHunk(twice, hunk, 1).filter(({ fuzz }) => fuzz === 0)).toEqual([{ start: 1, offset: 0, fuzz: 0 }]);
  });

  it('lies at the end of the file', () => {
    const twice = fileOf([...shop, ...shop]);
    const hunk = linesOf(' line 37', ' line 38', ' line 39', '-line 40', '+new');
    expect(placesOfHunk(twice, hunk, 37).filter(({ fuzz }) => fuzz === 0)).toEqual([
      { start: 77, offset: 40, fuzz: 0 },
    ]);
  });
});

describe('lines that are everywhere', () => {
  const blocks = shop.flatMap((line) => [line, '}', '']);
  const brace = linesOf(' }', ' ', '+new', ' line 5', ' }');

  it('do not make a place, not even where it is looked for', () => {
    expect(placesOfHunk(fileOf(blocks), linesOf(' }', ' ', '+new', ' '), 2)).toEqual([]);
    expect(placesOfHunk(fileOf(['{', '', '}', '{', '', '}']), linesOf(' {', '+new', ' ', ' }'), 1)).toEqual([]);
  });

  it('make one beside a line that tells something', () => {
    expect(first(placesOfHunk(fileOf(blocks), brace, 1))).toEqual({ start: 11, offset: 10, fuzz: 0 });
  });

  it('make no place further off beside a line that is there often', () => {
    const often = fileOf(shop.flatMap(() => ['return ret;', '}', '']));
    const hunk = linesOf(' return ret;', '+new', ' }', ' ');
    expect(placesOfHunk(often, hunk, 4)).toEqual([{ start: 4, offset: 0, fuzz: 0 }]);
    expect(placesOfHunk(often, hunk, 5)).toEqual([]);
  });

  it('do not place a hunk that has nothing but what it puts in', () => {
    expect(placesOfHunk(file, linesOf('+new'), 10)).toEqual([]);
  });
});

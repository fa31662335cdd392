import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { afterApplying } from '../../../model/source/applied.ts';
import { fitsOnTopOf, placedHunks, whereItBelongs, whyNotApplied } from '../../../model/source/belonging.ts';
import { lineDigest } from '../../../model/source/digest.ts';
import { reversedHunks } from '../../../model/source/hunks.ts';
import type { PlacedHunk } from '../../../model/source/applied.ts';
import { type Change, changed, diffOf, fileOf, hunkAt } from './invented.ts';

const shop = Array.from({ length: 60 }, (_, i) => `line ${i + 1}`);
const TWO: readonly Change[] = [
  { at: 9, takesOut: 2, putsIn: ['ten', 'ten and a half', 'eleven'] },
  { at: 39, takesOut: 1, putsIn: ['forty'] },
];
const diff = diffOf(shop, TWO);

describe('a diff', () => {
  it('is placed in the file that it was made of', () => {
    expect(whereItBelongs(fileOf(shop), diff)).toEqual({
      is: 'placed',
      places: [
        { start: 7, offset: 0, fuzz: 0 },
        { start: 37, offset: 0, fuzz: 0 },
      ],
    });
  });

  it('is placed with its offsets where lines were put in front, the second looked for behind the first', () => {
    const grown = fileOf(['a', 'b', 'c', ...shop]);
    expect(whereItBelongs(grown, diff)).toEqual({
      is: 'placed',
      places: [
        { start: 10, offset: 3, fuzz: 0 },
        { start: 40, offset: 3, fuzz: 0 },
      ],
    });
  });

  it('is in the file already when all that it makes is there', () => {
    const belonging = whereItBelongs(fileOf(changed(shop, TWO)), diff);
    expect(belonging).toEqual({
      is: 'already',
      places: [
        { start: 7, offset: 0, fuzz: 0 },
        { start: 38, offset: 0, fuzz: 0 },
      ],
    });
    expect(whyNotApplied('fs/shop.c', belonging, [])).toBe(
      'fs/shop.c: all 2 hunks are in 2.6.20 already; expected a change yet to be made (--reverse takes it as its undoing)',
    );
  });

  it('is partly there when some of it is, and says which', () => {
    const belonging = whereItBelongs(fileOf(changed(shop, TWO.slice(1))), diff);
    expect(belonging).toMatchObject({ is: 'partly', already: [1] });
    expect(whyNotApplied('fs/shop.c', belonging, [])).toBe(
      'fs/shop.c: hunk 2 is in 2.6.20 already, and the others are not; expected a diff of one kernel against another',
    );
  });

  it("is another kernel's when neither side of a hunk is there, and says of which", () => {
    const belonging = whereItBelongs(fileOf(shop.toSpliced(39, 1, 'other')), diff);
    expect(belonging).toEqual({ is: 'elsewhere', hunk: 1 });
    expect(whyNotApplied('fs/shop.c', belonging, [])).toBe(
      'fs/shop.c, hunk 2: neither what it takes out nor what it puts in is in 2.6.20; expected a patch against 2.6.20, or the patches before it too',
    );
  });

  it('is of no file that the model has', () => {
    const belonging = whereItBelongs(undefined, diff);
    expect(belonging).toEqual({ is: 'unknown-file' });
    expect(whyNotApplied('fs/other.c', belonging, ['fs/aio.c', 'fs/bio.c'])).toBe(
      'fs/other.c: the model has nothing of this file; expected one of fs/aio.c, fs/bio.c',
    );
  });

  it('is not placed with its hunks in another order than theirs', () => {
    expect(whereItBelongs(fileOf(shop), diff.toReversed())).toEqual({ is: 'elsewhere', hunk: 1 });
  });

  it('takes a place further off where the nearest leaves none for the hunk behind', () => {
    const pair = [hunkAt(30, 30, ' line 1', '-line 2', ' line 3'), hunkAt(40, 39, ' line 50', '-line 51', ' line 52')];
    const file = fileOf([...shop, ...shop.slice(0, 5)]);
    const belonging = whereItBelongs(file, pair);
    expect(belonging).toMatchObject({ is: 'placed', places: [{ start: 1 }, { start: 50 }] });
  });
});

it('reversed, a diff takes out what it put in, first', () => {
  const [hunk] = reversedHunks([hunkAt(5, 6, ' a', '-b', '+c', '+d', ' e', '+f')]);
  expect(hunk).toEqual(hunkAt(6, 5, ' a', '-c', '-d', '+b', ' e', '-f'));
});

/** Changes far enough apart, in a text without a line twice. */
const changes = fc
  .array(fc.record({ at: fc.nat(5), takesOut: fc.nat(2), putsIn: fc.nat(3) }), { minLength: 1, maxLength: 4 })
  .map((all) =>
    all
      .map(({ at, takesOut, putsIn }, i): Change => ({
        at: 5 + i * 14 + at,
        takesOut,
        putsIn: Array.from({ length: putsIn }, (_, n) => `new ${i}.${n}`),
      }))
      .filter(({ takesOut, putsIn }) => takesOut + putsIn.length > 0),
  )
  .filter((all) => all.length > 0);

describe('a file after a diff', () => {
  it('has the digests of the new text, and knows its lines of the old one', () => {
    fc.assert(
      fc.property(changes, (all) => {
        const after = afterApplying(fileOf(shop), placedHunks(fileOf(shop), diffOf(shop, all)) as PlacedHunk[]);
        const text = changed(shop, all);
        expect(after.digests).toEqual(text.map(lineDigest));
        expect(after.baseLines).toEqual(text.map((line) => (line.startsWith('new') ? null : shop.indexOf(line) + 1)));
      }),
    );
  });

  it('is what it was when the diff is undone', () => {
    fc.assert(
      fc.property(changes, (all) => {
        const file = fileOf(shop);
        const hunks = diffOf(shop, all);
        const after = afterApplying(file, placedHunks(file, hunks) as PlacedHunk[]);
        expect(whereItBelongs(after, hunks).is).toBe('already');
        const back = afterApplying(after, placedHunks(after, reversedHunks(hunks)) as PlacedHunk[]);
        expect(back.digests).toEqual(file.digests);
      }),
    );
  });

  it('is refused where a line is taken out that is not there', () => {
    const [hunk] = diff;
    if (hunk === undefined) throw new Error('no hunk');
    const wrong = { hunk, place: { start: 8, offset: 1, fuzz: 0 } };
    expect(() => afterApplying(fileOf(shop), [wrong])).toThrow('shop.c:11: another line is there');
  });
});

it('a diff fits on top of those whose result it was made of', () => {
  const base = changed(shop, TWO);
  const second = diffOf(base, [{ at: 10, takesOut: 1, putsIn: [] }]);
  const others = [
    { name: 'two', hunks: diff },
    { name: 'other', hunks: diffOf(shop, [{ at: 20, takesOut: 1, putsIn: [] }]) },
    { name: 'does not fit itself', hunks: second },
  ];
  expect(whereItBelongs(fileOf(shop), second).is).toBe('elsewhere');
  expect(fitsOnTopOf(fileOf(shop), second, others)).toEqual(['two']);
});

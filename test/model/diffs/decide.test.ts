import { describe, expect, it } from 'vitest';
import { areSameCode, decideReading, type DiffLine, sideOf } from '../../../model/diffs/index.ts';

const reading = (...lines: string[]): DiffLine[] =>
  lines.map((line, nth) => ({
    kind: line.startsWith('+') ? '+' : line.startsWith('-') ? '-' : ' ',
    text: line.slice(1),
    at: nth + 1,
  }));

/** Whether the old side is this, white space apart. */
const fitting =
  (...base: string[]) =>
  (lines: readonly DiffLine[]): boolean =>
    sideOf(lines, 'old')
      .map(({ text }) => text.replaceAll(/\s/g, ''))
      .join('\n') === base.map((line) => line.replaceAll(/\s/g, '')).join('\n');

const apart = reading(' int a =', ' b;', '+int c;');
const joined = reading(' int a = b;', '+int c;', '+int d;');

describe('of several readings', () => {
  it('the one that fits the base is taken, though another is more plausible', () => {
    expect(decideReading({ lines: apart, others: [joined] }, fitting('int a = b;'))).toEqual({
      ok: true,
      lines: joined,
    });
  });

  it('none is taken, if none fits', () => {
    expect(decideReading({ lines: apart, others: [joined] }, fitting('int x;'))).toMatchObject({
      why: 'no-fit',
      message: 'the base has the lines of no reading of this hunk',
    });
    expect(decideReading({ lines: apart, others: [] }, fitting('int x;'))).toMatchObject({
      why: 'no-fit',
      message: 'the base has no such lines',
    });
  });

  it('none is taken, if two fit and differ in code', () => {
    const other = reading(' int a = b;', '+int c; int e;');
    expect(decideReading({ lines: joined, others: [other] }, fitting('int a = b;'))).toEqual({
      ok: false,
      why: 'ambiguous',
      message: 'two readings of this hunk differ in code',
      expected: 'the patch as its author has it: attach it, or give --linux',
    });
  });

  it('the most plausible is taken, if all that fit are the same code', () => {
    const other = reading(' int a = b;', '+int c;  int d; /* why */');
    expect(decideReading({ lines: joined, others: [other] }, fitting('int a = b;'))).toEqual({
      ok: true,
      lines: joined,
    });
  });
});

describe('the same code is', () => {
  it.each([
    ['a statement in two lines', ['+a = b +', '+\tc;'], ['+a = b + c;']],
    ['another comment', ['+a; /* one', '+ * two */', '+b;'], ['+a;', '+/* three */ b;']],
    ['the rest of a comment that began above', [' of this */', '+a;'], [' and of that */', '+a;']],
    ['a comment that goes on below', ['+a; /* one'], ['+a; /* two']],
    ['a macro in two lines', ['+#define A(x) \\', '+\tb(x)', '+c;'], ['+#define A(x) b(x)', '+c;']],
  ])('%s', (_, one, other) => {
    expect(areSameCode(reading(...one), reading(...other))).toBe(true);
  });

  it.each([
    ['another name', ['+a;'], ['+b;']],
    ['the same line removed and added', ['+a;'], ['-a;']],
    ['the end of a macro elsewhere', ['+#define A(x) b(x)', '+c;'], ['+#define A(x)', '+b(x) c;']],
    ['what looks like a comment, in a string', ['+p("/*"); a;', '+p("*/");'], ['+p("/*"); b;', '+p("*/");']],
    ['a quote that is a character', [`+c = '"'; /* one */`], [`+c = '"'; /* one */ d;`]],
    ['a line that a comment swallows', ['+a; // one', '+b;'], ['+a; // one b;']],
  ])('not %s', (_, one, other) => {
    expect(areSameCode(reading(...one), reading(...other))).toBe(false);
  });
});

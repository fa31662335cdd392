/** What belongs together in an expression: the worst that a reader of C can do is to lose a pair of parentheses. */
import { describe, expect, it } from 'vitest';
import fc from 'fast-check';
import { assertLaw } from '../../../law.ts';
import { cOf, expressions } from './random-expressions.ts';
import { cText, sameCode } from '../../../../model/lift/c/index.ts';
import { expressionOf, linesOf, plain } from './reading.ts';

const RUNS = 1000;

describe('a random expression', () => {
  it('is read as what it was written from, with no more parentheses than the grammar of C needs', () => {
    assertLaw(
      fc.property(expressions, (expression) => {
        expect(plain(expressionOf(cOf(expression, () => false)))).toEqual(plain(expression));
      }),
      RUNS,
    );
  });

  it('is read as what it was written from, with parentheses around everything', () => {
    assertLaw(
      fc.property(expressions, (expression) => {
        expect(plain(expressionOf(cOf(expression, () => true)))).toEqual(plain(expression));
      }),
      RUNS,
    );
  });

  it('is read as what it was written from, with some parentheses more', () => {
    assertLaw(
      fc.property(expressions, fc.infiniteStream(fc.boolean()), (expression, more) => {
        expect(plain(expressionOf(cOf(expression, () => more.next().value === true)))).toEqual(plain(expression));
      }),
      RUNS,
    );
  });

  it('is what it was when it was written by the program, and read again', () => {
    assertLaw(
      fc.property(expressions, (expression) => {
        expect(plain(expressionOf(cText(expression)))).toEqual(plain(expression));
      }),
      RUNS,
    );
  });

  it('is written with as few parentheses as another writer needs', () => {
    const count = (text: string): number => text.replaceAll(/"(?:\\.|[^"\\])*"/g, '').split('(').length;
    assertLaw(
      fc.property(expressions, (expression) => {
        const isSizeof = JSON.stringify(plain(expression), (_, value: unknown) =>
          typeof value === 'bigint' ? 0 : value,
        ).includes('"sizeof"');
        // The program writes a size with parentheses always.
        fc.pre(!isSizeof);
        expect(count(cText(expression))).toBe(count(cOf(expression, () => false)));
        expect(sameCode(linesOf(`x = ${cText(expression)}`), linesOf(`x = ${cOf(expression, () => false)}`))).toBe(
          true,
        );
      }),
      RUNS,
    );
  });
});

describe('by hand', () => {
  it.each([
    ['(a || b) && c', '(a || b) && c'],
    ['a || (b && c)', 'a || b && c'],
    ['a & b == c', 'a & b == c'],
    ['(a & b) == c', '(a & b) == c'],
    ['a - (b - c)', 'a - (b - c)'],
    ['(a - b) - c', 'a - b - c'],
    ['!(a & b)', '!(a & b)'],
    ['*p++', '*p++'],
    ['(*p)++', '(*p)++'],
    ['- -a', '- -a'],
    ['-(-1)', '- -1'],
    ['&(a)->b', '&a->b'],
    ['(a)->b', 'a->b'],
    ['(a) & (b)', 'a & b'],
    ['(a) - 1', 'a - 1'],
    ['(u64) - 1', '(u64)-1'],
    ['(u64)(unsigned long)p->q', '(u64)(unsigned long)p->q'],
    ['(mine *)p', '(mine *)p'],
    ['(mine)p', '(mine)p'],
    ['(f)(x)', 'f(x)'],
    ['(*f)(x)', '(*f)(x)'],
    ['sizeof(x)[0]', 'sizeof(x[0])'],
    ['sizeof(struct foo) * n', 'sizeof(struct foo) * n'],
    ['sizeof x - 1', 'sizeof(x) - 1'],
    ['a ? b : c ? d : e', 'a ? b : c ? d : e'],
    ['(a ? b : c) ? d : e', '(a ? b : c) ? d : e'],
    ['a = b = c, d', 'a = b = c, d'],
    ['f((a, b), c)', 'f((a, b), c)'],
  ])('%s is %s', (text, minimal) => {
    expect(cText(expressionOf(text))).toBe(minimal);
  });

  it('(a || b) && c is no a || b && c', () => {
    expect(plain(expressionOf('(a || b) && c'))).not.toEqual(plain(expressionOf('a || b && c')));
  });
});

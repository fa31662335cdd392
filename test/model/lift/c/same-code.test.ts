import { expect, it } from 'vitest';
import { linesOf } from './reading.ts';
import { sameCode } from '../../../../model/lift/c/index.ts';

it.each([
  ['a();', 'a ( ) ;', true],
  ['a(b,\n  c);', 'a(b, c);', true],
  ['a(); /* why */', '// now\na();', true],
  ['* the end of one */\na();', 'a();', true],
  ['a->b', 'a-> b', true],
  ['req->users --;', 'req->users--;', true],
  ['a - -b', 'a--b', false],
  ['a();', 'b();', false],
  ['a();', 'a()', false],
  ['a("x  y");', 'a("x y");', false],
  ['#define A b \\\n c', '#define A b c', true],
  ['#define A\nb', '#define A b', false],
  ['int ab;', 'inta b;', false],
  ['', '/* nothing */', true],
])('%s and %s: %s', (one, other, is) => {
  expect(sameCode(linesOf(one), linesOf(other))).toBe(is);
  expect(sameCode(linesOf(other), linesOf(one))).toBe(is);
});

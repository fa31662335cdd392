/** Macros that are expanded. */
import { describe, expect, it } from 'vitest';
import { cText, type Macro, macroOf, parseFragment, showCIssue } from '../../../../model/lift/c/index.ts';
import { fragmentOf, issuesIn, itemOf, itemsOf, parser, told, toldOf } from './reading.ts';

/** What these lines define. */
const macrosOf = (...lines: string[]): Macro[] =>
  itemsOf(lines.join('\n'), 'file').flatMap((item) => (item.kind === 'define' ? [macroOf(item)] : []));

const expanded = (text: string, ...defines: string[]): string =>
  toldOf(text, 'body', { macros: macrosOf(...defines) }).join(' ');

describe('a macro', () => {
  it.each([
    ['x = A;', ['#define A 4'], '<x = 4>'],
    ['x = A;', ['#define A B', '#define B 5'], '<x = 5>'],
    ['isSet(p->q);', ['#define isSet(t) test(BIT, &(t)->flags)'], '<test(BIT, &p->q->flags)>'],
    ['isSet (p);', ['#define isSet(t) test((t))'], '<test(p)>'],
    ['x = isSet;', ['#define isSet(t) test(t)'], '<x = isSet>'],
    ['x = twice(a + b);', ['#define twice(x) x * 2'], '<x = a + b * 2>'],
    ['x = twice(a + b);', ['#define twice(x) ((x) * 2)'], '<x = (a + b) * 2>'],
    ['x = f(f(1));', ['#define f(x) g(x)'], '<x = g(g(1))>'],
    ['x = f(1);', ['#define f(x) f(x + 1)'], '<x = f(1 + 1)>'],
    ['x = A;', ['#define A B', '#define B A'], '<x = A>'],
    ['f(a, (b, c), d[1]);', ['#define f(x, y, z) g(z, y, x)'], '<g(d[1], (b, c), a)>'],
    ['f();', ['#define f() g(1)'], '<g(1)>'],
    ['f(a);', ['#define f g'], '<g(a)>'],
    ['log("x", a, b);', ['#define log(s, ...) printk(s, __VA_ARGS__)'], '<printk("x", a, b)>'],
    ['log("x");', ['#define log(s...) printk(s)'], '<printk("x")>'],
    ['log("x");', ['#define log(s, ...) printk(s, ## __VA_ARGS__)'], '<printk("x")>'],
    ['log("x", a);', ['#define log(s, a...) printk(s, ## a)'], '<printk("x", a)>'],
    ['f(count);', ['#define f(x) ki_##x++'], '<ki_count++>'],
    ['f(ki, count);', ['#define f(x, y) x##_##y++'], '<ki_count++>'],
    ['f(a + b);', ['#define f(x) warn(#x)'], '<warn("a + b")>'],
    ['swap(a, b);', ['#define swap(x, y) do { x = y; } while (0)'], 'do { <a = b> } <0>'],
    ['each(p) f(p);', ['#define each(x) for (x = 0; x < 9; x++)'], 'for [<p = 0>] <p < 9> <p++> <f(p)>'],
    ['x = "A" A;', ['#define A "a"'], '<x = "A" "a">'],
    ['p->A = 1;', ['#define A field'], '<p->field = 1>'],
  ])('%s with %s', (text, defines, tree) => {
    expect(expanded(text, ...defines)).toBe(tree);
  });

  it('is expanded where the parentheses are lines below', () => {
    expect(expanded('f(a,\n  b);', '#define f(x, y) g(y, x)')).toBe('<g(b, a)>');
  });

  it('is not expanded where it is defined only', () => {
    expect(toldOf('#define A 1\nx = A;')).toEqual(['define A false 1 false', '<x = A>']);
  });

  it('gives all of its expansion the place and the words of its use', () => {
    const macros = macrosOf('#define isSet(t) test(BIT, &(t)->flags)');
    const { items } = parseFragment(
      parser,
      [
        { text: 'if (a && isSet(', at: 31 },
        { text: '       p ))', at: 33 },
        { text: '\tb();', at: 35 },
      ],
      'body',
      { macros },
    );
    const branch = items[0];
    const condition = branch?.kind === 'if' && branch.condition.kind === 'binary' ? branch.condition : null;
    expect(condition?.at).toEqual({ line: 31, endLine: 33, text: 'a && isSet( p )' });
    expect(condition?.right.at).toEqual({ line: 31, endLine: 33, text: 'isSet( p )' });
    expect(condition === null ? '' : cText(condition)).toBe('a && test(BIT, &p->flags)');
    expect(branch?.at.text).toBe('if (a && isSet( p )) b();');
  });

  it('is left alone where the fragment cuts its use', () => {
    const { items, issues } = fragmentOf('a();\nf(b,', 'body', { macros: macrosOf('#define f(x, y) g(y)') });
    expect([items.map(told), issues]).toEqual([['<a()>', 'incomplete end {f(b,}'], []]);
  });
});

describe('what cannot be expanded', () => {
  const issues = (text: string, ...defines: string[]): string[] =>
    issuesIn(text, 'body', { macros: macrosOf(...defines) });

  it.each([
    [
      'f(1);',
      ['#define f(x, y) g(x, y)'],
      'line 1: the macro f is used with 1 argument; expected 2 arguments, as it is defined',
    ],
    [
      'f(1, 2);',
      ['#define f() g()'],
      'line 1: the macro f is used with 2 arguments; expected 0 arguments, as it is defined',
    ],
    ['f(+);', ['#define f(x) a ## x;'], 'line 1: ## makes a+ of a and +; expected one token'],
  ])('%s with %s', (text, defines, issue) => {
    expect(issues(text, ...defines)[0]).toBe(issue);
  });

  it('is what has no end', () => {
    const growing = Array.from({ length: 40 }, (_, n) => `#define a${n} a${n + 1} + a${n + 1}`);
    expect(issues('x = a0;', ...growing)[0]).toMatch(
      /^line 1: the expansion of a\d+ has no end; expected macros that grow less$/,
    );
  });
});

it('a macro that is one of another text keeps its words', () => {
  const [macro] = macrosOf('#define f(x) g( (x) )');
  expect(macro?.body.map(({ text }) => text).join(' ')).toBe('g ( ( x ) )');
  expect(showCIssue({ code: 'c-macro', line: 3, message: 'a', expected: 'b' })).toBe('line 3: a; expected b');
  expect(told(itemOf('f(y);', 'body', { macros: macro === undefined ? [] : [macro] }))).toBe('<g(y)>');
});

/** Directives: what is defined, and what is compiled. */
import { describe, expect, it } from 'vitest';
import { fragmentOf, issuesIn, itemOf, itemsOf, plain, told, toldOf } from './reading.ts';
import type { Configuration } from '../../../../model/lift/c/index.ts';

const none = { kind: 'define', parameters: null, isVariadic: false, isCut: false };

describe('a definition', () => {
  it.each<[string, object]>([
    ['#define A 4', { name: 'A', body: '4' }],
    ['#define A', { name: 'A', body: '' }],
    ['# define A  (1  << 2) /* why */', { name: 'A', body: '(1 << 2)' }],
    ['#define A (x)', { name: 'A', body: '(x)' }],
    ['#define f(x) g((x), 1)', { name: 'f', parameters: ['x'], body: 'g((x), 1)' }],
    ['#define f() g()', { name: 'f', parameters: [], body: 'g()' }],
    ['#define f(a, b) a##b', { name: 'f', parameters: ['a', 'b'], body: 'a##b' }],
    [
      '#define f(a, ...) g(a, __VA_ARGS__)',
      { name: 'f', parameters: ['a', '__VA_ARGS__'], isVariadic: true, body: 'g(a, __VA_ARGS__)' },
    ],
    ['#define f(a...) g(a)', { name: 'f', parameters: ['a'], isVariadic: true, body: 'g(a)' }],
    ['#define f(x) do { \\\n\tg(x); \\\n} while (0)', { name: 'f', parameters: ['x'], body: 'do { g(x); } while (0)' }],
    ['#define f(x) do { \\', { name: 'f', parameters: ['x'], body: 'do {', isCut: true }],
  ])('%s', (text, parts) => {
    expect(plain(itemOf(text, 'file'))).toEqual({ ...none, ...parts });
  });

  it('stands on all of its lines', () => {
    expect(itemOf('#define f(x) \\\n\tg(x)', 'file').at).toEqual({ line: 1, endLine: 2, text: '#define f(x) g(x)' });
  });

  it('stands where it is written, also within functions', () => {
    expect(toldOf('a();\n#define A 1\nb();\nif (c) {\n#define B 2\n\td();\n#define C 3\n}\n#define D 4')).toEqual([
      '<a()>',
      'define A false 1 false',
      '<b()>',
      'if <c> { define B false 2 false <d()> define C false 3 false }',
      'define D false 4 false',
    ]);
  });

  it('may be there in part: its end is incomplete', () => {
    expect(toldOf('\tg(x); \\\n\th(x); \\\n} while (0)\nint a;', 'file')).toEqual([
      'incomplete start {g(x); h(x); } while (0)}',
      'declaration a int 0 []',
    ]);
  });

  it('has its lines where they end as in other systems', () => {
    expect(toldOf('#define f(x) \\\r\n\tg(x)\r\na();\r')).toEqual(['define f [x] false g(x) false', '<a()>']);
  });

  it('has a name', () => {
    expect(issuesIn('#define 3', 'file')).toEqual(['line 1: C syntax: #define 3; expected the name of a macro']);
  });
});

describe('a condition', () => {
  const configuration: Configuration = (symbol) =>
    ({ CONFIG_ON: true, CONFIG_OFF: false, BITS: 64, ZERO: 0 } as Record<string, boolean | number>)[symbol];
  const compiled = (text: string): string[] => itemsOf(text, 'body', { configuration }).map(told);
  const isTaken = (directive: string): boolean => compiled(`${directive}\na();\n#endif`).length === 1;

  it.each([
    ['#ifdef CONFIG_ON', true],
    ['#ifdef CONFIG_OFF', false],
    ['#ifndef CONFIG_ON', false],
    ['#ifndef CONFIG_OFF', true],
    ['#ifdef ZERO', true],
    ['#if ZERO', false],
    ['#if 0', false],
    ['#if 1', true],
    ['#if CONFIG_ON', true],
    ['#if defined(CONFIG_ON) && BITS == 64', true],
    ['#if defined CONFIG_OFF || BITS < 64', false],
    ['#if !defined(CONFIG_OFF)', true],
    ['#if (BITS >> 5) == 2 ? 1 : 0', true],
    ['#if defined(CONFIG_OFF) && NOBODY_KNOWS', false],
    ['#if 1 || NOBODY_KNOWS', true],
    ['#if -1 < 0 && ~0', true],
  ])('%s: %s', (directive, is) => {
    expect(isTaken(directive)).toBe(is);
  });

  it('decides between branches', () => {
    const text = (a: string, b: string) => `#if ${a}\na();\n#elif ${b}\nb();\n#else\nc();\n#endif\nd();`;
    expect(compiled(text('1', '1'))).toEqual(['<a()>', '<d()>']);
    expect(compiled(text('0', '1'))).toEqual(['<b()>', '<d()>']);
    expect(compiled(text('0', '0'))).toEqual(['<c()>', '<d()>']);
  });

  it('stands within others', () => {
    const text = '#ifdef CONFIG_OFF\n#ifdef NOBODY_KNOWS\na();\n#else\nb();\n#endif\n#else\nc();\n#endif';
    expect(compiled(text)).toEqual(['<c()>']);
    const { skipped, conditionals } = fragmentOf(text, 'body', { configuration });
    expect(skipped.map(({ line, by }) => [line, by.text])).toEqual([
      [3, '#ifdef CONFIG_OFF'],
      [5, '#ifdef CONFIG_OFF'],
    ]);
    expect(conditionals.map(({ name, isTaken: is, at }) => [name, is, at.line])).toEqual([
      ['ifdef', false, 1],
      ['ifdef', false, 2],
      ['else', false, 4],
      ['endif', false, 6],
      ['else', true, 7],
      ['endif', true, 9],
    ]);
  });

  it('stands within a statement', () => {
    expect(compiled('if (a\n#ifdef CONFIG_OFF\n    && b\n#endif\n    && c)\n\td();')).toEqual(['if <a && c> <d()>']);
  });

  it('knows what the text defines', () => {
    expect(
      compiled(
        '#define MINE 3\n#if MINE > 2 && defined(MINE)\na();\n#endif\n#undef MINE\n#ifndef CONFIG_OFF\nb();\n#endif',
      ),
    ).toEqual(['define MINE false 3 false', '<a()>', 'directive undef', '<b()>']);
  });

  it('skips the definitions that are not compiled', () => {
    expect(compiled('#ifdef CONFIG_OFF\n#define A 1\n#else\n#define A 2\n#endif')).toEqual(['define A false 2 false']);
  });

  it.each([
    ['#ifdef NOBODY_KNOWS', 'asks for NOBODY_KNOWS, of which the configuration says nothing'],
    ['#if NOBODY_KNOWS > 2', 'asks for NOBODY_KNOWS, of which the configuration says nothing'],
    ['#if VERSION(2, 6)', 'asks for VERSION(2, 6), which only a preprocessor knows'],
    ['#if 1 / 0', 'divides by zero'],
    ['#if 1 << 99', 'shifts by 99 bits'],
    ['#if "a"', 'asks for "a", which is no number'],
    ['#ifdef 3', 'names no symbol'],
  ])('that cannot be decided is an issue: %s', (directive, problem) => {
    expect(issuesIn(`a();\n${directive}\nb();\n#else\nc();\n#endif\nd();`, 'body', { configuration })).toEqual([
      `line 2: ${directive} ${problem}; expected a condition that can be decided`,
    ]);
    const { items, skipped } = fragmentOf(`a();\n${directive}\nb();\n#else\nc();\n#endif\nd();`, 'body', {
      configuration,
    });
    expect(items.map(told)).toEqual(['<a()>', '<d()>']);
    expect(skipped.map(({ line }) => line)).toEqual([3, 5]);
  });

  it('that defines itself is too deep', () => {
    expect(issuesIn('#define A B\n#define B A\n#if A\n#endif', 'body')[0]).toContain('nested too deep');
  });

  it('whose beginning is not there is an issue', () => {
    expect(issuesIn('a();\n#else\nb();\n#endif')).toEqual([
      'line 2: #else without its #if in these lines; expected the #if, so that it can be told which lines are compiled',
      'line 4: #endif without its #if in these lines; expected the #if, so that it can be told which lines are compiled',
    ]);
  });

  it('whose end is not there is decided all the same', () => {
    expect(compiled('#ifdef CONFIG_OFF\na();')).toEqual([]);
    expect(compiled('#ifdef CONFIG_ON\na();')).toEqual(['<a()>']);
  });
});

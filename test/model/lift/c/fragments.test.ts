/** Fragments, which begin and end in the middle of anything, as hunks do. */
import { describe, expect, it } from 'vitest';
import fc from 'fast-check';
import { assertLaw } from '../../../law.ts';
import { fragmentOf, issuesIn, itemOf, itemsOf, parser, told, toldOf } from './reading.ts';
import { parseFragment } from '../../../../model/lift/c/index.ts';

describe('braces that are not in the fragment', () => {
  it.each([
    ['a();\n}\nb();', ['...{ <a()> }', '<b()>']],
    ['if (a) {\n\tb();', ['if <a> { <b()> }...']],
    ['a();\n}\n}\nb();', ['...{ ...{ <a()> } }', '<b()>']],
    ['a();\n}\nif (b) {\n\tc();', ['...{ <a()> }', 'if <b> { <c()> }...']],
    ['}', ['...{  }']],
    ['{', ['{  }...']],
    ['while (a) {\n\tif (b) {', ['while <a> { if <b> {  }... }...']],
  ])('%s', (text, tree) => {
    expect(toldOf(text)).toEqual(tree);
  });
});

describe('loops and branches that are there in part', () => {
  it.each([
    ['a();\n} while (b);\nc();', ['do ...{ <a()> } <b>', '<c()>']],
    ['a();\n} while (0)', ['do ...{ <a()> } <0>']],
    ['do {\n\ta();', ['do { <a()> }... hole']],
    ['do', ['do incomplete end {} hole']],
    ['a();\n} else {\n\tb();\n}', ['if hole ...{ <a()> } { <b()> }']],
    ['a();\n} else if (b) {\n\tc();', ['if hole ...{ <a()> } if <b> { <c()> }...']],
    ['else\n\ta();\nb();', ['if hole incomplete start {} <a()>', '<b()>']],
    ['a();\nelse\n\tb();', ['if hole <a()> <b()>']],
    ['x && y)\n\ta();\nelse\n\tb();', ['if hole <a()> <b()>']],
    ['if (a)', ['if <a> incomplete end {}']],
    ['if (a)\n\tb();\nelse', ['if <a> <b()> incomplete end {}']],
    ['if (a &&\n    b', ['incomplete end {if (a && b}']],
    ['for (i = 0; i < n;', ['incomplete end {for (i = 0; i < n;}']],
    ['case 1:\n\ta();\n\tbreak;\ndefault:\n\tb();', ['case <1>', '<a()>', 'break', 'default', '<b()>']],
    ['i < n; i++) {\n\ta();\n}', ['incomplete start {i < n; i++)}', '{ <a()> }']],
  ])('%s', (text, tree) => {
    expect(toldOf(text).map((one) => one.replace('hole ', 'hole ').trim())).toEqual(tree);
  });

  it('tell a condition that is there in part', () => {
    const branch = itemOf('x && y)\n\ta();\nelse\n\tb();');
    expect(branch.kind === 'if' ? branch.condition : null).toEqual({
      kind: 'hole',
      at: { line: 1, endLine: 1, text: 'x && y)' },
    });
    expect(branch.at).toMatchObject({ line: 1, endLine: 4 });
  });
});

describe('statements that are there in part', () => {
  it.each([
    ['b, c);\nd();', ['incomplete start {b, c);}', '<d()>']],
    ['b), c);\nd();', ['incomplete start {b), c);}', '<d()>']],
    ['b) + c;\nd();', ['incomplete start {b) + c;}', '<d()>']],
    ['b)\n\t*p = 1;\nd();', ['incomplete start {b)}', '<*p = 1>', '<d()>']],
    ['b) {\n\tc();\n}\nd();', ['incomplete start {b)}', '{ <c()> }', '<d()>']],
    ['b];\nd();', ['incomplete start {b];}', '<d()>']],
    ['| FLAG;\nd();', ['incomplete start {| FLAG;}', '<d()>']],
    ['p->q : p->r;\nd();', ['incomplete start {p->q : p->r;}', '<d()>']],
    ['b, *c;\nd();', ['incomplete start {b, *c;}', '<d()>']],
    ['PAGE_SIZE;\nd();', ['incomplete start {PAGE_SIZE;}', '<d()>']],
    ['x;\n})\nd();', ['incomplete start {x; })}', '<d()>']],
    ['a();\nb(c,', ['<a()>', 'incomplete end {b(c,}']],
    ['a();\nb = c +', ['<a()>', 'incomplete end {b = c +}']],
    ['a();\nstruct thing', ['<a()>', 'incomplete end {struct thing}']],
    ['a();\nreturn b', ['<a()>', 'incomplete end {return b}']],
    ['a();\ngoto', ['<a()>', 'incomplete end {goto}']],
    ['a();\nbreak', ['<a()>', 'incomplete end {break}']],
    ['a();\ncase B', ['<a()>', 'incomplete end {case B}']],
  ])('%s', (text, tree) => {
    expect(toldOf(text)).toEqual(tree);
  });

  it('are none where the fragment does not begin or end', () => {
    expect(issuesIn('a();\n| FLAG;\nb();')).toEqual([
      'line 2: C syntax: "| FLAG" makes no sense at "|"; expected an expression',
    ]);
    expect(issuesIn('a b;\nc();')).toEqual([]);
    expect(issuesIn('x = a b;\nc();')).toEqual([
      'line 1: C syntax: "x = a b" makes no sense at "b"; expected an expression',
    ]);
  });
});

describe('functions that are there in part', () => {
  it('end, and the next one begins', () => {
    const text = '\treturn 0;\n}\n\nstatic int f(struct thing *p,\n\t     int n)\n{\n\tint a;\n';
    const next = 'function f int [p struct thing 1 [] n int 0 []] false true false { declaration a int 0 [] }...';
    expect(toldOf(text, 'body')).toEqual(['...{ return <0> }', next]);
    expect(toldOf(text, 'file')).toEqual(['...{ return <0> }', next]);
  });

  it.each([
    ['int n)\n{\n\tf();\n}', ['incomplete start {int n)}', '{ <f()> }']],
    ['f(int a,\n  struct thing *p);', ['prototype f  [a int 0 [] p struct thing 1 []] false false false']],
    [
      'int n)\n{\n\tlist_for_each(p, &h) {\n\t\tg(p);\n',
      ['incomplete start {int n)}', '{ macroLoop list_for_each [<p> <&h>] { <g(p)> }... }...'],
    ],
    ['f(void)\n{\n\tg();\n}', ['function f  [] false false false { <g()> }']],
    ['static int f(struct thing *p,', ['incomplete end {static int f(struct thing *p,}']],
    [
      'f(int a, struct thing *p)\n{\n\tg();\n}',
      ['function f  [a int 0 [] p struct thing 1 []] false false false { <g()> }'],
    ],
    [
      '.open = f,\n\t.close = g,\n};\nint a;',
      ['...{ incomplete start {.open = f, .close = g,} }', 'empty', 'declaration a int 0 []'],
    ],
    ['struct operations ops = {\n\t.open = f,', ['incomplete end {struct operations ops = { .open = f,}']],
  ])('%s', (text, tree) => {
    expect(toldOf(text, 'file')).toEqual(tree);
  });
});

describe('comments', () => {
  it.each([
    ['a(); /* b(); */ c(); // d();\ne();', ['<a()>', '<c()>', '<e()>']],
    ["* it doesn't\n * matter { what */\na();", ['<a()>']],
    ["\t * it doesn't\n\t * end\n", []],
    [' * of a comment\n */\na();', ['<a()>']],
    ['a();\n/* begins { here\n * and', ['<a()>']],
    ['a("/* no */", \'"\'); b();', ['<a("/* no */", \'"\')>', '<b()>']],
    ['*p = 1;\n*q = 2;', ['<*p = 1>', '<*q = 2>']],
    ['* p = 1;\na();', ['<*p = 1>', '<a()>']],
    [" * we can't;\n * b;", []],
  ])('are nothing: %s', (text, tree) => {
    expect(toldOf(text)).toEqual(tree);
  });
});

it('lines are told as the caller numbers them', () => {
  const { items } = parseFragment(
    parser,
    [
      { text: 'if (a)', at: 100 },
      { text: '\tb();', at: 103 },
      { text: 'c(', at: 200 },
      { text: '  d);', at: 900 },
    ],
    'body',
  );
  expect(items.map(({ at }) => at)).toEqual([
    { line: 100, endLine: 103, text: 'if (a) b();' },
    { line: 200, endLine: 900, text: 'c( d);' },
  ]);
});

it('nothing is read in nothing', () => {
  expect(fragmentOf('')).toEqual({ items: [], skipped: [], conditionals: [], issues: [] });
  expect(fragmentOf('\n\n', 'struct').items).toEqual([]);
  expect(parseFragment(parser, [], 'file').items).toEqual([]);
});

describe('a function cut anywhere', () => {
  const LINES = [
    'static int take(struct thing *p,',
    '\t\tint n)',
    '{',
    '\tint i, ret = 0;',
    '\t/* first',
    "\t * don't */",
    '\tfor (i = 0; i < n; i++) {',
    '\t\tif (p->count > i &&',
    '\t\t    !p->dead) {',
    '\t\t\tput(p,',
    '\t\t\t    i);',
    '\t\t} else if (ret)',
    '\t\t\tgoto out;',
    '\t\telse',
    '\t\t\tbreak;',
    '\t}',
    '\tdo {',
    '\t\tret--;',
    '\t} while (ret);',
    'out:',
    '\treturn ret;',
    '}',
  ];
  const cuts = fc
    .tuple(fc.nat(LINES.length), fc.nat(LINES.length))
    .map(([a, b]) => LINES.slice(Math.min(a, b), Math.max(a, b)));

  it('is C, without an issue', () => {
    assertLaw(
      fc.property(cuts, fc.constantFrom('body' as const, 'file' as const), (lines, where) => {
        expect(issuesIn(lines.join('\n'), where)).toEqual([]);
      }),
      300,
    );
  });

  it('has each of its lines in an item, but for comments', () => {
    assertLaw(
      fc.property(cuts, (lines) => {
        const items = itemsOf(lines.join('\n'));
        const isThere = (at: number) => items.some((item) => item.at.line <= at && at <= item.at.endLine);
        expect(lines.filter((line, nth) => !/^\s*(?:\/\*|\* )/.test(line) && !isThere(nth + 1))).toEqual([]);
      }),
      300,
    );
  });
});

it('any tokens in any order are items or issues, and never an error', () => {
  const words =
    'if else while do for switch case default return goto break struct int static a b f ( ) { } [ ] ; , = + * & && ? : -> . 1 "s" \' #define #if #endif \\ /* */ // ++ ! typeof sizeof enum typedef asm list_for_each'.split(
      ' ',
    );
  const text = fc.array(fc.tuple(fc.constantFrom(...words), fc.constantFrom(' ', '', '\n')), { maxLength: 40 });
  assertLaw(
    fc.property(text, fc.constantFrom('body' as const, 'file' as const, 'struct' as const), (parts, where) => {
      const { items, issues } = fragmentOf(parts.flat().join(''), where);
      // What could not be read is told.
      expect(items.map(told).join().includes('unreadable') && issues.length === 0).toBe(false);
    }),
    2000,
  );
});

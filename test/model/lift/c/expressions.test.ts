/** Each kind of expression, and what it is made of. */
import { describe, expect, it } from 'vitest';
import { cText, hasEffect } from '../../../../model/lift/c/index.ts';
import { expressionOf, linesOf, parser, plain } from './reading.ts';
import { parseExpression, showCIssue } from '../../../../model/lift/c/index.ts';

const name = (text: string) => ({ kind: 'name', name: text });

describe('an expression', () => {
  it.each<[string, unknown]>([
    ['tail', name('tail')],
    ['NULL', name('NULL')],
    ['!a', { kind: 'unary', operator: '!', operand: name('a') }],
    ['*p', { kind: 'unary', operator: '*', operand: name('p') }],
    ['++a', { kind: 'update', operator: '++', isPrefix: true, operand: name('a') }],
    ['a--', { kind: 'update', operator: '--', isPrefix: false, operand: name('a') }],
    ['a <<= b', { kind: 'assignment', operator: '<<=', target: name('a'), value: name('b') }],
    ['a % b', { kind: 'binary', operator: '%', left: name('a'), right: name('b') }],
    ['a ? b : c', { kind: 'conditional', condition: name('a'), consequence: name('b'), alternative: name('c') }],
    ['a ?: c', { kind: 'conditional', condition: name('a'), consequence: null, alternative: name('c') }],
    ['a, b', { kind: 'comma', left: name('a'), right: name('b') }],
    ['f()', { kind: 'call', callee: name('f'), args: [] }],
    ['p->q', { kind: 'field', of: name('p'), name: 'q', isArrow: true }],
    ['p.q', { kind: 'field', of: name('p'), name: 'q', isArrow: false }],
    ['p[i]', { kind: 'index', of: name('p'), index: name('i') }],
    ['(loff_t)a', { kind: 'cast', type: 'loff_t', operand: name('a') }],
    ['(struct  page*) a', { kind: 'cast', type: 'struct page *', operand: name('a') }],
    ['sizeof(struct page)', { kind: 'sizeof', of: { kind: 'type', type: 'struct page' } }],
    ['sizeof *p', { kind: 'sizeof', of: { kind: 'unary', operator: '*', operand: name('p') } }],
    ['"a" "b"', { kind: 'string', spelling: '"a" "b"' }],
    ['KERN_INFO "a %d\\n"', { kind: 'string', spelling: 'KERN_INFO "a %d\\n"' }],
  ])('%s', (text, tree) => {
    expect(plain(expressionOf(text))).toEqual(tree);
  });

  it('calls what any expression says', () => {
    expect(plain(expressionOf('req->ki_retry(req)'))).toEqual({
      kind: 'call',
      callee: { kind: 'field', of: name('req'), name: 'ki_retry', isArrow: true },
      args: [name('req')],
    });
  });

  it.each([
    ['list_entry(p, struct thing, link)', 'struct thing'],
    ['container_of(p, struct thing, link)', 'struct thing'],
    ['offsetof(struct thing, link)', 'struct thing'],
    ['min_t(size_t, a, b)', 'size_t'],
    ['va_arg(ap, unsigned long)', 'unsigned long'],
    ['take(mine *, p)', 'mine *'],
    ['typecheck(typeof(a) *, b)', 'typeof(a) *'],
  ])('%s has a type among its arguments', (text, type) => {
    const call = expressionOf(text);
    const types = call.kind === 'call' ? call.args.filter(({ kind }) => kind === 'type') : [];
    expect(plain(types)).toEqual([{ kind: 'type', type }]);
    expect(cText(call)).toBe(text);
  });

  it('takes a name for a type where it is told so', () => {
    const types = new Set(['mine']);
    expect(expressionOf('(mine)(a)', { types }).kind).toBe('cast');
    expect(expressionOf('(mine)(a)').kind).toBe('call');
    expect(expressionOf('(mine) * a', { types }).kind).toBe('cast');
    expect(expressionOf('(mine) * a').kind).toBe('binary');
  });

  it('has no words of the kernel that say nothing', () => {
    expect(plain(expressionOf('(void __user *)p'))).toEqual({ kind: 'cast', type: 'void *', operand: name('p') });
  });
});

describe('a number', () => {
  it.each([
    ['0', 0n],
    ['42', 42n],
    ['0x1fUL', 31n],
    ['0X1F', 31n],
    ['017', 15n],
    ['1ull', 1n],
    ['18446744073709551615ULL', 2n ** 64n - 1n],
    ["'a'", 97n],
    ["'\\n'", 10n],
    ["'\\0'", 0n],
    ["'\\''", 39n],
    ["'\\x41'", 65n],
    ["'\\377'", -1n],
  ])('%s', (spelling, value) => {
    expect(plain(expressionOf(spelling))).toEqual({ kind: 'number', value, spelling });
  });

  it.each(['1.5', '1e3', '.5f', "'ab'"])('%s is none that is read', (text) => {
    expect(expressionOf(text).kind).toBe('unsupported');
  });

  it.each(['08', '1x', '0x', '1LUL', '5abc'])('%s is no C', (text) => {
    const { expression, issues } = parseExpression(parser, linesOf(text));
    expect(expression).toBeNull();
    expect(issues.map(({ code }) => code)).toEqual(['c-syntax']);
  });
});

describe('what is not read is told with its text', () => {
  it.each([
    ['({ int a = 1; a; })', 'statements within an expression', '({ int a = 1; a; })'],
    ['(struct pair){ 1, 2 }', 'a value of a struct written in place', '(struct pair){ 1, 2 }'],
    ['&&out', 'the address of a label', '&&out'],
  ])('%s', (text, reason, quoted) => {
    expect(expressionOf(text)).toEqual({ kind: 'unsupported', reason, at: { line: 1, endLine: 1, text: quoted } });
  });

  it('within what is read', () => {
    expect(cText(expressionOf('a = (struct pair){ .x = 1 } , b'))).toBe('a = (struct pair){ .x = 1 }, b');
  });
});

describe('what is no expression', () => {
  it.each([
    '',
    'a b',
    'a 1',
    'a (b) c',
    '"b" 1',
    'a +',
    '+',
    '(a',
    'a)',
    ') + (',
    'a); b = (c',
    'a[',
    'f(a,)',
    'f(,)',
    'if',
    'a.if',
    'a->5',
    'int',
    'a ? b',
    '"a',
    '@',
    '()',
  ])('is an issue: %s', (text) => {
    const { expression, issues } = parseExpression(parser, linesOf(text));
    expect(expression).toBeNull();
    expect(issues.length).toBeGreaterThan(0);
    expect(issues.map(showCIssue).join()).toMatch(/^line 1: C syntax: .*; expected /);
  });

  it('is told with the place', () => {
    const { issues } = parseExpression(parser, [
      { text: 'f(a,', at: 7 },
      { text: '  b c)', at: 12 },
    ]);
    expect(issues.map(showCIssue)).toEqual([
      'line 12: C syntax: "f(a, b c)" makes no sense at "c"; expected an expression',
    ]);
  });

  it('may be too deep', () => {
    const deep = (text: string) => parseExpression(parser, linesOf(text)).issues.map(({ code }) => code);
    expect(deep(`${'('.repeat(1000)}a${')'.repeat(1000)}`)).toEqual(['c-too-deep']);
    expect(deep(`${'!'.repeat(1000)}a`)).toEqual(['c-too-deep']);
    expect(deep(`a${' + a'.repeat(5000)}`)).toEqual(['c-too-deep']);
    expect(deep(`a${' , a'.repeat(5000)}`)).toEqual(['c-too-deep']);
    expect(deep(`a${' + a'.repeat(200)}`)).toEqual([]);
  });
});

describe('where it stands', () => {
  const expression = parseExpression(parser, [
    { text: 'first(a) &&  /* why */', at: 10 },
    { text: '\tsecond( b,', at: 20 },
    { text: '\t\tc )', at: 21 },
  ]).expression;

  it('is told in the numbers of the caller, and in the words of the text', () => {
    expect(expression?.at).toEqual({ line: 10, endLine: 21, text: 'first(a) && second( b, c )' });
    const right = expression?.kind === 'binary' ? expression.right : null;
    expect(right?.at).toEqual({ line: 20, endLine: 21, text: 'second( b, c )' });
  });
});

it.each([
  ['f(a)', true],
  ['a++', true],
  ['a = b', true],
  ['(void)a', true],
  ['a + f(b)', true],
  ['a->b', false],
  ['a == b', false],
])('%s does something: %s', (text, does) => {
  expect(hasEffect(expressionOf(text))).toBe(does);
});

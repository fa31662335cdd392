/** Each kind of statement. */
import { describe, expect, it } from 'vitest';
import { fragmentOf, issuesIn, itemOf, itemsOf, plain, told, toldOf } from './reading.ts';

describe('a statement', () => {
  it.each([
    ['f(x);', '<f(x)>'],
    [';', 'empty'],
    ['{ a(); b(); }', '{ <a()> <b()> }'],
    ['if (a) b();', 'if <a> <b()>'],
    ['if (a) b(); else c();', 'if <a> <b()> <c()>'],
    ['if (a) { b(); } else if (c) { d(); } else e();', 'if <a> { <b()> } if <c> { <d()> } <e()>'],
    ['if (a) if (b) c(); else d();', 'if <a> if <b> <c()> <d()>'],
    ['while (a) b();', 'while <a> <b()>'],
    ['while (a) ;', 'while <a> empty'],
    ['do a(); while (b);', 'do <a()> <b>'],
    ['do { a(); } while (b);', 'do { <a()> } <b>'],
    ['for (i = 0; i < n; i++) f(i);', 'for [<i = 0>] <i < n> <i++> <f(i)>'],
    ['for (;;) { break; }', 'for [] { break }'],
    ['for (i = 0, j = 1; ; ) continue;', 'for [<i = 0, j = 1>] continue'],
    [
      'switch (a) { case 1: case B: f(); break; default: g(); }',
      'switch <a> { case <1> case <B> <f()> break default <g()> }',
    ],
    ['switch (a) { case X ? 1 : 2: f(); }', 'switch <a> { case <X ? 1 : 2> <f()> }'],
    ['goto out;', 'goto out'],
    ['return;', 'return'],
    ['return -EIO;', 'return <-EIO>'],
    ['return (a);', 'return <a>'],
    ['return (struct pair) { 1 };', 'return unsupported {(struct pair) { 1 }}'],
    ['BUG_ON(x < 0);', '<BUG_ON(x < 0)>'],
    ['DECLARE_WAITQUEUE(wait, tsk);', '<DECLARE_WAITQUEUE(wait, tsk)>'],
    ['asm volatile("nop" : : "r"(a));', 'assembler'],
    ['__asm__ __volatile__("nop");', 'assembler'],
    ['if (likely(a)) b();', 'if <likely(a)> <b()>'],
    ['list_for_each(pos, &head) { f(pos); }', 'macroLoop list_for_each [<pos> <&head>] { <f(pos)> }'],
    [
      'list_for_each_entry(p, &head->list, link)\n\tf(p);',
      'macroLoop list_for_each_entry [<p> <&head->list> <link>] <f(p)>',
    ],
    ['for_each_thing(p, x)\n\t*p = 1;', 'macroLoop for_each_thing [<p> <x>] <*p = 1>'],
    ['do_each_thread(g, p) { f(p); }', 'macroLoop do_each_thread [<g> <p>] { <f(p)> }'],
    ['do { f(p); } while_each_thread(g, p);', 'do { <f(p)> } unsupported {while_each_thread(g, p)}'],
    ['goto *p;', 'unsupported {goto *p;}'],
    ['switch (a) { case 1 ... 3: f(); }', 'switch <a> { case unsupported {1 ... 3} <f()> }'],
  ])('%s', (text, tree) => {
    expect(told(itemOf(text))).toBe(tree);
  });

  it.each([
    ['out: f();', ['label out', '<f()>']],
    ['a(); out: b();', ['<a()>', 'label out', '<b()>']],
    ['if (a) out: f();', ['if <a> { label out <f()> }']],
  ])('may have labels: %s', (text, tree) => {
    expect(toldOf(text)).toEqual(tree);
  });
});

describe('a declaration', () => {
  const none = { pointers: 0, array: [], initialiser: null, storage: null };

  it.each<[string, object]>([
    ['int a;', { name: 'a', type: 'int' }],
    ['unsigned long flags;', { name: 'flags', type: 'unsigned long' }],
    ['struct thing *p;', { name: 'p', type: 'struct thing', pointers: 1 }],
    ['mine **p;', { name: 'p', type: 'mine', pointers: 2 }],
    ['size_t n;', { name: 'n', type: 'size_t' }],
    ['const char *s;', { name: 's', type: 'const char', pointers: 1 }],
    ['static int a;', { name: 'a', type: 'int', storage: 'static' }],
    ['register int a;', { name: 'a', type: 'int', storage: 'register' }],
    [
      'struct page *pages[4];',
      { name: 'pages', type: 'struct page', pointers: 1, array: [{ kind: 'number', value: 4n, spelling: '4' }] },
    ],
    ['char a[];', { name: 'a', type: 'char', array: [null] }],
    ['int (*f)(struct thing *, int);', { name: 'f', type: 'int (*)(struct thing *, int)' }],
    ['void __user *p;', { name: 'p', type: 'void', pointers: 1 }],
    ['typeof(a) b;', { name: 'b', type: 'typeof(a)' }],
    ['enum kind k;', { name: 'k', type: 'enum kind' }],
  ])('%s', (text, parts) => {
    expect(plain(itemOf(text))).toEqual({ kind: 'declaration', ...none, ...parts });
  });

  it('has the initial value', () => {
    expect(told(itemOf('struct thing *p = find(a, b);'))).toBe('declaration p struct thing 1 [] <find(a, b)>');
    expect(told(itemOf('int a = (b, c);'))).toBe('declaration a int 0 [] <b, c>');
    expect(told(itemOf('struct pair a = { 1, 2 };'))).toBe('declaration a struct pair 0 [] unsupported {{ 1, 2 }}');
  });

  it('is one for each name', () => {
    expect(toldOf('int a = 1, *b, c[2];')).toEqual([
      'declaration a int 0 [] <1>',
      'declaration b int 1 []',
      'declaration c int 0 [<2>]',
    ]);
    expect(itemsOf('int a,\n\tb;').map(({ at }) => at)).toEqual([
      { line: 1, endLine: 2, text: 'int a, b;' },
      { line: 1, endLine: 2, text: 'int a, b;' },
    ]);
  });

  it('stands in a for, too', () => {
    expect(told(itemOf('for (int i = 0; i < 2; i++) f();'))).toBe(
      'for [declaration i int 0 [] <0>] <i < 2> <i++> <f()>',
    );
  });

  it('is no product, and a call is no declaration', () => {
    expect(told(itemOf('a * b;'))).toBe('declaration b a 1 []');
    expect(toldOf('x = a * b; f(*p); g(a)(b);')).toEqual(['<x = a * b>', '<f(*p)>', '<g(a)(b)>']);
  });
});

describe('what is no statement', () => {
  it.each([
    ['f();\na b c;\ng();', ['line 2: C syntax: "a b c" makes no sense at "b"; expected a declaration']],
    ['f();\nx = + ;\ng();', ['line 2: C syntax: "x = +" makes no sense at "+"; expected an expression']],
    ['f();\nx = y\nreturn 0;', ['line 2: C syntax: no ; behind "y"; expected a ;']],
    ['{ x = y }', ['line 1: C syntax: no ; behind "y"; expected a ;']],
    ['f();\ng(a;\nh();', ['line 2: C syntax: nothing closes the ( in "g(a"; expected its other end']],
    ['f(); g(); h(); ) i();', ['line 1: C syntax: nothing opens the ); expected a statement']],
    ['{ f(); g(); else h(); }', ['line 1: C syntax: else without its if; expected an if before it']],
    ['f(); g(); else h();', ['line 1: C syntax: else without its if; expected an if before it']],
    ['for (a; b) c();', ['line 1: C syntax: a for with other than three parts; expected for (first; condition; next)']],
    ['if () f();', ['line 1: C syntax: nothing where an expression has to be; expected an expression']],
    ['do f(); x();', ['line 1: C syntax: no while (condition); behind ";"; expected a while (condition);']],
    ['goto 5;', ['line 1: C syntax: goto 5; is no statement; expected a label behind goto']],
    ['break x;', ['line 1: C syntax: break x; is no statement; expected break;']],
    ['f(); x = "a;\ng();', ['line 1: C syntax: a " that has no end on its line; expected another "']],
    ['f(); x = `a;', ['line 1: C syntax: "`" is no character of C; expected a token of C']],
  ])('%s', (text, issues) => {
    expect(issuesIn(text)).toEqual(expect.arrayContaining(issues));
    expect(issuesIn(text).length).toBeLessThan(4);
  });

  it('leaves what is around it readable', () => {
    const { items } = fragmentOf('f();\nx = + ;\nif (a) { b c d; e(); }');
    expect(items.map(told)).toEqual(['<f()>', 'unreadable {x = + ;}', 'if <a> { unreadable {b c d;} <e()> }']);
  });

  it('may be nested too deep', () => {
    const deep = `${'if (a) '.repeat(1000)}b();`;
    expect(issuesIn(deep)).toEqual(['line 1: C syntax: more than 200 statements within each other; expected fewer']);
    expect(issuesIn('{'.repeat(1000))).toEqual([
      'line 1: C syntax: more than 200 brackets within each other; expected fewer',
    ]);
    expect(issuesIn('}'.repeat(1000))).toEqual([
      'line 1: C syntax: more than 200 brackets within each other; expected fewer',
    ]);
  });
});

/** What stands outside of functions, and in structs. */
import { describe, expect, it } from 'vitest';
import { fragmentOf, issuesIn, itemOf, plain, told, toldOf } from './reading.ts';

const number = (value: bigint) => ({ kind: 'number', value, spelling: String(value) });

describe('a function', () => {
  it('has its head, and its body', () => {
    const text =
      'static inline struct thing *find(struct list_head *head, const char *name, int n[2])\n{\n\treturn NULL;\n}';
    expect(plain(itemOf(text, 'file'))).toEqual({
      kind: 'function',
      name: 'find',
      returns: 'struct thing *',
      parameters: [
        { name: 'head', type: 'struct list_head', pointers: 1, array: [] },
        { name: 'name', type: 'const char', pointers: 1, array: [] },
        { name: 'n', type: 'int', pointers: 0, array: [number(2n)] },
      ],
      isVariadic: false,
      isStatic: true,
      isInline: true,
      body: {
        kind: 'block',
        body: [{ kind: 'return', value: { kind: 'name', name: 'NULL' } }],
        missing: { open: false, close: false },
      },
    });
    expect(itemOf(text, 'file').at).toMatchObject({ line: 1, endLine: 4 });
  });

  it.each([
    ['void f(void) { }', 'function f void [] false false false {  }'],
    ['int fastcall f(int a) { }', 'function f int [a int 0 []] false false false {  }'],
    ['asmlinkage long f(u64 a, ...) { }', 'function f long [a u64 0 []] true false false {  }'],
    ['static int __init f(void) { }', 'function f int [] false true false {  }'],
    ['static int f(int a) __releases(x) __acquires(y->z) { }', 'function f int [a int 0 []] false true false {  }'],
    ['static __always_inline int f(void) { }', 'function f int [] false true true {  }'],
    ['int f(void) __attribute__((noreturn)) { }', 'function f int [] false false false {  }'],
    [
      'mine *f(ssize_t (*g)(int, long)) { }',
      'function f mine * [g ssize_t (*)(int, long) 0 []] false false false {  }',
    ],
  ])('%s', (text, tree) => {
    expect(told(itemOf(text, 'file'))).toBe(tree);
  });
});

describe('a file', () => {
  it.each([
    ['extern int f(struct thing *, int);', 'prototype f int [struct thing 1 [] int 0 []] false false false'],
    ['struct thing;', 'struct struct thing false'],
    ['extern unsigned long nr;', 'declaration nr unsigned long 0 [] extern'],
    ['int a = 3;', 'declaration a int 0 [] <3>'],
    ['typedef struct thing *mine;', 'typedef mine struct thing *'],
    ['typedef int (call)(struct thing *);', 'typedef call int ()(struct thing *)'],
    ['typedef loff_t (*seek_fn)(int);', 'typedef seek_fn loff_t (*)(int)'],
    ['enum { A, B = 2, C };', 'enum [A B <2> C]'],
    ['enum kind { A };', 'enum kind [A]'],
    ['EXPORT_SYMBOL(f);', '<EXPORT_SYMBOL(f)>'],
    ['static DEFINE_SPINLOCK(lock);', '<DEFINE_SPINLOCK(lock)>'],
    ['static DEFINE_PER_CPU(struct thing, things) = { 0 };', '<DEFINE_PER_CPU(struct thing, things) = { 0 }>'],
    ['struct operations ops = { .open = f, };', 'declaration ops struct operations 0 [] unsupported {{ .open = f, }}'],
    ['#include <linux/aio.h>', 'include linux/aio.h'],
    ['#include "mine.h"', 'include mine.h'],
    ['#undef A', 'directive undef'],
  ])('may have %s', (text, tree) => {
    expect(told(itemOf(text, 'file'))).toBe(tree);
  });

  it('has one item after the other', () => {
    expect(toldOf('module_init(f)\nint a;\nEXPORT_SYMBOL(g);\nstatic int b;', 'file')).toEqual([
      '<module_init(f)>',
      'declaration a int 0 []',
      '<EXPORT_SYMBOL(g)>',
      'declaration b int 0 [] static',
    ]);
  });

  it('tells what is no declaration', () => {
    expect(issuesIn('int a;\nSTRANGE int f(void);\nint b;', 'file')).toEqual([
      'line 2: C syntax: "STRANGE int f(void)" makes no sense at "f"; expected a declaration',
    ]);
  });
});

describe('a struct', () => {
  const member = { kind: 'member', pointers: 0, array: [], bits: null, members: null };

  it('has members', () => {
    const text =
      'struct thing {\n\tint a, *b;\n\tunsigned c:3;\n\tstruct list_head link;\n\tint (*f)(int);\n\tlong d[2][N];\n};';
    expect(plain(itemOf(text, 'file'))).toEqual({
      kind: 'struct',
      of: 'struct',
      name: 'thing',
      isCut: false,
      members: [
        { ...member, name: 'a', type: 'int' },
        { ...member, name: 'b', type: 'int', pointers: 1 },
        { ...member, name: 'c', type: 'unsigned', bits: number(3n) },
        { ...member, name: 'link', type: 'struct list_head' },
        { ...member, name: 'f', type: 'int (*)(int)' },
        { ...member, name: 'd', type: 'long', array: [number(2n), { kind: 'name', name: 'N' }] },
      ],
    });
  });

  it('has structs and unions in it', () => {
    const members = [{ ...member, name: 'p', type: 'void', pointers: 1 }];
    expect(plain(itemOf('union { void *p; } u;', 'struct'))).toEqual({ ...member, name: 'u', type: 'union', members });
    expect(plain(itemOf('struct inner { void *p; } u[2];', 'struct'))).toEqual({
      ...member,
      name: 'u',
      type: 'struct inner',
      array: [number(2n)],
      members,
    });
    expect(plain(itemOf('union { void *p; };', 'struct'))).toEqual({ ...member, name: null, type: 'union', members });
  });

  it('may be declared with a variable of it', () => {
    expect(toldOf('static struct { int a; } b, *c;', 'file')).toEqual([
      'struct struct [member a int 0 []] false',
      'declaration b struct 0 [] static',
      'declaration c struct 1 [] static',
    ]);
  });

  it('has macros among its members', () => {
    expect(toldOf('int a;\n#define A 1\nDECLARE_BITMAP(bits, A);\nint b;', 'struct')).toEqual([
      'member a int 0 []',
      'define A false 1 false',
      '<DECLARE_BITMAP(bits, A)>',
      'member b int 0 []',
    ]);
  });

  it('may end in the fragment, or begin and end outside of it', () => {
    expect(toldOf('int a;\n};\n\nint f(void);\n#define B 2', 'struct')).toEqual([
      'member a int 0 []',
      'prototype f int [] false false false',
      'define B false 2 false',
    ]);
    expect(toldOf('void *p;\n} inner;\nint b;', 'struct')).toEqual([
      'member inner  0 [] [member p void 1 []]',
      'member b int 0 []',
    ]);
    expect(toldOf('* of a comment */\nint a; /* and\n * another', 'struct')).toEqual(['member a int 0 []']);
    expect(toldOf('struct thing {\n\tint a;', 'file')).toEqual(['struct struct thing [member a int 0 []] true']);
    expect(toldOf('int a;\nstruct list_head', 'struct')).toEqual([
      'member a int 0 []',
      'incomplete end {struct list_head}',
    ]);
  });

  it('may begin with the end of a member', () => {
    expect(toldOf('b, *c;\nint a;', 'struct')).toEqual(['incomplete start {b, *c;}', 'member a int 0 []']);
    expect(toldOf('long);\nint a;', 'struct')).toEqual(['incomplete start {long);}', 'member a int 0 []']);
  });

  it('tells what is no member', () => {
    expect(issuesIn('int b c;\nint d;', 'struct')).toHaveLength(1);
    expect(issuesIn('int a;\nint b c;\nint d;', 'struct')).toEqual([
      'line 2: C syntax: "int b c" makes no sense at "c"; expected a declaration',
    ]);
    expect(fragmentOf('int a;\nint b c;\nint d;', 'struct').items.map(told)).toEqual([
      'member a int 0 []',
      'unreadable {int b c;}',
      'member d int 0 []',
    ]);
  });
});

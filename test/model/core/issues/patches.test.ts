/** What a patch is refused for before anything of it runs: one row for each mistake that a module can bring. */
import { describe, expect, it } from 'vitest';
import {
  applyPatch,
  type AnyProc,
  bool,
  compose,
  type Edit,
  int,
  link,
  listOf,
  NULL,
  oneOf,
  type Patch,
  PatchMisfit,
  ref,
  spinlock,
  to,
  value,
  unpatched,
} from '../../../../model/core/index.ts';
import { act, calls, edit, fn, go, nothing, structs } from '../../../models/tiny-kernel.ts';

const f = fn('f', { one: nothing, two: nothing });
const ground = { structs, sizes: { thing: 2, root: 1 }, domains: { result: [-5, 0, 7] } };

const adding = (steps: object): Edit => edit(f, { after: { one: steps } } as never);
const patchOf = (edits: readonly unknown[], more: object = {}): Patch =>
  ({ name: 'p', summary: 'a test', hunks: [{ name: 'h', standsFor: 'a test', edits }], ...more }) as Patch;

/** `code where: message; expected …`, of all that is wrong. */
function issuesOf(patch: unknown, base: AnyProc = f): string[] {
  const applied = applyPatch({ ...ground, entries: [base] }, patch as Patch);
  const issues = applied.ok ? [] : applied.issues;
  return issues.map(({ code, where, message, expected }) => `${code} ${where}: ${message}; expected ${expected}`);
}

type Row = readonly [what: string, patch: unknown, issue: string];

const refused = (rows: readonly Row[]) =>
  it.each(rows)('%s', (_, patch, issue) => {
    const [first = '', ...others] = issuesOf(patch);
    expect(first).toContain(issue);
    expect(others).toEqual([]);
  });

describe('a patch is refused for its looks:', () => {
  refused([
    ['hunks that are none', { name: 'p', hunks: 7 }, 'type patch p: hunks: got 7; expected an array of { name,'],
    ['no hunks', { name: 'p' }, 'missing patch p: hunks: missing'],
    [
      'a misspelt key',
      { ...patchOf([]), feilds: {} },
      'unknown-key patch p: unknown key feilds; expected one of name, summary, fields, hunks (did you mean fields?)',
    ],
    ['a summary that is no text', patchOf([], { summary: 7 }), 'type patch p: summary: got 7; expected a text'],
    ['fields that are a list', patchOf([], { fields: [] }), 'type patch p: fields: got an array'],
    ['fields that are null', patchOf([], { fields: null }), 'type patch p: fields: got null'],
    ['a hunk that is nothing', patchOf([], { hunks: [undefined] }), 'missing patch p, hunk 1: missing'],
    [
      'a hunk without a name',
      patchOf([], { hunks: [{ edits: [] }] }),
      'missing patch p, hunk 1: name: missing; expected a text that is not empty',
    ],
    [
      'a hunk of an empty name',
      patchOf([], { hunks: [{ name: ' ', edits: [] }] }),
      'type patch p, hunk 1: name: got " "',
    ],
    ['a hunk without edits', patchOf([], { hunks: [{ name: 'h' }] }), 'missing patch p, hunk h: edits: missing'],
    [
      'a misspelt key of a hunk',
      patchOf([], { hunks: [{ name: 'h', edit: [], edits: [] }] }),
      'patch p, hunk h: unknown key edit; expected one of name, standsFor, edits (did you mean edits?)',
    ],
    [
      'an edit that edit did not make',
      patchOf([{ proc: 'f', remove: ['one'] }]),
      'type patch p, hunk h: edits[0]: got an object; expected what edit(a function, { … }) makes',
    ],
  ]);
});

describe('an edit is refused:', () => {
  const made = (result: unknown): Edit => ({ proc: 'f', claims: [], apply: () => result as AnyProc });
  refused([
    [
      'of a function that is not there',
      patchOf([edit(fn('g', { one: nothing }), {})]),
      'no-function patch p, hunk h: the kernel has no function g; expected f',
    ],
    [
      'of a step that is not there',
      patchOf([edit(f, { remove: ['tow' as 'two'] })]),
      'no-step patch p, hunk h: f has no step tow to change; expected one of one, two (did you mean two?)',
    ],
    [
      'with a misspelt key',
      patchOf([edit(f, { replce: {} } as object)]),
      'unknown-key patch p, hunk h: an edit of f has the unknown key replce; expected one of locals, remove, replace, before, after (did you mean replace?)',
    ],
    [
      'that changes nothing that could be changed',
      patchOf([edit(f, 7 as never)]),
      'type patch p, hunk h: an edit of f has 7 for what it changes; expected { locals, remove, replace, before, after }',
    ],
    [
      'that removes what is no list of labels',
      patchOf([edit(f, { remove: 'one' } as object)]),
      'type patch p, hunk h: an edit of f has "one" for remove; expected an array of labels',
    ],
    [
      'with locals that are a list',
      patchOf([edit(f, { locals: [] } as object)]),
      'type patch p, hunk h: an edit of f has an array for locals; expected C types, by name',
    ],
    [
      'that replaces null',
      patchOf([edit(f, { replace: null } as object)]),
      'type patch p, hunk h: an edit of f has null for replace; expected steps, by label',
    ],
    [
      'that puts a function before a step',
      patchOf([edit(f, { before: { two: () => undefined } } as object)]),
      'type patch p, hunk h: an edit of f has a function for before.two; expected new steps, by label',
    ],
    [
      'that says of a local that it is of another type',
      patchOf([edit(f, { locals: { a: 'long' } })]),
      'redeclared patch p, hunk h: f has a local a of another type; expected int, or another name',
    ],
    [
      'that throws',
      patchOf([
        {
          ...made(null),
          apply: () => {
            throw new Error('boom');
          },
        },
      ]),
      'edit patch p, hunk h: boom; expected an edit of f that does not throw',
    ],
    [
      'that makes no function',
      patchOf([made(7)]),
      'type patch p, hunk h: 7 is no function; expected one that proc made',
    ],
    [
      'that makes a function with detours of its own',
      patchOf([made({ ...f, detours: [] })]),
      'type patch p, hunk h: f has an array for its detours; expected what edit sets, or none',
    ],
    [
      'that makes another function',
      patchOf([made(fn('g', { one: nothing }))]),
      'edit patch p, hunk h: its edit of f makes a g of it; expected f',
    ],
    [
      'that leaves no step',
      patchOf([edit(f, { remove: ['one', 'two'] })]),
      'no-steps patch p, hunk h: f has no steps; expected one step at least',
    ],
  ]);
});

describe('a step is refused:', () => {
  const said = { line: 1, c: 'as the C says' };
  const step = (what: string, label: string, steps: unknown, issue: string): Row => [
    what,
    patchOf([adding({ [label]: steps })]),
    issue,
  ];
  const hunk = 'patch p, hunk h';
  refused([
    step(
      'called return',
      'return',
      nothing,
      `reserved-name ${hunk}: f has a step called return, which is where a function ends; expected another name`,
    ),
    step(
      'called by a number',
      '7',
      nothing,
      `name ${hunk}: f has a step called 7, which is made of digits only, which JavaScript would put first`,
    ),
    step('called nothing', '', nothing, `name ${hunk}: f has a step called "", which is empty`),
    step(
      'called as what every object has',
      'constructor',
      nothing,
      `reserved-name ${hunk}: f has a step called constructor, which is a name that every JavaScript object has`,
    ),
    step(
      'with a blank in its name',
      'a b',
      nothing,
      `name ${hunk}: f has a step called "a b", which has a blank or a line break in it`,
    ),
    step(
      'with a line break in its name',
      'a\n',
      nothing,
      `name ${hunk}: f has a step called "a\\n", which has a blank or a line break`,
    ),
    step(
      'with a hidden character in its name',
      'a\u0007',
      nothing,
      `name ${hunk}: f has a step called "a\\u0007", which has a character in it that cannot be seen`,
    ),
    step(
      'with a ? in its name',
      'a?',
      nothing,
      `name ${hunk}: f has a step called "a?", which has a ? in it, which means something else in a line of a trace`,
    ),
    step('with a dot in its name', 'a.b', nothing, `name ${hunk}: f has a step called a.b, which has a . in it`),
    step('of a name without end', 'x'.repeat(201), nothing, 'which has more than 200 characters'),
    step(
      'that does nothing',
      'x',
      said,
      `form ${hunk}: f.x does nothing; expected one of run, acquire, release, call and go in each step`,
    ),
    step(
      'that does two things',
      'x',
      { ...nothing, go: () => undefined },
      `form ${hunk}: f.x has run and go; expected one of run,`,
    ),
    step(
      'that runs what is no function',
      'x',
      { ...said, run: 'two' },
      `form ${hunk}: f.x.run is "two"; expected a function`,
    ),
    step(
      'that waits for what is no function',
      'x',
      { ...nothing, when: true },
      `form ${hunk}: f.x.when is true; expected a function`,
    ),
    step(
      'that waits beside a lock',
      'x',
      { ...said, acquire: () => undefined, when: () => true },
      `form ${hunk}: f.x has when beside acquire; expected when beside run only`,
    ),
    step(
      'with a misspelt key',
      'x',
      { ...nothing, wen: () => true },
      `unknown-key ${hunk}: f.x has the unknown key wen; expected one of line, c, then,`,
    ),
    step(
      'with detours that no edit set',
      'x',
      { ...nothing, detours: {} },
      `type ${hunk}: f.x has an object for its detours; expected what edit sets, or none`,
    ),
    step(
      'without a line',
      'x',
      { c: 'x', run: () => undefined },
      `type ${hunk}: f.x has undefined for its line; expected the line in its C file`,
    ),
    step(
      'without a statement',
      'x',
      { line: 1, run: () => undefined },
      `type ${hunk}: f.x has undefined for its c; expected its statement`,
    ),
    step(
      'that goes nowhere',
      'x',
      { ...nothing, then: 'tow' },
      `astray ${hunk}: f.x goes to tow, which is no step of f; expected one of one, x, two, return (did you mean two?)`,
    ),
    step(
      'that goes on to a number',
      'x',
      { ...nothing, then: 7 },
      `type ${hunk}: f.x goes on to 7; expected the label of a step`,
    ),
    step(
      'that calls nothing',
      'x',
      { ...said, call: undefined },
      `form ${hunk}: f.x calls no function; expected to(a function,`,
    ),
    step('that calls without arguments', 'x', { ...said, call: { proc: f } }, `form ${hunk}: f.x calls no function`),
    step(
      'with a result that no local takes',
      'x',
      { ...calls(fn('g', { one: nothing })), result: 'ab' },
      `no-local ${hunk}: f.x puts its result in ab, which is no local; expected one of a, b, p`,
    ),
    step(
      'that calls its own function',
      'x',
      calls(f),
      `recursion patch p: f.x calls f itself, which the stacks do not allow`,
    ),
  ]);
});

describe('a function of a patch is refused:', () => {
  const calling = (g: unknown): Patch =>
    patchOf([adding({ x: { line: 1, c: 'g()', call: to(g as AnyProc, () => undefined) } })]);
  const g = fn('g', { one: nothing });
  refused([
    ['without steps', calling(fn('g', {})), 'no-steps patch p, hunk h: g has no steps'],
    [
      'with a blank in its name',
      calling(fn('my g', { one: nothing })),
      'name patch p, hunk h: a function is called "my g", which has a blank',
    ],
    [
      'with a dot in its name',
      calling(fn('my.g', { one: nothing })),
      'name patch p, hunk h: a function is called my.g, which has a . in it',
    ],
    [
      'that returns what is no local',
      calling({ ...g, returns: 'z' }),
      'no-local patch p, hunk h: g returns z, which is no local; expected one of a, b, p',
    ],
    [
      'with a local that C could not have',
      calling({ ...g, locals: { 'a b': 'int', a: 'int' } }),
      'name patch p, hunk h: g has a local called "a b", which has a blank',
    ],
    [
      'with a local without a type',
      calling({ ...g, locals: { a: undefined } }),
      "type patch p, hunk h: g says of its local a that it is undefined; expected its C type: 'int'",
    ],
    [
      'that is called like another one',
      calling(fn('f', { other: nothing })),
      'duplicate patch p, hunk h: there are two functions called f',
    ],
  ]);
  it('which calls it, however deep', () => {
    expect(issuesOf(calling(fn('g', { one: calls(fn('h', { 1: nothing })) })))[0]).toContain('h has a step called 1');
  });
});

describe('a field is refused:', () => {
  const field = (what: string, added: unknown, issue: string): Row => [
    what,
    patchOf([], { fields: { thing: added } }),
    issue,
  ];
  const good = int(0, 3).racy();
  refused([
    [
      'of a struct that is not there',
      patchOf([], { fields: { thign: { x: good } } }),
      'no-struct patch p: the kernel has no struct thign to add fields to; expected one of thing, root (did you mean thing?)',
    ],
    [
      'of a struct with no fields',
      patchOf([], { fields: { thing: 7 } }),
      'type patch p: the fields of thing are 7; expected fields by name',
    ],
    field(
      'that the base has',
      { n: good },
      'redeclared patch p: thing.n is a field of the base; expected a field of another name, or a constant one',
    ),
    field(
      'that is undefined',
      { x: undefined },
      'no-field patch p: thing.x is undefined; expected a field: bool(), int(min, max),',
    ),
    field('that is a number', { x: 7 }, 'no-field patch p: thing.x is 7'),
    field(
      'of no kind',
      { x: { kind: { is: 'float' }, cls: { is: 'racy' } } },
      'no-field patch p: thing.x is of no kind',
    ),
    field(
      'without a class',
      { x: bool() },
      'no-class patch p: thing.x says not who may touch it; expected .racy(), .constant(),',
    ),
    field(
      'called life',
      { life: good },
      'reserved-name patch p: thing has a field called life, which is what the machine keeps of each object',
    ),
    field(
      'called as what every object has',
      { toString: good },
      'reserved-name patch p: thing has a field called toString, which is a name that every',
    ),
    field(
      'that C could not have',
      { 'a-b': good },
      'name patch p: thing has a field called a-b, which is no name in C',
    ),
    field('called by a number', { 1: good }, 'name patch p: thing has a field called 1, which is made of digits only'),
    field(
      'of values of no domain',
      { x: value('reslut').racy() },
      'no-domain patch p: thing.x takes values of reslut, which there is not; expected result',
    ),
    field(
      'that refers to no pool',
      { x: ref('tihng').racy() },
      'no-pool patch p: thing.x refers to objects of tihng, which there is not; expected one of thing, root (did you mean thing?)',
    ),
    field(
      'that lists what is in no pool',
      { x: listOf(ref('nobody')).racy() },
      'no-pool patch p: thing.x refers to objects of nobody',
    ),
    field(
      'that lists without room',
      { x: listOf(ref('thing'), -1).racy() },
      'range patch p: thing.x has room for -1; expected a whole number of elements',
    ),
    field(
      'that lists too much',
      { x: listOf(ref('thing'), 1e9).racy() },
      'range patch p: thing.x has room for 1000000000',
    ),
    field(
      'under a lock that its struct has not',
      { x: int(0, 1).guarded_by('lock') },
      'no-lock patch p: thing.x is guarded by thing.lock, which is no lock; expected another class: thing has no lock',
    ),
    field(
      'under a lock that is none',
      { x: int(0, 1).guarded_by('home.total') },
      'no-lock patch p: thing.x is guarded by home.total, which is no lock; expected one of lock, wait_lock of root',
    ),
    field(
      'under a misspelt lock',
      { x: int(0, 1).written_under('home.lokc') },
      'no-lock patch p: thing.x is guarded by home.lokc, which is no lock; expected one of lock, wait_lock (did you mean lock?) of root',
    ),
    field(
      'under a lock behind what is no reference',
      { x: int(0, 1).guarded_by('n.lock') },
      'no-lock patch p: thing.x is guarded by n.lock, which is no lock; expected a lock of thing itself, or ref.lock with ref one of next, home',
    ),
    field(
      'of an empty range',
      { x: int(3, 2).racy() },
      'range patch p: thing.x cannot range from 3 to 2; expected whole numbers, the lowest first, 31 bits wide at most',
    ),
    field(
      'of a range that is no whole number',
      { x: int(0, 0.5).racy() },
      'range patch p: thing.x cannot range from 0 to 0.5',
    ),
    field(
      'of a range without a highest',
      { x: int(0, undefined as never).racy() },
      'range patch p: thing.x cannot range from 0 to undefined',
    ),
    field(
      'of a range too wide',
      { x: int(0, 2 ** 31 - 1).racy() },
      'range patch p: thing.x cannot range from 0 to 2147483647',
    ),
    field(
      'of a range too wide around nothing',
      { x: int(-(2 ** 30), 2 ** 30).racy() },
      'range patch p: thing.x cannot range from -1073741824 to 1073741824',
    ),
    field(
      'of a range too low',
      { x: int(-(2 ** 31), 0).racy() },
      'range patch p: thing.x cannot range from -2147483648 to 0',
    ),
    field(
      'that is one of nothing',
      { x: oneOf().racy() },
      'range patch p: thing.x is one of nothing; expected some different texts',
    ),
    field('that is one of the same twice', { x: oneOf('a', 'a').racy() }, 'range patch p: thing.x is one of "a", "a"'),
    field(
      'that starts outside its range',
      { x: int(0, 3).racy().starts(4) },
      'start patch p: thing.x cannot start as 4; expected a whole number from 0 to 3',
    ),
    field(
      'that starts as no truth',
      {
        x: bool()
          .racy()
          .starts(1 as never),
      },
      'start patch p: thing.x cannot start as 1; expected true or false',
    ),
    field(
      'that starts as none of its names',
      {
        x: oneOf('a', 'b')
          .racy()
          .starts('c' as 'a'),
      },
      'start patch p: thing.x cannot start as "c"; expected one of a, b',
    ),
    field(
      'that starts as no value of its domain',
      { x: value('result').racy().starts(1) },
      'start patch p: thing.x cannot start as 1; expected one of -5, 0, 7',
    ),
    field(
      'that starts as no object',
      { x: ref('thing').racy().starts(2) },
      'start patch p: thing.x cannot start as 2; expected a whole number from -1 to 1',
    ),
    field(
      'that starts as a full list',
      {
        x: listOf(ref('thing'))
          .racy()
          .starts([] as never),
      },
      'start patch p: thing.x cannot start as an array; expected nothing: a list starts empty',
    ),
  ]);

  it.each([
    ['guarded', 'count', int(0, 3).racy().starts(0)],
    ['racy', 'n', int(0, 3).guarded_by('home.lock').starts(0)],
    ['constant, and something else', 'home', ref('thing').racy().starts(0)],
    ['constant, and starts otherwise', 'home', ref('root').racy()],
    ['constant, as a ledger', 'home', ref('root').ledger().starts(0)],
    ['constant, as that', 'home', ref('root').constant().starts(0)],
  ])('that is %s in the base', (_, name, declared) => {
    const [issue] = issuesOf(patchOf([], { fields: { thing: { [name]: declared } } }));
    expect(issue).toContain(
      `redeclared patch p: thing.${name} is a field of the base; expected a field of another name, or`,
    );
  });

  it('not, where the patch writes what is constant in the base', () => {
    expect(issuesOf(patchOf([], { fields: { thing: { home: ref('root').racy().starts(0) } } }))).toEqual([]);
    const guarded = ref('root').guarded_by('own').starts(0);
    expect(issuesOf(patchOf([], { fields: { thing: { own: spinlock(), home: guarded } } }))).toEqual([]);
    const [issue] = issuesOf(patchOf([], { fields: { thing: { home: ref('root').guarded_by('gone').starts(0) } } }));
    expect(issue).toContain('no-lock patch p: thing.home is guarded by thing.gone');
  });

  it('that two patches of a sum declare, and both are named', () => {
    const one: Patch = { ...patchOf([]), name: 'one', fields: { thing: { x: good } } };
    const other: Patch = { ...one, name: 'other', fields: { thing: { x: bool().racy(), y: good } } };
    const says = 'redeclared patch other: thing.x is a field of patch one already; expected a field of another name';
    expect(issuesOf(compose([one, other]))).toEqual([says]);
    expect(issuesOf(compose([patchOf([]), compose([one, other])]))).toEqual([says]);
    expect(issuesOf(compose([one, { ...one, name: 'third', fields: { root: { x: good } } }]))).toEqual([]);
  });

  it('not, of every kind and class', () => {
    const fields = {
      thing: {
        bits: int(-1, 2 ** 31 - 4)
          .racy()
          .starts(2 ** 31 - 4),
        other: ref('thing').guarded_by('own').starts(NULL),
        own: spinlock(),
        back: ref('thing').constant(),
        kept: value('result').guarded_by('back.own').starts(7),
        list: listOf(value('result'), 2).written_under('home.lock'),
        state: oneOf('a', 'b').ledger().starts('b'),
      },
      root: { more: bool().racy().set_once().starts(false) },
    };
    expect(issuesOf(patchOf([], { fields }))).toEqual([]);
  });
});

describe('all mistakes', () => {
  it('are told at once, each once, fields first', () => {
    const patch = patchOf([adding({ 7: nothing, 8: { ...nothing, then: 9 } }), adding({ again: nothing })], {
      fields: { nobody: {}, thing: { life: bool(), x: bool() } },
    });
    expect(issuesOf(patch).map((issue) => issue.split(' ')[0])).toEqual([
      'no-struct',
      'reserved-name',
      'no-class',
      'name',
      'name',
    ]);
  });

  it('have a line each in the message', () => {
    const patch = patchOf([adding({ 7: nothing })], { fields: { thing: { life: bool() } } });
    const applied = applyPatch({ ...ground, entries: [f] }, patch);
    expect(applied.ok ? null : new PatchMisfit(applied.issues).message).toMatch(
      /^patch p: thing has a field called life, .*\npatch p, hunk h: f has a step called 7, .*$/,
    );
  });

  it('of a base are no patch’s: they throw, and not as a misfit', () => {
    const broken = fn('f', { 1: nothing });
    expect(() => link([broken], unpatched)).toThrow('f has a step called 1, which is made of digits only');
    expect(() => link([broken], unpatched)).not.toThrow(PatchMisfit);
  });

  it('are none in a patch of every form of step', () => {
    const g = fn('g', { out: go(() => undefined), act: act(() => undefined) });
    const steps = {
      r: nothing,
      w: { ...nothing, when: () => true },
      a: { line: 0, c: '', acquire: () => undefined },
      d: { line: 1, c: '', release: () => undefined, then: 'return' },
      c: { ...calls(g), result: 'a' },
    };
    expect(issuesOf(patchOf([adding(steps)]))).toEqual([]);
  });
});

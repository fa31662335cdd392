/** What a field of a patch is refused for: one row for each mistake. */
import { describe, expect, it } from 'vitest';
import {
  bool,
  compose,
  int,
  listOf,
  NULL,
  oneOf,
  ref,
  spinlock,
  value,
  type Patch,
} from '../../../../model/core/index.ts';
import { patchOf, issuesOf, refused, type Row } from './refusing.ts';

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

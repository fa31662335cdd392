/** What structs, orders of locks and works of a patch are refused for: one row for each mistake. */
import { describe, expect, it } from 'vitest';
import {
  applyPatch,
  bool,
  compose,
  heapStruct,
  int,
  type Patch,
  ref,
  spinlock,
  struct,
  to,
} from '../../../../model/core/index.ts';
import { f, ground, issuesOf, patchOf, refused, type Row } from './refusing.ts';

const good = struct({ n: int(0, 3).racy().starts(0), lock: spinlock() });
const row =
  (key: string) =>
  (what: string, value: unknown, issue: string): Row => [what, patchOf([], { [key]: value }), issue];

describe('structs are refused:', () => {
  const structs = row('structs');
  refused([
    structs('that are a list', [], 'type patch p: structs: got an array; expected an object of structs, by name'),
    structs(
      'one that the base has',
      { thing: good },
      'redeclared patch p: thing is a struct of the base; expected a struct of another name, or fields that are added to that one',
    ),
    structs('one that the core has', { lock_order: good }, 'redeclared patch p: lock_order is a struct of the base'),
    structs(
      'one called as the pool of contexts',
      { context: good },
      'reserved-name patch p: a struct is called context, which is the pool of the contexts; expected another name',
    ),
    structs(
      'one that C could not have',
      { 'a-b': good },
      'name patch p: a struct is called a-b, which is no name in C',
    ),
    structs(
      'a number',
      { mine: 7 },
      'type patch p: the struct mine is 7; expected struct({ … }), heapStruct({ … }), or pool(one of these, how many there are)',
    ),
    structs('a pool of nothing', { mine: { struct: null, count: 1 } }, 'type patch p: the struct mine is null'),
    structs(
      'a pool with a misspelt key',
      { mine: { struct: good, cuont: 1 } },
      'unknown-key patch p: the struct mine has the unknown key cuont; expected one of struct, count, begin (did you mean count?)',
    ),
    structs(
      'a beginning that is none',
      { mine: { struct: good, count: 1, begin: 7 } },
      'type patch p: mine.begin is 7; expected a function of the object, its number and the world',
    ),
    structs(
      'half an object',
      { mine: { struct: good, count: 0.5 } },
      'range patch p: there are 0.5 of mine; expected a whole number, 4096 at most, one of things, or a function of the world',
    ),
    structs('too many', { mine: { struct: good, count: 5000 } }, 'range patch p: there are 5000 of mine'),
    structs(
      'one of each of what there is not',
      { mine: { struct: good, count: 'thigns' } },
      'range patch p: there are "thigns" of mine; expected a number, or things (did you mean things?)',
    ),
    structs(
      'as many as a function cannot tell',
      {
        mine: {
          struct: good,
          count: () => {
            throw new Error('boom');
          },
        },
      },
      'range patch p: how many of mine there are cannot be told: boom; expected a whole number',
    ),
    structs('a function that says no number', { mine: { struct: good, count: () => 'x' } }, 'there are "x" of mine'),
    structs(
      'a field without a class',
      { mine: struct({ n: bool() }) },
      'no-class patch p: mine.n says not who may touch it; expected .racy(),',
    ),
    structs(
      'a field that refers to no pool',
      { mine: struct({ n: ref('mien').racy() }) },
      'no-pool patch p: mine.n refers to objects of mien, which there is not; expected one of thing, root, mine (did you mean mine?)',
    ),
    structs(
      'a field under what is no lock',
      { mine: struct({ n: bool().guarded_by('n') }) },
      'no-lock patch p: mine.n is guarded by mine.n, which is no lock; expected another class: mine has no lock',
    ),
  ]);

  const applied = (patch: Patch) =>
    applyPatch({ ...ground, entries: [f], counted: { things: 3 }, world: { n: 2 } }, patch);
  it('and good ones have as many objects as they say', () => {
    const found = applied(
      patchOf([], {
        structs: {
          one: good,
          many: { struct: good, count: 4 },
          each: { struct: heapStruct({ of: ref('each').racy() }), count: 'things' },
          told: { struct: good, count: ({ n }: { n: number }) => 2 * n + 1 },
        },
        // Of a struct of its own, too.
        fields: { one: { to: ref('each').racy() } },
      }),
    );
    expect(found.ok && found.kernel.sizes).toMatchObject({ thing: 2, root: 1, one: 1, many: 4, each: 3, told: 5 });
    expect(found.ok && Object.keys(found.kernel.structs['one']?.fields ?? {})).toEqual(['n', 'lock', 'to']);
  });

  it('where two patches of a sum have one of a name', () => {
    const one = patchOf([], { name: 'one', structs: { mine: good } });
    const two = patchOf([], { name: 'two', structs: { mine: good } });
    expect(issuesOf(compose([one, two]))).toEqual([
      'redeclared patch two: mine is a struct of patch one already; expected a struct of another name',
    ]);
    expect(issuesOf(compose([one, { ...two, structs: { other: good } }]))).toEqual([]);
  });
});

describe('an order of locks is refused:', () => {
  const order = row('lockOrder');
  const A_CHAIN = 'expected an array of chains, each an array of locks';
  refused([
    order('that is a text', 'root.lock', `type patch p: lockOrder: got "root.lock"; ${A_CHAIN}`),
    order('that is one chain', ['root.lock', 'root.wait_lock'], `type patch p: lockOrder: got an array; ${A_CHAIN}`),
    order(
      'that names no lock',
      [['root.lock', 'root.wiat_lock']],
      'no-lock patch p: lockOrder names root.wiat_lock, which is no lock; expected one of root.lock, root.wait_lock (did you mean root.wait_lock?)',
    ),
    order(
      'that goes round in a circle',
      [
        ['root.lock', 'root.wait_lock'],
        ['root.wait_lock', 'root.lock'],
      ],
      'lock-order patch p: lockOrder has root.wait_lock > root.lock, with which root.lock comes inside itself; expected an order that goes one way round with the others',
    ),
    order(
      'that has a lock inside itself',
      [['root.lock', 'root.lock']],
      'lock-order patch p: lockOrder has root.lock > root.lock',
    ),
  ]);

  const on = (patch: Patch) =>
    applyPatch({ ...ground, entries: [f], lockOrder: [['root.lock', 'root.wait_lock']] }, patch);
  it('that is against that of the base, by way of a lock of its own', () => {
    const found = on(
      patchOf([], {
        structs: { mine: good },
        lockOrder: [
          ['root.wait_lock', 'mine.lock'],
          ['mine.lock', 'root.lock'],
        ],
      }),
    );
    expect(found.ok || found.issues.map(({ message }) => message)).toEqual([
      'lockOrder has mine.lock > root.lock, with which root.lock comes inside itself',
    ]);
  });
  it('that is against that of another patch of the sum', () => {
    const one = patchOf([], { name: 'one', structs: { mine: good }, lockOrder: [['root.lock', 'mine.lock']] });
    const two = patchOf([], { name: 'two', lockOrder: [['mine.lock', 'root.lock']] });
    expect(issuesOf(compose([one, two]))).toEqual([
      'lock-order patch two: lockOrder has mine.lock > root.lock, with which root.lock comes inside itself; expected an order that goes one way round with the others',
    ]);
  });
  it('and a good one stands behind that of the base', () => {
    const found = on(patchOf([], { structs: { mine: good }, lockOrder: [['root.lock', 'mine.lock']] }));
    expect(found.ok && found.kernel.lockOrder).toEqual([
      ['root.lock', 'root.wait_lock'],
      ['root.lock', 'mine.lock'],
    ]);
  });
});

describe('works are refused:', () => {
  refused([
    row('works')(
      'that are a list',
      [],
      'type patch p: works: got an array; expected an object of { func, count }, by name',
    ),
    row('works')(
      'where there is no workqueue',
      { mine: { func: to(f, () => undefined), count: 1 } },
      'declared patch p: it has works, and the model has no workqueue; expected no works',
    ),
  ]);
});

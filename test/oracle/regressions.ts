/** Plans on which the core and the oracle once differed, each shrunk: what each is about, and the ways of searching in which that showed. */
import {
  cell,
  heap,
  lock,
  plan,
  pool,
  proc,
  property,
  racy,
  REDUCED,
  root,
  swap,
  SYMMETRIC,
  takesTurns,
  toNode,
  type Regression,
} from './small-plans.ts';
import { acquire, act, add, and, ask, at, less, local, plus, read, release, set, when, write } from './words.ts';

export const regressions: readonly Regression[] = [
  {
    about:
      'a read of a wide field fills the memo, and what is not remembered is taken for what cannot be (lost update)',
    modes: REDUCED,
    plan: plan(
      { root: pool(1, { wide: racy(0, 2 ** 20) }) },
      [proc('f', act(set('a', read(root('wide')))), act(write(root('wide'), plus(local('a'), 131_072))))],
      ['f', 'f'],
    ),
  },
  {
    about: 'the same, where a wide field stands beside what two others race for',
    modes: REDUCED,
    plan: plan(
      { root: pool(1, { users: racy(-1, 6, 1) }), cell: pool(3, { seen: racy(-1, 2 ** 20) }) },
      [
        proc('f', act(write(root('users'), 1))),
        proc('g', act(when(read(cell('seen'))))),
        proc('h', act(write(root('users'), -1))),
      ],
      ['f', 'g', 'h'],
    ),
  },
  {
    about: 'the same, where it is a condition that waits: a stuck end is lost',
    modes: REDUCED,
    plan: plan(
      { root: pool(1, { users: racy(-1, 6), wide: racy(0, 2 ** 20, 1) }) },
      [
        proc('f', { does: 'act', when: read(root('wide')), body: [] }),
        proc('g', act(write(root('users'), -1)), { does: 'act', when: read(root('users')), body: [] }),
        proc('h', act(add(root('users'), 1))),
      ],
      ['f', 'g', 'h'],
    ),
  },
  {
    about: 'a count whose holders are no pins: somebody acts on what it comes to',
    modes: REDUCED,
    plan: plan(
      {
        root: pool(1, { users: racy(-1, 6, 1), base: { ...racy(0, 1, 1), cls: 'ledger' }, flag: racy(0, 1) }),
        cell: pool(2, { holds: racy(0, 2) }),
      },
      [
        proc('f', act(add(root('users'), 1), add(cell('holds'), 1))),
        proc(
          'g',
          act(
            when(
              read(root('base')),
              write(root('base'), 0),
              add(root('users'), -1),
              when(read(root('users')), write(root('flag'), 1)),
            ),
          ),
        ),
      ],
      ['f', 'g'],
      { counts: { 'root[0].users': ['root[0].base', 'cell[0].holds', 'cell[1].holds'] } },
    ),
  },
  {
    about: 'what is not dropped keeps a count from falling, and not from being less than two',
    modes: REDUCED,
    plan: plan(
      {
        root: pool(1, { users: racy(-1, 6, 1), base: { ...racy(0, 1, 1), cls: 'ledger' }, flag: racy(0, 1) }),
        cell: pool(2, { holds: { ...racy(0, 2), cls: 'ledger' } }),
      },
      [
        proc('f', act(add(cell('holds'), 1), add(root('users'), 1))),
        proc(
          'g',
          act(
            when(
              read(root('base')),
              add(cell('holds'), 1),
              add(root('users'), 1),
              when(less(read(root('users')), 3), write(root('flag'), 1)),
            ),
          ),
        ),
      ],
      ['f', 'g'],
      { counts: { 'root[0].users': ['root[0].base', 'cell[0].holds', 'cell[1].holds'] } },
    ),
  },
  {
    about: 'the same in a step that drops what is not recorded, and ends the schedule',
    modes: REDUCED,
    plan: plan(
      {
        root: pool(1, {
          lock,
          sum: { ...racy(-3, 6), cls: { guard: 'lock', reads: false } },
          users: racy(-1, 6, 1),
          base: { ...racy(0, 1, 1), cls: 'ledger' },
        }),
        cell: pool(2, { holds: { ...racy(0, 2), cls: 'ledger' } }),
      },
      [
        proc('f', act(add(cell('holds'), 1), add(root('users'), 1))),
        proc(
          'g',
          act(
            when(read(root('base')), add(root('users'), -1), when(less(read(root('users')), 1), write(root('sum'), 1))),
          ),
          { does: 'go', body: [{ bug: 1 }] },
        ),
      ],
      ['f', 'g'],
      {
        counts: { 'root[0].users': ['root[0].base', 'cell[0].holds', 'cell[1].holds'] },
        properties: [property({ onBreach: { kind: 'unguarded' } })],
      },
    ),
  },
  {
    about: 'a count comes to the most that it can hold, and somebody acts on that',
    modes: REDUCED,
    plan: plan(
      {
        root: pool(1, { users: racy(-1, 2, 1), base: { ...racy(0, 1, 1), cls: 'ledger' }, flag: racy(0, 1) }),
        cell: pool(2, { holds: { ...racy(0, 1), cls: 'ledger' } }),
      },
      [
        proc('f', act(add(cell('holds'), 1), add(root('users'), 1))),
        proc('g', act(when(less(1, read(root('users'))), write(root('flag'), 1)))),
      ],
      ['f', 'g'],
      { counts: { 'root[0].users': ['root[0].base', 'cell[0].holds', 'cell[1].holds'] } },
    ),
  },
  {
    about: 'what is claimed symmetric is so but in states that few schedules come to',
    modes: SYMMETRIC,
    plan: plan(
      {
        root: pool(1, { first: toNode, turns: racy(0, 15) }),
        node: heap(2),
        cell: pool(2, { done: racy(0, 1) }),
      },
      [takesTurns(5, act(when(and(less(8, read(root('turns'))), local('me')), write(cell('done'), 1))))],
      ['f', 'f'],
      { symmetry: [swap] },
    ),
  },
  {
    about: 'what is judged differently is what two of three do at a time, and nothing else leads there',
    modes: SYMMETRIC,
    plan: plan(
      { root: pool(1, { users: racy(-1, 6, 1) }), node: heap(3, { lock }) },
      [
        proc(
          'f',
          acquire(at('node', local('p'), 'lock')),
          release(at('node', local('p'), 'lock')),
          act(write(root('users'), 1)),
        ),
      ],
      ['f', 'f', 'f'],
      {
        symmetry: [
          [2, 1, 0],
          [1, 2, 0],
          [1, 0, 2],
          [2, 0, 1],
          [0, 2, 1],
        ].map((contexts) => ({ contexts, pools: { node: contexts } })),
        properties: [property({ always: [ask(and({ holds: 1 }, { holds: 2 }))] })],
      },
    ),
  },
  {
    about: 'a breach is judged by the name of its context, and the contexts are taken for one another',
    modes: SYMMETRIC,
    plan: plan(
      { root: pool(1, { lock, sum: { ...racy(0, 1), cls: { guard: 'lock', reads: false } } }) },
      [proc('f', act(write(root('sum'), 1)), release(root('lock')))],
      ['f', 'f'],
      {
        symmetry: [{ contexts: [1, 0], pools: {} }],
        properties: [property({ onBreach: { kind: 'lock', context: 'c1' } })],
      },
    ),
  },
  {
    about: 'an object is held before it is published, and touched by another: only afterwards is that a breach',
    modes: REDUCED,
    plan: plan(
      {
        root: pool(1, { base: { ...racy(0, 1, 1), cls: 'ledger' } }),
        node: { ...heap(1, { lock, count: { ...racy(0, 1), cls: { guard: 'lock', reads: true } } }), alive: [] },
      },
      [
        proc('f', act({ life: 'alloc', pool: 'node', id: 0 }), act({ life: 'publish', pool: 'node', id: 0 })),
        proc('g', act(write(at('node', 0, 'count'), 1))),
      ],
      ['f', 'g'],
      {
        pins: { node: [['root[0].base']] },
        properties: [property({ onBreach: { kind: 'unguarded', context: 'c1' } })],
      },
    ),
  },
];

/** Plans in which a search goes wrong that believes too much: what each is about, and the ways of searching in which that shows. */
import type { ProcPlan } from './plan.ts';
import {
  cell,
  go,
  heap,
  lock,
  plan,
  pool,
  proc,
  property,
  racy,
  REDUCED,
  root,
  SYMMETRIC,
  toNode,
  type Regression,
} from './small-plans.ts';
import {
  acquire,
  act,
  add,
  and,
  ask,
  askEach,
  at,
  differ,
  equal,
  less,
  local,
  minus,
  read,
  release,
  self,
  set,
  when,
  write,
} from './words.ts';

/** Cells that are raised and lowered again by those who do not meet otherwise. */
const blinks = (name: string, field: string): ProcPlan =>
  proc(name, act(write(root(field), 1)), act(write(root(field), 0)));

/** A predicate that sees two things together which no step does: it is violated in the middle of two steps alone. */
export const pitfalls: readonly Regression[] = [
  {
    about: 'two cells that change back are judged together',
    modes: REDUCED,
    plan: plan(
      { root: pool(1, { flag: racy(0, 1), stop: racy(0, 1) }) },
      [blinks('f', 'flag'), blinks('g', 'stop')],
      ['f', 'g'],
      { properties: [property({ always: [ask(and(read(root('flag')), read(root('stop'))))] })] },
    ),
  },
  {
    about: 'the answer of one cell violates, but only as long as another one is not set (no answer of it alone)',
    modes: REDUCED,
    plan: plan(
      { root: pool(1, { flag: racy(0, 1), stop: racy(0, 1) }) },
      [proc('f', act(write(root('flag'), 1))), proc('g', act(write(root('stop'), 1)))],
      ['f', 'g'],
      { properties: [property({ always: [ask(and(read(root('flag')), equal(read(root('stop')), 0)))] })] },
    ),
  },
  {
    about: 'count and holders are in step but for one way, which changes them one after the other',
    modes: REDUCED,
    plan: plan(
      { root: pool(1, { users: racy(0, 3) }), cell: pool(2, { holds: racy(0, 1) }) },
      [
        proc(
          'f',
          act(add(root('users'), 1), write(cell('holds'), 1)),
          act(add(root('users'), -1), write(cell('holds'), 0)),
        ),
        proc('g', act(add(root('users'), 1)), act(write(cell('holds'), 1))),
      ],
      ['f', 'g'],
      {
        properties: [
          property({ always: [ask(less(1, minus(read(root('users')), { sum: 'cell', field: 'holds' })))] }),
          property({ name: 'q', always: [ask(differ(read(root('users')), { sum: 'cell', field: 'holds' }))] }),
        ],
      },
    ),
  },
  {
    about: 'a cell that goes up only, but for one way that takes it back',
    modes: REDUCED,
    plan: plan(
      { root: pool(1, { flag: racy(0, 1), stop: racy(0, 1) }) },
      [
        proc(
          'f',
          act(
            { choose: 'luck', options: [0, 2, 3, 1], into: 'a' },
            set('a', equal(local('a'), 1)),
            write(root('flag'), 1),
          ),
          act(when(local('a'), write(root('flag'), 0))),
        ),
        proc('g', act(write(root('stop'), 1))),
      ],
      ['f', 'g'],
      { properties: [property({ always: [ask(and(read(root('stop')), equal(read(root('flag')), 0)))] })] },
    ),
  },
  {
    about: 'where a context stands and what it holds is judged, and another one takes its lock away',
    modes: REDUCED,
    plan: plan(
      { root: pool(1, { lock, flag: racy(0, 1) }) },
      [
        proc('f', acquire(root('lock')), act(write(root('flag'), 1)), release(root('lock'))),
        proc('g', act({ lock: 'drop', at: root('lock') }), act(write(root('flag'), 0))),
      ],
      ['f', 'g'],
      {
        properties: [
          property({
            always: [
              askEach('context', and({ in: 'f', context: self }, and(equal({ holds: self }, 0), read(root('flag'))))),
            ],
          }),
        ],
      },
    ),
  },
  {
    about: 'the last reference is looked for with a loop that leaves at the first hit',
    modes: SYMMETRIC,
    plan: plan(
      { cell: pool(2, { holds: racy(0, 1), done: racy(0, 1) }) },
      [proc('f', act(write(cell('holds'), 1)), act(write(cell('done'), 1)), act(write(cell('holds'), 0)))],
      ['f', 'f'],
      {
        symmetry: [{ contexts: [1, 0], pools: { cell: [1, 0] } }],
        properties: [
          property({
            always: [
              ask(
                equal(
                  { first: 'cell', where: and(read(at('cell', self, 'holds')), read(at('cell', self, 'done'))) },
                  1,
                ),
              ),
            ],
          }),
        ],
      },
    ),
  },
  {
    about: 'what is wrong at the end is wrong in stuck ends alone',
    modes: REDUCED,
    plan: plan(
      { root: pool(1, { flag: racy(0, 1), stop: racy(0, 1) }) },
      [
        proc('f', act({ choose: 'luck', options: [0, 1], into: 'a' }, write(root('flag'), local('a')))),
        proc('g', { does: 'act', when: read(root('flag')), body: [write(root('stop'), 1)] }),
      ],
      ['f', 'g'],
      {
        properties: [
          property({ atEnd: [ask(equal(read(root('stop')), 0))] }),
          property({ name: 'q', atEnd: [ask({ stuck: true })] }),
        ],
      },
    ),
  },
  {
    about: 'a shorter violation in an end than in a state that is met first',
    modes: REDUCED,
    plan: plan(
      { root: pool(1, { flag: racy(0, 2) }) },
      [
        proc(
          'f',
          act(
            { choose: 'luck', options: [0, 1], into: 'a' },
            write(root('flag'), local('a')),
            when(equal(local('a'), 1), { bug: 0 }),
          ),
          go(local('a'), 'return'),
          act(write(root('flag'), 2)),
        ),
      ],
      ['f'],
      {
        properties: [
          property({ always: [ask(equal(read(root('flag')), 2))], atEnd: [ask(equal(read(root('flag')), 1))] }),
        ],
      },
    ),
  },
  {
    about: 'one context goes round alone, and the other never ends: nobody may be put off for ever',
    modes: REDUCED,
    plan: plan(
      { root: pool(1, { flag: racy(0, 1), users: racy(0, 1) }) },
      [
        proc('f', { does: 'act', body: [], jump: { if: equal(read(root('flag')), 0), to: 's0' } }),
        proc('g', act(write(root('users'), 1)), { does: 'act', body: [], jump: { if: 1, to: 's1' } }),
      ],
      ['f', 'g'],
      { properties: [property({ livelock: true }), property({ name: 'q', always: [ask(read(root('users')))] })] },
    ),
  },
  {
    about: 'a livelock begins nearer than the other violation of the same property',
    modes: REDUCED,
    plan: plan(
      { root: pool(1, { stop: racy(0, 1) }) },
      [
        proc('f', act({ choose: 'luck', options: [0, 1], into: 'a' }, write(root('stop'), local('a'))), {
          does: 'act',
          body: [],
          jump: { if: read(root('stop')), to: 's1' },
        }),
      ],
      ['f'],
      { properties: [property({ atEnd: [ask(1)], livelock: true })] },
    ),
  },
  {
    about: 'a member of the set is disabled by one outside: who waits for a flag that another lowers',
    modes: REDUCED,
    plan: plan(
      { root: pool(1, { flag: racy(0, 1, 1), stop: racy(0, 1) }) },
      [
        proc('f', { does: 'act', when: read(root('flag')), body: [write(root('stop'), 1)] }),
        proc('g', act(), act(write(root('flag'), 0))),
      ],
      ['f', 'g'],
      { properties: [property({ livelock: true }), property({ name: 'q', atEnd: [ask({ stuck: true })] })] },
    ),
  },
  {
    about: 'three are alike but for a pair of them, which the generators of the group do not take to each other',
    modes: SYMMETRIC,
    plan: plan(
      { root: pool(1, { first: toNode, flag: racy(0, 1) }), node: heap(3) },
      [
        proc(
          'f',
          act(write(root('first'), local('p'))),
          act(when(and(equal(read(root('first')), 0), equal(local('p'), 2)), write(root('flag'), 1))),
        ),
      ],
      ['f', 'f', 'f'],
      {
        symmetry: [
          [0, 2, 1],
          [1, 0, 2],
          [1, 2, 0],
          [2, 0, 1],
          [2, 1, 0],
        ].map((ids) => ({ contexts: ids, pools: { node: ids } })),
        properties: [property({ always: [ask(read(root('flag')))] })],
      },
    ),
  },
];

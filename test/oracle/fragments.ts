/** Steps that belong together, as a kernel is made of them, and the mistakes that are made with them. */
import type { Dice } from './dice.ts';
import type { Expr, Place, Statement } from './plan.ts';
import {
  acquire,
  act,
  add,
  and,
  at,
  differ,
  equal,
  less,
  local,
  minus,
  plus,
  read,
  release,
  self,
  set,
  type Step,
  when,
  write,
} from './words.ts';
import { WIDE, type WorldPlan } from './world.ts';

/** What a fragment is drawn for. A symmetric function names no object but those that it is given. */
export interface Setting {
  readonly dice: Dice;
  readonly world: WorldPlan;
  readonly symmetric: boolean;
  /** Functions that may be called. */
  readonly helpers: readonly string[];
}

export const root = (name: string): Place => at('root', 0, name);
const rootLock = root('lock');
export const me = (name: string): Place => at('cell', local('me'), name);
const a = local('a');
const b = local('b');

export const nodeId = ({ dice, world, symmetric }: Setting): Expr =>
  symmetric || dice.chance(60) ? local('p') : dice.int(0, world.nodes - 1);
const node = (s: Setting, name: string): Place => at('node', nodeId(s), name);

const scalar = (s: Setting): Place =>
  s.dice.weighed([
    [3, root('users')],
    [2, root('sum')],
    [2, root('total')],
    [3, node(s, 'n')],
    [2, me('seen')],
    [1, node(s, 'count')],
    [1, node(s, 'users')],
  ]);

export const condition = (s: Setting): Expr => {
  const { dice } = s;
  return dice.weighed<Expr>([
    [3, equal(read(root('flag')), dice.int(0, 1))],
    [2, less(read(root('users')), dice.int(1, 3))],
    [2, equal(read(root('sum')), dice.int(0, 2))],
    [2, differ(read(me('done')), 1)],
    [1, less(dice.pick([300_000, WIDE - 1]), read(root('wide')))],
    [1, equal(read(node(s, 'n')), dice.int(0, 2))],
    [1, equal({ first: 'cell', where: read(at('cell', self, 'done')) }, -1)],
  ]);
};

const flags = (s: Setting): Statement =>
  write(
    s.dice.weighed([
      [3, root('flag')],
      [3, me('done')],
      [1, root('stop')],
    ]),
    s.dice.pick([1, 1, 1, 0]),
  );

/** What a section does that has the root's lock. */
const guardedDeed = (s: Setting): Statement =>
  s.dice.weighed<() => Statement>([
    [3, () => add(root('total'), 1)],
    [2, () => add(root('sum'), s.dice.pick([1, -1]))],
    [2, () => add(at('node', nodeId(s), 'held'), 1)],
    [2, () => ({ insert: root('queue'), element: nodeId(s), tail: s.dice.chance(50) })],
    [1, () => ({ remove: root('queue'), element: nodeId(s), into: 'b' })],
    [1, () => ({ unlink: root('queue'), element: nodeId(s) })],
    [1, () => flags(s)],
  ])();

const section = (s: Setting): Step[] => {
  const { dice } = s;
  const lock = dice.chance(70) ? rootLock : at('node', nodeId(s), 'lock');
  const inside = Array.from({ length: dice.int(1, 2) }, () =>
    act(lock === rootLock ? guardedDeed(s) : add({ ...lock, field: 'count' }, 1)),
  );
  if (dice.chance(8)) inside.push(act({ sleep: true }));
  if (dice.chance(70)) return [acquire(lock), ...inside, release(lock)];
  return dice.weighed<Step[]>([
    [2, [acquire(lock), ...inside]],
    [1, [acquire(lock), acquire(lock), ...inside, release(lock)]],
    [2, [...inside, release(lock)]],
    [1, [acquire(lock), act({ lock: 'drop', at: lock }), ...inside, release(lock)]],
  ]);
};

const nest = (s: Setting): Step[] => {
  const nodeLock = at('node', nodeId(s), 'lock');
  const [outer, inner] = s.dice.chance(60) ? [rootLock, nodeLock] : [nodeLock, rootLock];
  return [acquire(outer), acquire(inner), act(add({ ...nodeLock, field: 'count' }, 1)), release(inner), release(outer)];
};

/** A reference to the node, or to the root, is taken and given back; whoever gives the last one back acts on it. */
const reference = (s: Setting): Step[] => {
  const { dice } = s;
  const id = nodeId(s);
  const [count, last] = dice.chance(40)
    ? [at('node', id, 'users'), dice.pick<Statement>([{ life: 'free', pool: 'node', id }, write(root('flag'), 1)])]
    : [
        root('users'),
        dice.pick<Statement>([write(root('flag'), 1), write(root('stop'), 1), { life: 'free', pool: 'node', id }]),
      ];
  const get = act(add(count, 1), ...(dice.chance(85) ? [add(me('holds'), 1)] : []));
  const put = [...(dice.chance(85) ? [when(less(0, read(me('holds'))), add(me('holds'), -1))] : []), add(count, -1)];
  const use = dice.chance(50) ? [act(add(at('node', id, 'n'), 1))] : [];
  const dropBase = act(
    when(equal(read(root('base')), 1), write(root('base'), 0), add(count, -1), when(equal(read(count), 0), last)),
  );
  if (dice.chance(25)) return [dropBase];
  if (dice.chance(60)) return [get, ...use, act(...put, when(equal(read(count), 0), last))];
  return [get, ...use, act(...put, set('b', read(count))), act(when(equal(b, 0), last))];
};

const birth = (s: Setting): Step[] => {
  const { dice, world } = s;
  const id = s.symmetric ? local('p') : dice.int(0, world.nodes - 1);
  const show = write(root('first'), id);
  return [
    act({ life: 'alloc', pool: 'node', id }, ...(dice.chance(30) ? [show] : [])),
    act(write(at('node', id, 'val'), dice.int(0, 3)), ...(dice.chance(30) ? [write(at('node', id, 'next'), id)] : [])),
    act(
      { life: dice.pick(['publish', 'publish', 'discard'] as const), pool: 'node', id },
      ...(dice.chance(60) ? [show] : []),
    ),
  ];
};

const visit = ({ dice }: Setting): Step[] => {
  const one = at('node', local('p'), dice.pick(['n', 'val', 'mark', 'next']));
  return [
    act(
      set('p', read(root('first'))),
      when(differ(local('p'), -1), one.field === 'mark' ? write(one, 1) : set('a', read(one))),
    ),
  ];
};

export const choice = (s: Setting): Step[] => {
  const { dice } = s;
  const options = dice.pick([[0, 1], [0, 1], [0, 1, 2], [1, 2, 0], [2]]);
  const into: Statement = { choose: dice.pick(['fault', 'luck']), options, into: 'a' };
  const use = dice.weighed<Statement[]>([
    [2, [add(root('users'), a)]],
    [2, [when(equal(a, 1), flags(s))]],
    [1, [{ choose: 'more', options: [0, 1], into: 'b' }, write(me('done'), b)]],
    [1, []],
  ]);
  return [act(into, ...use)];
};

const wide = ({ dice }: Setting): Step[] =>
  dice.weighed<Step[]>([
    [2, [act(add(root('wide'), dice.pick([1, 262_144, 400_001])))]],
    [2, [act(set('a', read(root('wide'))), write(me('seen'), a))]],
    [1, [act(write(root('wide'), dice.pick([WIDE, 77_777])))]],
    [1, [act(when(less(500_000, read(root('wide'))), write(root('flag'), 1)))]],
    [2, [act(set('a', read(root('wide')))), act(write(root('wide'), plus(a, 131_072)))]],
    [1, [act(when(less(read(me('seen')), read(root('wide'))), add(root('sum'), 1)))]],
  ]);

const look = (s: Setting): Step[] => {
  const where = s.dice.weighed<readonly [string, Expr]>([
    [3, ['cell', equal(read(at('cell', self, 'done')), s.dice.int(0, 1))]],
    [2, ['cell', less(0, read(at('cell', self, 'holds')))]],
    [1, ['node', less(0, read(at('node', self, 'n')))]],
  ]);
  const first = { first: where[0], where: where[1] };
  return [act(s.dice.chance(50) ? when(equal(first, -1), flags(s)) : write(root('sum'), first))];
};

const control = (s: Setting): Step[] => {
  const { dice } = s;
  const log: Statement = { insert: root('log'), element: dice.pick([0, 1]), tail: true };
  const body: Statement[] = dice.chance(50)
    ? [set('a', plus(a, 1)), ...(dice.chance(40) ? [log] : [])]
    : [set('b', minus(a, b))];
  if (dice.chance(6)) body.push(dice.pick<Statement>([write(root('flag'), 1), { bug: equal(a, 0) }]));
  return [{ does: 'go', body }];
};

const call = (s: Setting): Step[] => {
  if (s.helpers.length === 0) return [act(add(scalar(s), 1))];
  return [
    {
      does: 'call',
      proc: s.dice.pick(s.helpers),
      args: { p: nodeId(s), a: s.dice.pick<Expr>([a, b, 1]), me: local('me') },
      into: s.dice.pick(['a', 'b', null]),
    },
  ];
};

const mistake = (s: Setting): Step[] =>
  s.dice.weighed<() => Step[]>([
    [4, () => [act({ life: 'free', pool: 'node', id: nodeId(s) })]],
    [1, () => [act({ life: 'free', pool: 'node', id: nodeId(s) }, add(at('node', nodeId(s), 'n'), 1))]],
    [2, () => [act({ bug: and(equal(read(root('flag')), 1), condition(s)) })]],
    [1, () => [act({ lock: s.dice.pick(['take', 'drop'] as const), at: rootLock })]],
    [1, () => [act(write(at('node', nodeId(s), 'home'), 0))]],
    [1, () => [act({ sleep: true })]],
    [1, () => [act({ head: root('queue'), into: 'a' })]],
    [1, () => [act(write(at('node', nodeId(s), 'color'), s.dice.int(0, 3)))]],
  ])();

const racy = (s: Setting): Step[] => {
  const place = scalar(s);
  return s.dice.weighed<Step[]>([
    [3, [act(add(place, s.dice.pick([1, 1, -1])))]],
    [2, [act(set('a', read(place))), act(write(place, plus(a, 1)))]],
    [2, [act(flags(s))]],
    [1, [act(write(at('node', nodeId(s), 'mark'), 1))]],
    [1, [act(write(root('first'), nodeId(s)))]],
  ]);
};

/** Waits by going round, till somebody says so: perhaps nobody does. */
const spin = (s: Setting): Step[] => [
  {
    does: 'act',
    body: s.dice.chance(20) ? [set('b', minus(1, b))] : [],
    jump: { if: equal(read(root(s.dice.pick(['flag', 'stop']))), 0), to: 'here' },
  },
];
const wait = (s: Setting): Step[] => [{ does: 'act', when: condition(s), body: s.dice.chance(40) ? [flags(s)] : [] }];
const again = ({ dice }: Setting): Step[] => [
  {
    does: dice.pick(['act', 'go'] as const),
    body: [set('c', plus(local('c'), 1))],
    jump: { if: less(local('c'), dice.int(1, 2)), to: 'back' },
  },
];
const branch = (s: Setting): Step[] => [
  {
    does: 'act',
    body: [],
    jump: { if: s.dice.chance(50) ? equal(a, s.dice.int(0, 1)) : condition(s), to: s.dice.pick(['ahead', 'return']) },
  },
];

/** Something else for one of those that are alike otherwise, and that only now and then. */
export const asymmetry = (s: Setting): Step[] => {
  const rare = s.dice.pick<Expr>([condition(s), equal(read(root('users')), 2), equal(read(root('sum')), 2), 1]);
  const it = s.dice.pick<Expr>([
    equal(local('me'), 0),
    equal(local('p'), 0),
    less(local('me'), 1),
    less(0, read(at('cell', 0, 'seen'))),
    and(equal(read(root('first')), s.dice.int(0, 2)), equal(local('p'), s.dice.int(0, 2))),
  ]);
  return [
    act(
      when(
        s.dice.chance(60) ? and(rare, it) : and(it, rare),
        s.dice.pick([flags(s), add(root('users'), 1), add(me('seen'), 1)]),
      ),
    ),
  ];
};

export const fragment = (s: Setting): Step[] =>
  s.dice.weighed<(setting: Setting) => Step[]>([
    [7, racy],
    [6, section],
    [2, nest],
    [7, reference],
    [3, birth],
    [3, visit],
    [4, choice],
    [4, wide],
    [4, look],
    [4, control],
    [5, call],
    [4, mistake],
    [3, spin],
    [6, wait],
    [2, again],
    [3, branch],
  ])(s);

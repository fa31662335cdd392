/** Breaches of a field's class or of a lock, which let the schedule go on, one tiny model each. */
import { to } from '../../../model/core/index.ts';
import {
  acquire,
  act,
  born,
  fn,
  go,
  interrupt,
  type Kernel,
  type Locals,
  nothing,
  release,
} from '../../models/tiny-kernel.ts';
import { type Case, does, owner } from './finding-case.ts';

export const breaches: Case[] = [
  {
    sentence: 'writing a guarded field without its lock is unguarded, named after the field',
    of: does((k) => void (k.root(0).total = 1)),
    turns: ['user'],
    finds: { kind: 'unguarded', what: 'root.total', step: 'user.act' },
  },
  {
    sentence: 'reading one while another holds the lock is unguarded',
    of: [fn('holder', { lock: acquire((k) => k.root(0).lock) }), ...does((k, f) => void (f.a = k.root(0).total))],
    turns: ['holder', 'user'],
    finds: { kind: 'unguarded', what: 'root.total', step: 'user.act' },
  },
  {
    sentence: 'so is one whose lock lies behind a reference',
    of: [owner, ...does((k) => void (k.thing(0).count = 1))],
    turns: ['owner', 'user'],
    finds: { kind: 'unguarded', what: 'thing.count', step: 'user.act' },
  },
  {
    sentence: 'touching what its creator has not published is a breach, named after the struct',
    of: [fn('owner', { alloc: act((k) => k.alloc('thing', 0)), go: nothing }), ...does((k) => void (k.thing(0).n = 1))],
    turns: ['owner', 'user'],
    finds: { kind: 'unpublished', what: 'thing', step: 'user.act' },
  },
  {
    sentence: 'giving back what was published is one, named after the object',
    of: [owner, ...does((k) => k.discard('thing', 0))],
    turns: ['owner', 'user'],
    finds: { kind: 'unpublished', what: 'thing[0]', step: 'user.act' },
  },
  {
    sentence: 'writing a constant field after publication is a breach, even by its creator',
    of: [fn('owner', { born: born(0), write: act((k) => void (k.thing(0).home = 0)) })],
    turns: ['owner', 'owner'],
    finds: { kind: 'constant', what: 'thing.home', step: 'owner.write' },
  },
  {
    sentence: 'setting a flag that may be set once, while it is set, is a breach, named after the flag',
    of: [
      fn('user', { set: act((k) => void (k.root(0).latch = true)), again: act((k) => void (k.root(0).latch = true)) }),
    ],
    turns: ['user', 'user'],
    finds: { kind: 'set_again', what: 'root.latch', step: 'user.again' },
  },
  {
    sentence: 'reading shared state in a go step is a breach, blamed on the action that led to it',
    of: [fn('user', { act: nothing, look: go((f, k) => void (f.a = k.root(0).flag ? 1 : 0)) })],
    turns: ['user'],
    finds: { kind: 'local', what: 'root.flag', step: 'user.act' },
  },
  {
    sentence: 'reading shared state for the arguments of a call is one',
    of: [
      fn('user', {
        act: nothing,
        call: {
          line: 1,
          c: 'called(flag)',
          call: to(fn('called', { nothing }), (g, _: Locals, k: Kernel) => void (g.a = Number(k.root(0).flag))),
        },
      }),
    ],
    turns: ['user'],
    finds: { kind: 'local', what: 'root.flag', step: 'user.act' },
  },
  {
    sentence: 'taking a lock twice is a breach rather than a silent deadlock',
    of: [fn('user', { lock: acquire((k) => k.root(0).lock), again: acquire((k) => k.root(0).lock) })],
    turns: ['user', 'user'],
    finds: { kind: 'lock', what: 'root.lock is taken twice', step: 'user.again' },
  },
  {
    sentence: 'releasing a lock that another holds is one',
    of: [
      fn('holder', { lock: acquire((k) => k.root(0).lock), go: nothing }),
      fn('user', { unlock: release((k) => k.root(0).lock) }),
    ],
    turns: ['holder', 'user'],
    finds: { kind: 'lock', what: 'root.lock is released by one that does not hold it', step: 'user.unlock' },
  },
  {
    sentence: 'so is releasing a lock that nobody holds',
    of: [fn('user', { unlock: release((k) => k.root(0).lock) })],
    turns: ['user'],
    finds: { kind: 'lock', what: 'root.lock is released by one that does not hold it', step: 'user.unlock' },
  },
  {
    sentence: 'taking a lock inside one of a later place in the order is a breach, named after both',
    of: [fn('user', { inner: acquire((k) => k.root(0).wait_lock), outer: acquire((k) => k.root(0).lock) })],
    parts: { lockOrder: ['root.lock', 'root.wait_lock'] },
    turns: ['user', 'user'],
    finds: { kind: 'order', what: 'root.lock is taken inside root[0].wait_lock', step: 'user.outer' },
  },
  {
    sentence: 'so is taking a lock inside one of the same name in another object',
    of: [fn('user', { one: acquire((k) => k.root(0).lock), other: acquire((k) => k.root(1).lock) })],
    parts: { lockOrder: ['root.lock'], sizes: { thing: 2, root: 2 } },
    turns: ['user', 'user'],
    finds: { kind: 'order', what: 'root.lock is taken inside root[0].lock', step: 'user.other' },
  },
  {
    sentence: 'what may sleep while its context holds a lock is a breach, named after the lock',
    of: [fn('user', { lock: acquire((k) => k.root(0).wait_lock), sleep: act((k) => k.might_sleep()) })],
    turns: ['user', 'user'],
    finds: { kind: 'atomic', what: 'a holder of root[0].wait_lock may sleep', step: 'user.sleep' },
  },
  {
    sentence: 'so is what may sleep in an interrupt',
    of: does((k) => k.might_sleep()).map(interrupt),
    turns: ['user'],
    finds: { kind: 'atomic', what: 'an interrupt may sleep', step: 'user.act' },
  },
];

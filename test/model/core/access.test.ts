/** What steps see of the state and leave in it: fields of every kind, lists, locks, lives; and what is recorded of it. */
import { deepStrictEqual } from 'node:assert';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type List, ReferenceMachine } from '../../../model/core/index.ts';
import { bothMachines } from '../../models/machines.ts';
import {
  acquire,
  act,
  born,
  calls,
  fireAll,
  fn,
  go,
  type Kernel,
  nothing,
  release,
  tinyModel,
} from '../../models/tiny-kernel.ts';

/** Something done to a list; `at` and `element` are taken modulo what is possible. */
const listOperation = fc.record({
  does: fc.constantFrom('insert', 'remove'),
  at: fc.nat(9),
  element: fc.constantFrom(-5, 0, 7),
});
type ListOperation = { does: string; at: number; element: number };

/** The same done to an array. */
function onArray(array: number[], { does, at, element }: ListOperation): void {
  if (does === 'insert') array.splice(at % (array.length + 1), 0, element);
  else if (array.includes(element)) array.splice(array.indexOf(element), 1);
}

describe.each(bothMachines)('on the %s machine', (_, make) => {
  it('a list is what an array is, operation by operation', () => {
    const acts = fc.property(fc.array(listOperation, { maxLength: 20 }), (operations) => {
      const array: number[] = [];
      const told: unknown[] = [];
      const possible = operations.filter((operation) => {
        if (operation.does === 'insert' && array.length === 4) return false;
        onArray(array, operation);
        return true;
      });
      const contents = (list: List) => Array.from({ length: list.length }, (__, i) => list.at(i));
      const user = fn('user', {
        act: act((k) => {
          const list = k.root(0).queue;
          const mirror: number[] = [];
          for (const operation of possible) {
            const { does, at, element } = operation;
            const had = mirror.includes(element);
            if (list.has(element) !== had) told.push('has', element);
            onArray(mirror, operation);
            if (does === 'insert') list.insert(at % (list.length + 1), element);
            else if (list.remove(element) !== had) told.push('removed', element);
            deepStrictEqual(contents(list), mirror);
          }
        }),
        last: nothing,
      });
      const machine = make(tinyModel([user]));
      deepStrictEqual([fireAll(machine, 'user')[0]?.findings, told], [[], []]);
      deepStrictEqual(machine.plain().pools['root']?.[0]?.['queue'], array);
    });
    fc.assert(acts);
  });

  it('a field gives back what was put in', () => {
    const puts = act((k) => {
      const [thing, root] = [k.thing(1), k.root(0)];
      Object.assign(thing, { n: 3, mark: true, color: 'green', next: 1 });
      Object.assign(root, { result: -5, flag: true, seen: 9 });
    });
    const gets = act((k) => {
      const [{ n, mark, color, next }, { result, flag, seen }] = [k.thing(1), k.root(0)];
      deepStrictEqual([n, mark, color, next, result, flag, seen], [3, true, 'green', 1, -5, true, 9]);
    });
    const machine = make(tinyModel([fn('user', { born: born(1), puts, gets })]));
    expect(fireAll(machine, 'user', 'user', 'user').flatMap(({ findings }) => findings)).toEqual([]);
  });

  it('states are written out in plain values', () => {
    const lock = acquire((k) => k.root(0).lock);
    const fill = act((k) => {
      k.alloc('thing', 1);
      k.root(0).queue.insert(0, 7);
      k.root(0).queue.insert(0, -5);
      k.root(0).things.insert(0, 1);
    });
    const machine = make(tinyModel([fn('zero', { nothing }), fn('one', { lock, fill, last: nothing })]));
    fireAll(machine, 'one', 'one');
    const blank = { n: '?', mark: '?', color: '?', next: '?', home: '?', count: '?' };
    expect(machine.plain()).toEqual({
      pools: {
        thing: [
          { life: 'unallocated', ...blank },
          { life: 'private to one', n: 0, mark: '?', color: 'red', next: null, home: 0, count: 0 },
        ],
        root: [
          {
            lock: 1,
            wait_lock: null,
            total: 0,
            queue: [-5, 7],
            things: [1],
            result: 0,
            flag: false,
            latch: false,
            seen: 0,
          },
        ],
      },
      stacks: {
        zero: [{ proc: 'zero', label: 'nothing', locals: { a: 0, b: 0, p: -1 } }],
        one: [{ proc: 'one', label: 'last', locals: { a: 0, b: 0, p: -1 } }],
      },
      halted: null,
    });
  });

  it('a freed object holds nothing any more', () => {
    const machine = make(tinyModel([fn('user', { born: born(0), free: act((k) => k.free('thing', 0)) })]));
    fireAll(machine, 'user', 'user');
    const nothingLeft = { n: '?', mark: '?', color: '?', next: '?', home: '?', count: '?' };
    expect(machine.plain().pools['thing']?.[0]).toEqual({ life: 'freed', ...nothingLeft });
  });

  it('an object is alive from its allocation until it is freed', () => {
    const alloc = act((k) => k.alloc('thing', 0));
    const publish = act((k) => k.publish('thing', 0));
    const free = act((k) => k.free('thing', 0));
    const machine = make(tinyModel([fn('user', { alloc, publish, free })]));
    const lives = [0, 1, 2].map(() => {
      const alive = machine.situation.isAlive('thing', 0);
      fireAll(machine, 'user');
      return alive;
    });
    expect([...lives, machine.situation.isAlive('thing', 0)]).toEqual([false, true, true, false]);
    expect(machine.situation.isAlive('root', 0)).toBe(true);
  });

  it('a field that there is not cannot be written', () => {
    const machine = make(
      tinyModel([fn('one', { slip: act((k) => void ((k.root(0) as unknown as { flog: boolean }).flog = true)) })]),
    );
    expect(fireAll(machine, 'one')[0]?.findings).toMatchObject([{ is: 'fault', kind: 'threw' }]);
  });

  it('held locks are told by name, with their holders', () => {
    const lock = acquire((k) => k.root(0).lock);
    const unlock = release((k) => k.root(0).lock);
    const machine = make(tinyModel([fn('one', { nothing }), fn('two', { lock, unlock })]));
    expect(machine.situation.heldLocks()).toEqual([]);
    fireAll(machine, 'two');
    expect(machine.situation.heldLocks()).toEqual([{ lock: 'root[0].lock', holder: 1 }]);
    fireAll(machine, 'two');
    expect(machine.situation.heldLocks()).toEqual([]);
  });

  it('a lock is free until it is taken, for others until it is dropped', () => {
    const lock = acquire((k) => k.root(0).lock);
    const unlock = release((k) => k.root(0).lock);
    const machine = make(tinyModel([fn('one', { lock, unlock }), fn('two', { lock, unlock })]));
    fireAll(machine, 'one');
    expect(machine.enabled(1)).toBe(false);
    fireAll(machine, 'one', 'two');
    expect(machine.plain().pools['root']?.[0]?.['lock']).toBe(1);
  });

  it('looking from outside checks nothing and finds nothing', () => {
    const user = fn('user', { born: born(0), free: act((k) => k.free('thing', 0)), last: nothing });
    const machine = make(tinyModel([user]));
    fireAll(machine, 'user', 'user');
    const k = machine.inspect as Kernel;
    expect([k.root(0).total, k.root(0).lock.holder(), k.thing(0).next]).toEqual([0, -1, undefined]);
    expect(fireAll(machine, 'user')[0]?.findings).toEqual([]);
  });

  describe('what is recorded of a step', () => {
    const recordOf = (step: typeof nothing, ...before: (typeof nothing)[]) => {
      const steps = Object.fromEntries([...before, step].map((each, i) => [`s${i}`, each]));
      const machine = make(tinyModel([fn('user', { ...steps, last: nothing })]));
      machine.record(true);
      fireAll(machine, ...before.map(() => 'user'), 'user');
      return machine.footprint();
    };
    it('is each cell that it read, with the life of the object, and each that it wrote', () => {
      const copies = act((k) => void (k.thing(0).next = k.root(0).seen));
      expect(recordOf(copies, born(0))).toEqual({
        reads: ['root[0].seen', 'thing[0].life'],
        writes: ['thing[0].next'],
      });
    });
    it('is the lock of a guarded field, in its own object and behind a reference', () => {
      expect(recordOf(act((k) => void (k.root(0).total = 1))).reads).toEqual(['root[0].lock']);
      expect(
        recordOf(
          act((k) => void (k.thing(0).count = 1)),
          born(0),
        ),
      ).toMatchObject({
        reads: expect.arrayContaining(['root[0].lock', 'thing[0].life']) as unknown,
        writes: ['thing[0].count'],
      });
    });
    it('is the length and the slots of a list', () => {
      const one = act((k) => k.root(0).queue.insert(0, 7));
      expect(recordOf(one)).toEqual({ reads: ['root[0].queue'], writes: ['root[0].queue', 'root[0].queue[0]'] });
      expect(recordOf(one, one).writes).toEqual(['root[0].queue', 'root[0].queue[0]', 'root[0].queue[1]']);
      const { reads } = recordOf(
        act((k) => void k.root(0).queue.has(0)),
        one,
        one,
      );
      expect(reads).toEqual(['root[0].queue', 'root[0].queue[0]', 'root[0].queue[1]']);
    });
    it.each(['alloc', 'publish', 'free', 'discard'] as const)('is the life that %s writes', (does) => {
      const before = does === 'alloc' ? [] : [act((k) => k.alloc('thing', 0))];
      expect(
        recordOf(
          act((k) => k[does]('thing', 0)),
          ...before,
        ).writes,
      ).toEqual(['thing[0].life']);
    });
    it('is that of the step last taken alone', () => {
      const copies = act((k, f) => void (f.a = k.root(0).seen++));
      expect(recordOf(copies)).toEqual({ reads: ['root[0].seen'], writes: ['root[0].seen'] });
      expect(recordOf(nothing, copies)).toEqual({ reads: [], writes: [] });
    });
    it('is every statement that control passed: the action, then calls and `go` steps up to the next', () => {
      const inner = fn('inner', { skip: go(() => undefined), act: nothing });
      const machine = make(tinyModel([fn('user', { first: nothing, call: calls(inner) })]));
      machine.record(true);
      fireAll(machine, 'user');
      expect(machine.passed().map(({ proc, at, label }) => `${proc} ${at} ${label}`)).toEqual([
        'user user.c:1 first',
        'user user.c:1 call',
        'inner inner.c:1 skip',
      ]);
    });
    it('is nothing once recording is switched off', () => {
      const machine = make(tinyModel([fn('user', { act: act((k) => void (k.root(0).seen = 1)) })]));
      machine.record(true);
      machine.record(false);
      fireAll(machine, 'user');
      expect([machine.footprint(), machine.passed()]).toEqual([{ reads: [], writes: [] }, []]);
    });
  });
});

it('the reference machine tells what a step changed, and in which state it was taken', () => {
  const machine = new ReferenceMachine(
    tinyModel([fn('user', { act: act((k) => void (k.root(0).seen = 4)), last: nothing })]),
  );
  const before = machine.plain();
  fireAll(machine, 'user');
  expect(machine.plainBefore()).toEqual(before);
  expect(machine.changes.map(({ path, value }) => [path.join('.'), value])).toEqual(
    expect.arrayContaining([
      ['pools.root.0.seen', 4],
      ['stacks.user.0.label', 'last'],
    ]),
  );
  expect(machine.changes).toHaveLength(2);
});

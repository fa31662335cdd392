/** Who may sleep, and in which order locks are taken: what is no breach, and what exactly is told of one. */
import { describe, expect, it } from 'vitest';
import { type AnyProc, type Entry, findingName } from '../../../model/core/index.ts';
import { bothMachines } from '../../models/machines.ts';
import {
  acquire,
  act,
  fireAll,
  fn,
  interrupt,
  nothing,
  release,
  type TinyParts,
  tinyModel,
  when,
} from '../../models/tiny-kernel.ts';

const lock = acquire((k) => k.root(0).lock);
const unlock = release((k) => k.root(0).lock);
const waitLock = acquire((k) => k.root(0).wait_lock);
const waitUnlock = release((k) => k.root(0).wait_lock);
const sleep = act((k) => k.might_sleep());

describe.each(bothMachines)('on the %s machine', (_, make) => {
  /** What is found while the contexts take these turns, by name. */
  const findings = (entries: readonly (AnyProc | Entry)[], turns: readonly string[], parts: TinyParts = {}) =>
    fireAll(make(tinyModel(entries, parts)), ...turns).flatMap((fired) => fired.findings.map(findingName));
  /** What is found while a single task takes all its steps, each an action. */
  const findingsOf = (steps: Record<string, typeof nothing | typeof lock | typeof unlock>, parts: TinyParts = {}) => {
    const turns = Object.keys(steps).map(() => 'user');
    return findings([fn('user', steps)], turns, parts);
  };

  describe('a task may sleep', () => {
    it('before it takes a lock, and once it has released it', () => {
      expect(findingsOf({ early: sleep, lock, unlock, late: sleep })).toEqual([]);
    });
    it('while another holds a lock', () => {
      const [holder, sleeper] = [fn('holder', { lock, last: nothing }), fn('sleeper', { sleep })];
      expect(findings([holder, sleeper], ['holder', 'sleeper'])).toEqual([]);
      expect(findings([sleeper, holder], ['holder', 'sleeper'])).toEqual([]);
    });
    it('while an interrupt runs', () => {
      const [irq, sleeper] = [interrupt(fn('irq', { one: nothing, two: nothing })), fn('sleeper', { sleep })];
      expect(findings([irq, sleeper], ['irq', 'sleeper'])).toEqual([]);
    });
  });

  describe('what may sleep', () => {
    it('in an interrupt that holds a lock is a breach for each reason', () => {
      expect(findings([interrupt(fn('irq', { lock, sleep }))], ['irq', 'irq'])).toEqual([
        'atomic:an interrupt may sleep',
        'atomic:a holder of root[0].lock may sleep',
      ]);
    });
    it('while several locks are held is one breach, named after one of them', () => {
      expect(findingsOf({ waitLock, lock, sleep })).toEqual(['atomic:a holder of root[0].lock may sleep']);
    });
    it('is a breach whichever object the lock is in', () => {
      const second = acquire((k) => k.root(1).lock);
      const told = findingsOf({ second, sleep }, { sizes: { thing: 2, root: 2 } });
      expect(told).toEqual(['atomic:a holder of root[1].lock may sleep']);
    });
    it('does sleep: the step goes on, and so does the schedule', () => {
      const marks = act((k) => {
        k.might_sleep();
        k.root(0).flag = true;
      });
      const machine = make(tinyModel([fn('user', { lock, marks, unlock })]));
      fireAll(machine, 'user', 'user', 'user');
      expect(machine.plain().pools['root']?.[0]).toMatchObject({ flag: true, lock: null });
      expect(machine.hasFinished(0)).toBe(true);
    });
    it('in a condition is a breach of the step that waits, told once', () => {
      const machine = make(tinyModel([fn('user', { lock, waits: when((k) => (k.might_sleep(), true)) })]));
      fireAll(machine, 'user');
      machine.enabled(0);
      expect(fireAll(machine, 'user')[0]?.findings.map(findingName)).toEqual([
        'atomic:a holder of root[0].lock may sleep',
      ]);
    });
    it('is recorded to read the locks, up to the one that is held', () => {
      const readsOf = (...steps: (typeof lock | typeof sleep)[]) => {
        const machine = make(
          tinyModel([fn('user', { ...Object.fromEntries(steps.map((step, i) => [`s${i}`, step])), last: nothing })]),
        );
        machine.record(true);
        fireAll(machine, ...steps.map(() => 'user'));
        return machine.footprint().reads;
      };
      expect(readsOf(sleep)).toEqual(['root[0].lock', 'root[0].wait_lock']);
      expect(readsOf(lock, sleep)).toEqual(['root[0].lock']);
    });
  });

  describe('where locks have an order', () => {
    const lockOrder = ['root.lock', 'root.wait_lock'];
    it('they may be taken from the outermost in, and released in any order', () => {
      expect(findingsOf({ lock, waitLock, waitUnlock, unlock }, { lockOrder })).toEqual([]);
      expect(findingsOf({ lock, waitLock, unlock, waitUnlock }, { lockOrder })).toEqual([]);
    });
    it('the order is the one that is listed', () => {
      const turned = { lockOrder: lockOrder.toReversed() };
      expect(findingsOf({ waitLock, lock }, turned)).toEqual([]);
      expect(findingsOf({ lock, waitLock }, turned)).toEqual(['order:root.wait_lock is taken inside root[0].lock']);
    });
    it('an outer lock may be taken once the inner one is released', () => {
      expect(findingsOf({ waitLock, waitUnlock, lock }, { lockOrder })).toEqual([]);
    });
    it('an outer lock may be taken while another context holds the inner one', () => {
      const [inner, outer] = [fn('inner', { waitLock, last: nothing }), fn('outer', { lock })];
      expect(findings([inner, outer], ['inner', 'outer'], { lockOrder })).toEqual([]);
      expect(findings([outer, inner], ['inner', 'outer'], { lockOrder })).toEqual([]);
    });
    it('a lock that is not listed may be taken inside and around one that is', () => {
      for (const listed of lockOrder) {
        expect(findingsOf({ lock, waitLock }, { lockOrder: [listed] })).toEqual([]);
        expect(findingsOf({ waitLock, lock }, { lockOrder: [listed] })).toEqual([]);
      }
    });
    it('a lock taken in an action is taken in order or not, like any other', () => {
      const takes = act((k) => k.root(0).lock.take());
      expect(findingsOf({ waitLock, takes }, { lockOrder })).toEqual([
        'order:root.lock is taken inside root[0].wait_lock',
      ]);
    });
    it('one that is taken out of order is taken', () => {
      const machine = make(tinyModel([fn('user', { waitLock, lock, last: nothing })], { lockOrder }));
      fireAll(machine, 'user', 'user');
      expect(machine.situation.heldLocks().map(({ lock: name }) => name)).toEqual([
        'root[0].lock',
        'root[0].wait_lock',
      ]);
    });
    it('taking the very same lock twice is still one breach, of the lock and not of the order', () => {
      const twice = ['lock:root.lock is taken twice'];
      expect(findingsOf({ lock, again: lock }, { lockOrder })).toEqual(twice);
      expect(findingsOf({ lock, waitLock, again: lock }, { lockOrder })).toEqual(twice);
    });
    it('taking a lock is recorded to read those that it must not be taken inside', () => {
      const machine = make(tinyModel([fn('user', { lock, waitLock, last: nothing })], { lockOrder }));
      machine.record(true);
      fireAll(machine, 'user');
      expect(machine.footprint().reads).toEqual(['root[0].lock', 'root[0].wait_lock']);
      fireAll(machine, 'user');
      expect(machine.footprint().reads).toEqual(['root[0].wait_lock']);
    });
  });

  it('without an order, locks may be taken in any', () => {
    expect(findingsOf({ lock, waitLock })).toEqual([]);
    expect(findingsOf({ waitLock, lock })).toEqual([]);
  });
});

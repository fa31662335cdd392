/** Every kind of finding: what is found, what it is called, in which step and whose; and what becomes of the schedule. */
import { describe, expect, it } from 'vitest';
import { type BreachKind, type ModelFaultKind, findingName, type OopsKind } from '../../../model/core/index.ts';
import { bothMachines } from '../../models/machines.ts';
import { acquire, act, born, fireAll, fn, go, nothing, release, tinyModel } from '../../models/tiny-kernel.ts';
import { breaches } from './breach-cases.ts';
import { faults } from './fault-cases.ts';
import { type Case, does, freed, owner } from './finding-case.ts';
import { oopses } from './oops-cases.ts';

/** The kinds as values; the compiler sees that none is missing. */
const kinds: { oops: Record<OopsKind, true>; fault: Record<ModelFaultKind, true>; breach: Record<BreachKind, true> } = {
  oops: { use_after_free: true, double_free: true, bug_on: true, bad_pointer: true },
  fault: { range: true, unwritten: true, label: true, overflow: true, threw: true },
  breach: {
    unguarded: true,
    unpublished: true,
    constant: true,
    local: true,
    lock: true,
    order: true,
    atomic: true,
    set_again: true,
  },
};
const cases = { oops: oopses, fault: faults, breach: breaches };
const all = (['oops', 'fault', 'breach'] as const).flatMap((is) =>
  cases[is].map((c): [string, Case, typeof is] => [c.sentence, c, is]),
);

it.each(['oops', 'fault', 'breach'] as const)('every kind of %s has a model that provokes it', (is) => {
  const provoked = new Set(cases[is].map(({ finds }) => finds.kind));
  expect([...provoked].toSorted()).toEqual(Object.keys(kinds[is]).toSorted());
});

describe.each(bothMachines)('on the %s machine', (_, make) => {
  it.each(all)('%s', (_sentence, { of, parts, turns, finds }, is) => {
    const machine = make(tinyModel(of, parts));
    const fired = fireAll(machine, ...turns);
    const quiet = fired.slice(0, -1).flatMap(({ findings }) => findings);
    expect([...quiet, ...(fired.at(-1)?.findings ?? [])]).toEqual([{ is, ...finds, context: turns.at(-1) }]);
    expect(machine.halted()).toBe(is === 'breach' ? null : findingName(finds));
  });

  it('an oops ends the schedule: nobody can go, the context stays where it was, and what the step did before is done', () => {
    const other = fn('other', { nothing });
    const user = fn('user', {
      before: nothing,
      oops: act((k, f) => {
        k.root(0).flag = true;
        f.a = 5;
        k.BUG_ON(true);
        k.root(0).seen = 5;
      }),
      after: nothing,
    });
    const machine = make(tinyModel([user, other]));
    fireAll(machine, 'user', 'user');
    expect([0, 1].map((context) => machine.enabled(context))).toEqual([false, false]);
    expect(machine.stack(0)).toEqual([{ proc: 'user', label: 'oops', locals: { a: 0, b: 0, p: -1 } }]);
    expect(machine.plain().pools['root']?.[0]).toMatchObject({ flag: true, seen: 0 });
    expect(machine.hasFinished(0)).toBe(false);
  });

  it('rewinding takes an oops back', () => {
    const machine = make(tinyModel(does((k) => k.BUG_ON(true))));
    fireAll(machine, 'user');
    machine.rewind();
    expect(machine.halted()).toBeNull();
    expect(machine.enabled(0)).toBe(true);
  });

  it('a breach lets the step do what it does, and the schedule go on', () => {
    const machine = make(tinyModel(does((k) => void (k.root(0).total = 2))));
    fireAll(machine, 'user');
    expect(machine.plain().pools['root']?.[0]).toMatchObject({ total: 2 });
    expect(machine.hasFinished(0)).toBe(true);
  });

  it('all breaches of a step are told in order, and last the oops that ended it', () => {
    const machine = make(
      tinyModel([
        owner,
        ...does((k) => {
          k.root(0).total = 2;
          k.thing(0).home = 0;
          k.BUG_ON(true);
        }),
      ]),
    );
    const findings = fireAll(machine, 'owner', 'user')[1]?.findings.map(findingName);
    expect(findings).toEqual(['unguarded:root.total', 'constant:thing.home', 'bug_on:user']);
  });

  it('a breach is told once, with the step that made it', () => {
    const user = fn('user', { bad: act((k) => void (k.root(0).total = 2)), good: nothing });
    expect(fireAll(make(tinyModel([user])), 'user', 'user')[1]?.findings).toEqual([]);
  });

  it('nothing is found in a model that keeps the rules', () => {
    const careful = fn('careful', {
      alloc: act((k) => k.alloc('thing', 0)),
      // Private until published: no lock, and constants may be written.
      fill: act((k) => {
        const thing = k.thing(0);
        thing.mark = true;
        thing.home = 0;
        thing.count = 1;
        k.BUG_ON(!thing.mark);
      }),
      publish: act((k) => k.publish('thing', 0)),
      lock: acquire((k) => k.root(0).lock),
      inside: act((k) => {
        k.root(0).total += 1;
        k.thing(0).count += 1;
        k.root(k.thing(0).home).queue.insert(0, 7);
        k.BUG_ON(k.root(0).lock.holder() !== k.current);
      }),
      unlock: release((k) => k.root(0).lock),
      moves: go((f, k) => {
        f.a += 1;
        k.root(0).seen += 1;
      }),
      free: freed,
      alloc_other: act((k) => k.alloc('thing', 1)),
      give_back: act((k) => k.discard('thing', 1)),
    });
    const turns = Array.from({ length: 9 }, () => 'careful');
    const machine = make(tinyModel([careful]));
    expect(fireAll(machine, ...turns).flatMap(({ findings }) => findings)).toEqual([]);
    expect(machine.hasFinished(0)).toBe(true);
    const [freedThing, givenBack] = machine.plain().pools['thing'] ?? [];
    expect([freedThing?.['life'], givenBack?.['life']]).toEqual(['freed', 'unallocated']);
  });

  it('an object can be allocated again after it was given back, and looks as if it had never been', () => {
    const again = fn('again', {
      alloc: act((k) => {
        k.alloc('thing', 0);
        k.thing(0).n = 3;
        k.discard('thing', 0);
      }),
      once_more: act((k) => {
        k.alloc('thing', 0);
        k.BUG_ON(k.thing(0).n !== 0);
        k.discard('thing', 0);
      }),
    });
    const machine = make(tinyModel([again, fn('other', { born: born(1) })]));
    const before = machine.plain().pools;
    expect(fireAll(machine, 'again', 'again').flatMap(({ findings }) => findings)).toEqual([]);
    expect(machine.plain().pools).toEqual(before);
  });
});

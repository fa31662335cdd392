/** What the analysis says of failing schedules that are made by hand, small enough to be seen through. */
import { describe, expect, it } from 'vitest';
import { inCriticalSection, peterson, storesSwapped } from '../../../docs/examples/peterson.ts';
import type { Property } from '../../../properties/checker/property.ts';
import { sound } from '../../../properties/checker/sound.ts';
import {
  acquire,
  act,
  fn,
  go,
  type Kernel,
  type Locals,
  nothing,
  release,
  tinyModel,
  when,
} from '../../models/tiny-kernel.ts';
import { claim, explain } from './told.ts';

/** An action that names where control goes. */
const goesTo = <L extends string>(run: (k: Kernel, f: Locals) => L | undefined) => ({ line: 1, c: 'goto', run });
/** Control goes there by what was read before. */
const test = <L extends string>(to: L) => ({ line: 1, c: 'if (a)', go: (f: Locals) => (f.a === 1 ? to : undefined) });

const oneThing = (k: Kernel) => {
  k.alloc('thing', 0);
  k.publish('thing', 0);
};
const raise = act((k) => void (k.root(0).flag = true));
const low = claim<Kernel>('low', { always: (k) => (k.root(0).flag ? 'the flag is raised' : null) });
const unlatched = claim<Kernel>('unlatched', { atEnd: (k) => (k.root(0).latch ? 'the latch is set' : null) });

describe('an update that is lost', () => {
  const adds = (name: string) =>
    fn(name, {
      read: act((k, f) => void (f.a = k.thing(0).n)),
      write: act((k, f) => void (k.thing(0).n = f.a + 1)),
    });
  const two = claim<Kernel>('two', { atEnd: (k) => (k.thing(0).n === 2 ? null : 'an update is lost') });
  const told = explain(tinyModel([adds('p'), adds('q')], { init: oneThing }), two, ['p', 'q', 'p', 'q']);

  it('is decided by the two orders that put the write between a read and the write behind it, or by others', () => {
    expect(told.deciding).toEqual(['q q.read < p p.write', 'p p.write < q q.write']);
    expect(told.analysis.deciding?.hasOthers).toBe(true);
  });
  it('has both reads and both writes in its slice', () => {
    expect(told.slice).toEqual(['p p.read', 'q q.read', 'p p.write', 'q q.write']);
  });
  it('passes where one read comes later; from the second on none does; and of six schedules four fail', () => {
    expect(told.nearest).toEqual(['p p.read', 'p p.write', '+q q.read', 'q q.write', '-q q.read']);
    expect(told.analysis.noReturn).toEqual({ step: 2, stepWithChoices: 2 });
    expect(told.analysis.share).toEqual({ all: 6n, failing: 4n });
  });
});

describe("Peterson's lock whose flags are raised after the turn is given away", () => {
  const exclusive = claim<unknown>('exclusive', { always: (_, at) => (inCriticalSection(at) > 1 ? 'both' : null) });
  const schedule = ['p0', 'p1', 'p1', 'p0', 'p0', 'p0', 'p1', 'p1'];
  const told = explain(peterson(1, storesSwapped), exclusive, schedule);

  it('is decided by a look that comes before the other raises its flag, and one before the other lowers it, if ever', () => {
    expect(told.deciding).toEqual(['p0 process.a3 < p1 process.a2', 'p1 process.a3 < p0 process.a4, if at all']);
    expect(told.slice).toEqual(['p0 process.a3', 'p1 process.a2', 'p1 process.a3']);
  });
  it('passes up to its last step', () => {
    expect(told.analysis.noReturn.step).toBe(schedule.length);
    expect(told.nearest?.filter((line) => /^[-+]/.test(line))).toEqual(['-p0 process.a3']);
  });
});

describe('a pipe that loses a wakeup', () => {
  const consumer = fn('consumer', {
    look: goesTo((k) => (k.root(0).flag ? 'take' : 'add')),
    add: act((k) => k.root(0).things.insert(0, 0)),
    sleep: when((k) => k.root(0).latch),
    take: nothing,
  });
  const producer = fn('producer', {
    put: raise,
    wake: act((k) => {
      if (k.root(0).things.length > 0) k.root(0).latch = true;
    }),
  });
  const awake = claim<Kernel>('awake', { atEnd: (_, __, end) => (end === 'stuck' ? 'somebody sleeps' : null) });
  const told = explain(tinyModel([consumer, producer]), awake, ['consumer', 'producer', 'producer', 'consumer']);

  it('is decided by one order: that the sleeper is looked for before it is there', () => {
    expect(told.deciding).toEqual(['producer producer.wake < consumer consumer.add']);
    expect(told.analysis.deciding?.hasOthers).toBe(false);
  });
  it('has in its slice that the reader saw nothing, and not that there was something', () => {
    expect(told.slice).toEqual(['consumer consumer.look', 'producer producer.wake', 'consumer consumer.add']);
    expect(told.analysis.share).toEqual({ all: 6n, failing: 1n });
  });
});

describe('a choice that decides alone', () => {
  const p = fn('p', {
    pick: act((k, f) => void (f.a = k.choose('fault', [0, 1]))),
    test: test('bad'),
    ok: { ...nothing, then: 'return' as const },
    bad: raise,
  });
  const lowered = claim<Kernel>('lowered', { atEnd: (k) => (k.root(0).flag ? 'the flag is raised' : null) });
  const told = explain(tinyModel([p, fn('q', { idle: nothing })]), lowered, ['q', 'p 1', 'p']);

  it('is told, with what it leads to', () => {
    expect(told.deciding).toEqual(['p p.pick ? fault=1']);
    expect(told.slice).toEqual(['p p.pick', 'p p.test', 'p p.bad']);
  });
  it('is the point of no return; where it is held, nothing passes from the start', () => {
    expect(told.analysis.noReturn).toEqual({ step: 2, stepWithChoices: 0 });
    expect(told.nearest?.slice(0, 2)).toEqual(['q q.idle', '…p p.pick fault=0']);
  });
});

describe('where no order decides', () => {
  const lock = acquire((k) => k.root(0).lock);
  const p = fn('p', { lock, set: raise });

  it('as every schedule fails, the set that decides is empty, and nothing passes', () => {
    const told = explain(tinyModel([p]), low, ['p', 'p']);
    expect(told.deciding).toEqual([]);
    expect([told.nearest, told.analysis.passesAll, told.analysis.noReturn.step]).toEqual([null, false, 0]);
  });
  it('as the schedule has events of one context alone, no set is found, and yet a schedule passes', () => {
    const told = explain(tinyModel([p, fn('q', { lock })]), low, ['p', 'p']);
    expect(told.deciding).toBeNull();
    expect(told.nearest).toEqual(['…q q.lock', '-p p.lock', '-p p.set']);
  });
});

describe('an order of two events that have no other order', () => {
  const q = fn('q', {
    look: act((k, f) => void (f.a = Number(k.root(0).flag))),
    test: test('bad'),
    ok: { ...nothing, then: 'return' as const },
    bad: act((k) => {
      if (k.root(0).flag) k.root(0).latch = true;
    }),
  });
  const told = explain(tinyModel([fn('p', { raise }), q]), unlatched, ['p', 'q', 'q']);

  it('is told to be never the other way round', () => {
    expect(told.deciding).toEqual(['p p.raise < q q.bad, never the other way round']);
    expect(told.analysis.deciding?.hasOthers).toBe(true);
  });
  it('is absent from the nearest schedule that passes', () => {
    expect(told.nearest).toEqual(['q q.look', '…q q.ok', '…p p.raise', '-p p.raise', '-q q.bad']);
  });
});

describe('a livelock', () => {
  const p = fn('p', { raise, spin: goesTo((k) => (k.root(0).flag ? 'spin' : undefined)) });
  const q = fn('q', { lower: act((k) => void (k.root(0).flag = false)) });
  const told = explain(tinyModel([p, q]), claim<Kernel>('ends', { livelock: true }), ['q', 'p']);

  it('is decided by an order, whose events are its slice', () => {
    expect(told.deciding).toEqual(['q q.lower < p p.raise']);
    expect(told.slice).toEqual(['q q.lower', 'p p.raise']);
  });
  it('leaves no share of schedules, as some never end', () => {
    expect(told.analysis.share).toBeNull();
    expect(told.analysis.noReturn.step).toBe(1);
  });
});

describe('a use after free', () => {
  const p = fn('p', { first: nothing, use: act((k) => void (k.thing(0).n = 1)) });
  const q = fn('q', { free: act((k) => k.free('thing', 0)) });
  const told = explain(tinyModel([p, q], { init: oneThing }), sound as Property<Kernel>, ['p', 'q', 'p']);

  it('has the free in its slice', () => {
    expect(told.slice).toEqual(['q q.free', 'p p.use']);
  });
  it('is decided by the free that comes first', () => {
    expect(told.deciding).toEqual(['q q.free < p p.use']);
    expect(told.analysis.share).toEqual({ all: 3n, failing: 2n });
  });
});

describe('a lock that is taken', () => {
  const lock = acquire((k) => k.root(0).lock);
  const unlock = release((k) => k.root(0).lock);
  const p = fn('p', { lock, set: raise, unlock });
  const q = fn('q', { first: nothing, lock, unlock });
  const apart = claim<Kernel>('apart', {
    always: (k, { lockHeldBy }) => (k.root(0).flag && lockHeldBy(1) !== null ? 'q has the lock under the flag' : null),
  });
  const contended = explain(tinyModel([p, q]), apart, ['q', 'p', 'p', 'p', 'q']);
  const free = explain(tinyModel([p, q]), apart, ['p', 'p', 'p', 'q', 'q']);

  it('has what freed it in the slice, where it was waited for', () => {
    expect(contended.slice).toEqual(['p p.unlock', 'q q.lock']);
    expect(contended.why('p p.unlock')).toEqual(['order', 'enabling']);
  });
  it('has nothing of that, where it was free all along, but for the order that decides', () => {
    expect(free.why('p p.unlock')).toEqual(['order']);
    expect(free.deciding).toEqual(['p p.unlock < q q.lock']);
  });
});

describe('a decision whose both sides come to a step that halts', () => {
  const p = fn('p', {
    count: act((_, f) => void (f.a += 1)),
    again: go((f) => (f.a < 2 ? ('count' as never) : undefined)),
    work: raise,
    bug: act((k) => k.BUG_ON(true)),
  });
  const told = explain(tinyModel([p]), low, ['p', 'p', 'p']);

  it('does not matter for the steps between', () => {
    expect(told.slice).toEqual(['p p.work']);
    expect(told.deciding).toEqual([]);
  });
});

describe('a state to which schedules come that fail, and by a longer way one that passes', () => {
  const p = fn('p', {
    pick: goesTo((k) => (k.choose('way', [0, 1]) === 0 ? 'short' : 'long')),
    short: { ...act((k) => void (k.root(0).total = 0)), then: 'end' as const },
    long: nothing,
    longer: nothing,
    end: nothing,
    last: nothing,
  });
  const told = explain(tinyModel([p]), sound as Property<Kernel>, ['p 0', 'p']);

  it('is one from which it passes', () => {
    expect(told.analysis.passesAll).toBe(true);
    expect(told.analysis.share).toEqual({ all: 2n, failing: 1n });
  });
  it('leaves the choice to decide', () => {
    expect(told.deciding).toEqual(['p p.pick ? way=0']);
    expect(told.nearest).toEqual([
      '…p p.pick way=1',
      '…p p.long',
      '…p p.longer',
      '…p p.end',
      '…p p.last',
      '-p p.pick',
      '-p p.short',
    ]);
  });
});

describe('an order before something that the schedule does not have', () => {
  /** Both flags are of a context that has not moved; it takes one to pass with one fault, and both without. */
  const q = fn('q', { latch: act((k) => void (k.root(0).latch = true)), raise });
  const p = fn('p', {
    pick: act((k) => {
      const faults = k.choose('first', [0, 1]) + k.choose('second', [0, 1]);
      const { latch, flag } = k.root(0);
      k.BUG_ON(faults === 2 || !latch || (faults === 0 && !flag));
    }),
  });
  const told = explain(tinyModel([q, p]), sound as Property<Kernel>, ['p 0 0']);

  it('decides alone, though sets of two were tried before it was known', () => {
    expect(told.deciding).toEqual(['p p.pick < q q.latch, if at all']);
    expect(told.nearest?.filter((line) => /^[-+]/.test(line))).toEqual(['-p p.pick']);
  });
});

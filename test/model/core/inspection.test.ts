/** How predicates look at a state: read-only, and total. */
import { describe, expect, it } from 'vitest';
import { PredicateFailed, type Situation } from '../../../model/core/index.ts';
import { everyMachine } from '../../models/machines.ts';
import {
  acquire,
  act,
  born,
  calls,
  fireAll,
  fn,
  type Kernel,
  nothing,
  release,
  tinyModel,
} from '../../models/tiny-kernel.ts';

interface Looks extends Kernel {
  some(pool: string, is: (object: { readonly n: number; readonly mark: boolean }, id: number) => boolean): boolean;
}
type Ask = (k: Looks, situation: Situation) => unknown;

const inner = fn('inner', { rest: nothing });
const model = () =>
  tinyModel([
    fn('one', {
      born: born(0),
      write: act((k) => void (k.thing(0).n = 2)),
      lock: acquire((k) => k.root(0).lock),
      call: calls(inner),
      unlock: release((k) => k.root(0).lock),
      free: act((k) => k.free('thing', 0)),
    }),
    fn('two', { add: act((k) => k.root(0).queue.insert(0, 7)) }),
  ]);

describe.each(everyMachine)('a predicate on the %s machine', (_, make) => {
  const at = (...turns: string[]) => {
    const machine = make(model());
    machine.reset();
    fireAll(machine, ...turns);
    return (ask: Ask) => machine.ask({ of: 'property mine', run: ask as never });
  };
  const refused = (ask: Ask): string => {
    const asking = at('two', 'one', 'one');
    try {
      asking(ask);
    } catch (problem) {
      if (problem instanceof PredicateFailed) return problem.message;
      throw problem;
    }
    return 'nothing is wrong';
  };

  it.each<[string, Ask, RegExp]>([
    ['writes a field', (k) => void (k.thing(0).n = 1), /it writes thing\.n/],
    ['writes a field of what is dead', (k) => void (k.thing(1).n = 1), /it writes thing\.n/],
    ['adds to a list', (k) => k.root(0).queue.insert(0, 7), /it writes/],
    ['takes from a list', (k) => k.root(0).queue.remove(7), /it writes root\.queue/],
    ['takes a lock', (k) => k.root(0).lock.take(), /it (takes|writes) root\.lock/],
    ['drops a lock', (k) => k.root(0).lock.drop(), /lock|writes/],
    ['adds a field to an object', (k) => void Object.assign(k.thing(0), { x: 1 }), /thing has no x/],
    ['adds something to k', (k) => void Object.assign(k, { x: 1 }), /x|extensible/],
    ['puts another pool in place', (k) => void Object.assign(k, { thing: () => null }), /read only|thing/],
    [
      'puts another question in place',
      (__, s) => void Object.assign(s, { isAtRest: () => true }),
      /read only|isAtRest/,
    ],
    ['names a field that is not there', (k) => (k.thing(0) as never as { m: number }).m, /thing has no m/],
    [
      'names a pool that is not there',
      (k) => (k as never as { kiocb(id: number): unknown }).kiocb(0),
      /k has no kiocb/,
    ],
    ['asks all of a pool that is not there', (k) => k.some('kiocb', () => true), /there is no pool kiocb/],
    ['names a question that is not there', (__, s) => (s as never as { halted: string }).halted, /no halted/],
    ['asks after the life of what is not there', (__, s) => s.isAlive('thing', 2), /there is no thing 2/],
    ['asks after the life in no pool', (__, s) => s.isAlive('kiocb', 0), /there is no pool kiocb/],
    ['asks after a function that is not there', (__, s) => s.isIn(0, 'outer'), /there is no function outer/],
    ['asks after a context that is not there', (__, s) => s.isIn(2, 'inner'), /there is no context 2/],
    ['asks whether no context is at rest', (__, s) => s.isAtRest(-1), /there is no context -1/],
    ['follows a pointer to nothing', (k) => k.thing(7).n, /follows a pointer to nothing/],
    ['asks for an element behind the end', (k) => k.root(0).queue.at(1), /follows a pointer to nothing/],
    [
      'throws something of its own',
      () => {
        throw new Error('out of wits');
      },
      /property mine cannot be asked: out of wits/,
    ],
  ])('that %s says nothing, and the state stays as it was', (__, ask, message) => {
    const machine = make(model());
    machine.reset();
    fireAll(machine, 'two', 'one', 'one');
    const before = JSON.stringify(machine.plain());
    expect(refused(ask)).toMatch(message);
    expect(() => machine.ask({ of: 'property mine', run: ask as never })).toThrow(/./);
    expect(JSON.stringify(machine.plain())).toBe(before);
  });

  it('sees nothing in an object that is not alive: never allocated, or freed', () => {
    const look: Ask = (k) => JSON.stringify([k.thing(0).n ?? null, k.thing(0).home ?? null, k.thing(0).next ?? null]);
    expect(at()(look)).toBe('[null,null,null]');
    expect(at('one', 'one')(look)).toBe('[2,0,-1]');
    expect(at(...Array.from({ length: 6 }, () => 'one'))(look)).toBe('[null,null,null]');
  });
  it('sees nothing in a field that was never written', () => {
    expect(at('one')((k) => k.thing(0).mark === undefined)).toBe(true);
  });
  it('asks small questions', () => {
    const told: Ask = (__, s) =>
      JSON.stringify([
        s.isAlive('thing', 0),
        s.isIn(0, 'one'),
        s.isIn(0, 'inner'),
        s.isAtRest(0),
        s.lockHeldBy(0),
        s.lockHeldBy(1),
      ]);
    expect(at()(told)).toBe('[false,true,false,false,null,null]');
    expect(at('one', 'one', 'one')(told)).toBe('[true,true,true,false,"root[0].lock",null]');
    expect(at(...Array.from({ length: 6 }, () => 'one'))(told)).toBe('[false,false,false,true,null,null]');
  });
  it('knows who holds what, and who stands where', () => {
    const asking = at('one', 'one', 'one');
    expect(asking((__, s) => JSON.stringify(s.heldLocks()))).toBe('[{"lock":"root[0].lock","holder":0}]');
    expect(
      asking((__, s) =>
        s
          .stack(0)
          .map(({ proc, label }) => `${proc}.${label}`)
          .join(),
      ),
    ).toBe('one.call,inner.rest');
    expect(asking((__, s) => s.contexts.join())).toBe('one,two');
  });
  it('asks all objects of a pool, also behind one that says yes', () => {
    const asked = new Set<number>();
    const some: Ask = (k) =>
      k.some('thing', (thing, id) => {
        asked.add(id);
        return thing.n === 2;
      });
    expect(at('one', 'one')(some)).toBe(true);
    expect([...asked]).toEqual([0, 1]);
    expect(at('one')((k) => k.some('thing', ({ n }) => n === 2))).toBe(false);
  });
  it('cannot change the world', () => {
    const machine = make(tinyModel([fn('one', { nothing })], { world: { iocbs: [1] } as never }));
    machine.reset();
    const change = (k: { readonly world: { iocbs: number[] } }) => k.world.iocbs.push(2);
    expect(() => machine.ask({ of: 'property mine', run: change as never })).toThrow(PredicateFailed);
  });
});

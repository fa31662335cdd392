/** All that was learnt is asked once more of a fresh instance of the code, in which variables of its own are as in the beginning. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { int, PackedMachine, type Pools, type Predicate, type Situation, struct } from '../../../model/core/index.ts';
import { explore } from '../../../properties/search/explore.ts';
import { assertLaw } from '../../law.ts';
import { buildModel } from '../../models/random-model-build.ts';
import { modelPlan } from '../../models/random-model.ts';
import {
  act,
  fireAll,
  fn,
  go,
  type Kernel,
  type Locals,
  nothing,
  structs,
  tinyModel,
  when,
} from '../../models/tiny-kernel.ts';
import { askedAgain, atFirst } from './fresh-instance.ts';

/** A module's own function, that two contexts run one after the other: so the second is learnt after two calls. */
const shared = (run: (is: () => boolean) => (k: Kernel, f: Locals) => unknown) => () => {
  const user = fn('user', { step: act(run(atFirst(2)) as never), left: nothing, right: nothing });
  return tinyModel([], { contexts: { one: user, two: user } });
};
const both = (machine: PackedMachine) => void fireAll(machine, 'one', 'two');

describe('a step that did otherwise since it had run twice', () => {
  it.each<readonly [string, Parameters<typeof shared>[0]]>([
    [
      'asks for root[0].flag, and not for root[0].result',
      (is) => (k) => void (is() ? k.root(0).flag : k.root(0).result),
    ],
    ['writes 1 to root[0].seen, and not 2', (is) => (k) => void (k.root(0).seen = is() ? 1 : 2)],
    ['goes on at user.left, and not at user.right', (is) => () => (is() ? 'left' : 'right')],
    ['comes upon nothing, and not upon oops bug_on user by two', (is) => (k) => k.BUG_ON(!is())],
    ['chooses way=1, and not way=3', (is) => (k) => void k.choose('way', is() ? [1, 2] : [3, 4])],
  ])('%s, in a fresh instance', (does, run) => {
    expect(askedAgain(shared(run), both)).toEqual({
      difference: `user.step depends on more than the state: in a fresh instance of the module it ${does}`,
      left: null,
    });
  });
  it('is found out behind a question with more answers than are kept side by side', () => {
    const wide = struct('wide', { n: int(0, 1000).racy().starts(0) });
    const instance = () => {
      const is = atFirst(2);
      const user = fn('user', {
        step: act((k) => {
          const at = (k as unknown as Pools<{ wide: typeof wide }>).wide(0);
          k.root(0).seen = at.n === 700 && !is() ? 2 : 1;
          at.n += 700;
        }),
      });
      return tinyModel([], { structs: { ...structs, wide }, contexts: { one: user, two: user, three: user } });
    };
    const all = (machine: PackedMachine) => {
      fireAll(machine, 'one', 'two');
      machine.rewind();
      fireAll(machine, 'three', 'two');
    };
    expect(askedAgain(instance, all).difference).toBeNull();
    const late = (machine: PackedMachine) => {
      all(machine);
      machine.rewind();
      fireAll(machine, 'two', 'one');
    };
    expect(askedAgain(instance, late).difference).toContain('it writes 1 to root[0].seen, and not 2');
  });
  it('is let be where it did so from the beginning', () => {
    expect(
      askedAgain(
        shared(() => (k) => void (k.root(0).seen += 1)),
        both,
      ),
    ).toEqual({ difference: null, left: null });
  });
  it('is found out although something was observed since, and the memo began anew', () => {
    const observed = (machine: PackedMachine) => {
      both(machine);
      machine.observe();
    };
    const writes = shared((is) => (k) => void (k.root(0).seen = is() ? 1 : 2));
    expect(askedAgain(writes, observed).difference).toContain('writes 1 to root[0].seen, and not 2');
  });
});

describe('a condition that said otherwise since it had been asked twice', () => {
  const waiting = (when_: (is: () => boolean) => (k: Kernel) => boolean) => () => {
    const waits = fn('waits', { until: when(when_(atFirst(2))) });
    return tinyModel([], { contexts: { one: waits, two: waits } });
  };
  const look = (machine: PackedMachine) => void [machine.enabled(0), machine.enabled(1)];
  it('says so in a fresh instance', () => {
    expect(
      askedAgain(
        waiting((is) => () => is()),
        look,
      ).difference,
    ).toBe(
      'what two waits for depends on more than the state: in a fresh instance of the module it says yes, and not no',
    );
    expect(
      askedAgain(
        waiting(() => (k) => k.root(0).flag),
        look,
      ).difference,
    ).toBeNull();
  });
});

describe('a predicate that said otherwise since it had been asked twice', () => {
  const differs = (instance: () => (k: Kernel, s: Situation) => unknown) => {
    const machine = new PackedMachine(tinyModel([fn('user', { raise: act((k) => void (k.root(0).flag = true)) })]));
    machine.reset();
    const predicate = (): Predicate => ({ of: 'property mine', run: instance() as never });
    const one = predicate();
    machine.ask(one);
    fireAll(machine, 'user');
    machine.ask(one);
    return machine.askAllAgain(tinyModel([fn('user', { raise: act((k) => void (k.root(0).flag = true)) })]), [
      [one, predicate()],
    ]);
  };
  const of = 'property mine depends on more than the state: in a fresh instance of the module it';
  it.each<readonly [string, (is: () => boolean) => (k: Kernel) => unknown]>([
    ['says "all", and not "is"', (is) => (k) => `${k.root(0).flag ? '' : 'was '}${is() ? 'all' : 'is'}`],
    [
      'asks nothing more, and not for root[0].seen',
      (is) => (k) => {
        const isEarly = is();
        return k.root(0).flag && (isEarly || k.root(0).seen === 0);
      },
    ],
  ])('%s, in a fresh instance', (does, run) => {
    expect(differs(() => run(atFirst(2))).difference).toBe(`${of} ${does}`);
  });
  it('is let be where it asks the state alone', () => {
    expect(differs(() => (k) => k.root(0).flag)).toEqual({ difference: null, left: null });
  });
  it.each<readonly [string, () => unknown]>([
    ['boom', () => new Error('boom')],
    ['it throws what cannot be shown', () => Object.create(null) as unknown],
  ])('that throws in a fresh instance is a difference: %s', (says, thrown) => {
    let instances = 0;
    const instance = () => {
      const isFirst = instances++ === 0;
      return (k: Kernel) => {
        const { flag } = k.root(0);
        if (isFirst) return flag;
        throw thrown();
      };
    };
    expect(differs(instance).difference).toBe(`${of} throws: property mine cannot be asked: ${says}`);
  });
});

describe('asking again', () => {
  /** What the model's fresh instance does that its first did not. */
  const freshDoes = (does: (k: Kernel) => unknown) => {
    let instances = 0;
    return askedAgain(
      () => {
        const isFirst = instances++ === 0;
        return tinyModel([fn('user', { step: act((k) => (isFirst ? void k.root(0).flag : void does(k))) })]);
      },
      (machine) => void fireAll(machine, 'user'),
    );
  };
  it('never throws for what the fresh code does', () => {
    const of = 'user.step depends on more than the state: in a fresh instance of the module it';
    const tests: readonly (readonly [(k: Kernel) => unknown, string])[] = [
      [
        () => {
          throw new Error('boom');
        },
        'asks nothing more, and not for root[0].flag',
      ],
      [(k) => void k.root(7).flag, 'asks nothing more, and not for root[0].flag'],
      [(k) => k.thing(0).mark, 'asks for thing[0].mark, and not for root[0].flag'],
      [(k) => [k.root(0).flag, k.alloc('thing', 0)], 'asks for thing[0].life, and not nothing more'],
    ];
    for (const [does, says] of tests) expect(freshDoes(does).difference).toBe(`${of} ${says}`);
  });
  it('leaves nothing of a step that was broken off', () => {
    const instance = (asks: (k: Kernel) => unknown) =>
      tinyModel([
        fn('user', { step: nothing, way: go((_, k) => void asks(k)), next: act((k) => void (k.root(0).flag = true)) }),
      ]);
    const machine = new PackedMachine(instance(() => null));
    fireAll(machine, 'user');
    // Where control only moves, the field may not be touched: a breach, and then something that was not asked before.
    const again = machine.askAllAgain(
      instance((k) => k.root(0).flag),
      [],
    );
    expect(again.difference).toContain('asks for root[0].flag, and not nothing more');
    expect(fireAll(machine, 'user', 'user').flatMap(({ findings }) => findings)).toEqual([]);
  });
  it('leaves the machine as it is in the beginning, with its script, and its own code', () => {
    const instance = shared((is) => (k) => void (k.root(0).seen = is() ? 1 : 2));
    const machine = new PackedMachine(instance());
    machine.reset();
    const before = machine.plain();
    both(machine);
    machine.script.push(1, 2);
    expect(machine.askAllAgain(instance(), []).difference).not.toBeNull();
    expect([machine.plain(), machine.script]).toEqual([before, [1, 2]]);
    machine.record(true);
    expect(fireAll(machine, 'one')[0]?.findings).toEqual([]);
    // By its own variables, and not by the fresh instance's: it has run more than twice.
    expect(machine.plain().pools['root']?.[0]).toMatchObject({ seen: 2 });
  });
  it('says so where something was left for want of room, or there is no memo', () => {
    const instance = shared(() => (k) => void (k.root(0).seen += 1));
    expect(askedAgain(instance, both, { memoWords: 60 })).toEqual({
      difference: null,
      left: 'there was no room to take down all that steps and predicates did',
    });
    expect(askedAgain(instance, both, { memoWords: 0 }).left).toBe('no memo is kept of what steps did');
  });

  it('finds no difference in random models, whatever they do', () => {
    let ways = 0;
    const same = fc.property(modelPlan, (plan) => {
      const machine = new PackedMachine(buildModel(plan));
      explore(machine, {}, { maxStates: 300 });
      ways += machine.memoSize().steps;
      expect(machine.askAllAgain(buildModel(plan), [])).toEqual({ difference: null, left: null });
    });
    assertLaw(same, 60);
    expect(ways).toBeGreaterThan(500);
  });
});

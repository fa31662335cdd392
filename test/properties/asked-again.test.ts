/** Patches and properties asked once more of fresh instances; and what is judged of findings. */
import { describe, expect, it } from 'vitest';
import { closeWorld } from '../../model/closed-world.ts';
import { BACKWARD, FORWARD, ImpurePredicate, PackedMachine } from '../../model/core/index.ts';
import { shippedPatches } from '../../model/patches/index.ts';
import { worldOf } from '../../model/scenarios/format/scenario.ts';
import { askedAgain } from '../../properties/checker/asked-again.ts';
import { properties as shipped } from '../../properties/aio/index.ts';
import { check } from '../../properties/checker/check.ts';
import { each, type Property } from '../../properties/property.ts';
import { shippedScenario } from '../ground-truth/truth.ts';
import { act, fn, type Kernel, nothing, tinyModel } from '../models/tiny-kernel.ts';

type Mine = Property<Kernel>;
const mine = (more: Partial<Mine>): Mine => ({
  name: 'mine',
  meaning: 'as the test says',
  reason: 'a test',
  antecedent: { text: 'always', reached: () => true },
  always: (k) => (k.root(0).seen > 5 ? 'too many' : null),
  ...more,
});
/** It breaches a lock in each of its steps, and is halted. */
const model = () =>
  tinyModel([
    fn('user', {
      one: act((k) => void (k.root(0).seen = 1)),
      two: act((k) => void (k.root(0).total = 1)),
      three: act((k) => void (k.root(0).total = 2)),
      four: act((k) => void (k.root(0).seen = 4)),
    }),
    fn('bug', { nothing, bug: act((k) => k.BUG_ON(true)) }),
  ]);

function searched(instance: () => Mine, fresh: () => Mine = instance, asking = FORWARD) {
  const machine = new PackedMachine(model());
  const properties = [instance() as Property<unknown>];
  check(machine, properties);
  return askedAgain(machine, properties, model(), [fresh() as Property<unknown>], asking);
}

/** Says so at its first `n` calls, and then no more. */
function atFirst(n: number): () => boolean {
  let asked = 0;
  return () => asked++ < n;
}

describe('a fresh instance of a property', () => {
  const differs = 'property mine depends on more than the state: in a fresh instance of the module it';
  it.each<readonly [string, (is: () => boolean) => Partial<Mine>]>([
    ['always', (is) => ({ always: (k) => (k.root(0).seen > 5 || !is() ? 'late' : null) })],
    ['always, of an array', (is) => ({ always: [(k) => (k.root(0).seen > 5 || !is() ? 'late' : null)] })],
    ['each', (is) => ({ always: each('root', (k, _, id) => (k.root(id).seen > 5 || !is() ? 'late' : null)) })],
  ])('that says otherwise is told: %s', (_, more) => {
    expect(searched(() => mine(more(atFirst(2)))).difference).toBe(`${differs} says nothing, and not "late"`);
  });
  it('that hides what it has seen before is told, where it is asked backwards', () => {
    /** Asked again at once it says the same; and asked of all in the order of the search, too. */
    const hiding = () => {
      let isLate = false;
      return mine({
        always(k) {
          if (k.root(0).seen === 4) return isLate ? null : 'late';
          if (k.root(0).total > 0) isLate = true;
          return null;
        },
      });
    };
    expect(searched(hiding).difference).toBeNull();
    expect(searched(hiding, hiding, BACKWARD).difference).toBe(`${differs} says "late", and not nothing`);
  });
  it('that reaches its antecedent where the first did not is told', () => {
    const instance = () => {
      const is = atFirst(2);
      return mine({ antecedent: { text: 't', reached: (k) => k.root(0).seen === 4 && is() && k.root(0).total > 9 } });
    };
    expect(searched(instance).difference).toBeNull();
    let instances = 0;
    const second = () => {
      const isFirst = instances++ === 0;
      return mine({ antecedent: { text: 't', reached: (k) => k.root(0).seen === 4 && isFirst } });
    };
    expect(searched(second).difference).toBe(`${differs} says no, and not yes`);
  });
  it('that judges in the end otherwise is told', () => {
    let instances = 0;
    const instance = () => {
      const says = instances++ === 0 ? null : 'wrong';
      return mine({ atEnd: (k) => (k.root(0).seen > 0 ? says : null) });
    };
    // Of a run that has an end which no bug cuts off.
    const machine = new PackedMachine(tinyModel([fn('user', { one: act((k) => void (k.root(0).seen = 1)) })]));
    const properties = [instance() as Property<unknown>];
    check(machine, properties);
    const fresh = tinyModel([fn('user', { one: act((k) => void (k.root(0).seen = 1)) })]);
    expect(askedAgain(machine, properties, fresh, [instance() as Property<unknown>]).difference).toBe(
      `${differs} says "wrong", and not nothing`,
    );
  });
  it.each<readonly [string, Partial<Mine>]>([
    ['asks other questions', { name: 'other' }],
    ['asks other questions', { always: [mine({}).always as never, mine({}).always as never] }],
    ['asks other questions', { always: each('thing', (k, _, id) => (k.thing(id).mark ? 'marked' : null)) }],
    ['asks other questions', { onHalt: () => false }],
    ['asks other questions', { livelock: true }],
    ['is asked of each cow, and there is no such pool', { always: each('cow', () => null) }],
    ['always asks nothing of the state, and always says that nothing is wrong', { always: () => null }],
  ])('that %s is told (%#)', (says, more) => {
    const fresh = () => mine(more);
    expect(searched(() => mine({}), fresh).difference).toMatch(/^a fresh instance of property mine.*/);
    expect(searched(() => mine({}), fresh).difference).toContain(says);
  });
  it('is missing, or was not asked: it is said', () => {
    const machine = new PackedMachine(model());
    const properties = [mine({}) as Property<unknown>];
    expect(askedAgain(machine, properties, model(), properties).left).toBe(
      'property mine was not asked of this machine',
    );
    check(machine, properties);
    expect(askedAgain(machine, properties, model(), []).difference).toBe('there are not as many properties as before');
    expect(askedAgain(machine, properties, model(), properties)).toEqual({ difference: null, left: null });
  });
});

describe('what is judged of a finding', () => {
  it('is asked twice at once', () => {
    const is = atFirst(1);
    const judged = () => searched(() => mine({ onBreach: () => is() }));
    expect(judged).toThrow(
      new ImpurePredicate(
        'property mine: onBreach depends on more than the finding (user.two by user: unguarded root.total): asked again ' +
          'at once, it does not judge as before',
      ),
    );
    const halt = atFirst(1);
    expect(() => searched(() => mine({ onHalt: () => halt() }))).toThrow('property mine: onHalt depends on more than');
  });
  it('is not asked again for the same finding', () => {
    let asked = 0;
    const onHalt = () => asked++ < 0;
    searched(
      () => mine({ onHalt }),
      () => mine({ onHalt: () => false }),
    );
    expect(asked).toBe(2);
  });
  it('is asked again of a fresh instance', () => {
    const instance = () => {
      const is = atFirst(2);
      return mine({ onBreach: ({ step }) => !is() && step === 'user.three' });
    };
    expect(searched(instance).difference).toBe(
      'property mine: onBreach depends on more than the finding (user.three by user: unguarded root.total): in a fresh ' +
        'instance of the module it does not judge as before',
    );
    const throws = () => {
      throw new Error('boom');
    };
    const [first, fresh] = [() => mine({ onBreach: () => false }), () => mine({ onBreach: throws })];
    expect(searched(first, fresh).difference).toContain('does not judge as before');
    expect(searched(first, first).difference).toBeNull();
  });
});

describe('what is shipped', () => {
  it.each([
    ['dw1-inval', undefined],
    ['retry1-reader', undefined],
    ['two-dw-ring2', { from: 0 }],
    ['queued-cancel', { from: 100 }],
  ])('depends on the state alone: %s, leaving %o', (name, leaving) => {
    for (const patch of shippedPatches) {
      const close = () => closeWorld(worldOf(shippedScenario(name)), patch);
      const machine = new PackedMachine(close());
      check(machine, shipped, { leaving, maxStates: 5000 });
      expect(askedAgain(machine, shipped, close(), shipped)).toEqual({ difference: null, left: null });
    }
  });
});

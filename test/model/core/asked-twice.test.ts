/** What is not known is asked twice at once, from the same situation: code that depends on more than the state is found out. */
import { describe, expect, it } from 'vitest';
import { ImpurePredicate, ImpureStep, NULL, PackedMachine, type Situation } from '../../../model/core/index.ts';
import { act, fireAll, fn, go, type Kernel, type Locals, nothing, tinyModel, when } from '../../models/tiny-kernel.ts';

/** Says at its first call yes, and then no. */
function once(): () => boolean {
  let calls = 0;
  return () => calls++ === 0;
}

const machineOf = (run: (k: Kernel, f: Locals) => unknown, options = {}) =>
  new PackedMachine(
    tinyModel([fn('user', { step: act(run as never), left: nothing, right: nothing }), fn('other', { nothing })]),
    options,
  );

type Case = readonly [does: string, run: (is: () => boolean) => (k: Kernel, f: Locals) => unknown];
const otherwise: readonly Case[] = [
  ['asks for root[0].result, and not for root[0].flag', (is) => (k) => void (is() ? k.root(0).flag : k.root(0).result)],
  ['asks nothing more, and not for root[0].flag', (is) => (k) => void (is() && k.root(0).flag)],
  ['asks for root[0].flag, and not nothing more', (is) => (k) => void (is() || k.root(0).flag)],
  [
    'asks whether nobody holds root[0].lock, and not for root[0].flag',
    (is) => (k) => void (is() ? k.root(0).flag : k.root(0).lock.free()),
  ],
  [
    'asks which of 3 options to take, and not which of 2 options to take',
    (is) => (k) => void k.choose('way', is() ? [0, 1] : [0, 1, 2]),
  ],
  ['chooses way=3, and not way=1', (is) => (k) => void k.choose('way', is() ? [1, 2] : [3, 4])],
  ['writes 2 to root[0].seen, and not 1', (is) => (k) => void (k.root(0).seen = is() ? 1 : 2)],
  ['writes -5 to root[0].result, and not 7', (is) => (k) => void (k.root(0).result = is() ? 7 : -5)],
  ['writes root[0].seen, which it did not', (is) => (k) => void (is() || (k.root(0).seen = 0))],
  ['does not write root[0].seen', (is) => (k) => void (is() && (k.root(0).seen = 0))],
  ['goes on at user.right, and not at user.left', (is) => () => (is() ? 'left' : 'right')],
  ['goes on to its end, and not at user.left', (is) => () => (is() ? 'left' : 'return')],
  ['leaves user(a 2, b 0, p -1), and not user(a 1, b 0, p -1)', (is) => (_, f) => void (f.a = is() ? 1 : 2)],
  ['comes upon oops bug_on user by user, and not upon nothing', (is) => (k) => k.BUG_ON(!is())],
  [
    'comes upon fault threw user.step: again by user, and not upon fault threw user.step: once by user',
    (is) => () => {
      throw new Error(is() ? 'once' : 'again');
    },
  ],
];

describe('a step', () => {
  it.each(otherwise)('that %s is found out, the first time', (does, run) => {
    expect(() => machineOf(run(once())).fire(0)).toThrow(
      new ImpureStep(`user.step depends on more than the state: asked again at once, it ${does}`),
    );
  });
  it.each(otherwise)('that %s is found out where the memo is full', (does, run) => {
    expect(() => machineOf(run(once()), { memoWords: 1 }).fire(0)).toThrow(`asked again at once, it ${does}`);
  });
  it('is found out each time it is run, where the memo is full', () => {
    let calls = 0;
    const machine = machineOf((k) => void (k.root(0).seen = calls++ < 5 ? 1 : 2), { memoWords: 1 });
    for (let i = 0; i < 2; i++) {
      fireAll(machine, 'user');
      machine.rewind();
    }
    expect(() => machine.fire(0)).toThrow(ImpureStep);
  });
  it('that catches what goes through it is found out all the same', () => {
    const is = once();
    const machine = machineOf((k) => {
      if (is()) return void k.root(0).flag;
      try {
        return void k.root(0).result;
      } catch {
        return undefined;
      }
    });
    expect(() => machine.fire(0)).toThrow('asks for root[0].result, and not for root[0].flag');
  });
  it('may do on the way to the next action what depends on the state alone, and nothing else', () => {
    const way = (is: () => boolean) =>
      fn('user', { step: nothing, way: go(() => (is() ? 'left' : 'right') as never), left: nothing, right: nothing });
    const fire = (is: () => boolean) => fireAll(new PackedMachine(tinyModel([way(is)])), 'user');
    expect(fire(() => true)).toHaveLength(1);
    expect(() => fire(once())).toThrow('user.step depends on more than the state');
  });
});

describe('the second run of a step', () => {
  it('begins where the first did, and leaves what one run leaves', () => {
    const machine = machineOf((k) => {
      k.root(0).seen += 1;
      k.root(0).total = 1;
    });
    const before = machine.plain();
    const [fired] = fireAll(machine, 'user');
    expect(machine.plain().pools['root']?.[0]).toMatchObject({ seen: 1, total: 1 });
    expect(fired?.findings.map(({ kind }) => kind)).toEqual(['unguarded']);
    machine.rewind();
    expect(machine.plain()).toEqual(before);
  });
  it('begins in the middle of a turn where the first did', () => {
    const machine = machineOf((k) => void (k.root(0).seen += 1));
    fireAll(machine, 'other', 'user');
    expect(machine.plain().pools['root']?.[0]).toMatchObject({ seen: 1 });
    expect(machine.hasFinished(1)).toBe(true);
  });
  it('makes the choices that were drawn, and draws none', () => {
    const machine = machineOf((k) => void (k.root(0).seen = k.choose('a', [1, 2, 3]) + k.choose('b', [0, 5])));
    const asked: number[] = [];
    machine.drawWith((n) => (asked.push(n) === 1 ? 1 : 0));
    const [fired] = fireAll(machine, 'user');
    expect([asked, machine.script, fired?.choices.map(({ value }) => value)]).toEqual([
      [3, 2],
      [1, 0],
      [2, 0],
    ]);
  });
  it('draws none where it makes more choices either', () => {
    const is = once();
    const machine = machineOf((k) => (is() ? k.choose('a', [1, 2]) : k.choose('a', [1, 2]) + k.choose('b', [1, 2])));
    let drawn = 0;
    machine.drawWith(() => drawn++);
    expect(() => machine.fire(0)).toThrow('it asks which of 2 options to take, and not nothing more');
    expect([drawn, machine.script]).toEqual([1, [0]]);
  });
  it('is a halt once', () => {
    const machine = machineOf((k) => k.BUG_ON(true));
    const [fired] = fireAll(machine, 'user');
    expect([fired?.findings.length, machine.halted()]).toEqual([1, 'bug_on:user']);
  });
});

describe('what a context waits for', () => {
  const machineFor = (condition: (k: Kernel) => boolean, options = {}) =>
    new PackedMachine(tinyModel([fn('waits', { until: when(condition) })]), options);
  it.each([{}, { memoWords: 1 }])('is found out where it says or asks otherwise (%o)', (options) => {
    const is = once();
    expect(() => machineFor(() => is(), options).enabled(0)).toThrow(
      new ImpureStep(
        'what waits waits for depends on more than the state: asked again at once, it says no, and not yes',
      ),
    );
    const asks = once();
    expect(() => machineFor((k) => (asks() ? k.root(0).flag : k.root(0).latch), options).enabled(0)).toThrow(
      'it asks for root[0].latch, and not for root[0].flag',
    );
  });
});

describe('a predicate', () => {
  const ask = (run: (k: Kernel, situation: Situation) => unknown, options = {}) => {
    const machine = machineOf(() => undefined, options);
    machine.reset();
    return () => machine.ask({ of: 'property mine', run: run as never });
  };
  const cases: readonly (readonly [string, (is: () => boolean) => (k: Kernel, situation: Situation) => unknown])[] = [
    ['says "b", and not "a"', (is) => () => (is() ? 'a' : 'b')],
    ['says nothing, and not "a"', (is) => () => (is() ? 'a' : null)],
    ['asks for root[0].latch, and not for root[0].flag', (is) => (k) => (is() ? k.root(0).flag : k.root(0).latch)],
    ['asks nothing more, and not for root[0].flag', (is) => (k) => is() && k.root(0).flag],
    [
      'asks whether thing[1] is alive, and not whether thing[0] is alive',
      (is) =>
        (_, { isAlive }) =>
          isAlive('thing', is() ? 0 : 1),
    ],
    [
      'asks whether other is at rest, and not whether user is at rest',
      (is) =>
        (_, { isAtRest }) =>
          isAtRest(is() ? 0 : 1),
    ],
    [
      'asks whether other is on the stack of user, and not whether user is on the stack of user',
      (is) =>
        (_, { isIn }) =>
          isIn(0, is() ? 'user' : 'other'),
    ],
    [
      'throws: property mine cannot be asked: k has no nothing',
      (is) => (k) => is() || (k as unknown as { nothing: boolean }).nothing,
    ],
  ];
  it.each(cases)('that %s is found out', (does, run) => {
    const message = `property mine depends on more than the state: asked again at once, it ${does}`;
    expect(ask(run(once()))).toThrow(new ImpurePredicate(message));
    expect(ask(run(once()), { memoWords: 1 })).toThrow(new ImpurePredicate(message));
  });
  it('that asks the state alone is let be', () => {
    expect(ask((k) => (k.root(0).wait_lock.holder() === NULL ? 'nobody' : null))()).toBe('nobody');
  });
});

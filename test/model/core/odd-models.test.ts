/**
 * Models that nobody should write, and somebody will: a patch module is a program by a stranger. Whatever is in it, both
 * machines must tell the same of it, keep their states whole, and answer with findings rather than with exceptions.
 */
import assert, { deepStrictEqual } from 'node:assert';
import { describe, expect, it } from 'vitest';
import {
  type AnyProc,
  defineModel,
  int,
  type Machine,
  type Model,
  notationFor,
  NULL,
  ref,
  spinlock,
  struct,
  through,
  to,
} from '../../../model/core/index.ts';
import { bothMachines, everyMachine } from '../../models/machines.ts';
import {
  act,
  acquire,
  born,
  calls,
  fireAll,
  fn,
  go,
  type Kernel,
  type Locals,
  nothing,
  release,
  tinyModel,
  when,
} from '../../models/tiny-kernel.ts';
import { freed } from './finding-case.ts';

/** What a machine tells of a run: before each turn who could go, then what firing gave, or what it threw. */
function tell(machine: Machine, turns: readonly number[]): unknown[] {
  return turns.map((turn) => {
    const enabled = machine.contexts.map((_, i) => machine.enabled(i));
    try {
      return { enabled, fired: machine.fire(turn), plain: machine.plain() };
    } catch (thrown) {
      return { enabled, thrown: String(thrown) };
    }
  });
}

function assertAgree(model: Model, turns: readonly number[]): void {
  const machines = everyMachine.map(([, make]) => make(model));
  const [told, ...others] = machines.map((machine) => tell(machine, turns));
  for (const other of others) deepStrictEqual(other, told);
  for (const machine of machines) {
    const plain = machine.plain();
    const words = new Uint32Array(machine.width);
    machine.save(words, 0);
    machine.reset();
    machine.restore(words, 0);
    deepStrictEqual(machine.plain(), plain);
    // Once more: what it does again is what it did.
    machine.reset();
    deepStrictEqual(tell(machine, turns), told);
  }
}

/** The two machines agree, also in refusing the model, or it cannot even be linked. */
function assertAgreeOrRefuse(model: () => Model, turns: readonly number[]): void {
  const refused = bothMachines.map(([, make]) => {
    try {
      return make(model()) === null;
    } catch (thrown) {
      return thrown instanceof Error;
    }
  });
  assert(refused[0] === refused[1], 'one machine refuses what the other takes');
  if (refused[0] === false) assertAgree(model(), turns);
}

/** A user that takes this action, and then one that touches nothing. */
const user = (run: Parameters<typeof act>[0]): AnyProc[] => [fn('user', { odd: act(run), after: nothing })];
const looksAt = (name: string, moves: Parameters<typeof go>[0]): AnyProc => fn(name, { look: go(moves), act: nothing });

const locked = acquire((k) => k.root(0).lock);
const pointer = (name: string) => ({ line: 1, c: 'as the C says', call: through(name, () => undefined) });

const strange: [string, AnyProc[]][] = [
  ['an integer field gets a fraction', user((k) => void (k.root(0).seen = 1.5))],
  ['a reference gets a fraction', user((k) => (k.alloc('thing', 0), void (k.thing(0).next = 0.5)))],
  ['an object is asked for by a fraction', user((k) => k.alloc('thing', 0.5))],
  [
    'a list is read at a fraction',
    user((k, f) => (k.root(0).queue.insert(0, 7), void (f.a = k.root(0).queue.at(0.5)))),
  ],
  ['something is inserted behind the end of a list', user((k) => k.root(0).queue.insert(1, 7))],
  ['something is inserted far behind the end of a list', user((k) => k.root(0).queue.insert(9, 7))],
  ['something is inserted in front of a list', user((k) => k.root(0).queue.insert(-1, 7))],
  ['an object is freed that is not on the heap', user((k) => k.free('root', 0))],
  ['an object is given back that is not on the heap', user((k) => k.discard('root', 0))],
  ['a local gets a fraction', user((_k, f) => void (f.a = 0.5))],
  ['a local gets nothing', user((_k, f) => void (f.a = undefined as unknown as number))],
  ['a local gets more than 31 bits', user((_k, f) => void (f.a = 2 ** 31))],
  ['a local gets a truth value', user((_k, f) => void (f.a = true as unknown as number))],
  ['a local is written that was not declared', user((_k, f) => void Object.assign(f, { z: 1 }))],
  ['a jump goes to a label that every object has', user(() => 'toString' as 'return')],
  ['a condition writes', [fn('user', { wait: when((k) => !(k.root(0).flag = true)) }), fn('other', { nothing })]],
  [
    'a condition takes from a list',
    [
      fn('filler', { fill: act((k) => (k.root(0).queue.insert(0, 7), k.root(0).queue.insert(0, -5))), after: nothing }),
      fn('user', { wait: when((k) => k.root(0).queue.remove(-5)) }),
    ],
  ],
  ['a go step follows a bad pointer', [fn('user', { one: nothing, two: go((_f, k) => void k.thing(NULL)) })]],
  [
    'the arguments of a call follow one',
    [
      fn('user', {
        one: nothing,
        call: { line: 1, c: 'g()', call: to(fn('g', { nothing }), (_g, _f: Locals, k: Kernel) => void k.thing(NULL)) },
      }),
    ],
  ],
  [
    'a go step of a function that was called is a bug',
    [fn('user', { one: nothing, call: calls(looksAt('g', (_f, k) => k.BUG_ON(true))) })],
  ],
  [
    'functions call each other in a circle without an action',
    [fn('user', { one: nothing, call: calls(fn('round', { call: calls(fn('back', { again: pointer('round') })) })) })],
  ],
  [
    'functions call each other in a circle with an action',
    [
      fn('user', {
        one: nothing,
        call: calls(fn('round', { nothing, call: calls(fn('back', { nothing, again: pointer('round') })) })),
      }),
    ],
  ],
  ['a go step may sleep', [fn('user', { one: locked, two: go((_f, k) => k.might_sleep()), after: nothing })]],
  ['a condition may sleep', [fn('user', { one: locked, wait: when((k) => (k.might_sleep(), true)) })]],
  [
    'a go step takes a lock',
    [fn('user', { one: locked, two: go((_f, k) => k.root(0).wait_lock.take()), after: nothing })],
  ],
  [
    'a go step behind a call is a bug',
    [fn('user', { call: calls(fn('g', { nothing })), bug: go((_f, k) => k.BUG_ON(true)) })],
  ],
];

describe('all machines tell the same, and keep their states whole, when', () => {
  it.each(strange)('%s', (_, entries) => {
    const model = tinyModel(entries);
    const last = model.contexts.length - 1;
    assertAgree(model, [last]);
    assertAgree(model, [0, last]);
  });
  it('a context is given an argument that is no local, unless it is refused', () => {
    const contexts = { user: { entry: fn('user', { one: nothing, two: nothing }), args: { z: 1 } } };
    assertAgreeOrRefuse(() => tinyModel([], { contexts }), [0]);
  });
  it('a function calls itself, unless it is refused', () => {
    const recursive = fn('user', { down: nothing, call: calls(fn('user', { nothing })) });
    assertAgreeOrRefuse(() => tinyModel([recursive]), [0, 0]);
  });
  it.each([
    ['NULL', NULL],
    ['not written', undefined],
  ])('a field is guarded behind a reference that is %s', (_, home) => {
    const fields = { at: ref('home').racy(), n: int(0, 1).guarded_by('at.lock').starts(0) };
    const guarded = { home: struct({ lock: spinlock() }), guarded: struct(fields) };
    const touch = notationFor(guarded).proc(
      'touch',
      'touch.c:1',
      {},
      {
        touch: {
          line: 1,
          c: 'n = 1',
          run(k) {
            if (home !== undefined) k.guarded(0).at = home;
            k.guarded(0).n = 1;
          },
        },
      },
    );
    assertAgree(defineModel({ structs: guarded, contexts: { user: touch } }), [0]);
  });
});

describe.each(bothMachines)('on the %s machine', (_, make) => {
  const kindsOf = (machine: Machine, ...turns: string[]) =>
    fireAll(machine, ...turns).map(({ findings }) => findings.map(({ kind, context: whose }) => `${kind} of ${whose}`));
  const owner = fn('owner', { born: born(0), free: freed });

  it('waiting for something in a freed object is a use after free when its turn comes', () => {
    const waits = fn('waits', { until: when((k) => k.thing(0).n === 0) });
    const machine = make(tinyModel([owner, waits]));
    expect(kindsOf(machine, 'owner', 'owner', 'waits').at(-1)).toEqual(['use_after_free of waits']);
  });
  it('an error in a condition is a fault, not an exception', () => {
    const broken = fn('broken', {
      until: when(() => {
        throw new Error('a mistake in a patch module');
      }),
    });
    expect(kindsOf(make(tinyModel([broken])), 'broken')).toEqual([['threw of broken']]);
  });
  it('a condition that looks at a guarded field is no breach of whoever goes next', () => {
    const waits = fn('waits', { until: when((k) => k.root(0).total === 1) });
    const machine = make(tinyModel([waits, fn('other', { nothing })]));
    expect(machine.enabled(0)).toBe(false);
    expect(kindsOf(machine, 'other')).toEqual([[]]);
  });
  it('a condition that looks at a guarded field is a breach of the step that waits, told once', () => {
    const waits = fn('waits', { until: when((k) => k.root(0).total === 0) });
    const machine = make(tinyModel([waits]));
    machine.enabled(0);
    expect(kindsOf(machine, 'waits')).toEqual([['unguarded of waits']]);
  });
  it.each(['alloc', 'publish', 'free', 'discard'] as const)('a go step that calls %s touches shared state', (does) => {
    const made = does === 'alloc' ? nothing : act((k) => k.alloc('thing', 0));
    const machine = make(tinyModel([fn('user', { made, away: go((_f, k) => k[does]('thing', 0)) })]));
    expect(kindsOf(machine, 'user')).toEqual([['local of user']]);
  });
  it('a breach on the way to the first action is not that of whoever goes first', () => {
    const early = looksAt('early', (_f, k) => void (k.root(0).flag = true));
    const machine = make(tinyModel([early, fn('other', { nothing })]));
    expect(kindsOf(machine, 'other')).toEqual([[]]);
  });
  it.each([
    ['goes round', 'overflow', fn('user', { round: { ...go(() => undefined), then: 'round' } })],
    ['jumps nowhere', 'label', fn('user', { away: go(() => 'nowhere' as 'return') })],
    ['follows a bad pointer', 'bad_pointer', fn('user', { away: go((_f, k) => void k.thing(NULL)) })],
  ])('a task that %s before its first action is halted by that, as a step of its own', (_what, kind, entry) => {
    const machine = make(tinyModel([entry]));
    expect([machine.halted(), machine.enabledContexts()]).toEqual([null, [0]]);
    expect(machine.fire(0).findings.map((finding) => finding.kind)).toEqual([kind]);
    expect(machine.halted()).toMatch(kind);
  });
  it('what is recorded of a step is not changed by looking who can go next', () => {
    const waits = fn('waits', { until: when((k) => k.root(0).flag) });
    const machine = make(tinyModel([fn('user', { one: act((k) => void (k.root(0).seen = 1)), two: nothing }), waits]));
    machine.record(true);
    fireAll(machine, 'user');
    const touched_ = machine.footprint();
    machine.enabled(1);
    expect(machine.footprint()).toEqual(touched_);
  });
  it('taking a lock that another holds is a breach of the thief', () => {
    const holder = fn('holder', {
      lock: acquire((k) => k.root(0).lock),
      inside: nothing,
      unlock: release((k) => k.root(0).lock),
    });
    const thief = fn('thief', { take: act((k) => k.root(0).lock.take()), last: nothing });
    const machine = make(tinyModel([holder, thief]));
    expect(kindsOf(machine, 'holder', 'thief').at(-1)).toEqual(['lock of thief']);
  });
  it('what init allocates is nobody’s in particular until it is published', () => {
    const machine = make(tinyModel([fn('user', { nothing })], { init: (k) => k.alloc('thing', 0) }));
    expect(machine.plain().pools['thing']?.[0]?.['life']).not.toContain('undefined');
  });
});

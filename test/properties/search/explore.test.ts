/** Exhaustive search: shortest paths, every combination of choices, ends, bounds, and what visitors are told. */
import { deepStrictEqual } from 'node:assert';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Finding, type Machine, PackedMachine, ReferenceMachine } from '../../../model/core/index.ts';
import { type End, endOf, explore, exploring, type Progress } from '../../../properties/search/explore.ts';
import type { Turn } from '../../../properties/search/turn.ts';
import { bothMachines } from '../../models/machines.ts';
import { keyOf, searchNaively, tally } from '../../models/naive-search.ts';
import { buildModel } from '../../models/random-model-build.ts';
import { modelPlan } from '../../models/random-model.ts';
import { acquire, act, fn, nothing, release, tinyModel, when } from '../../models/tiny-kernel.ts';
import { twoPhaseCommit } from '../../../docs/examples/two-phase-commit.ts';

/** Takes the turns from the initial state. */
function replay(machine: Machine, turns: readonly Turn[]): void {
  machine.reset();
  for (const { context: number, script } of turns) {
    machine.script.splice(0, machine.script.length, ...script);
    if (!machine.enabled(number)) throw new Error(`${machine.contexts[number]} cannot go`);
    machine.fire(number);
  }
}

describe.each(bothMachines)('exploring on the %s machine', (name, make) => {
  // The reference machine takes thirty times as long.
  const numRuns = name === 'packed' ? 15 : 4;

  it('finds the states, transitions, ends and distances that a naive search of the reference machine finds', () => {
    const agree = fc.property(modelPlan, (plan) => {
      const model = buildModel(plan);
      const machine = make(model);
      fc.pre(explore(machine, {}, { maxStates: 150 }).clipped === null);
      const naive = searchNaively(new ReferenceMachine(model), endOf);
      const keys: string[] = [];
      const found = explore(machine, { state: () => keys.push(keyOf(machine)) });
      deepStrictEqual(new Set(keys), new Set(naive.depths.keys()));
      deepStrictEqual(found.transitions, naive.transitions);
      deepStrictEqual(found.ends, tally(naive.ends.values()));
      deepStrictEqual(found.depth, Math.max(...naive.depths.values()));
      deepStrictEqual(
        keys.map((__, state) => found.pathTo(state).length),
        keys.map((key) => naive.depths.get(key)),
      );
    });
    fc.assert(agree, { seed: 2007, numRuns });
  });

  it('gives paths that lead, turn by turn, to the state asked for', () => {
    const leads = fc.property(modelPlan, (plan) => {
      const machine = make(buildModel(plan));
      const keys: string[] = [];
      const found = explore(machine, { state: () => keys.push(keyOf(machine)) }, { maxStates: 100 });
      const another = make(buildModel(plan));
      keys.forEach((key, state) => {
        replay(another, found.pathTo(state));
        deepStrictEqual(keyOf(another), key);
      });
    });
    fc.assert(leads, { seed: 2007, numRuns });
  });

  describe('a step that chooses', () => {
    it('is taken once for every combination, also where one choice depends on another', () => {
      const chooser = fn('chooser', {
        choose: act((k, f) => {
          f.a = k.choose('way', [1, 2, 3]);
          f.b = f.a === 2 ? 0 : k.choose('fault', f.a === 1 ? [5, 6] : [7, 8, 9]);
        }),
        last: nothing,
      });
      const machine = make(tinyModel([chooser]));
      const seen: unknown[] = [];
      const found = explore(machine, {
        state() {
          const locals = machine.stack(0)[0]?.locals;
          if (locals) seen.push([locals['a'], locals['b']]);
        },
      });
      expect(seen).toEqual([
        [0, 0],
        [1, 5],
        [1, 6],
        [2, 0],
        [3, 7],
        [3, 8],
        [3, 9],
      ]);
      // The six ways, and the last step after each.
      expect(found.transitions).toBe(12);
      const scripts = [1, 2, 3, 4, 5, 6].map((state) => found.pathTo(state)[0]?.script);
      expect(scripts).toEqual([[], [0, 1], [1], [2], [2, 1], [2, 2]]);
    });

    it('is found again by its path, however many combinations there are', () => {
      const twenty = Array.from({ length: 20 }, (__, i) => i);
      const chooser = fn('chooser', {
        choose: act((k, f) => {
          f.a = k.choose('first', twenty);
          f.b = k.choose('second', twenty);
        }),
        last: nothing,
      });
      const machine = make(tinyModel([chooser, fn('other', { nothing })]));
      const lastOf = new Map<string, number>();
      const found = explore(machine, { state: (number) => lastOf.set(`${machine.stack(0)[0]?.locals['a']}`, number) });
      for (const [way, number] of lastOf) {
        replay(machine, found.pathTo(number));
        expect(`${machine.stack(0)[0]?.locals['a']}`).toBe(way);
      }
    });
  });

  describe('a schedule ends', () => {
    const endsOf = (...args: Parameters<typeof tinyModel>) => explore(make(tinyModel(...args)), {}).ends;
    const one = (end: End) => ({ done: 0, stuck: 0, oops: 0, [end]: 1 });
    const task = fn('task', { nothing });

    it('done when every context has finished', () => {
      expect(endsOf([task])).toEqual(one('done'));
    });
    it('done when one that idles never had to begin', () => {
      const irq = fn('irq', { wait: when((k) => k.root(0).flag) });
      expect(endsOf([task, { entry: irq, idles: true }])).toEqual(one('done'));
    });
    it('stuck when one that idles began and cannot go on', () => {
      const irq = fn('irq', { begin: nothing, wait: when((k) => k.root(0).flag) });
      expect(endsOf([task, { entry: irq, idles: true }])).toEqual(one('stuck'));
    });
    it('stuck when a task waits for ever', () => {
      expect(endsOf([task, fn('waits', { wait: when((k) => k.root(0).flag) })])).toEqual(one('stuck'));
    });
    it('with an oops when one happens, whoever could still go', () => {
      expect(endsOf([fn('bad', { bug: act((k) => k.BUG_ON(true)), after: nothing })])).toEqual(one('oops'));
    });
  });

  it('tells a visitor of each state once, in order, with the machine in it, and of each end', () => {
    const machine = make(tinyModel([fn('one', { a: nothing, b: nothing }), fn('two', { a: nothing })]));
    const states: [number, string][] = [];
    const terminals: [number, string, End][] = [];
    const found = explore(machine, {
      state: (number) => states.push([number, keyOf(machine)]),
      terminal: (number, end) => terminals.push([number, keyOf(machine), end]),
    });
    expect(states.map(([number]) => number)).toEqual([0, 1, 2, 3, 4, 5]);
    expect(new Set(states.map(([, key]) => key)).size).toBe(found.states);
    expect(terminals).toEqual([[5, states[5]?.[1], 'done']]);
  });

  it('tells a visitor of every breach, with a turn that makes it once more', () => {
    const careless = fn('careless', {
      choose: act((k) => {
        if (k.choose('way', [0, 1]) === 1) k.root(0).total = 1;
      }),
    });
    const machine = make(
      tinyModel([
        careless,
        fn('other', { lock: acquire((k) => k.root(0).lock), unlock: release((k) => k.root(0).lock) }),
      ]),
    );
    const breaches: [number, Turn, Finding][] = [];
    const found = explore(machine, {
      found: (from, turn, _followed, _steps, finding) => breaches.push([from, turn, finding]),
    });
    // Before, in and after the other's section.
    expect(breaches.map(([, turn, { kind, what }]) => [turn.context, turn.script, kind, what])).toEqual(
      Array.from({ length: 3 }, () => [0, [1], 'unguarded', 'root.total']),
    );
    const [from, turn] = breaches[2] as [number, Turn, Finding];
    replay(machine, found.pathTo(from));
    machine.script.splice(0, machine.script.length, ...turn.script);
    expect(machine.fire(turn.context).findings.map(({ kind }) => kind)).toEqual(['unguarded']);
  });
});

/** A context that counts to `n`: `n` + 1 states in a row. */
const counting = (n: number) =>
  tinyModel([
    fn('counts', {
      count: {
        line: 1,
        c: 'if (++a < n) goto count',
        run(_k, f) {
          f.a += 1;
          return f.a < n ? 'count' : 'return';
        },
      },
    }),
  ]);

describe('a search that is cut short', () => {
  const machine = () => new PackedMachine(twoPhaseCommit(5));
  const all = 8832;

  it('says so when it has found more states than it may, and counts no graph', () => {
    const { clipped, states, graph } = explore(machine(), {}, { maxStates: 1000, keepGraph: true });
    expect([clipped, graph]).toEqual(['max-states', null]);
    // One state's successors more than allowed, at most.
    expect(states).toBeGreaterThan(1000);
    expect(states).toBeLessThan(1000 + 5 * 5 + 2);
  });
  it('is not cut short by a bound that it just reaches', () => {
    const { clipped, states } = explore(machine(), {}, { maxStates: all });
    expect([clipped, states]).toEqual([null, all]);
  });
  it('says so one state below that', () => {
    expect(explore(machine(), {}, { maxStates: all - 1 }).clipped).toBe('max-states');
  });
  it('says so when its time is up, at once or in the middle', () => {
    expect(explore(machine(), {}, { maxSeconds: 0 })).toMatchObject({ clipped: 'max-seconds', states: 1 });
    const { clipped, states } = explore(machine(), {}, { maxSeconds: 0.002 });
    expect(clipped).toBe('max-seconds');
    expect(states).toBeLessThan(all);
  });
  it('says so when its tables would take more memory than they may, and has paths to what it found', () => {
    const maxMemory = explore(machine(), {}).bytes - 1;
    const cut = machine();
    const keys: string[] = [];
    const found = explore(cut, { state: () => keys.push(keyOf(cut)) }, { maxMemory });
    expect(found).toMatchObject({ clipped: 'max-memory', states: keys.length });
    expect(found.bytes).toBeLessThanOrEqual(maxMemory);
    expect(found.states).toBeLessThan(all);
    replay(cut, found.pathTo(found.states - 1));
    expect(keyOf(cut)).toBe(keys.at(-1));
    expect(explore(machine(), {}, { maxMemory: 0, keepGraph: true })).toMatchObject({
      clipped: 'max-memory',
      graph: null,
    });
  });
  it('is not cut short where there is memory enough', () => {
    const { bytes } = explore(machine(), {});
    expect(explore(machine(), {}, { maxMemory: bytes }).clipped).toBeNull();
  });
  it('is not begun when it is told to stop before', () => {
    const slices = exploring(machine(), {});
    slices.next();
    expect(slices.next('stop').value).toMatchObject({ states: 1, transitions: 0, clipped: 'interrupted' });
  });
  it('says so when it is told to stop, and keeps what it has', () => {
    const slices = exploring(machine(), {}, { keepGraph: true });
    slices.next();
    const { states, transitions, depth, seconds } = slices.next().value;
    expect(seconds).toBeGreaterThan(0);
    expect(states).toBeGreaterThan(1);
    const stopped = slices.next('stop');
    expect(stopped).toMatchObject({
      done: true,
      value: { transitions, depth, clipped: 'interrupted', graph: null },
    });
    // Where the last turns led was not known yet.
    expect(stopped.value.states).toBeGreaterThanOrEqual(states);
    expect(stopped.value.states).toBeLessThan(all);
  });
  it('is not cut short by a stop that comes when everything was seen', () => {
    // As many states as there are in a slice.
    const slices = exploring(new PackedMachine(counting(4095)), {});
    slices.next();
    const first = slices.next();
    const last = first.done ? first : slices.next('stop');
    expect(last.value).toMatchObject({ states: 4096, clipped: null });
  });
  it('is not cut short when it may take its time', () => {
    expect(explore(machine(), {}, { maxSeconds: 60 }).clipped).toBeNull();
  });
  it('still has paths to the states that it found', () => {
    const cut = machine();
    const keys: string[] = [];
    const found = explore(cut, { state: () => keys.push(keyOf(cut)) }, { maxStates: 300 });
    replay(cut, found.pathTo(300));
    expect(keyOf(cut)).toBe(keys[300]);
  });
  it('tells how far it is before and between pieces, and of the same in the end as in one go', () => {
    const told: Progress[] = [];
    const slices = exploring(machine(), {});
    let next = slices.next();
    for (; !next.done; next = slices.next()) told.push(next.value);
    expect(told.length).toBeGreaterThan(3);
    const [start, ...others] = told as [Progress, ...Progress[]];
    expect(start).toMatchObject({ states: 1, transitions: 0, depth: 0, queue: 1 });
    others.forEach((now, i) => {
      const before = told[i] as Progress;
      expect(now.transitions).toBeGreaterThan(before.transitions);
      expect(now.states).toBeGreaterThanOrEqual(before.states);
      expect(now.depth).toBeGreaterThanOrEqual(before.depth);
    });
    const { states, transitions, depth } = explore(machine(), {});
    expect(next.value).toMatchObject({ states, transitions, depth, clipped: null });
  });
});

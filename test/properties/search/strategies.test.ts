/** Random schedules: that they are schedules, and that each strategy draws them as it says. */
import { deepStrictEqual } from 'node:assert';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { closeWorld } from '../../../model/closed-world.ts';
import { type Machine, PackedMachine } from '../../../model/core/index.ts';
import { worldOf } from '../../../model/scenarios/format/scenario.ts';
import { explore } from '../../../properties/search/explore.ts';
import type { Turn } from '../../../properties/search/turn.ts';
import { pct, pos, type Strategy, uniform } from '../../../properties/search/strategies.ts';
import { randomTurns, walk } from '../../../properties/search/walk.ts';
import { shippedScenario } from '../../ground-truth/truth.ts';
import { bothMachines } from '../../models/machines.ts';
import { peterson } from '../../../docs/examples/peterson.ts';
import { philosophers } from '../../../docs/examples/philosophers.ts';
import { buildModel } from '../../models/random-model-build.ts';
import { modelPlan } from '../../models/random-model.ts';
import { act, fn, nothing, tinyModel } from '../../models/tiny-kernel.ts';
import { twoPhaseCommit } from '../../../docs/examples/two-phase-commit.ts';
import { kernel } from '../aio/decide.ts';
import { seededRandom } from '../../../properties/search/seeded-random.ts';
import { chain, wordsOf } from './schedules-by-hand.ts';

const strategies: readonly [name: string, strategy: Strategy][] = [
  ['uniform', uniform],
  ['PCT of depth 1', pct(1)],
  ['PCT of depth 3', pct(3)],
  ['POS', pos],
];

const kernelMachine = (): Machine =>
  new PackedMachine(closeWorld(worldOf(shippedScenario('dw1-reader-inval')), kernel('2.6.20')));

/** Every turn can be taken when it comes, its script is what was chosen, and after the last nothing can move. */
function expectComplete(machine: Machine, turns: readonly Turn[]): void {
  machine.reset();
  for (const { context, script } of turns) {
    deepStrictEqual(machine.enabled(context), true);
    machine.script.splice(0, machine.script.length, ...script);
    const { choices, findings } = machine.fire(context);
    deepStrictEqual(choices.length, script.length);
    deepStrictEqual(
      findings.filter(({ what }) => what.includes('has no option')),
      [],
    );
  }
  deepStrictEqual(
    machine.contexts.filter((_, context) => machine.enabled(context)),
    [],
  );
}

describe.each(strategies)('a schedule by %s', (_, strategy) => {
  it.each([
    ['philosophers', philosophers(3, 'all left-handed')],
    ['Peterson', peterson(2)],
  ])('of %s is valid and complete on both machines', (__, model) => {
    for (const [, make] of bothMachines) {
      const machine = make(model);
      for (let seed = 0; seed < 50; seed++) expectComplete(machine, randomTurns(machine, strategy, seededRandom(seed)));
    }
  });

  it('of a random model is valid and complete', () => {
    const complete = fc.property(modelPlan, fc.nat(), (plan, seed) => {
      const machine = new PackedMachine(buildModel(plan));
      const { clipped, graph } = explore(machine, {}, { maxStates: 300, keepGraph: true });
      fc.pre(clipped === null && graph !== null);
      const turns = randomTurns(machine, strategy, seededRandom(seed));
      // One that goes round for ever is cut.
      if (turns.length < 10_000) expectComplete(machine, turns);
    });
    fc.assert(complete, { seed: 2007, numRuns: 100 });
  });

  it('of the kernel is valid and complete', () => {
    const machine = kernelMachine();
    for (let seed = 0; seed < 100; seed++) expectComplete(machine, randomTurns(machine, strategy, seededRandom(seed)));
  });

  it('is the same from the same random numbers, whatever the machine did before', () => {
    const used = kernelMachine();
    randomTurns(used, uniform, seededRandom(99));
    used.script.splice(0, used.script.length, 3, 1, 4);
    for (let seed = 0; seed < 20; seed++)
      expect(randomTurns(used, strategy, seededRandom(seed))).toEqual(
        randomTurns(kernelMachine(), strategy, seededRandom(seed)),
      );
  });

  it('is seldom the same from other random numbers', () => {
    const machine = kernelMachine();
    const seen = new Set<string>();
    for (let seed = 0; seed < 100; seed++) seen.add(JSON.stringify(randomTurns(machine, strategy, seededRandom(seed))));
    expect(seen.size).toBeGreaterThan(5);
  });

  it('shows whoever watches the states of the same schedule replayed', () => {
    const machine = kernelMachine();
    for (let seed = 0; seed < 50; seed++) {
      const turns: Turn[] = [];
      const states: string[] = [];
      const steps = walk(machine, strategy, seededRandom(seed), (context, script) => {
        turns.push({ context, script: [...script] });
        states.push(wordsOf(machine));
      });
      expect(steps).toBe(turns.length);
      machine.reset();
      const again = turns.map(({ context, script }) => {
        machine.script.splice(0, machine.script.length, ...script);
        machine.fire(context);
        return wordsOf(machine);
      });
      expect(states).toEqual(again);
    }
  });

  it('draws choices over all their options', () => {
    const chooser = fn('chooser', {
      choose: act((k, f) => {
        f.a = k.choose('first', [0, 1, 2]);
        f.b = k.choose('second', [0, 1]);
      }),
    });
    const machine = new PackedMachine(tinyModel([chooser, fn('other', { nothing })]));
    const counts = new Map<string, number>();
    const random = seededRandom(2007);
    for (let i = 0; i < 6000; i++) {
      const turns = randomTurns(machine, strategy, random);
      const chosen = `${turns.find(({ context }) => context === 0)?.script.join('')}`;
      counts.set(chosen, (counts.get(chosen) ?? 0) + 1);
    }
    expect([...counts.keys()].toSorted()).toEqual(['00', '01', '10', '11', '20', '21']);
    expectEven([...counts.values()]);
  });

  it.each([
    ['Peterson', peterson(null)],
    ['two-phase commit', twoPhaseCommit(2)],
  ])('of %s, which never ends, is cut after 10000 steps', (__, model) => {
    expect(randomTurns(new PackedMachine(model), strategy, seededRandom(1))).toHaveLength(10_000);
  });

  it('leaves the machine with no dice to throw', () => {
    const chooser = fn('chooser', { choose: act((k, f) => void (f.a = k.choose('way', [0, 1]))), after: nothing });
    const machine = new PackedMachine(tinyModel([chooser]));
    for (let seed = 0; seed < 20; seed++) {
      randomTurns(machine, strategy, seededRandom(seed));
      machine.reset();
      machine.script.length = 0;
      expect(machine.fire(0).choices).toEqual([{ name: 'way', value: 0 }]);
    }
  });
});

/** Pearson's statistic is below what chance exceeds once in a thousand times, for up to six counts (df 1 to 5). */
function expectEven(counts: readonly number[]): void {
  const expected = counts.reduce((sum, count) => sum + count, 0) / counts.length;
  const statistic = counts.reduce((sum, count) => sum + (count - expected) ** 2 / expected, 0);
  expect(statistic).toBeLessThan([0, 10.83, 13.82, 16.27, 18.47, 20.52][counts.length - 1] as number);
}

describe('uniform', () => {
  it('picks evenly among those who can go, however many can', () => {
    const machine = new PackedMachine(tinyModel(['a', 'b', 'c'].map((name, i) => chain(name, 4 + 4 * i, nothing))));
    const counts = new Map<string, number[]>();
    const random = seededRandom(2007);
    for (let i = 0; i < 3000; i++) {
      let able = [0, 1, 2];
      walk(machine, uniform, random, (context) => {
        const known = counts.get(able.join()) ?? able.map(() => 0);
        counts.set(able.join(), known.with(able.indexOf(context), (known[able.indexOf(context)] as number) + 1));
        able = able.filter((one) => machine.enabled(one));
      });
    }
    expect(counts.get('0,1,2')).toBeDefined();
    expect(counts.get('1,2')).toBeDefined();
    for (const picks of counts.values()) if (picks.length > 1) expectEven(picks);
  });
});

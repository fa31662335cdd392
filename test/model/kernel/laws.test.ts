import { describe, expect, it } from 'vitest';
import { type Machine, type Patch, PackedMachine, ReferenceMachine } from '../../../model/core/index.ts';
import { type AioModel, closeWorld } from '../../../model/closed-world.ts';
import { mutants } from '../../../model/mutants/index.ts';
import { shippedPatches } from '../../../model/patches/index.ts';
import { shippedScenarioNames } from '../../../cli/shipped-scenarios.ts';
import { worldOf } from '../../../model/scenarios/format/scenario.ts';
import { shippedScenario } from '../../ground-truth/truth.ts';
import { kernel } from '../../properties/aio/decide.ts';
import { shareOf } from '../../drawn.ts';
import { InStep } from '../../models/in-step.ts';
import { everyMachine } from '../../models/machines.ts';

/** Everything that can be asked of a machine's current state and of the step that led to it. */
const everything = (machine: Machine) => ({
  state: machine.plain(),
  enabled: machine.contexts.map((_, context) => machine.enabled(context)),
  atRest: machine.contexts.map((_, context) => machine.isAtRest(context)),
  halted: machine.halted(),
});

/** A small generator of numbers that a seed repeats (Numerical Recipes' linear congruence). */
function randomFrom(seed: number): (below: number) => number {
  let state = seed >>> 0;
  return (below) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

/** Walks both machines along one random schedule and compares them after each step. */
function walkInStep(model: AioModel, seed: number): number {
  const [packed, reference] = [new PackedMachine(model), new ReferenceMachine(model)];
  const random = randomFrom(seed);
  for (const machine of [packed, reference]) {
    machine.reset();
    machine.record(true);
  }
  for (let steps = 0; ; steps++) {
    expect(everything(packed)).toEqual(everything(reference));
    const able = packed.contexts.map((_, context) => context).filter((context) => packed.enabled(context));
    const context = able[random(able.length)];
    if (context === undefined) return steps;
    const script = [random(2)];
    const [ours, theirs] = [packed, reference].map((machine) => {
      machine.script.splice(0, Number.POSITIVE_INFINITY, ...script);
      const fired = machine.fire(context);
      return { fired, footprint: machine.footprint(), passed: machine.passed(), touchedBy: machine.touchedBy() };
    });
    expect(ours).toEqual(theirs);
  }
}

/** Every second shipped scenario: the others are walked in the other way. */
const someScenarios = (odd: 0 | 1): string[] => shippedScenarioNames().filter((_, nth) => nth % 2 === odd);

describe('the two machines agree on the modelled kernel', () => {
  const walk = (scenario: string, patch: Patch, seed: number): number =>
    walkInStep(closeWorld(worldOf(shippedScenario(scenario)), patch), seed);

  shareOf(someScenarios(0), 2).forEach((scenario, nth) => {
    const patch = shippedPatches[nth % shippedPatches.length] as Patch;
    it(`step by step, on a random schedule of ${scenario} under ${patch.name}`, () => {
      expect(walk(scenario, patch, scenario.length)).toBeGreaterThan(10);
    });
  });

  it('and under patches that oops', () => {
    for (const patch of ['dio-bugon', 'complete-what-was-promised', 'put-context-twice'])
      for (const seed of [1, 2, 3])
        for (const scenario of ['dw1-inval', 'buffered'])
          expect(walk(scenario, kernel(`2.6.20+${patch}`), seed)).toBeGreaterThan(10);
  });
});

/** One random schedule after another on the same machines, half of them with drawn choices: less and less is new. */
function walksInStep(model: AioModel, seeds: readonly number[]): number {
  const machines = new InStep(everyMachine.map(([, make]) => make(model)));
  let steps = 0;
  for (const seed of seeds) {
    const random = randomFrom(seed);
    machines.all((machine) => machine.reset());
    for (let able = machines.look(); able.length > 0; able = machines.look(), steps++) {
      const context = able[random(able.length)] as number;
      // Not always: a schedule that is never settled is saved and rewound as a whole.
      if (random(4) > 0) machines.settle();
      if (seed % 2 === 0) machines.fire(context, [], random);
      else machines.fire(context, [random(2)]);
    }
  }
  return steps;
}

describe('with a memo of their steps and without, and when it is soon full, the machines agree', () => {
  const seeds = [1, 2];
  shareOf(someScenarios(1), 2).forEach((scenario, i) => {
    const patch = shippedPatches[i % shippedPatches.length] as Patch;
    it(`on schedules of ${scenario} under ${patch.name}`, () => {
      expect(walksInStep(closeWorld(worldOf(shippedScenario(scenario)), patch), seeds)).toBeGreaterThan(40);
    });
  });
  it.each(shareOf(mutants, 2).map(({ name }) => name))('under the mutant %s', (mutant) => {
    const sound = mutant === 'last-error-wins' ? 'post-eiocbqueued+wake' : '2.6.20';
    for (const scenario of ['dw1-inval', 'buffered']) {
      const model = closeWorld(worldOf(shippedScenario(scenario)), kernel(`${sound}+${mutant}`));
      expect(walksInStep(model, seeds)).toBeGreaterThan(20);
    }
  });
});

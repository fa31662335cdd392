import { describe, expect, it } from 'vitest';
import { type Machine, type Patch, PackedMachine, ReferenceMachine } from '../../../model/core/index.ts';
import { type AioModel, closeWorld } from '../../../model/closed-world.ts';
import { shippedPatches } from '../../../model/patches/index.ts';
import { shippedScenarioNames } from '../../../model/scenarios/index.ts';
import { worldOf } from '../../../model/scenarios/scenario.ts';
import { shippedScenario } from '../../ground-truth/truth.ts';
import { kernel } from '../../properties/aio/decide.ts';

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

/** Walks both machines along one random schedule and compares them after each step; adds the labels it passed. */
function walkInStep(model: AioModel, seed: number, labels: Set<string>): number {
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
      return { fired: machine.fire(context), footprint: machine.footprint(), passed: machine.passed() };
    });
    expect(ours).toEqual(theirs);
    for (const { proc, label } of ours?.passed ?? []) labels.add(`${proc}.${label}`);
  }
}

/** Labels that no call of this slice can lead to, each with the reason. */
const unreachable: Readonly<Record<string, string>> = {
  'really_put_req.wake': 'needs a dead context, so io_destroy',
  'dio_bio_end_aio.wake': 'an asynchronous dio has no waiter: its submitter waits only when it is not asynchronous',
};

describe('the two machines agree on the kernel slice', () => {
  const reached = new Set<string>();
  const linked = new Set<string>();
  const walk = (scenario: string, patch: Patch, seed: number): number => {
    const model = closeWorld(worldOf(shippedScenario(scenario)), patch);
    for (const { steps } of model.program.procs) for (const { id } of steps) linked.add(id);
    return walkInStep(model, seed, reached);
  };

  for (const scenario of shippedScenarioNames())
    it(`step by step, on random schedules of ${scenario} under every shipped patch`, () => {
      const steps = shippedPatches.map((patch, i) => walk(scenario, patch, i * 7919 + scenario.length));
      expect(Math.min(...steps)).toBeGreaterThan(10);
    });

  it('and under patches that oops', () => {
    for (const patch of ['dio-bugon', 'complete-what-was-promised', 'put-context-twice'])
      for (const seed of [1, 2, 3])
        for (const scenario of ['dw1-inval', 'buffered'])
          expect(walk(scenario, kernel(`2.6.20+${patch}`), seed)).toBeGreaterThan(10);
  });

  it('and these schedules together pass every label that the slice can reach', () => {
    const missed = [...linked].filter((label) => !reached.has(label));
    console.log(`${linked.size - missed.length} of ${linked.size} labels passed; out of reach: ${missed.join(', ')}`);
    expect(missed.toSorted()).toEqual(Object.keys(unreachable).toSorted());
  });
});

/** Failing schedules of the AIO kernel that are small: those of the corpus, and minima inside shipped scenarios. */
import { corpus } from '../../../cli/corpus.ts';
import { minimizing, withoutIdleFaults } from '../../../counterexamples/aio/minimum.ts';
import type { Failing } from '../../../counterexamples/explain/analysis.ts';
import { follow } from '../../../counterexamples/follow.ts';
import { closeWorld } from '../../../model/closed-world.ts';
import { PackedMachine, ReferenceMachine } from '../../../model/core/index.ts';
import { type Scenario, worldOf } from '../../../model/scenarios/format/scenario.ts';
import { type AioProperty, properties } from '../../../properties/aio/index.ts';
import type { KernelView } from '../../../properties/aio/kernel-view.ts';
import { Run } from '../../../properties/aio/runs.ts';
import { check } from '../../../properties/checker/check.ts';
import type { Turn } from '../../../properties/search/turn.ts';
import { shippedScenario } from '../../ground-truth/truth.ts';
import { kernel } from '../../properties/aio/decide.ts';

export interface FailingTrace {
  readonly name: string;
  readonly failing: Failing<KernelView>;
}

/** All properties are asked for. */
function failingIn(scenario: Scenario, patch: string, property: AioProperty, turns: readonly Turn[]) {
  return { model: closeWorld(worldOf(scenario), kernel(patch)), property, asked: properties, turns };
}

export const tracesOfCorpus = (): FailingTrace[] =>
  corpus().flatMap(({ trace }) => {
    const { scenario, patch, property: called } = trace;
    const property = properties.find(({ name }) => name === called);
    const followed = follow(new ReferenceMachine(closeWorld(worldOf(scenario), kernel(patch))), trace.schedule);
    if (property === undefined || !followed.ok) throw new Error(`the trace of ${patch} does not fit`);
    return [{ name: `${patch}, ${called}`, failing: failingIn(scenario, patch, property, followed.turns) }];
  });

/** A minimum of each property that the patch violates in the shipped scenario. */
export function minimaIn(patch: string, shipped: string): FailingTrace[] {
  const scenario = shippedScenario(shipped);
  const closed = (one: Scenario) => new PackedMachine(closeWorld(worldOf(one), kernel(patch)));
  const machine = closed(scenario);
  return check(machine, properties).judgements.flatMap(({ property, violation }) => {
    if (violation === null || property.livelock === true) return [];
    const pieces = minimizing(Run.of(scenario, machine, violation.turns), property, closed);
    let piece = pieces.next();
    while (!piece.done) piece = pieces.next();
    if (piece.value === null) throw new Error(`${patch} does not violate ${property.name} in ${shipped}`);
    const lean = withoutIdleFaults(piece.value);
    return [
      {
        name: `${patch}, ${shipped}, ${property.name}`,
        failing: failingIn(lean.scenario, patch, property, lean.turns),
      },
    ];
  });
}

/** What tests of the page ask about: shipped scenarios under patches by name, and turns in them. */
import { closeWorld } from '../../../model/closed-world.ts';
import { PackedMachine } from '../../../model/core/index.ts';
import { worldOf } from '../../../model/scenarios/format/scenario.ts';
import { properties } from '../../../properties/aio/index.ts';
import { check } from '../../../properties/checker/check.ts';
import { fireTurn, type Turn } from '../../../properties/search/turn.ts';
import type { PatchedWorld } from '../../../counterexamples/page/engine/catalogue.ts';
import { scheduleOf } from '../../../counterexamples/schedule.ts';
import { shippedScenario } from '../../ground-truth/truth.ts';
import { kernel } from '../../properties/aio/decide.ts';

export const asWorld = (scenario: string, patch: string): PatchedWorld => ({
  scenario: shippedScenario(scenario),
  patch,
});

export const modelOf = ({ scenario, patch }: PatchedWorld) => closeWorld(worldOf(scenario), kernel(patch));

export function propertyOf(name: string) {
  const found = properties.find((one) => one.name === name);
  if (found === undefined) throw new Error(`no property is called ${name}`);
  return found;
}

/** The turns of a shortest schedule that violates the property. */
export function shortestViolation(world: PatchedWorld, property: string): readonly Turn[] {
  const { judgements } = check(new PackedMachine(modelOf(world)), [propertyOf(property)]);
  const turns = judgements[0]?.violation?.turns;
  if (turns === undefined) throw new Error(`${world.patch} does not violate ${property} in ${world.scenario.name}`);
  return turns;
}

/** By turn, its lines in a trace. */
export function linesOf(world: PatchedWorld, turns: readonly Turn[]): readonly (readonly string[])[] {
  const machine = new PackedMachine(modelOf(world));
  machine.reset();
  return turns.map((turn) => {
    const { step, choices } = fireTurn(machine, turn);
    return scheduleOf([{ context: machine.contexts[turn.context] ?? '', step, choices }]);
  });
}

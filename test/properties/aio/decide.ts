/** What tests of properties need: kernels by name, decided on the packed machine. */
import { PackedMachine, type Patch } from '../../../model/core/index.ts';
import { closeWorld } from '../../../model/closed-world.ts';
import { patchByName } from '../../../model/patches/by-name.ts';
import { worldOf } from '../../../model/scenarios/scenario.ts';
import { canonical, outcomeSet } from '../../../properties/aio/outcome.ts';
import { properties } from '../../../properties/aio/index.ts';
import { check } from '../../../properties/property.ts';
import { shippedScenario } from '../../ground-truth/truth.ts';

/** `post-eiocbqueued+wake+no-wake`: parts by name. */
export function kernel(name: string): Patch {
  const found = patchByName(name);
  if (!found.ok) throw new Error(`no patch is called ${found.unknown}`);
  return found.patch;
}

/** The same without one of its hunks. */
export const without = (patch: Patch, hunk: string): Patch => ({
  ...patch,
  name: `${patch.name} without ${hunk}`,
  hunks: patch.hunks.filter(({ name }) => name !== hunk),
});

const machineOf = (scenario: string, patch: Patch) =>
  new PackedMachine(closeWorld(worldOf(shippedScenario(scenario)), patch));

export const decide = (scenario: string, patch: Patch) =>
  check(machineOf(scenario, patch), properties, { keepGraph: true });

/** Property by property: `holds`, `n/a`, or how many steps the shortest violation takes. */
export function verdicts(scenario: string, patch: Patch): Record<string, string | number> {
  return Object.fromEntries(
    decide(scenario, patch).judgements.map(({ property, verdict, violation }) => [
      property.name,
      violation === null ? verdict : violation.turns.length,
    ]),
  );
}

export const outcomeTexts = (scenario: string, patch: Patch): string[] =>
  outcomeSet(machineOf(scenario, patch)).outcomes.map(canonical);

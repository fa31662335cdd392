/** What tests of properties need: kernels by name, decided on the packed machine. */
import { compose, type Edit, PackedMachine, type Patch } from '../../../model/core/index.ts';
import { closeWorld } from '../../../model/closed-world.ts';
import { patchByName } from '../../../model/named-patches.ts';
import { type Scenario, worldOf } from '../../../model/scenarios/format/scenario.ts';
import { scenarioSchema } from '../../../model/scenarios/format/scenario-schema.ts';
import { canonical } from '../../../properties/aio/outcome.ts';
import { outcomeSet } from '../../../properties/aio/outcome-set.ts';
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

/** A shipped scenario by name, or one of one's own. */
const machineOf = (scenario: string | Scenario, patch: Patch) =>
  new PackedMachine(closeWorld(worldOf(typeof scenario === 'string' ? shippedScenario(scenario) : scenario), patch));

export const decide = (scenario: string | Scenario, patch: Patch) =>
  check(machineOf(scenario, patch), properties, { keepGraph: true });

/** Property by property: `holds`, `n/a`, or how many steps the shortest violation takes. */
export function verdicts(scenario: string | Scenario, patch: Patch): Record<string, string | number> {
  return Object.fromEntries(
    decide(scenario, patch).judgements.map(({ property, verdict, violation }) => [
      property.name,
      violation === null ? verdict : violation.turns.length,
    ]),
  );
}

export const outcomeTexts = (scenario: string | Scenario, patch: Patch): string[] =>
  outcomeSet(machineOf(scenario, patch)).outcomes.map(canonical);

/** Of the properties that are violated, what they say. */
export const complaints = (scenario: string | Scenario, patch: Patch): Record<string, string> =>
  Object.fromEntries(
    decide(scenario, patch).judgements.flatMap(({ property, violation }) =>
      violation === null ? [] : [[property.name, violation.message]],
    ),
  );

/** A patch of one hunk over the kernel called `name`. */
export const spoilt = (name: string, edits: readonly Edit[], fields: Patch['fields'] = {}): Patch =>
  compose([
    kernel(name),
    { name: 'spoilt', summary: 'a test', fields, hunks: [{ name: 'spoilt', standsFor: 'a test', edits }] },
  ]);

/** A scenario with these requests and these tasks by name, each with its calls. */
export const world = (
  iocbs: readonly object[],
  tasks: Readonly<Record<string, readonly object[]>>,
  more: object = {},
): Scenario =>
  scenarioSchema.parse({
    version: 1,
    name: 'of a test',
    ring_nr: 4,
    iocbs,
    tasks: Object.entries(tasks).map(([name, calls]) => ({ name, calls })),
    faults: {},
    ...more,
  });

import { describe, expect, it } from 'vitest';
import { closeWorld } from '../../../model/closed-world.ts';
import { PackedMachine, type Patch } from '../../../model/core/index.ts';
import { shippedPatches } from '../../../model/patches/index.ts';
import { shippedScenarioNames } from '../../../cli/shipped-scenarios.ts';
import { worldOf } from '../../../model/scenarios/format/scenario.ts';
import { properties } from '../../../properties/aio/index.ts';
import { expectedVerdict, largeScenarios, manifestScenarios, takesMinutes } from '../../../properties/aio/manifest.ts';
import { check } from '../../../properties/checker/check.ts';
import { seed, shareOf, takesAll } from '../../drawn.ts';
import { shippedScenario } from '../../ground-truth/truth.ts';
import { optionsForLarge } from '../../manifest/large.ts';

const MINUTES = 60_000;

const editsNoneOf = ({ hunks }: Patch, entered: ReadonlySet<string>): boolean =>
  hunks.every(({ edits }) => edits.every(({ proc }) => !entered.has(proc)));

interface Told {
  readonly verdicts: Readonly<Record<string, string>>;
  readonly entered: ReadonlySet<string>;
}

function tell(scenario: string, patch: Patch): Told {
  const machine = new PackedMachine(closeWorld(worldOf(shippedScenario(scenario)), patch));
  const { judgements, exploration } = check(machine, properties, optionsForLarge(scenario));
  const verdicts = Object.fromEntries(judgements.map(({ property, verdict }) => [property.name, verdict]));
  return { verdicts: { clipped: String(exploration.clipped), ...verdicts }, entered: machine.entered() };
}

it('every shipped scenario is in the manifest', () => {
  expect([...manifestScenarios(), ...largeScenarios].toSorted()).toEqual(shippedScenarioNames());
});

// Known gap: 21 million states, minutes of a core for each patch. `TEST_ALL=1 npm run test:deep` searches it too.
const searched = shareOf(
  largeScenarios.filter((scenario) => takesAll || !takesMinutes(scenario)),
  8,
);

/** Under the unpatched kernel and one of the others, or all. */
function patchesFor(scenario: string): readonly Patch[] {
  const [base, ...others] = shippedPatches;
  const first = (seed + largeScenarios.indexOf(scenario)) % others.length;
  const drawn = others.filter((_, nth) => takesAll || nth === first);
  return [base as Patch, ...drawn];
}

describe.each(searched)('the shipped patches do in %s', (scenario) => {
  let unpatched: Told | undefined;
  it.each(patchesFor(scenario))('what the manifest expects of $name', { timeout: 40 * MINUTES }, (patch) => {
    // A patch that edits nothing that the unpatched kernel runs does what that does.
    const told = unpatched && editsNoneOf(patch, unpatched.entered) ? unpatched : tell(scenario, patch);
    unpatched ??= told;
    const expected = Object.fromEntries(
      properties.map(({ name }) => [name, expectedVerdict(scenario, patch.name, name)]),
    );
    expect(told.verdicts).toEqual({ clipped: 'null', ...expected });
  });
});

/** What searches say of the races: under a kernel, what is violated of all that shows one. */
import { closeWorld } from '../../model/closed-world.ts';
import { PackedMachine } from '../../model/core/index.ts';
import { worldOf } from '../../model/scenarios/format/scenario.ts';
import { type AioProperty, properties } from '../../properties/aio/index.ts';
import { check, isUndecided, type Verdict } from '../../properties/checker/check.ts';
import { shippedScenario } from '../ground-truth/truth.ts';
import { kernel } from '../properties/aio/decide.ts';
import { RowMisfit } from './misfit.ts';
import type { Shown, Sound } from './race.ts';
import { shownRaces } from './races.ts';

export type Place = Pick<Shown, 'scenario' | 'property'>;

/** By property, of those that show a race in the scenario. */
export type Verdicts = Readonly<Record<string, Verdict>>;

const places: readonly Place[] = shownRaces.flatMap(({ shows }) => shows);
const known = new Map<string, Verdicts>();

/** One search for all races that the scenario shows. Throws RowMisfit where it decides nothing. */
export function verdictsIn(scenario: string, name: string): Verdicts {
  const at = `${scenario} ${name}`;
  const found = known.get(at) ?? searched(scenario, name);
  known.set(at, found);
  return found;
}

function searched(scenario: string, name: string): Verdicts {
  const isAsked = (property: string) =>
    places.some((place) => place.scenario === scenario && place.property === property);
  return decided(
    scenario,
    name,
    properties.filter((one) => isAsked(one.name)),
  );
}

function decided(scenario: string, name: string, asked: readonly AioProperty[]): Verdicts {
  const machine = new PackedMachine(closeWorld(worldOf(shippedScenario(scenario)), kernel(name)));
  const { judgements } = check(machine, asked, { leaving: {} });
  const open = judgements.find(isUndecided);
  if (open !== undefined)
    throw new RowMisfit(
      `${scenario} under ${name}: expected a verdict on ${open.property.name}; it is ${open.verdict}`,
    );
  return Object.fromEntries(judgements.map(({ property, verdict }) => [property.name, verdict]));
}

/** Of several places: violated in one, or else what the first says that does not hold. */
export function verdictAt(all: readonly Place[], name: string): Verdict {
  const verdicts = all.map(({ scenario, property }) => verdictsIn(scenario, name)[property] ?? 'not-applicable');
  return verdicts.find((one) => one === 'violated') ?? verdicts.find((one) => one !== 'holds') ?? 'holds';
}

/** Throws RowMisfit where something is violated. */
export function requireSound({
  id,
  sound: { scenario, kernel: name },
}: {
  readonly id: string;
  readonly sound: Sound;
}): void {
  const violated = Object.entries(decided(scenario, name, properties)).find(([, verdict]) => verdict === 'violated');
  if (violated !== undefined)
    throw new RowMisfit(
      `${id}: expected that nothing is violated in ${scenario} under ${name}; the search says that ${violated[0]} is`,
    );
}

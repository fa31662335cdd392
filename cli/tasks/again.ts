/** When a search over modules of the user's is over, all that it has learnt is asked once more, of fresh instances of them. */
import type { AioModel } from '../../model/closed-world.ts';
import { type Asking, BACKWARD, FORWARD, type PackedMachine } from '../../model/core/index.ts';
import type { Scenario } from '../../model/scenarios/format/scenario.ts';
import { type AskedAgain, askedAgain, asksAlone } from '../../properties/checker/asked-again.ts';
import { InputError } from '../exit.ts';
import { STATE_ALONE } from '../failure.ts';
import { requireNothingForbidden } from '../foreign/guards.ts';
import { modulesAmong } from '../given.ts';
import { type LoadedProperty, modelOf, patchOf, propertyOf } from './code.ts';

/** As the user called them. */
export interface CalledCode {
  readonly scenario: Scenario;
  readonly patch: string;
  readonly properties: readonly string[];
}

/** Ways that are asked alone: of what a patch brings, and of what properties ask. Each wants an instance of its own. */
const ALONE = 48;
/** The same where instances are made before it is known how many ways there are. */
const ALONE_OF_SPARE = 6;

/** How many instances were loaded in this thread. */
let instances = 1;

interface Fresh {
  /** Null: the patch is a shipped one. */
  readonly model: AioModel | null;
  readonly properties: readonly LoadedProperty[];
}

const modulesOf = ({ patch, properties }: Omit<CalledCode, 'scenario'>): readonly string[] =>
  modulesAmong([patch, ...properties]);

async function freshInstance({ scenario, patch, properties }: CalledCode): Promise<Fresh> {
  const instance = ++instances;
  return {
    // What is shipped is the same in each.
    model: modulesAmong([patch]).length === 0 ? null : modelOf(scenario, await patchOf(patch, instance)),
    properties: await Promise.all(properties.map((name) => propertyOf(name, instance))),
  };
}

/** What a machine is asked again, and in which order: what is shipped is not asked alone. `properties`: those of its search. */
const askingsOf = (
  machine: PackedMachine,
  { patch }: CalledCode,
  properties: readonly LoadedProperty[],
  alone: number,
): readonly Asking[] => {
  const isGiven = (nth: number) => properties[nth]?.given !== undefined;
  const askable = { patch: modulesAmong([patch]).length > 0, property: isGiven };
  return [FORWARD, BACKWARD, ...asksAlone(machine, properties, askable, alone)];
};

/**
 * Asks again what a machine has learnt. `properties`: the very objects that its search was given.
 * As far as the first difference.
 */
type Again = (machine: PackedMachine, properties: readonly LoadedProperty[]) => readonly AskedAgain[];

/** For whoever cannot wait for instances when its search is over. What is shipped is not asked again. */
export async function freshInstances(called: CalledCode): Promise<Again> {
  if (modulesOf(called).length === 0) return () => [];
  const spare: Fresh[] = [];
  // oxlint-disable-next-line no-await-in-loop -- one after the other, so that each is what the one before it was
  for (let i = 0; i < 2 + 2 * ALONE_OF_SPARE; i++) spare.push(await freshInstance(called));
  return (machine, properties) => {
    const all: AskedAgain[] = [];
    for (const [i, asking] of askingsOf(machine, called, properties, ALONE_OF_SPARE).entries()) {
      const fresh = spare[i] as Fresh;
      all.push(askedAgain(machine, properties, fresh.model, fresh.properties, asking));
      if (all.at(-1)?.difference !== null) break;
    }
    return all;
  };
}

/**
 * Throws InputError where a fresh instance answers otherwise. Null: all is the same. A text: what could not be asked again, so that
 * nothing is proved.
 */
export function leftOf(called: Omit<CalledCode, 'scenario'>, all: readonly AskedAgain[]): string | null {
  const different = all.find(({ difference }) => difference !== null);
  if (different === undefined) {
    const left = all.find((one) => one.left !== null)?.left ?? null;
    return left === null ? null : `more than could be asked again: ${left}`;
  }
  throw new InputError([`${modulesOf(called).join(' or ')}: ${different.difference}${STATE_ALONE}`]);
}

/** The same of a search that one machine has made; as far as nobody wants to stop. */
export async function askOnceMore(
  machine: PackedMachine,
  called: CalledCode,
  properties: readonly LoadedProperty[],
  goesOn: (askings: string) => Promise<boolean>,
): Promise<string | null> {
  if (modulesOf(called).length === 0) return null;
  requireNothingForbidden();
  const all: AskedAgain[] = [];
  const askings = askingsOf(machine, called, properties, ALONE);
  for (const [nth, asking] of askings.entries()) {
    // oxlint-disable-next-line no-await-in-loop -- one after the other: the first that differs is told
    if (!(await goesOn(`asking once more, ${nth + 1} of ${askings.length}`)))
      return leftOf(called, all) ?? 'interrupted before all was asked again';
    // oxlint-disable-next-line no-await-in-loop -- the same
    const fresh = await freshInstance(called);
    all.push(askedAgain(machine, properties, fresh.model, fresh.properties, asking));
    if (all.at(-1)?.difference !== null) break;
  }
  return leftOf(called, all);
}

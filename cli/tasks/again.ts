/** When a search over modules of the user's is over, all that it has learnt is asked once more, of fresh instances of them. */
import type { PackedMachine } from '../../model/core/index.ts';
import type { Scenario } from '../../model/scenarios/scenario.ts';
import { type AskedAgain, askedAgain } from '../../properties/asked-again.ts';
import { InputError } from '../exit.ts';
import type { Instance } from '../foreign/import.ts';
import { modulesAmong } from '../given.ts';
import { type LoadedProperty, modelOf, patchOf, propertyOf } from './code.ts';

/** As the user called them. */
export interface Called {
  readonly scenario: Scenario;
  readonly patch: string;
  readonly properties: readonly string[];
}

/** Asks again all that the machine has learnt. `properties`: the very objects that its search was given. */
type Again = (machine: PackedMachine, properties: readonly LoadedProperty[]) => AskedAgain;

const NOTHING_FOREIGN: Again = () => ({ difference: null, left: null });

/** Fresh instances of what the user called, to ask again. What is shipped is not asked again. */
export async function freshInstances({ scenario, patch, properties }: Called): Promise<Again> {
  if (modulesAmong([patch, ...properties]).length === 0) return NOTHING_FOREIGN;
  const instance = async (nth: Instance) => ({
    model: modelOf(scenario, await patchOf(patch, nth)),
    properties: await Promise.all(properties.map((name) => propertyOf(name, nth))),
  });
  const one = await instance(2);
  const other = await instance(3);
  return (machine, known) => {
    const again = askedAgain(machine, known, one.model, one.properties, 'forward');
    return again.difference === null ? askedAgain(machine, known, other.model, other.properties, 'backward') : again;
  };
}

/**
 * Throws InputError where a fresh instance answers otherwise. Null: all is the same. A text: what could not be asked again, so that
 * nothing is proved.
 */
export function leftOf({ patch, properties }: Called, all: readonly AskedAgain[]): string | null {
  const different = all.find(({ difference }) => difference !== null);
  if (different === undefined) return all.find(({ left }) => left !== null)?.left ?? null;
  const modules = modulesAmong([patch, ...properties]).join(' or ');
  throw new InputError([
    `${modules}: ${different.difference}; expected a module whose answers depend on the modelled state alone`,
  ]);
}

/** Both at once, of a search that one machine has made. */
export const askOnceMore = async (
  machine: PackedMachine,
  called: Called,
  properties: readonly LoadedProperty[],
): Promise<string | null> => leftOf(called, [(await freshInstances(called))(machine, properties)]);

/** When a search over modules of the user's is over, all that it has learnt is asked once more, of fresh instances of them. */
import type { AioModel } from '../../model/closed-world.ts';
import { type Asking, BACKWARD, FORWARD, type PackedMachine } from '../../model/core/index.ts';
import type { Scenario } from '../../model/scenarios/scenario.ts';
import { type AskedAgain, askedAgain, asksAlone } from '../../properties/asked-again.ts';
import { InputError } from '../exit.ts';
import { requireNothingForbidden } from '../foreign/guards.ts';
import { modulesAmong } from '../given.ts';
import { type LoadedProperty, modelOf, patchOf, propertyOf } from './code.ts';

/** As the user called them. */
export interface Called {
  readonly scenario: Scenario;
  readonly patch: string;
  readonly properties: readonly string[];
}

/** Asks again what the machine has learnt. `properties`: the very objects that its search was given. */
type Again = (machine: PackedMachine, properties: readonly LoadedProperty[]) => AskedAgain;

const NOTHING_FOREIGN: Again = () => ({ difference: null, left: null });

/** Ways that are asked alone: of what a patch brings, and of what properties ask. Each wants an instance of its own. */
const ALONE = 48;
/** The same where instances are made before it is known how many ways there are. */
const SPARE = 12;

/** How many instances were loaded in this thread. */
let instances = 1;

const areGiven =
  (properties: readonly LoadedProperty[]) =>
  (nth: number): boolean =>
    properties[nth]?.given !== undefined;

interface Fresh {
  /** Null: the patch is a shipped one. */
  readonly model: AioModel | null;
  readonly properties: readonly LoadedProperty[];
}

async function freshInstance({ scenario, patch, properties }: Called): Promise<Fresh> {
  const instance = ++instances;
  return {
    // What is shipped is the same in each.
    model: modulesAmong([patch]).length === 0 ? null : modelOf(scenario, await patchOf(patch, instance)),
    properties: await Promise.all(properties.map((name) => propertyOf(name, instance))),
  };
}

const again =
  (fresh: Fresh, asking: Asking): Again =>
  (machine, known) =>
    askedAgain(machine, known, fresh.model, fresh.properties, asking);

/** Fresh instances of what the user called, to ask again. What is shipped is not asked again. */
export async function freshInstances(called: Called): Promise<Again> {
  if (modulesAmong([called.patch, ...called.properties]).length === 0) return NOTHING_FOREIGN;
  const all: Fresh[] = [];
  // oxlint-disable-next-line no-await-in-loop -- one after the other, so that each is what the one before it was
  for (let i = 0; i < SPARE + 2; i++) all.push(await freshInstance(called));
  return (machine, known) => {
    const askings = [FORWARD, BACKWARD, ...asksAlone(machine, known, areGiven(known), SPARE / 2)];
    const answers = askings.map((asking, i) => () => again(all[i] as Fresh, asking)(machine, known));
    return firstDifference(answers);
  };
}

function firstDifference(answers: readonly (() => AskedAgain)[]): AskedAgain {
  let all: AskedAgain = { difference: null, left: null };
  for (const answer of answers) {
    const { difference, left } = answer();
    all = { difference, left: all.left ?? left };
    if (difference !== null) break;
  }
  return all;
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

/** All of it, of a search that one machine has made. */
export async function askOnceMore(
  machine: PackedMachine,
  called: Called,
  properties: readonly LoadedProperty[],
): Promise<string | null> {
  if (modulesAmong([called.patch, ...called.properties]).length === 0) return null;
  requireNothingForbidden();
  const all: AskedAgain[] = [];
  for (const asking of [FORWARD, BACKWARD, ...asksAlone(machine, properties, areGiven(properties), ALONE)]) {
    // oxlint-disable-next-line no-await-in-loop -- one after the other: the first that differs is told
    all.push(again(await freshInstance(called), asking)(machine, properties));
    if (all.at(-1)?.difference !== null) break;
  }
  return leftOf(called, all);
}

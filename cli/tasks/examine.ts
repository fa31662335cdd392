/** Loads a module of the user's, links it, and describes what it exports. */
import type { Patch } from '../../model/core/index.ts';
import { base } from '../../model/patches/index.ts';
import type { AioProperty } from '../../properties/aio/index.ts';
import { editsOf, type PatchEdits } from '../foreign/describe-edits.ts';
import { exportedBy } from '../foreign/modules.ts';
import { scenarioOf, shippedScenarios } from '../inputs.ts';
import { modelOf } from './code.ts';

export interface PropertyExamined {
  readonly name: string;
  readonly meaning: string;
  /** What it is asked of. */
  readonly judges: readonly string[];
}

export type Examined = { readonly patch: PatchEdits } | { readonly property: PropertyExamined };

/** Throws InputError where the module does not load, or exports neither; PatchMisfit where a patch does not fit the kernel. */
export const examine = async ({ file }: { readonly file: string }): Promise<Examined> =>
  examined(await exportedBy(file));

export const examined = (loaded: { readonly patch: Patch } | { readonly property: AioProperty }): Examined =>
  'patch' in loaded ? { patch: linked(loaded.patch) } : { property: described(loaded.property) };

/** A world in which to link: the functions are the same in all. */
const ANY = 'buffered';

/** Fields are tried in all of the sizes that the shipped scenarios give them. */
function linked(patch: Patch): PatchEdits {
  const scenario = scenarioOf(ANY);
  modelOf(scenario, patch);
  if (patch.fields !== undefined) for (const sized of shippedScenarios()) modelOf(sized, patch);
  return editsOf(patch, modelOf(scenario, base).program);
}

const ASKED = { always: 'every state', atEnd: 'ends', onBreach: 'breaches', onHalt: 'halts', livelock: 'livelocks' };

const described = (property: AioProperty): PropertyExamined => ({
  name: property.name,
  meaning: property.meaning,
  judges: Object.entries(ASKED).flatMap(([key, what]) =>
    property[key as keyof typeof ASKED] === undefined ? [] : [what],
  ),
});

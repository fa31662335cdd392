/** Loads a module of the user's, links it, and describes what it exports. */
import { compose, type Patch } from '../../model/core/index.ts';
import { base } from '../../model/patches/index.ts';
import type { AioProperty } from '../../properties/aio/index.ts';
import { InputError } from '../exit.ts';
import { editsOf, type PatchEdits } from '../foreign/describe-edits.ts';
import { exportedBy } from '../foreign/modules.ts';
import { scenarioOf, shippedScenarios } from '../inputs.ts';
import { modelOf, patchOf } from './code.ts';

export interface PropertyExamined {
  readonly name: string;
  readonly meaning: string;
  /** What it is asked of. */
  readonly judges: readonly string[];
}

export interface Examined {
  readonly patch: PatchEdits | null;
  readonly property: PropertyExamined | null;
}

interface Module {
  readonly file: string;
  /** The patch that it goes on top of; null: the base. */
  readonly on: string | null;
}

/** Throws InputError where the module does not load, or exports neither; PatchMisfit where a patch does not fit the kernel. */
export async function examine({ file, on }: Module): Promise<Examined> {
  const { patch, property } = await exportedBy(file);
  if (on !== null && patch === null)
    throw new InputError([`${file}: this is a property; expected a patch on top of ${on}, or the property alone`]);
  return {
    patch: patch && patchExamined(patch, on === null ? null : await patchOf(on)),
    property: property && examinedProperty(property),
  };
}

/** A world in which to link: the functions are the same in all. */
const ANY = 'buffered';

/** What depends on the world is tried in all shipped scenarios. */
const SIZED = ['fields', 'structs', 'contexts', 'works'] as const satisfies readonly (keyof Patch)[];

/** `on`: what it goes on top of. */
export function patchExamined(patch: Patch, on: Patch | null): PatchEdits {
  const scenario = scenarioOf(ANY);
  const whole = on === null ? patch : compose([on, patch]);
  const { contexts } = modelOf(scenario, whole);
  const before = modelOf(scenario, on ?? base);
  if (SIZED.some((key) => patch[key] !== undefined)) for (const sized of shippedScenarios()) modelOf(sized, whole);
  return editsOf(patch, before.program, contexts.slice(before.contexts.length));
}

const ASKED = { always: 'every state', atEnd: 'ends', onBreach: 'breaches', onHalt: 'halts', livelock: 'livelocks' };

const examinedProperty = (property: AioProperty): PropertyExamined => ({
  name: property.name,
  meaning: property.meaning,
  judges: Object.entries(ASKED).flatMap(([key, what]) =>
    property[key as keyof typeof ASKED] === undefined ? [] : [what],
  ),
});

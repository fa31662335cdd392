/** From what the user called a patch or a property to its code: a shipped one, or a module of the user's. */
import { type AioModel, closeWorld } from '../../model/closed-world.ts';
import type { Patch } from '../../model/core/index.ts';
import { patchByName, patchNames } from '../../model/named-patches.ts';
import { shippedPatches } from '../../model/patches/index.ts';
import { type Scenario, worldOf } from '../../model/scenarios/format/scenario.ts';
import { type AioProperty, properties } from '../../properties/aio/index.ts';
import type { Instance } from '../foreign/import.ts';
import { patchModule, propertyModule } from '../foreign/modules.ts';
import { filesOf, isModule, SOME_HUNKS } from '../given.ts';
import { fileUnitsOf, unitsOf } from '../lifted/module-files.ts';
import { unknown } from '../inputs.ts';
import { mistaken, refuseMistaken } from '../kinds.ts';
import { requireDifferentNames } from '../own-names.ts';

export interface LoadedPatch extends Patch {
  readonly given?: string;
}

export interface LoadedProperty extends AioProperty {
  readonly given?: string;
}

export const propertyNames: readonly string[] = properties.map(({ name }) => name);

/** Each name is a shipped property or a module's file. Without names: all that are shipped. */
export async function propertiesOf(names: readonly string[]): Promise<readonly LoadedProperty[]> {
  if (names.length === 0) return properties;
  return requireDifferentNames(await Promise.all(names.map((name) => propertyOf(name))));
}

export async function propertyOf(name: string, instance: Instance = 1): Promise<LoadedProperty> {
  const property = properties.find((p) => p.name === name);
  if (property === undefined) refuseMistaken(name, 'property');
  if (isModule(name)) return { ...(await propertyModule(name, instance)), given: name };
  if (property === undefined) throw unknown('property', name, propertyNames);
  return property;
}

/** Each name is a shipped patch, a module's file, or several of both joined by `+`. */
export async function patchesOf(names: readonly string[]): Promise<readonly LoadedPatch[]> {
  if (names.length === 0) return shippedPatches;
  return requireDifferentNames(await Promise.all(names.map((name) => patchOf(name))));
}

export async function patchOf(name: string, instance: Instance = 1): Promise<LoadedPatch> {
  const files = filesOf(name);
  for (const file of files) refuseMistaken(file, 'patch');
  const units = fileUnitsOf(name);
  const modules = await Promise.all(units.map(async (unit) => [unit, await patchModule(unit, instance)] as const));
  requireDifferentNames(modules.map(([given, patch]) => ({ given, name: patch.name })));
  const own = new Map(modules.map(([unit, patch]) => [asOnePart(unit), patch]));
  const called = wholeOf(name);
  const found = patchByName(called, own);
  if (!found.ok)
    throw mistaken(name, 'patch') ?? mistaken(found.unknown, 'patch') ?? unknown('patch', found.unknown, patchNames);
  return units.length === 0
    ? found.patch
    : { ...found.patch, name: nameFor(called, found.patch.name, own), given: name };
}

/** A sum of diffs is one patch, and not several. */
const asOnePart = (unit: string): string => (filesOf(unit).length > 1 ? unit.replaceAll('+', '\u0001') : unit);

/** The name with each sum of diffs as one part. */
function wholeOf(name: string): string {
  if (filesOf(name).length === fileUnitsOf(name).length) return name;
  const [, , hunks] = SOME_HUNKS.exec(name) ?? [];
  return `${unitsOf(name).map(asOnePart).join('+')}${hunks === undefined ? '' : `[${hunks}]`}`;
}

/** Of some hunks of a user's patch: by the patch's name, and not by its file's. */
function nameFor(called: string, name: string, own: ReadonlyMap<string, Patch>): string {
  const [, whole, hunks] = own.has(called) ? [] : (SOME_HUNKS.exec(called) ?? []);
  if (whole === undefined) return name;
  const found = patchByName(whole, own);
  return found.ok ? `${found.patch.name}[${hunks}]` : name;
}

/** The closed model of a scenario under a patch. Throws PatchMisfit where the patch does not fit the kernel. */
export const modelOf = (scenario: Scenario, patch: Patch): AioModel => closeWorld(worldOf(scenario), patch);

/** From what the user named to what it stands for: scenarios, patches and properties; misspelt names get the nearest. */
import { existsSync } from 'node:fs';
import { readTrace, type TraceRead } from '../counterexamples/read-trace.ts';
import { type Patch, PatchMisfit } from '../model/core/index.ts';
import { type AioModel, closeWorld } from '../model/closed-world.ts';
import { patchByName, patchNames } from '../model/patches/by-name.ts';
import { shippedPatches } from '../model/patches/index.ts';
import { shippedScenarioNames, shippedScenarioPath } from '../model/scenarios/index.ts';
import { showIssue } from '../model/scenarios/input-issue.ts';
import { nearest } from '../model/scenarios/nearest.ts';
import { readScenario, type Scenario, worldOf } from '../model/scenarios/scenario.ts';
import { type AioProperty, properties } from '../properties/aio/index.ts';
import { InputError } from './exit.ts';
import { isModule, patchModule, propertyModule } from './modules.ts';
import { readText } from './reading.ts';

/** `unknown patch "post"`, and the end of "expected …": `one of … (did you mean post-eiocbqueued?)`. */
export function unknownName(what: string, name: string, known: readonly string[]) {
  const near = nearest(name, known);
  const hint = near === undefined ? '' : ` (did you mean ${near}?)`;
  return { message: `unknown ${what} "${name}"`, expected: `one of ${known.join(', ')}${hint}` };
}

export function unknown(what: string, name: string, known: readonly string[]): InputError {
  const { message, expected } = unknownName(what, name, known);
  return new InputError([`${message}; expected ${expected}`]);
}

const isFile = (name: string): boolean => name.includes('/') || name.endsWith('.json');

/** A trace file as it is read, with the places of its parts. */
export function traceAt(path: string): Extract<TraceRead, { ok: true }> {
  const read = readTrace(readText(path, 'trace'), path);
  if (!read.ok) throw new InputError(read.issues.map(showIssue));
  return read;
}

export function scenarioOf(name: string): Scenario {
  const known = shippedScenarioNames();
  if (!isFile(name) && !known.includes(name)) throw unknown('scenario', name, known);
  const path = isFile(name) ? name : shippedScenarioPath(name);
  const read = readScenario(readText(path, 'scenario'), path);
  if (!read.ok) throw new InputError(read.issues.map(showIssue));
  return read.scenario;
}

/** Without names: all that are shipped. */
export const scenariosOf = (names: readonly string[]): Scenario[] =>
  (names.length > 0 ? names : shippedScenarioNames()).map(scenarioOf);

/** A property as the user asked for it. */
export interface GivenProperty extends AioProperty {
  /** What `--property` took, where the property's name alone would not find it again. */
  readonly given?: string;
}

/** Each name is a shipped property or a module's file. Without names: all that are shipped. */
export async function propertiesOf(names: readonly string[]): Promise<readonly GivenProperty[]> {
  if (names.length === 0) return properties;
  return Promise.all(names.map(propertyOf));
}

export async function propertyOf(name: string): Promise<GivenProperty> {
  if (isModule(name)) return { ...(await propertyModule(name)), given: name };
  const property = properties.find((p) => p.name === name);
  if (property === undefined) throw unknown('property', name, propertyNames);
  return property;
}

export const propertyNames: readonly string[] = properties.map(({ name }) => name);

/** A patch as the user asked for it. */
export interface GivenPatch extends Patch {
  /** What `--patch` took, where the patch's name alone would not find it again. */
  readonly given?: string;
}

/** What the user called a patch or a property. */
export const calledBy = ({ given, name }: { readonly given?: string; readonly name: string }): string => given ?? name;

/** Each name is a shipped patch, a module's file, or several of both joined by `+`. */
export async function patchesOf(names: readonly string[]): Promise<readonly GivenPatch[]> {
  if (names.length === 0) return shippedPatches;
  return Promise.all(names.map(patchOf));
}

export async function patchOf(name: string): Promise<GivenPatch> {
  const files = (existsSync(name) ? [name] : name.split('+')).filter(isModule);
  const modules = await Promise.all(files.map(async (file) => [file, await patchModule(file)] as const));
  const found = patchByName(name, new Map(modules));
  if (!found.ok) throw unknown('patch', found.unknown, patchNames);
  return files.length === 0 ? found.patch : { ...found.patch, given: name };
}

/** The closed model of a scenario under a patch; a patch that does not fit the kernel is bad input. */
export function modelOf(scenario: Scenario, patch: Patch): AioModel {
  try {
    return closeWorld(worldOf(scenario), patch);
  } catch (problem) {
    if (problem instanceof PatchMisfit) throw new InputError([problem.message]);
    throw problem;
  }
}

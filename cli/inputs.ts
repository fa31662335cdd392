/** From what the user named to what it stands for: scenarios, patches and properties; misspelt names get the nearest. */
import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
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

const because = (problem: unknown): string =>
  problem instanceof Error ? (problem.message.split('\n')[0] ?? '') : String(problem);

export function readText(path: string, what: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (problem) {
    throw new InputError([`${path}: cannot read this ${what}: ${because(problem)}; expected a readable file`]);
  }
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

export function propertiesOf(names: readonly string[]): readonly AioProperty[] {
  if (names.length === 0) return properties;
  return names.map((name) => {
    const property = properties.find((p) => p.name === name);
    if (property === undefined)
      throw unknown(
        'property',
        name,
        properties.map((p) => p.name),
      );
    return property;
  });
}

const MODULE = /\.[cm]?[jt]s$/;

/** A patch as the user asked for it. */
export interface GivenPatch extends Patch {
  /** What `--patch` took, where the patch's name alone would not find it again. */
  readonly given?: string;
}

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

const isModule = (name: string): boolean => name.includes('/') || MODULE.test(name);

/** A module exports a patch as its default, or exactly one under any name. */
async function patchModule(path: string): Promise<Patch> {
  if (!existsSync(path))
    throw new InputError([`${path}: no such patch module; expected a .ts, .mts, .js or .mjs file`]);
  let exported: Record<string, unknown>;
  try {
    exported = (await import(pathToFileURL(resolve(path)).href)) as Record<string, unknown>;
  } catch (problem) {
    throw new InputError([`${path}: this patch module does not load: ${because(problem)}`]);
  }
  const [only, ...others] = 'default' in exported ? [exported['default']] : Object.values(exported).filter(isPatch);
  if (others.length > 0)
    throw new InputError([`${path}: exports ${others.length + 1} patches; expected one, or a default`]);
  if (!isPatch(only))
    throw new InputError([
      `${path}: exports no patch; expected { name, summary, hunks: [{ name, standsFor, edits }] }`,
    ]);
  return only;
}

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null;

function isPatch(value: unknown): value is Patch {
  if (!isRecord(value) || typeof value['name'] !== 'string' || !Array.isArray(value['hunks'])) return false;
  return value['hunks'].every((hunk) => isRecord(hunk) && Array.isArray(hunk['edits']) && hunk['edits'].every(isEdit));
}

/** As `edit` makes them. */
const isEdit = (edit: unknown): boolean =>
  isRecord(edit) &&
  typeof edit['proc'] === 'string' &&
  Array.isArray(edit['claims']) &&
  typeof edit['apply'] === 'function';

/** The closed model of a scenario under a patch; a patch that does not fit the kernel is bad input. */
export function modelOf(scenario: Scenario, patch: Patch): AioModel {
  try {
    return closeWorld(worldOf(scenario), patch);
  } catch (problem) {
    if (problem instanceof PatchMisfit) throw new InputError([problem.message]);
    throw problem;
  }
}

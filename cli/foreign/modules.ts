/** Patches and properties of the user's own, each exported by a module. */
import { existsSync } from 'node:fs';
import { isInstance, isOurs, type Patch, patchIssues, PatchMisfit, thrownText } from '../../model/core/index.ts';
import type { AioProperty } from '../../properties/aio/index.ts';
import { InputError } from '../exit.ts';
import { MODULE } from '../given.ts';
import { moduleBehind } from '../lifted/module-files.ts';
import { missing } from '../missing.ts';
import { requirePatchName, requirePropertyName } from '../own-names.ts';
import { outerAssignments } from './assignments.ts';
import { importForeign, type Instance } from './import.ts';
import { lookedAt } from './looked-at.ts';
import { showSourceIssue } from './source-issue.ts';

interface Kind<T> {
  readonly one: string;
  readonly several: string;
  /** What it must look like. */
  readonly form: string;
  readonly is: (value: unknown) => value is T;
}

/** Throws InputError where the module assigns variables outside of its steps, or does not load. */
async function exportsOf(path: string, instance: Instance, what: string): Promise<Record<string, unknown>> {
  const module = moduleBehind(path);
  if (!existsSync(module))
    throw missing(path, `${MODULE.test(path) ? '' : instead(what)}a ${what} module: a .ts, .mts, .js or .mjs file`);
  let exported: Record<string, unknown>;
  try {
    const issues = instance === 1 ? await outerAssignments(module) : [];
    const assigned = issues.filter(({ code }) => code !== 'syntax');
    if (assigned.length > 0) throw new InputError(assigned.map(showSourceIssue));
    exported = await importForeign(module, instance);
  } catch (problem) {
    if (isOurs(problem) || isInstance(problem, InputError)) throw problem;
    throw new InputError([`${path}: this ${what} module does not load: ${atLength(problem)}`]);
  }
  return Object.fromEntries(Object.entries(exported).map(([name, value]) => [name, lookedAt(path, value)]));
}

const instead = (what: string): string => (what === 'property' ? '' : 'a diff, a mail that has one, or ');

/** A module exports one as its default, or exactly one under any name; null: none. */
function onlyOne<T>(path: string, exported: Readonly<Record<string, unknown>>, { several, is: looks }: Kind<T>) {
  const is = (value: unknown): value is T => answers(() => looks(value));
  const [only, ...others] = 'default' in exported ? [exported['default']] : Object.values(exported).filter(is);
  if (others.length > 0)
    throw new InputError([`${path}: exports ${others.length + 1} ${several}; expected one, or a default`]);
  return is(only) ? only : null;
}

async function exportOf<T>(path: string, instance: Instance, kind: Kind<T>): Promise<T> {
  const only = onlyOne(path, await exportsOf(path, instance, kind.one), kind);
  if (only === null) throw new InputError([`${path}: exports no ${kind.one}; expected ${kind.form}`]);
  return only;
}

/** Whether it is so; what throws when it is looked at is nothing that is expected. */
function answers(is: () => boolean): boolean {
  try {
    return is();
  } catch (problem) {
    if (isOurs(problem)) throw problem;
    return false;
  }
}

/** A mistake of syntax has its place in the second line. */
const atLength = (problem: unknown): string =>
  thrownText(problem)
    .split('\n')
    .filter((line) => line.trim() !== '')
    .slice(0, 2)
    .join(' ');

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null;
const isText = (value: unknown): value is string => typeof value === 'string';
const isFunction = (value: unknown): boolean => typeof value === 'function';
const isFunctionOrNone = (value: unknown): boolean => value === undefined || isFunction(value);

/** What is meant as one; whether it is right is found out when it is linked. */
const isPatch = (value: unknown): value is Patch => isRecord(value) && isText(value['name']) && 'hunks' in value;

const ASKS = ['always', 'atEnd'];
const TOLD = ['onBreach', 'onHalt'];

/** A function, or one that is asked about each object of a pool. */
const isAsk = (value: unknown): boolean =>
  isFunction(value) || (isRecord(value) && isText(value['each']) && isFunction(value['ask']));
const isOneOrMore = (value: unknown): boolean =>
  Array.isArray(value) ? value.length > 0 && value.every(isAsk) : isAsk(value);

function isProperty(value: unknown): value is AioProperty {
  if (!isRecord(value) || !['name', 'meaning', 'reason'].every((key) => isText(value[key]))) return false;
  const { antecedent } = value;
  if (!isRecord(antecedent) || !isText(antecedent['text']) || !isAsk(antecedent['reached'])) return false;
  if (!ASKS.every((key) => value[key] === undefined || isOneOrMore(value[key]))) return false;
  return (
    TOLD.every((key) => isFunctionOrNone(value[key])) && [...ASKS, ...TOLD].some((key) => value[key] !== undefined)
  );
}

const PATCH: Kind<Patch> = {
  one: 'patch',
  several: 'patches',
  form: '{ name, summary, hunks: [{ name, standsFor, edits }] }',
  is: isPatch,
};
const PROPERTY: Kind<AioProperty> = {
  one: 'property',
  several: 'properties',
  form: '{ name, meaning, reason, antecedent: { text, reached } } with a function always, atEnd or onBreach',
  is: isProperty,
};

export const patchModule = async (path: string, instance: Instance): Promise<Patch> =>
  namedPatch(path, await exportOf(path, instance, PATCH));

export const propertyModule = async (path: string, instance: Instance): Promise<AioProperty> =>
  namedProperty(path, await exportOf(path, instance, PROPERTY));

/** What a module exports: one of them at least. */
export interface Exported {
  readonly patch: Patch | null;
  readonly property: AioProperty | null;
}

export async function exportedBy(path: string): Promise<Exported> {
  const exported = await exportsOf(path, 1, 'patch or property');
  const patch = onlyOne(path, exported, PATCH);
  const property = onlyOne(path, exported, PROPERTY);
  if (patch === null && property === null)
    throw new InputError([`${path}: exports no patch and no property; expected ${PATCH.form}, or ${PROPERTY.form}`]);
  return {
    patch: patch && namedPatch(path, patch),
    property: property && namedProperty(path, property),
  };
}

function namedPatch(path: string, patch: Patch): Patch {
  requirePatchName(path, patch.name);
  const issues = patchIssues(patch);
  if (issues.length > 0) throw new PatchMisfit(issues);
  return patch;
}

function namedProperty(path: string, property: AioProperty): AioProperty {
  requirePropertyName(path, property.name);
  return property;
}

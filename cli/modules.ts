/** Modules of the user's own: a patch or a property, exported by a file. */
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Patch } from '../model/core/index.ts';
import type { AioProperty } from '../properties/aio/index.ts';
import { InputError } from './exit.ts';
import { requirePatchName, requirePropertyName } from './own-names.ts';

const MODULE = /\.[cm]?[jt]s$/;

/** Whether a name is that of a module's file; a shipped thing has no slash and no ending in its name. */
export const isModule = (name: string): boolean => name.includes('/') || MODULE.test(name);

interface Kind<T> {
  readonly one: string;
  readonly several: string;
  /** What it must look like. */
  readonly form: string;
  readonly is: (value: unknown) => value is T;
}

/** A module exports one as its default, or exactly one under any name. */
async function exportOf<T>(path: string, { one, several, form, is }: Kind<T>): Promise<T> {
  if (!existsSync(path))
    throw new InputError([`${path}: no such ${one} module; expected a .ts, .mts, .js or .mjs file`]);
  let exported: Record<string, unknown>;
  try {
    exported = (await import(pathToFileURL(resolve(path)).href)) as Record<string, unknown>;
  } catch (problem) {
    throw new InputError([`${path}: this ${one} module does not load: ${atLength(problem)}`]);
  }
  const [only, ...others] = 'default' in exported ? [exported['default']] : Object.values(exported).filter(is);
  if (others.length > 0)
    throw new InputError([`${path}: exports ${others.length + 1} ${several}; expected one, or a default`]);
  if (!is(only)) throw new InputError([`${path}: exports no ${one}; expected ${form}`]);
  return only;
}

/** A mistake of syntax has its place in the second line. */
const atLength = (problem: unknown): string =>
  String(problem instanceof Error ? problem.message : problem)
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

export async function patchModule(path: string): Promise<Patch> {
  const patch = await exportOf(path, {
    one: 'patch',
    several: 'patches',
    form: '{ name, summary, hunks: [{ name, standsFor, edits }] }',
    is: isPatch,
  });
  requirePatchName(path, patch.name);
  return patch;
}

export async function propertyModule(path: string): Promise<AioProperty> {
  const property = await exportOf(path, {
    one: 'property',
    several: 'properties',
    form: '{ name, meaning, reason, antecedent: { text, reached } } with a function always, atEnd or onBreach',
    is: isProperty,
  });
  requirePropertyName(path, property.name);
  return property;
}

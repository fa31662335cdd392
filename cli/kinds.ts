/** What a name or a file is: whoever gives a trace where a scenario is expected is told that it is one, and what takes it. */
import { existsSync, readFileSync, statSync } from 'node:fs';
import { patchByName } from '../model/named-patches.ts';
import { shippedScenarioNames } from './shipped-scenarios.ts';
import { isDiff } from '../model/diffs/index.ts';
import { parseJson } from '../model/diagnostics/json-text.ts';
import { properties } from '../properties/aio/index.ts';
import { InputError } from './exit.ts';
import { MODULE } from './given.ts';
import { quoted } from './traces.ts';

/** What the program takes by name or as a file. */
type Thing = 'scenario' | 'trace' | 'patch' | 'property';
export type Wanted = Thing | 'trace or scenario' | 'diff or mail';
/** A module has a patch or a property in it; which, only loading it would tell. */
type Kind = Thing | 'module' | 'diff' | 'mail';

/** What could be given instead, completing "expected …". */
const forms: Readonly<Record<Wanted, string>> = {
  scenario: 'the name of a shipped scenario, or a scenario file',
  trace: 'a trace file',
  'trace or scenario': 'a trace file, the name of a shipped scenario, or a scenario file',
  'diff or mail': 'a unified diff, or a mail that has one',
  patch: 'the name of a shipped patch, a diff, a mail that has one, or a module that exports a patch',
  property: 'the name of a shipped property, or a module that exports a property',
};

/** What takes it. */
const uses: Readonly<Record<Kind, (name: string) => string>> = {
  scenario: (name) => `to decide properties in it: npx kioctx prove ${name}`,
  trace: (name) => `to run it: npx kioctx replay ${name}`,
  patch: (name) => `did you mean --patch ${name}?`,
  property: (name) => `did you mean --property ${name}?`,
  module: (name) => `did you mean --patch ${name}, or --property ${name}?`,
  diff: (name) => `did you mean --patch ${name}?`,
  mail: (name) => `did you mean --patch ${name}?`,
};

/** A patch may be any of these. */
const PATCHES: ReadonlySet<Kind> = new Set(['module', 'diff', 'mail']);

const isWanted = (kind: Kind, wanted: Wanted): boolean =>
  wanted.split(' or ').includes(kind) ||
  (wanted === 'patch' && PATCHES.has(kind)) ||
  (wanted === 'property' && kind === 'module');

/** Says that it is something else than what is wanted; null: it is not known to be. `text`: what the file has, if it was read. */
export function mistaken(name: string, wanted: Wanted, text?: string): InputError | null {
  const kind = text === undefined ? (ofFile(name) ?? ofName(name)) : MODULE.test(name) ? 'module' : kindOfText(text);
  if (kind === null || isWanted(kind, wanted)) return null;
  return new InputError([
    `${name} is a ${kind}, not a ${wanted}; expected ${forms[wanted]}; ${uses[kind](quoted(name))}`,
  ]);
}

/** The same, thrown. */
export function refuseMistaken(name: string, wanted: Wanted): void {
  const other = mistaken(name, wanted);
  if (other !== null) throw other;
}

function ofName(name: string): Kind | null {
  if (shippedScenarioNames().includes(name)) return 'scenario';
  if (properties.some((property) => property.name === name)) return 'property';
  if (patchByName(name).ok) return 'patch';
  const parts = name.split('+');
  if (!parts.some((part) => MODULE.test(part) && existsSync(part))) return null;
  return parts.length > 1 ? 'patch' : 'module';
}

/** A module is not read, and nothing is that could be read only once. */
function ofFile(path: string): Kind | null {
  try {
    if (!statSync(path).isFile()) return null;
    if (MODULE.test(path)) return 'module';
    return kindOfText(readFileSync(path, 'utf8'));
  } catch {
    return null;
  }
}

const MAIL = /^(From |(From|Subject|Date|Message-ID): )/i;
/** By the keys that one has and the others have not, whatever else is wrong with it. */
export function kindOfText(text: string): Kind | null {
  if (MAIL.test(text)) return 'mail';
  if (!/^\s*\{/.test(text) && isDiff(text)) return 'diff';
  const parsed = parseJson(text, '');
  const value = parsed.ok ? parsed.json.value : null;
  if (typeof value !== 'object' || value === null) return null;
  if ('schedule' in value) return 'trace';
  return 'iocbs' in value || 'tasks' in value ? 'scenario' : null;
}

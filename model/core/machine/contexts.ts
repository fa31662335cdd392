/** Contexts as they are said, of a model or of a patch, and what can be wrong with them. */
import { isOurs } from '../errors/internal-error.ts';
import { thrownText } from '../errors/thrown.ts';
import {
  described,
  isRecord,
  type Issue,
  type ModelIssue,
  notOfType,
  oneOfNear,
  placed,
  unknownKeys,
} from '../issues/issue.ts';
import { misnamed, said } from '../issues/names.ts';
import { patchIssues } from '../issues/patches.ts';
import type { Entries, Entry } from '../notation/declared.ts';
import { type Patch, summandsOf } from '../notation/patch.ts';
import type { AnyProc } from '../notation/proc.ts';
import type { Context } from './model.ts';

export function contextFrom(name: string, one: AnyProc | Entry): Context {
  if (!('entry' in one)) return { name, entry: one, args: {}, idles: false };
  const { entry, args = {}, idles = false, atomic = false } = one;
  return { name, entry, args, idles, ...(atomic ? { atomic } : {}) };
}

/** Of one that has a name like all others. */
export function contextIssues({ name, entry, args }: Context): Issue[] {
  // Linking says what is wrong with what is no function.
  if (!isRecord(entry?.locals)) return [];
  const locals = Object.keys(entry.locals);
  return Object.entries(args).flatMap(([local, value]): Issue[] => {
    if (!locals.includes(local)) {
      const message = `the context ${said(name)} is given ${said(local)}, which is no local of ${entry.name}`;
      return [{ code: 'no-local', message, expected: oneOfNear(local, locals) || 'no arguments' }];
    }
    if ((value | 0) === value) return [];
    const message = `the context ${said(name)} is given ${described(value)} as ${local}`;
    return [{ code: 'range', message, expected: 'a whole number of 32 bits' }];
  });
}

export interface ContextsOfPatch {
  readonly contexts: readonly Context[];
  readonly issues: readonly ModelIssue[];
}

const ENTRY_KEYS = ['entry', 'args', 'idles', 'atomic'];
const AN_ENTRY = `a function, or { ${ENTRY_KEYS.join(', ')} }`;

/** Those that a patch brings to this world. `taken`: names of others. `nameIssue`: what more is asked of a name; null: nothing. */
export function contextsOfPatch(
  patch: Patch,
  world: unknown,
  taken: readonly string[],
  nameIssue: (name: string) => Issue | null = () => null,
): ContextsOfPatch {
  const contexts: Context[] = [];
  const issues: ModelIssue[] = [];
  const names = new Set(taken);
  // By its looks it is no patch, which is said when it is applied.
  if (patchIssues(patch).length > 0) return { contexts, issues };
  for (const part of summandsOf(patch)) {
    const told = toldBy(part, world);
    const found = told.issues.slice();
    for (const [name, one] of Object.entries(told.entries)) {
      const wrong = names.has(name)
        ? clash(name)
        : (misnamed(name, 'context') ?? nameIssue(name) ?? entryIssue(name, one));
      names.add(name);
      if (wrong !== null) found.push(wrong);
      else {
        const context = contextFrom(name, one);
        found.push(...contextIssues(context));
        contexts.push(context);
      }
    }
    issues.push(...found.map(placed(`patch ${said(part.name)}`)));
  }
  return { contexts, issues };
}

function toldBy({ contexts = {} }: Patch, world: unknown): { entries: Entries; issues: Issue[] } {
  let entries: unknown;
  try {
    entries = typeof contexts === 'function' ? contexts(world as never) : contexts;
  } catch (problem) {
    if (isOurs(problem)) throw problem;
    const expected = 'a function of the world that does not throw';
    return {
      entries: {},
      issues: [{ code: 'declared', message: `contexts throws: ${thrownText(problem)}`, expected }],
    };
  }
  if (isRecord(entries)) return { entries: entries as Entries, issues: [] };
  const message = `the contexts are ${described(entries)}`;
  return { entries: {}, issues: [{ code: 'type', message, expected: `${AN_ENTRY}, by the name of the context` }] };
}

const clash = (name: string): Issue => ({
  code: 'redeclared',
  message: `there is a context called ${said(name)} already`,
  expected: 'a context of another name',
});

function entryIssue(name: string, one: unknown): Issue | null {
  if (!isRecord(one)) return notOfType(`the context ${said(name)}`, one, AN_ENTRY);
  if (!('entry' in one)) return null;
  const [unknown] = unknownKeys(one, ENTRY_KEYS);
  if (unknown !== undefined) {
    const message = `the context ${said(name)} has the unknown key ${said(unknown)}`;
    return { code: 'unknown-key', message, expected: oneOfNear(unknown, ENTRY_KEYS) };
  }
  const { args = {}, idles = false, atomic = false } = one;
  if (!isRecord(args)) return notOfType(`${said(name)}.args`, args, 'numbers, by local of the function');
  if (typeof idles !== 'boolean') return notOfType(`${said(name)}.idles`, idles, 'true or false');
  return typeof atomic === 'boolean' ? null : notOfType(`${said(name)}.atomic`, atomic, 'true or false');
}

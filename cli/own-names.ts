/** What the user's patches and properties are called: their verdicts must not be taken for those of others. */
import { existsSync, realpathSync } from 'node:fs';
import { hiddenIn, said } from '../model/core/issues/names.ts';
import { namedPatches, patchByName } from '../model/named-patches.ts';
import { properties } from '../properties/aio/index.ts';
import { InputError } from './exit.ts';

const MOST_CHARACTERS = 60;
const EXPECTED = `a name of ${MOST_CHARACTERS} characters at most, without blanks and slashes`;

/** Why it is no name for a row of a report, an argument, and a part of a trace's file name; or null. */
function unfit(name: string): string | null {
  if (name === '') return 'an empty text';
  if (name.length > MOST_CHARACTERS) return `${said(name)}, which has ${name.length} characters`;
  const hidden = hiddenIn(name);
  if (hidden !== null) return `${said(name)}, which ${hidden}`;
  if (/[/\\]/.test(name)) return `${said(name)}, which has a slash in it`;
  return /\.(json|[cm]?[jt]s)$/.test(name) ? `${said(name)}, as a file is` : null;
}

/** Throws InputError. `path`: the module's file. */
function requireOwnName(path: string, name: string, isShipped: boolean): void {
  const wrong = unfit(name);
  if (wrong !== null) throw new InputError([`${path}: is called ${wrong}; expected ${EXPECTED}`]);
  if (isShipped) throw new InputError([`${path}: is called ${name}, as a shipped one is; expected a name of its own`]);
}

/** `+` is for sums of patches: a name that has it must not be that of a sum of shipped ones. */
export const requirePatchName = (path: string, name: string): void => requireOwnName(path, name, isShipped(name));

/** For a name that the program gives itself. */
export const isFitPatchName = (name: string): boolean => unfit(name) === null && !isShipped(name);

const isShipped = (name: string): boolean => namedPatches.some((patch) => patch.name === name) || patchByName(name).ok;

export const requirePropertyName = (path: string, name: string): void =>
  requireOwnName(
    path,
    name,
    properties.some((property) => property.name === name),
  );

interface Given {
  readonly name: string;
  /** What the user gave, where that is not the name: a file, or several things joined by `+`. */
  readonly given?: string;
}

/** Of several that the user gave, two of one name cannot be told apart, unless they come from the same files. Throws InputError. */
export function requireDifferentNames<T extends Given>(all: readonly T[]): readonly T[] {
  const first = new Map<string, Given>();
  for (const one of all) {
    const other = first.get(one.name);
    if (other === undefined) first.set(one.name, one);
    else if (sourceOf(one) !== sourceOf(other))
      throw new InputError([
        `${one.given ?? one.name}: is called ${one.name}, as ${other.given ?? other.name} is; expected a name of its own`,
      ]);
  }
  return all;
}

const sourceOf = ({ name, given = name }: Given): string =>
  (existsSync(given) ? [given] : given.split('+'))
    .map((part) => (existsSync(part) ? realpathSync(part) : part))
    .join('+');

/** Patches and properties as the user asked for them, without their code: what reports and command lines need of them. */

import { existsSync } from 'node:fs';

interface Given {
  readonly name: string;
  /** What `--patch` or `--property` took, where the name alone would not find it again. */
  readonly given?: string;
}

export interface GivenPatch extends Given {
  /** One line. */
  readonly summary: string;
}

export interface GivenProperty extends Given {
  /** What has to happen for it to claim anything. */
  readonly antecedent: string;
}

/** What the user called a patch or a property. */
export const calledBy = ({ given, name }: Given): string => given ?? name;

export const MODULE = /\.[cm]?[jt]s$/;

const DIFF = /\.(?:patch|diff|txt|eml|mbox)$/i;

/** Whether a name is that of a file, a module or a diff, which its text says; a shipped thing has no slash and no ending in its name. */
export const isModule = (name: string): boolean => name.includes('/') || MODULE.test(name) || DIFF.test(name);

/** The files among what the user called patches and properties. */
export const modulesAmong = (names: readonly string[]): string[] => [...new Set(names.flatMap(filesOf))];

/** `patch[hunk,hunk]`: the patch, and the names of some of its hunks. */
export const SOME_HUNKS = /^(.+)\[([^[\]]*)\]$/;

/** A patch may be several, joined by `+`, of which some hunks are wanted; a file may have all that in its name. */
export function partsOf(name: string): string[] {
  if (existsSync(name)) return [name];
  const [, whole] = SOME_HUNKS.exec(name) ?? [];
  return whole === undefined ? name.split('+') : partsOf(whole);
}

/** The names of the hunks that are wanted; null: all. */
export const hunksOf = (name: string): string[] | null =>
  existsSync(name) ? null : (SOME_HUNKS.exec(name)?.[2]?.split(',') ?? null);

export const filesOf = (name: string): string[] => partsOf(name).filter(isModule);

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

/** Whether a name is that of a module's file; a shipped thing has no slash and no ending in its name. */
export const isModule = (name: string): boolean => name.includes('/') || MODULE.test(name);

/** The files among what the user called patches and properties. */
export const modulesAmong = (names: readonly string[]): string[] => [...new Set(names.flatMap(filesOf))];

/** A patch may be several, joined by `+`; a file may have one in its name. */
export const partsOf = (name: string): string[] => (existsSync(name) ? [name] : name.split('+'));

export const filesOf = (name: string): string[] => partsOf(name).filter(isModule);

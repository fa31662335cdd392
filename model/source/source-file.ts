/**
 * The C files of Linux 2.6.20 that are modelled, as far as this package knows them: a digest of each line, and where functions, structs
 * and statements begin and end. Their text is not here. `npm run source` makes the table from a source tree.
 */
import table from './2.6.20.json' with { type: 'json' };
import { readDigests } from './digest.ts';
import { type KindRange, type LineRange, readKinds } from './line-kinds.ts';
import { type FunctionStructure, readStructure } from './structure.ts';

export interface NamedLines {
  readonly name: string;
  readonly lines: LineRange;
}

export interface ModelledLines extends NamedLines {
  /** Of all its lines, without a gap. */
  readonly statements: readonly KindRange[];
  readonly structure: FunctionStructure;
}

/** What is known of a file of 2.6.20. Lines are counted from 1. */
export interface SourceFacts {
  /** In the order of the file; macros that are written like functions are among them. */
  readonly functions: readonly NamedLines[];
  /** Those of them that the model has steps in. */
  readonly modelled: readonly ModelledLines[];
  readonly structs: readonly NamedLines[];
}

/** A file of 2.6.20, as it is or after patches. */
export interface SourceFile {
  readonly path: string;
  /** Of each line (lineDigest). */
  readonly digests: readonly number[];
  /** Of each line, which line of 2.6.20 it is; null: a patch brought it. */
  readonly baseLines: readonly (number | null)[];
  readonly facts: SourceFacts;
  /** Of each line of 2.6.20, its text, where somebody has a tree. */
  readonly texts?: readonly string[];
}

interface Entry {
  readonly digests: string;
  readonly functions: Readonly<Record<string, string>>;
  readonly structs: Readonly<Record<string, string>>;
  readonly kinds: Readonly<Record<string, string>>;
  readonly structures: Readonly<Record<string, string>>;
}

export const SOURCE_VERSION: string = table.version;

const entries = new Map<string, Entry>(Object.entries(table.files));

/** In the order of their paths. */
export const sourcePaths: readonly string[] = [...entries.keys()];

const namedLines = (ranges: Readonly<Record<string, string>>): NamedLines[] =>
  Object.entries(ranges)
    .flatMap(([name, all]) =>
      all.split(' ').map((range): NamedLines => {
        const [from = 0, to = 0] = range.split('-').map(Number);
        return { name, lines: [from, to] };
      }),
    )
    .toSorted((a, b) => a.lines[0] - b.lines[0]);

/** `kinds` and `structures`: by function, see readKinds and readStructure. */
export function madeSourceFile(path: string, { digests, functions, structs, kinds, structures }: Entry): SourceFile {
  const known = readDigests(digests);
  const all = namedLines(functions);
  return {
    path,
    digests: known,
    baseLines: known.map((_, i) => i + 1),
    facts: {
      functions: all,
      modelled: all.flatMap((one) => {
        const [letters, structure] = [kinds[one.name], structures[one.name]];
        if (letters === undefined || structure === undefined) return [];
        return [{ ...one, statements: readKinds(letters, one.lines[0]), structure: readStructure(structure) }];
      }),
      structs: namedLines(structs),
    },
  };
}

const files = new Map<string, SourceFile>();

/** Undefined: the model has nothing of this file, or there is none. */
export function sourceFile(path: string): SourceFile | undefined {
  const entry = entries.get(path);
  if (entry === undefined) return undefined;
  const made = files.get(path) ?? madeSourceFile(path, entry);
  files.set(path, made);
  return made;
}

/** The line of 2.6.20 that a line is, or the nearest one above that it has; 0: there is none. */
export function baseLineAbove({ baseLines }: SourceFile, line: number): number {
  return baseLines.slice(0, line).findLast((one) => one !== null) ?? 0;
}

/** What a line lies in; a line that a patch brought lies where the line above it does, unless that ends there. */
function innermost(file: SourceFile, line: number, all: readonly NamedLines[]): NamedLines | null {
  const base = baseLineAbove(file, line);
  const isNew = file.baseLines[line - 1] === null;
  const found = all.filter(({ lines: [from, to] }) => from <= base && base <= to && !(isNew && base === to));
  return found.at(-1) ?? null;
}

/** The function that a line lies in, by the lines of 2.6.20: what an `@@` line says is no matter. Null: none. */
export const functionAt = (file: SourceFile, line: number): string | null =>
  innermost(file, line, file.facts.functions)?.name ?? null;

/** The struct or union in whose definition a line lies: the innermost that has a name. Null: none. */
export const structAt = (file: SourceFile, line: number): string | null =>
  innermost(file, line, file.facts.structs)?.name ?? null;

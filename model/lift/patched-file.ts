/** A file of the kernel with all patches on it: the lines that they bring and take out, each with where it stands. */
import type { DiffLine } from '../diffs/index.ts';
import { patchedLines } from '../source/patched-lines.ts';
import { functionAt, sourceFile, type SourceFile, structAt } from '../source/source-file.ts';
import type { SourceLine } from './c/index.ts';
import type { DecidedHunk, PlacedDiff } from './placing.ts';

/** A line that a patch brings or takes out. */
export interface PatchLine {
  /** Which of all lines of the patches, by which C that is read from it is found again. */
  readonly number: number;
  readonly path: string;
  readonly line: DiffLine;
  readonly hunk: DecidedHunk;
  /** The line of 2.6.20 that it is, or in front of which it is put. */
  readonly base: number;
  /** The function that it stands in, and the struct; null: in none. */
  readonly function: string | null;
  readonly struct: string | null;
}

/** Null: there is no tree. */
export type TextsOf = (path: string) => readonly string[] | null;

export interface PatchedFile {
  readonly path: string;
  /** As it is in 2.6.20. */
  readonly source: SourceFile;
  /** In the order in which the patches were applied. */
  readonly diffs: readonly PlacedDiff[];
  /** In their order, each run of lines that follow each other by itself. */
  readonly added: readonly (readonly PatchLine[])[];
  readonly removed: readonly PatchLine[];
  /** Of no meaning: brought by one patch, and taken out by a later one. */
  readonly gone: readonly DiffLine[];
}

export const asSource = ({ number, line }: PatchLine): SourceLine => ({ text: line.text, at: number });

/** `textsOf`: the lines of a file of 2.6.20, where somebody has a tree. */
export function patchedFiles(diffs: readonly PlacedDiff[], textsOf: TextsOf): readonly PatchedFile[] {
  let number = 1;
  return [...new Set(diffs.map(({ path }) => path))].flatMap((path): PatchedFile[] => {
    const known = sourceFile(path);
    if (known === undefined) return [];
    const texts = textsOf(path);
    const source = texts === null ? known : { ...known, texts };
    const own = diffs.filter((diff) => diff.path === path);
    const hunkOf = new Map(
      own.flatMap(({ hunks }) => hunks.flatMap(({ hunk }) => hunk.lines.map((line) => [line, hunk] as const))),
    );
    const { lines, removed } = patchedLines(
      source,
      own.map(({ hunks }) => hunks),
    );
    const made = (line: DiffLine, base: number, isNew: boolean): PatchLine => ({
      number: number++,
      path,
      line,
      hunk: hunkOf.get(line) as DecidedHunk,
      base,
      function: within(base, isNew, (at) => functionAt(source, at)),
      struct: within(base, isNew, (at) => structAt(source, at)),
    });
    const added: PatchLine[][] = [];
    let open: DiffLine[] = [];
    const close = (base: number) => {
      if (open.length > 0) added.push(open.map((line) => made(line, base, true)));
      open = [];
    };
    for (const line of lines)
      if (line.is === 'added') open.push(line.line);
      else close(line.base);
    close(source.digests.length + 1);
    const there = new Set([
      ...lines.flatMap((line) => (line.is === 'added' ? [line.line] : [])),
      ...removed.map(({ line }) => line),
    ]);
    const gone = [...hunkOf.keys()].filter((line) => line.kind !== ' ' && !there.has(line));
    return [
      { path, source, diffs: own, added, removed: removed.map(({ base, line }) => made(line, base, false)), gone },
    ];
  });
}

/** A new line is in what the lines of 2.6.20 on both sides of it are in. */
function within(base: number, isNew: boolean, of: (line: number) => string | null): string | null {
  const here = of(base);
  return !isNew || here === null || of(base - 1) === here ? here : null;
}

/**
 * A function after patches, as C that can be read whole though no text of it is here: a skeleton of what stays, with the lines that the
 * patches bring, and where these change a part of a statement, with the lines of it that they show.
 */
import type { PlacedHunk } from './applied.ts';
import type { HunkLine } from './hunks.ts';
import type { LineRange } from './line-kinds.ts';
import { type PatchedLine, patchedLines } from './patched-lines.ts';
import { skeletonOf, statementSpans } from './skeleton.ts';
import type { ModelledLines, SourceFile } from './source-file.ts';
import { lengthOfBlock } from './block-length.ts';

/** Where a line of the text comes from. `base`: its line in 2.6.20. */
export type LineOrigin<L extends HunkLine = HunkLine> =
  /** As in the skeleton, whether or not a hunk shows it. */
  | { readonly is: 'kept'; readonly base: number }
  /** With its own text, since the patches change another line of the same statement. */
  | { readonly is: 'shown'; readonly base: number; readonly line: L | HunkLine }
  | { readonly is: 'added'; readonly line: L };

export interface SkeletonLine<L extends HunkLine = HunkLine> {
  /** In the file after the patches, counted from 1. */
  readonly at: number;
  readonly text: string;
  readonly origin: LineOrigin<L>;
}

export type WithHunks<L extends HunkLine = HunkLine> =
  | {
      readonly ok: true;
      /** From its first brace to its last one. */
      readonly lines: readonly SkeletonLine<L>[];
      /** What stands in front of the first brace, where the patches change that. Null: they do not. */
      readonly head: readonly SkeletonLine<L>[] | null;
      /** What the patches put between its last brace and the next line that stays: other functions, mostly. */
      readonly behind: readonly SkeletonLine<L>[];
      /** Of this function, with its head. */
      readonly removed: readonly { readonly base: number; readonly line: L }[];
    }
  | { readonly ok: false; readonly issue: SkeletonIssue };

export type SkeletonIssue =
  /** Some lines of a statement are changed, and others are not in the patches. Both by their lines in 2.6.20. */
  | { readonly is: 'statement-not-shown'; readonly lines: LineRange; readonly missing: readonly number[] }
  /** The brace that opens the function, or the first or last line of a macro, is taken out. */
  | { readonly is: 'edge-changed'; readonly line: number };

export const showSkeletonIssue = (path: string, issue: SkeletonIssue): string =>
  issue.is === 'edge-changed'
    ? `${path}:${issue.line}: the line that opens or ends a function is taken out; expected a patch that leaves it`
    : `${path}: the statement in lines ${issue.lines[0]} to ${issue.lines[1]} is changed, and line ${issue.missing.join(', ')} of it is not in the diff; expected more context (diff -U10)`;

/** `file`: as it is in 2.6.20; `patches`: each placed on the file after those before it. */
export function withHunks<L extends HunkLine>(
  file: SourceFile,
  modelled: ModelledLines,
  ...patches: readonly (readonly PlacedHunk<L>[])[]
): WithHunks<L> {
  return withHunksShown(file, modelled, patches, new Set());
}

/** The same, with the text of further lines of 2.6.20 where a hunk shows it. */
export function withHunksShown<L extends HunkLine>(
  file: SourceFile,
  modelled: ModelledLines,
  patches: readonly (readonly PlacedHunk<L>[])[],
  further: ReadonlySet<number>,
): WithHunks<L> {
  const { structure, lines: range } = modelled;
  const [from, to] = range;
  const all = patchedLines(file, patches);
  const positions = new Map(all.lines.flatMap((line, i) => (line.is === 'kept' ? [[line.base, i] as const] : [])));
  const opening = from + structure.lines.findIndex(({ tokens }) => tokens[0]?.is === '{');
  const edge = [opening, ...(structure.isMacro ? [from, to] : [])].find((line) => !positions.has(line));
  if (edge !== undefined) return { ok: false, issue: { is: 'edge-changed', line: edge } };

  const real = shownLines(statementSpans(structure, from), positions);
  const skeleton = skeletonOf(modelled);
  const written = (text: string) => (structure.isMacro ? text.replace(/\s*\\\s*$/, '') : text);
  const lineAt = (position: number): SkeletonLine<L> => {
    const line = all.lines[position] as PatchedLine<L>;
    const at = position + 1;
    if (line.is === 'added') return { at, text: written(line.line.text), origin: line };
    const { base, shown } = line;
    if ((base < opening || real.has(base) || further.has(base)) && shown !== null)
      return { at, text: written(shown.text), origin: { is: 'shown', base, line: shown } };
    return { at, text: skeleton[base - from] ?? '', origin: { is: 'kept', base } };
  };
  const linesFrom = (first: number, end: number) =>
    Array.from({ length: Math.max(0, end - first) }, (_, i) => lineAt(first + i));

  for (const [lines, needed] of real.statements) {
    const missing = needed.filter((base) => {
      const line = all.lines[positions.get(base) as number];
      return line?.is === 'kept' && line.shown === null;
    });
    if (missing.length > 0) return { ok: false, issue: { is: 'statement-not-shown', lines, missing } };
  }
  const start = positions.get(opening) as number;
  const isKept = (line: PatchedLine<L>) => line.is === 'kept' && line.base > to;
  const next = all.lines.findIndex((line, i) => i > start && isKept(line));
  const body = linesFrom(start, next < 0 ? all.lines.length : next);
  const length = lengthOfBlock(body.map(({ text }) => text)) ?? body.length;
  // What stands between the last line in front of the function that stays and its first brace.
  const above = all.lines.findLastIndex((line, i) => i < start && line.is === 'kept' && line.base < from);
  const heads = Array.from({ length: opening - from }, (_, i) => positions.get(from + i));
  const isHeadKept = heads.every((position, i) => position === start - (opening - from) + i);
  return {
    ok: true,
    lines: body.slice(0, length),
    head: isHeadKept ? null : linesFrom(above + 1, start),
    behind: body.slice(length),
    removed: all.removed.filter(({ base }) => from <= base && base <= to),
  };
}

interface ShownLines {
  readonly has: (base: number) => boolean;
  /** Statements that are changed in part, with those of their lines that stay. */
  readonly statements: readonly (readonly [LineRange, readonly number[]])[];
}

const linesOf = ([from, to]: LineRange): number[] => Array.from({ length: to - from + 1 }, (_, i) => from + i);

/** The lines that stay of statements that lose a line or get one in between, or that share a line with such a statement. */
function shownLines(spans: readonly LineRange[], positions: ReadonlyMap<number, number>): ShownLines {
  const isWhole = (lines: readonly number[]) =>
    lines.every((line, i) => i === 0 || positions.get(line) === (positions.get(line - 1) ?? Number.NaN) + 1);
  const changed = new Set<LineRange>();
  const touched = new Set<number>();
  for (let grows = true; grows;) {
    grows = false;
    for (const span of spans) {
      const lines = linesOf(span);
      if (changed.has(span) || (isWhole(lines) && !lines.some((line) => touched.has(line)))) continue;
      changed.add(span);
      for (const line of lines) touched.add(line);
      grows = true;
    }
  }
  const statements = [...changed].map((span) => [span, linesOf(span).filter((line) => positions.has(line))] as const);
  return { has: (base) => touched.has(base), statements };
}

/** Where the hunks of a text lie in 2.6.20: each reading decided, each file in its place, or why not. */
import {
  decideReading,
  type DiffHunk,
  type DiffLine,
  type FileDiff,
  hunkName,
  type PatchText,
} from '../diffs/index.ts';
import type { InputIssue } from '../diagnostics/input-issue.ts';
import { afterApplying, type PlacedHunk } from '../source/applied.ts';
import { whereItBelongs, whyNotApplied } from '../source/belonging.ts';
import { reversedHunks } from '../source/hunks.ts';
import { placesOfHunk, type SourcePlace } from '../source/places.ts';
import { sourceFile, sourcePaths, type SourceFile } from '../source/source-file.ts';
import { settled } from './settled.ts';

/** A hunk whose lines are certain. */
export interface DecidedHunk extends DiffHunk {
  readonly path: string;
  /** Lines that only get other white space; in `lines` they stay. */
  readonly respaced: readonly DiffLine[];
}

export interface PlacedDiff {
  /** The text that it stands in, as messages call it. */
  readonly file: string;
  readonly path: string;
  /** As it was before this diff. */
  readonly source: SourceFile;
  readonly hunks: readonly { readonly hunk: DecidedHunk; readonly place: SourcePlace }[];
}

export interface Placed {
  readonly ok: true;
  /** In the order of the texts; a file comes again where several patches change it. */
  readonly diffs: readonly PlacedDiff[];
  /** Of files that the model has nothing of. */
  readonly elsewhere: readonly { readonly file: string; readonly diff: FileDiff }[];
  /** The others. */
  readonly files: ReadonlySet<string>;
}

type Placing = Placed | { readonly ok: false; readonly issues: readonly InputIssue[] };

/** `file`: as messages call the text. `isReversed`: the undoing of them is meant. */
export function placedDiffs(
  texts: readonly { readonly file: string; readonly patches: readonly PatchText[] }[],
  isReversed: boolean,
): Placing {
  const issues: InputIssue[] = [];
  const sources = new Map<string, SourceFile>();
  const diffs: PlacedDiff[] = [];
  const elsewhere: { file: string; diff: FileDiff }[] = [];
  const all = texts.flatMap(({ file, patches }) =>
    patches.flatMap(({ files }) => files.map((diff) => ({ file, diff }))),
  );
  for (const { file, diff } of isReversed ? all.toReversed() : all) {
    const issue = (line: number, message: string, expected: string) =>
      issues.push({ code: 'misplaced', file, line, column: 1, path: '', message, expected });
    const source = sources.get(diff.path) ?? sourceFile(diff.path);
    if (source === undefined) {
      elsewhere.push({ file, diff });
      continue;
    }
    const hunks = decided(diff, source, isReversed, issue);
    if (hunks === null) continue;
    const belonging = whereItBelongs(source, hunks);
    const why = whyNotApplied(diff.path, belonging, sourcePaths);
    if (belonging.is !== 'placed' || why !== null) {
      const at = belonging.is === 'elsewhere' ? hunks[belonging.hunk] : hunks[0];
      const [message = '', expected = 'a patch against 2.6.20'] = (why ?? '').split('; expected ');
      issue(at?.at ?? diff.at, message, expected);
      continue;
    }
    const whole = hunks.map((hunk, nth) => ({
      hunk: { ...hunk, ...settled(hunk.lines) },
      place: belonging.places[nth] as SourcePlace,
    }));
    diffs.push({ file, path: diff.path, source, hunks: whole });
    sources.set(diff.path, afterApplying(source, whole satisfies readonly PlacedHunk[]));
  }
  return issues.length > 0
    ? { ok: false, issues }
    : { ok: true, diffs, elsewhere, files: new Set(diffs.map(({ path }) => path)) };
}

/** Null, with issues, where a hunk cannot be read for certain. */
function decided(
  diff: FileDiff,
  source: SourceFile,
  isReversed: boolean,
  issue: (line: number, message: string, expected: string) => void,
): DecidedHunk[] | null {
  let isWhole = true;
  const whole = (hunk: DiffHunk): DecidedHunk => ({ ...hunk, respaced: [], path: diff.path });
  const hunks = diff.hunks.map((hunk): DecidedHunk => {
    const turned = (lines: readonly DiffLine[]) =>
      isReversed ? (reversedHunks([{ ...hunk, lines }])[0]?.lines ?? lines) : lines;
    const near = isReversed ? hunk.header.newStart : hunk.header.oldStart;
    const isThere = (lines: readonly DiffLine[], mostFuzz: number) =>
      placesOfHunk(source, lines, near, { mostFuzz }).length > 0;
    if (hunk.others.length === 0) return whole(reversed(hunk, isReversed));
    // What is there already, or is for another kernel, is told of the file as a whole.
    const reading =
      firstDecided(hunk, (lines) => isThere(turned(lines), 0)) ??
      firstDecided(hunk, (lines) => isThere(turned(lines), 2)) ??
      decideReading(hunk, (lines) => isThere(reversedHunks([{ ...hunk, lines }])[0]?.lines ?? lines, 0));
    if (reading.ok) return whole(reversed({ ...hunk, lines: reading.lines, others: [] }, isReversed));
    if (reading.why === 'ambiguous') {
      isWhole = false;
      issue(hunk.at, `${hunkName(diff.path, hunk.header)}: ${reading.message}`, reading.expected);
    }
    return whole(reversed({ ...hunk, others: [] }, isReversed));
  });
  return isWhole ? hunks : null;
}

const reversed = (hunk: DiffHunk, isReversed: boolean): DiffHunk =>
  isReversed ? (reversedHunks([hunk])[0] as DiffHunk) : hunk;

function firstDecided(
  hunk: DiffHunk,
  fits: (lines: readonly DiffLine[]) => boolean,
): ReturnType<typeof decideReading> | null {
  const reading = decideReading(hunk, fits);
  return reading.ok || reading.why === 'ambiguous' ? reading : null;
}

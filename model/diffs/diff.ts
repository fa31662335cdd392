/** Unified diffs as they are once they are read: files, hunks and lines, each with its place in the text. */
import type { InputIssue } from '../diagnostics/input-issue.ts';

/** A line of a hunk: of both sides (` `), of the old one only (`-`), of the new one only (`+`). */
export interface DiffLine {
  readonly kind: ' ' | '-' | '+';
  /** Without the sign and the end of line. Where the text was damaged, white space may differ from what its author wrote. */
  readonly text: string;
  /** The line of the text in which it begins, from 1. */
  readonly at: number;
}

/** What stands between two `@@`: where the hunk begins in each file, from 1, and how many lines of it are there. */
export interface HunkHeader {
  readonly oldStart: number;
  readonly oldCount: number;
  readonly newStart: number;
  readonly newCount: number;
  /** What stands behind the second `@@`, mostly the line that opens the function; may be cut. */
  readonly section: string;
}

export interface DiffHunk {
  /** The line of the text where the header stands. */
  readonly at: number;
  readonly header: HunkHeader;
  readonly lines: readonly DiffLine[];
  /** Other ways to read the same text where it was damaged, the most plausible first: decide() takes the one that fits. */
  readonly others: readonly (readonly DiffLine[])[];
}

export interface FileDiff {
  /** From the top of the source tree: `fs/aio.c`. */
  readonly path: string;
  /** The line of the text where its `---` stands. */
  readonly at: number;
  readonly hunks: readonly DiffHunk[];
  readonly isNew: boolean;
  readonly isDeleted: boolean;
}

/** One patch of a text: one mail, one commit, or all of a plain diff. */
export interface PatchText {
  /** The subject without `Re:` and `[PATCH]`, or the first line of a commit's message; null where the text has neither. */
  readonly title: string | null;
  readonly from: string | null;
  /** Empty where nothing but modes changes. */
  readonly files: readonly FileDiff[];
}

export type DiffsRead =
  | { readonly ok: true; readonly patches: readonly PatchText[] }
  | { readonly ok: false; readonly issues: readonly InputIssue[] };

/** `hunk @@ -507,10 +548,14 @@ of fs/aio.c`, with both counts. */
export const hunkName = (path: string, { oldStart, oldCount, newStart, newCount }: HunkHeader): string =>
  `hunk @@ -${oldStart},${oldCount} +${newStart},${newCount} @@ of ${path}`;

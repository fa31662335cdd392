/** Source files made of invented text, by the same digests as the kernel's, and diffs of them. */
import { lineDigest } from '../../../model/source/digest.ts';
import type { HunkLine, SourceHunk } from '../../../model/source/hunks.ts';
import type { SourceFile } from '../../../model/source/source-file.ts';

export const fileOf = (lines: readonly string[], facts: Partial<SourceFile['facts']> = {}): SourceFile => ({
  path: 'shop.c',
  digests: lines.map(lineDigest),
  baseLines: lines.map((_, i) => i + 1),
  facts: { functions: [], modelled: [], structs: [], ...facts },
});

/** ` a`, `-b`, `+c`. */
export const linesOf = (...lines: string[]): HunkLine[] =>
  lines.map((line) => ({ kind: line.slice(0, 1) as HunkLine['kind'], text: line.slice(1) }));

export function hunkAt(oldStart: number, newStart: number, ...lines: string[]): SourceHunk {
  const all = linesOf(...lines);
  const oldCount = all.filter(({ kind }) => kind !== '+').length;
  const newCount = all.filter(({ kind }) => kind !== '-').length;
  return { header: { oldStart, oldCount, newStart, newCount }, lines: all };
}

/** The diff from one text to another of the same length or not, by what is put in and taken out at each line, with context around. */
export interface Change {
  /** Position in the old text, counted from 0. */
  readonly at: number;
  readonly takesOut: number;
  readonly putsIn: readonly string[];
}

/** Changes must be in order and further apart than twice the context. */
export function diffOf(old: readonly string[], changes: readonly Change[], context = 3): SourceHunk[] {
  let grown = 0;
  return changes.map(({ at, takesOut, putsIn }) => {
    const first = Math.max(0, at - context);
    const lines = [
      ...old.slice(first, at).map((line) => ` ${line}`),
      ...old.slice(at, at + takesOut).map((line) => `-${line}`),
      ...putsIn.map((line) => `+${line}`),
      ...old.slice(at + takesOut, at + takesOut + context).map((line) => ` ${line}`),
    ];
    const hunk = hunkAt(first + 1, first + 1 + grown, ...lines);
    grown += putsIn.length - takesOut;
    return hunk;
  });
}

export const changed = (old: readonly string[], changes: readonly Change[]): string[] =>
  changes.toReversed().reduce((lines, { at, takesOut, putsIn }) => lines.toSpliced(at, takesOut, ...putsIn), [...old]);

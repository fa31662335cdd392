/** A file of 2.6.20 after patches, line by line: which lines are its own, which of these the patches show, and which they bring. */
import type { PlacedHunk } from './applied.ts';
import { lineDigest } from './digest.ts';
import type { HunkLine } from './hunks.ts';
import type { SourceFile } from './source-file.ts';

export type PatchedLine<L extends HunkLine = HunkLine> =
  /** `shown`: as context of a hunk, or by a tree; null where nothing shows it as it is. */
  | { readonly is: 'kept'; readonly base: number; readonly shown: L | HunkLine | null }
  | { readonly is: 'added'; readonly line: L };

export interface PatchedLines<L extends HunkLine = HunkLine> {
  readonly lines: readonly PatchedLine<L>[];
  /** Lines of 2.6.20 that are taken out, in the order of the patches. */
  readonly removed: readonly { readonly base: number; readonly line: L }[];
}

/** `file`: as it is in 2.6.20. `patches`: each placed on the file after those before it. */
export function patchedLines<L extends HunkLine>(
  file: SourceFile,
  patches: readonly (readonly PlacedHunk<L>[])[],
): PatchedLines<L> {
  let lines: readonly PatchedLine<L>[] = file.digests.map((_, i) => {
    const text = file.texts?.[i];
    return { is: 'kept', base: i + 1, shown: text === undefined ? null : { kind: ' ', text } };
  });
  const removed: { base: number; line: L }[] = [];
  for (const placed of patches) lines = afterHunks(file, lines, placed, removed);
  return { lines, removed };
}

function afterHunks<L extends HunkLine>(
  file: SourceFile,
  before: readonly PatchedLine<L>[],
  placed: readonly PlacedHunk<L>[],
  removed: { base: number; line: L }[],
): readonly PatchedLine<L>[] {
  const lines: PatchedLine<L>[] = [];
  let next = 0;
  const keepTo = (to: number) => {
    lines.push(...before.slice(next, Math.max(next, to)));
    next = Math.max(next, to);
  };
  for (const { hunk, place } of placed) {
    let at = place.start - 1;
    for (const line of hunk.lines) {
      keepTo(at);
      if (line.kind === '+') {
        lines.push({ is: 'added', line });
        continue;
      }
      const old = before[at];
      if (line.kind === ' ') {
        const isAsShown = old?.is === 'kept' && file.digests[old.base - 1] === lineDigest(line.text);
        if (isAsShown) lines.push({ ...old, shown: line });
        else if (old !== undefined) lines.push(old);
      } else if (old?.is === 'kept') removed.push({ base: old.base, line });
      at += 1;
      next = Math.max(next, at);
    }
  }
  keepTo(before.length);
  return lines;
}

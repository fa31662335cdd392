/** A file after a diff: what the next patch is placed on. */
import { lineDigest } from './digest.ts';
import type { HunkLine, SourceHunk } from './hunks.ts';
import type { SourcePlace } from './places.ts';
import type { SourceFile } from './source-file.ts';

export interface PlacedHunk<L extends HunkLine = HunkLine> {
  readonly hunk: SourceHunk<L>;
  readonly place: SourcePlace;
}

/**
 * The file with the hunks applied, which must be in its order. `baseLines` of it tells which of its lines are lines of 2.6.20, and which.
 * Throws Error where a hunk takes out a line that is not there, or lies in front of the one before it.
 */
export function afterApplying(file: SourceFile, placed: readonly PlacedHunk[]): SourceFile {
  const digests: number[] = [];
  const baseLines: (number | null)[] = [];
  let next = 1;
  const keepTo = (line: number) => {
    digests.push(...file.digests.slice(next - 1, line - 1));
    baseLines.push(...file.baseLines.slice(next - 1, line - 1));
    next = Math.max(next, line);
  };
  for (const { hunk, place } of placed) {
    let line = place.start;
    if (line < next) throw new Error(`${file.path}:${line}: the hunk before it ends at line ${next - 1}`);
    for (const { kind, text } of hunk.lines) {
      keepTo(line);
      if (kind === '+') {
        digests.push(lineDigest(text));
        baseLines.push(null);
      } else {
        if (kind === '-') {
          if (file.digests[line - 1] !== lineDigest(text))
            throw new Error(`${file.path}:${line}: another line is there than the one that is taken out`);
          next = line + 1;
        }
        line += 1;
      }
    }
    keepTo(line);
  }
  keepTo(file.digests.length + 1);
  return { ...file, digests, baseLines };
}

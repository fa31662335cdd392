/** Hunks of a diff of one file, as far as their place is concerned. What else a reader of diffs knows of them is left as it is. */

export interface HunkLine {
  /** Of both sides, of the old one only, of the new one only. */
  readonly kind: ' ' | '-' | '+';
  /** Without the sign and the end of line. */
  readonly text: string;
}

export interface SourceHunk<L extends HunkLine = HunkLine> {
  /** Where its sides begin and how many lines they have, by its `@@` line. */
  readonly header: {
    readonly oldStart: number;
    readonly oldCount: number;
    readonly newStart: number;
    readonly newCount: number;
  };
  readonly lines: readonly L[];
}

const SWAPPED = { ' ': ' ', '-': '+', '+': '-' } as const;

/** The same change the other way round, and what is taken out again in front of what is put in. */
export function reversedLines<L extends HunkLine>(lines: readonly L[]): L[] {
  const reversed: L[] = [];
  let putIn: L[] = [];
  for (const line of lines) {
    if (line.kind === ' ') {
      reversed.push(...putIn);
      putIn = [];
    }
    const kind = SWAPPED[line.kind];
    (kind === '+' ? putIn : reversed).push({ ...line, kind });
  }
  return [...reversed, ...putIn];
}

/** What undoes the diff. */
export const reversedHunks = <H extends SourceHunk>(hunks: readonly H[]): H[] =>
  hunks.map((hunk) => {
    const { oldStart, oldCount, newStart, newCount } = hunk.header;
    const header = { ...hunk.header, oldStart: newStart, oldCount: newCount, newStart: oldStart, newCount: oldCount };
    return Object.assign({ ...hunk }, { header, lines: reversedLines(hunk.lines) });
  });

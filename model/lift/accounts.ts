/** What becomes of each line that a diff changes. */

export type Fate =
  /** `as`: the steps, fields and macros that stand for it. */
  | { readonly is: 'lifted'; readonly as: string }
  /** It makes no difference here. */
  | { readonly is: 'nothing'; readonly why: string }
  /** Schedules that come to it end there. */
  | { readonly is: 'trap'; readonly why: string };

export interface ChangedLine {
  readonly path: string;
  /** The line of the text in which it stands. */
  readonly at: number;
  readonly kind: '-' | '+';
  readonly text: string;
}

export interface LineFate extends ChangedLine {
  readonly fate: Fate;
}

/** Lines by where they stand, until each has its fate. */
export class LineFates {
  private readonly fates = new Map<number, LineFate>();

  /** The first that is said of a line counts, but for a trap, which counts more. */
  say(line: ChangedLine, fate: Fate): void {
    const said = this.fates.get(line.at)?.fate;
    if (said === undefined || (fate.is === 'trap' && said.is !== 'trap')) this.fates.set(line.at, { ...line, fate });
  }

  has({ at }: Pick<ChangedLine, 'at'>): boolean {
    return this.fates.has(at);
  }

  /** In the order of the text. Throws Error where a line has none: nothing is dropped in silence. */
  all(lines: readonly ChangedLine[]): readonly LineFate[] {
    return lines
      .toSorted((a, b) => a.at - b.at)
      .map((line) => {
        const fate = this.fates.get(line.at);
        if (fate === undefined) throw new Error(`nothing is said of line ${line.at}: ${line.text}`);
        return fate;
      });
  }
}

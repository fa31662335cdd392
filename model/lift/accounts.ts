/** What becomes of each line that a diff changes. */
import type { DiffLine } from '../diffs/index.ts';

export type Fate =
  /** `as`: the steps, fields and macros that stand for it. */
  | { readonly is: 'lifted'; readonly as: string }
  /** It makes no difference here. */
  | { readonly is: 'nothing'; readonly why: string }
  /** Schedules that come to it end there. */
  | { readonly is: 'trap'; readonly why: string };

export interface LineFate {
  /** The text that it stands in, as messages call it, and its line there. */
  readonly file: string;
  readonly at: number;
  /** The kernel's file that it changes. */
  readonly path: string;
  readonly kind: '-' | '+';
  readonly text: string;
  readonly fate: Fate;
  /** Hunks of the patch that have it; none: it stands outside of functions, and all may have it. */
  readonly hunks: readonly string[];
}

export const BLANK: Fate = { is: 'nothing', why: 'a comment or a blank line' };

/** Lines until each has its fate. */
export class LineFates {
  private readonly fates = new Map<DiffLine, Fate>();

  /** The first that is said of a line counts, but for a trap, which counts more. */
  say(line: DiffLine, fate: Fate): void {
    const said = this.fates.get(line);
    if (said === undefined || (fate.is === 'trap' && said.is !== 'trap')) this.fates.set(line, fate);
  }

  has(line: DiffLine): boolean {
    return this.fates.has(line);
  }

  /** Throws Error where nothing was said: no line is dropped in silence. */
  of(line: DiffLine): Fate {
    const fate = this.fates.get(line);
    if (fate === undefined) throw new Error(`nothing is said of line ${line.at}: ${line.text}`);
    return fate;
  }
}

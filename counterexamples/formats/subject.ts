/** What the formats render: a schedule, told, with why it fails. */
import type { Explanation } from '../explain/explanation.ts';
import type { NarratedStep, ShowValue } from '../narrate.ts';

export interface RenderedSchedule {
  readonly patch: string;
  /** A line about it; the name alone, where there is nothing more to say. */
  readonly scenario: string;
  /** Null: it is judged by nothing. */
  readonly property: string | null;
  readonly steps: readonly NarratedStep[];
  /** What is wrong at the end, or on the way; null: nothing is. */
  readonly message: string | null;
  /** Null: nothing is wrong at the end, or there is too much to work it out. */
  readonly explanation: Explanation | null;
  /** The command that replays it; null: there is no file of it. */
  readonly replay: string | null;
  readonly showValue: ShowValue;
}

/** Text in which the only object of a pool has no number: `kioctx.wait` for `kioctx[0].wait`. */
export const unnumbered = (text: string, only: readonly string[] = []): string =>
  only.reduce((rest, pool) => rest.replaceAll(`${pool}[0]`, pool), text);

/** What `prove --json` and `outcomes --json` print, as the formats are documented; rows may have more keys. */

export interface VerdictRow {
  readonly patch: string;
  readonly scenario: string;
  readonly property: string;
  readonly verdict: string;
  readonly states: number;
  readonly transitions: number;
  readonly depth: number;
  readonly schedules: string | null;
  readonly cut: number;
  readonly seconds: number;
  readonly trace: string | null;
}

export interface Verdicts {
  readonly results: readonly VerdictRow[];
  readonly totals: Readonly<Record<string, number>>;
  readonly version: string;
}

export interface OutcomeRow {
  readonly scenario: string;
  readonly patch: string;
  readonly exhaustive: boolean;
  readonly states: number;
  readonly transitions: number;
  readonly schedules: string | null;
  readonly outcomes: readonly Readonly<Record<string, unknown>>[];
}

/** Throws where the text is anything but one JSON document. */
export const verdictsIn = (stdout: string): Verdicts => JSON.parse(stdout) as Verdicts;

export const verdictOf = ({ patch, scenario, property, verdict }: VerdictRow): string =>
  `${scenario}, ${patch}, ${property}: ${verdict}`;

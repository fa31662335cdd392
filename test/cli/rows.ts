/** What `prove --json` and `outcomes --json` print, as the formats are documented; rows may have more keys. */

/** What both tell of a search beside that, as `cli/statistics.ts` says. */
export interface FigureRow {
  readonly queue: number;
  readonly bytes: number;
  readonly bytesPerState: number;
  readonly transitionsPerSecond: number;
  readonly rounds: number;
  readonly statesBefore: number | null;
  readonly turns: number | null;
  readonly merged: number | null;
  readonly stepsTaken: number | null;
  readonly stepsOfProgram: number;
  readonly reduced: boolean;
  readonly clip: string | null;
  readonly clipReason: string | null;
}

export interface VerdictRow extends FigureRow {
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
  readonly statistics?: readonly StatisticsRow[];
}

/** `prove --statistics --json` has one for each search. */
export interface StatisticsRow extends FigureRow {
  readonly scenario: string;
  readonly patch: string;
  readonly states: number;
  readonly stepsNeverTaken: readonly string[] | null;
  readonly functionsNeverTaken: readonly string[] | null;
}

export interface OutcomeRow extends FigureRow {
  readonly scenario: string;
  readonly patch: string;
  readonly exhaustive: boolean;
  readonly states: number;
  readonly transitions: number;
  readonly schedules: string | null;
  readonly outcomes: readonly Readonly<Record<string, unknown>>[];
  readonly stepsNeverTaken?: readonly string[] | null;
}

/** Throws where the text is anything but one JSON document. */
export const verdictsIn = (stdout: string): Verdicts => JSON.parse(stdout) as Verdicts;

export const verdictOf = ({ patch, scenario, property, verdict }: VerdictRow): string =>
  `${scenario}, ${patch}, ${property}: ${verdict}`;

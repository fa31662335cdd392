/** What is known of a race, as docs/races.md tells it. */

export interface Shown {
  readonly scenario: string;
  /** The patch that has the race, as `--patch` takes it. */
  readonly kernel: string;
  readonly property: string;
  /** What the property says of the shortest schedule. */
  readonly says: string;
  /** Who takes its last step, and which; left out where the end alone is wrong, which has no step. */
  readonly last?: string;
}

interface Known {
  /** U: of the unpatched 2.6.20. P: of post-eiocbqueued. */
  readonly id: string;
  /** A clause. */
  readonly what: string;
  /** What closes it beside patches of the model. */
  readonly closedElsewhere?: string;
}

/** All that shows it, of one kernel; the first is told as a mail. */
export interface ShownRace extends Known {
  readonly shows: readonly [Shown, ...Shown[]];
  /** Kernels in which all of that holds, where the one that has the race is not a base of the table (kernels.ts). */
  readonly closedBy?: readonly string[];
  readonly unseen?: never;
}

/** Every property holds there, or speaks of nothing. */
export type Sound = Pick<Shown, 'scenario' | 'kernel'>;

export interface UnseenRace extends Known {
  /** Why nothing shows it, or what it is instead. */
  readonly unseen: string;
  /** Where it comes to pass, and nothing is violated; `unseen` says why. */
  readonly sound?: Sound;
  readonly shows?: never;
}

export type Race = ShownRace | UnseenRace;

export const isShown = (race: Race): race is ShownRace => race.shows !== undefined;

export const SEQUENTIAL = 'not seen: memory is sequentially consistent';

/** A schedule told step by step, and what is wrong on it, as data; and which of many are worth showing. */
import type { NarratedStep } from '../counterexamples/narrate.ts';
import type { LivelockLoop } from '../counterexamples/livelock-loop.ts';
import type { Trace } from '../counterexamples/trace.ts';
import type { Scenario } from '../model/scenarios/format/scenario.ts';
import type { GivenPatch, GivenProperty } from './given.ts';

export interface Wrong {
  /** What is wrong at the end; where nothing is any more, what was first. */
  readonly message: string;
  readonly atEnd: boolean;
  /** The steps after which something is wrong for the first time. */
  readonly after: number;
}

export interface ToldSchedule {
  readonly scenario: Scenario;
  readonly patch: GivenPatch;
  readonly property: GivenProperty;
  readonly steps: readonly NarratedStep[];
  /** Null where the schedule does not violate the property. */
  readonly wrong: Wrong | null;
  /** Of a livelock: what goes round behind the schedule for ever. `unknown`: whether anything must, takes too long to find out. */
  readonly round?: LivelockLoop | 'unknown' | null;
}

/** A violation that the reference machine has confirmed, with its trace. */
export interface ConfirmedViolation extends ToldSchedule {
  readonly message: string;
  readonly trace: Trace;
  /** `shortest`: in steps, in its scenario. `minimal`: proved, in its scenario and all inside it. */
  readonly rank: 'shortest' | 'minimal' | 'unproved';
}

/** The same, and where its trace is; null where none is written. */
export interface Counterexample extends ConfirmedViolation {
  readonly path: string | null;
}

/**
 * Per patch, the shortest counterexample to the first property that it violates, of those that set it apart: what all of
 * several patches violate in the same scenario is no patch's own, and is shown once. `patches`: how many were looked at in
 * the same scenarios.
 */
export function mostTelling(
  found: readonly Counterexample[],
  properties: readonly GivenProperty[],
  patches = Number.POSITIVE_INFINITY,
): readonly Counterexample[] {
  const rank = ({ property }: Counterexample) => properties.findIndex(({ name }) => name === property.name);
  const place = ({ scenario, property }: Counterexample) => `${scenario.name} ${property.name}`;
  const guilty = new Map<string, number>();
  for (const counterexample of found) guilty.set(place(counterexample), (guilty.get(place(counterexample)) ?? 0) + 1);
  const best = new Map<string, Counterexample>();
  const sorted = found.toSorted((a, b) => rank(a) - rank(b) || a.steps.length - b.steps.length);
  for (const counterexample of sorted) {
    const isCommon = guilty.get(place(counterexample)) === patches;
    const slot = isCommon ? 'all patches' : `patch ${counterexample.patch.name}`;
    if (!best.has(slot)) best.set(slot, counterexample);
  }
  return [...best.values()];
}

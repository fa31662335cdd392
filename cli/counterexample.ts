/** A schedule that was replayed, and what is wrong on it, as data; and which of many counterexamples are worth showing. */
import type { Replay } from '../counterexamples/replay.ts';
import type { ViolatedTrace } from '../counterexamples/aio/trace.ts';
import type { Scenario } from '../model/scenarios/format/scenario.ts';
import type { GivenPatch, GivenProperty } from './given.ts';

/** With what it is of, without code, so that it can be sent. */
export interface ReplayedSchedule extends Replay {
  readonly scenario: Scenario;
  readonly patch: GivenPatch;
  readonly property: GivenProperty;
}

/** A violation that the reference machine has confirmed, with its trace. */
export interface ConfirmedViolation extends ReplayedSchedule {
  readonly message: string;
  readonly trace: ViolatedTrace;
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

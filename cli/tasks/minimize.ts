/** Makes a failing schedule minimal, and tells the minimum. */
import { minimizing, withoutIdleFaults } from '../../counterexamples/aio/minimum.ts';
import { stepsLeftOut } from '../../counterexamples/relaxed.ts';
import { PackedMachine } from '../../model/core/index.ts';
import { base } from '../../model/patches/index.ts';
import type { Scenario } from '../../model/scenarios/format/scenario.ts';
import { Run } from '../../properties/aio/runs.ts';
import type { Clip, Limits } from '../../properties/search/explore.ts';
import type { Turn } from '../../properties/search/turn.ts';
import { formatCount } from '../progress.ts';
import type { Runner } from '../runner.ts';
import type { ConfirmedViolation } from '../counterexample.ts';
import { modelOf, patchOf, propertyOf } from './code.ts';
import { confirmViolation, withFewerSwitches } from './confirm.ts';

/** The patch and the property as the user called them. */
export interface Minimizing {
  readonly scenario: Scenario;
  readonly turns: readonly Turn[];
  readonly patch: string;
  readonly property: string;
  readonly limits: Pick<Limits, 'maxStates' | 'maxSeconds'>;
  /** What the progress line calls it. */
  readonly what: string;
}

export interface Minimized {
  readonly smallest: ConfirmedViolation;
  /** What kept from proving it minimal in the scenario given; null where it is proved. */
  readonly clipped: Clip | null;
  /** How many smaller places were looked at. */
  readonly places: number;
  /** Steps of the base that the patch leaves out. */
  readonly leftOut: readonly string[];
}

/** Null where the schedule does not fail. */
export async function minimize(asked: Minimizing, runner: Runner): Promise<Minimized | null> {
  const patch = await patchOf(asked.patch);
  const property = await propertyOf(asked.property);
  const closed = (sub: Scenario) => new PackedMachine(modelOf(sub, patch));
  const failing = Run.of(asked.scenario, closed(asked.scenario), asked.turns);
  const slices = minimizing(failing, property, closed, asked.limits);
  const minimum = await runner.run(asked.what, slices, (places) => `${formatCount(places)} places`);
  if (minimum === null) return null;
  const { isMinimal, clipped, places } = minimum;
  const straight = isMinimal ? minimum : await withFewerSwitches(minimum, property, asked.what, runner);
  const { scenario, turns } = withoutIdleFaults(straight);
  const rank = isMinimal ? 'minimal' : 'unproved';
  const model = modelOf(scenario, patch);
  const smallest = confirmViolation(model, { scenario, patch, property }, turns, rank);
  const leftOut = stepsLeftOut(modelOf(scenario, base).program, model.program);
  return { smallest, clipped, places, leftOut };
}

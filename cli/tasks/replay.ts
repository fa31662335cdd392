/** Takes a schedule step by step on the reference machine, and judges it. */
import { follow, type Misfit } from '../../counterexamples/follow.ts';
import { ReferenceMachine } from '../../model/core/index.ts';
import type { Scenario } from '../../model/scenarios/format/scenario.ts';
import type { Turn } from '../../properties/search/turn.ts';
import type { ReplayedSchedule } from '../counterexample.ts';
import { UNJUDGED } from '../unjudged.ts';
import { type LoadedProperty, modelOf, patchOf, propertyOf } from './code.ts';
import { replaySchedule } from './confirm.ts';

/** The patch and the property as the user called them; without a property nothing is judged. */
export interface Replaying {
  readonly scenario: Scenario;
  readonly schedule: readonly string[];
  readonly patch: string;
  readonly property: string | null;
}

export type ReplayResult =
  | { readonly ok: true; readonly replayed: ReplayedSchedule; readonly turns: readonly Turn[] }
  | { readonly ok: false; readonly misfit: Misfit };

export async function replay({ scenario, schedule, ...called }: Replaying): Promise<ReplayResult> {
  const patch = await patchOf(called.patch);
  const property = await judgedBy(called.property);
  const model = modelOf(scenario, patch);
  const followed = follow(new ReferenceMachine(model), schedule);
  if (!followed.ok) return { ok: false, misfit: followed.misfit };
  const { turns } = followed;
  return { ok: true, turns, replayed: replaySchedule(model, { scenario, patch, property }, turns) };
}

export const judgedBy = async (called: string | null): Promise<LoadedProperty> =>
  called === null ? UNJUDGED : propertyOf(called);

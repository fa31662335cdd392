/** Takes a schedule on another kernel than the one that it was found on, as far as it fits, and judges it. */
import { followRelaxed, hasStep, type IsKnown, type RelaxedRun, unlessPatched } from '../../counterexamples/relaxed.ts';
import type { AioModel } from '../../model/closed-world.ts';
import { patchByName } from '../../model/named-patches.ts';
import type { Turn } from '../../properties/search/turn.ts';
import type { ReplayedSchedule } from '../counterexample.ts';
import { modelOf, patchOf } from './code.ts';
import { replaySchedule } from './confirm.ts';
import { judgedBy, type Replaying } from './replay.ts';

export interface RelaxedReplaying extends Replaying {
  /** The patch that the schedule was found on, by name. */
  readonly foundOn: string;
}

export interface RelaxedReplay extends Pick<RelaxedRun, 'inserted' | 'unfit' | 'parted'> {
  readonly replayed: ReplayedSchedule;
}

export async function replayRelaxed({
  scenario,
  schedule,
  foundOn,
  ...called
}: RelaxedReplaying): Promise<RelaxedReplay> {
  const patch = await patchOf(called.patch);
  const property = await judgedBy(called.property);
  const model = modelOf(scenario, patch);
  const { turns, rest, inserted, unfit, parted } = followRelaxed(model, schedule, knownTo(foundOn, scenario, model));
  const judged = (taken: readonly Turn[]) => replaySchedule(model, { scenario, patch, property }, taken);
  const replayed = judged(turns);
  const further = replayed.wrong === null && rest.length > 0 ? judged([...turns, ...rest]) : replayed;
  return further.wrong === null || further === replayed
    ? { inserted, unfit, parted, replayed }
    : { inserted: inserted + rest.length, unfit, parted, replayed: further };
}

function knownTo(foundOn: string, scenario: RelaxedReplaying['scenario'], { program }: AioModel): IsKnown {
  const found = patchByName(foundOn);
  if (!found.ok) return unlessPatched(program);
  const before = modelOf(scenario, found.patch).program;
  return (proc, label) => hasStep(before, proc, label);
}

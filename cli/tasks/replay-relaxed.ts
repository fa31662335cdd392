/** Takes a schedule on another kernel than the one that it was found on, as far as it fits, and judges it. */
import { followRelaxed, hasStep, type IsKnown, type RelaxedRun } from '../../counterexamples/relaxed.ts';
import type { AioModel } from '../../model/closed-world.ts';
import { patchByName } from '../../model/named-patches.ts';
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
  const { turns, ...relaxed } = followRelaxed(model, schedule, knownTo(foundOn, scenario, model));
  return { ...relaxed, replayed: replaySchedule(model, { scenario, patch, property }, turns) };
}

/** Where the patch is no shipped one, a step of any patch is taken for new. */
function knownTo(foundOn: string, scenario: RelaxedReplaying['scenario'], { program }: AioModel): IsKnown {
  const found = patchByName(foundOn);
  if (found.ok) {
    const before = modelOf(scenario, found.patch).program;
    return (proc, label) => hasStep(before, proc, label);
  }
  const brought = new Set(
    program.procs.flatMap(({ steps }) => steps.filter((step) => step.patched).map(({ id }) => id)),
  );
  return (proc, label) => !brought.has(`${proc}.${label}`);
}

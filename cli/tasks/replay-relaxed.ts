/** Takes a schedule on another kernel than the one that it was found on, as far as it fits, and judges it. */
import { type OnOtherKernel, searchingOtherKernel } from '../../counterexamples/explain/on-other-kernel.ts';
import { follow } from '../../counterexamples/follow.ts';
import { replay } from '../../counterexamples/replay.ts';
import { followRelaxed, hasStep, type IsKnown, type RelaxedRun, unlessPatched } from '../../counterexamples/relaxed.ts';
import type { AioModel } from '../../model/closed-world.ts';
import { ReferenceMachine } from '../../model/core/index.ts';
import { patchByName } from '../../model/named-patches.ts';
import { interruptible, STOPPED } from '../../properties/search/search-run.ts';
import type { Turn } from '../../properties/search/turn.ts';
import type { ReplayedSchedule } from '../counterexample.ts';
import type { Runner } from '../runner.ts';
import { type LoadedProperty, modelOf, patchOf } from './code.ts';
import { replaySchedule } from './confirm.ts';
import { judgedBy, type Replaying } from './replay.ts';

export interface RelaxedReplaying extends Replaying {
  /** The patch that the schedule was found on, by name. */
  readonly foundOn: string;
}

export interface RelaxedReplay extends Pick<RelaxedRun, 'inserted' | 'unfit' | 'parted'> {
  /** Where a line does not fit, and nothing is violated: what schedules do that keep the orders that decide. */
  readonly search: OnOtherKernel;
  readonly replayed: ReplayedSchedule;
}

/** States of either kernel beyond which schedules are not searched for. */
const MOST_SEARCHED = 200_000;

export async function replayRelaxed(asked: RelaxedReplaying, runner: Runner): Promise<RelaxedReplay> {
  const { scenario, schedule, foundOn, ...called } = asked;
  const patch = await patchOf(called.patch);
  const property = await judgedBy(called.property);
  const model = modelOf(scenario, patch);
  const { turns, rest, inserted, unfit, parted } = followRelaxed(model, schedule, knownTo(foundOn, scenario, model));
  const judged = (taken: readonly Turn[]) => replaySchedule(model, { scenario, patch, property }, taken);
  const replayed = judged(turns);
  const further = replayed.wrong === null && rest.length > 0 ? judged([...turns, ...rest]) : replayed;
  if (further.wrong !== null && further !== replayed)
    return { inserted: inserted + rest.length, unfit, parted, replayed: further, search: null };
  const isOpen = unfit !== null && replayed.wrong === null && called.property !== null;
  const search = isOpen ? await searchFor(asked, model, property, runner) : null;
  return { inserted, unfit, parted, replayed, search };
}

/** Null where the kernel that the schedule was found on is not shipped, or it does not fail there. */
async function searchFor(
  { scenario, schedule, foundOn }: RelaxedReplaying,
  other: AioModel,
  property: LoadedProperty,
  runner: Runner,
): Promise<OnOtherKernel> {
  const found = patchByName(foundOn);
  if (!found.ok) return null;
  const model = modelOf(scenario, found.patch);
  const followed = follow(new ReferenceMachine(model), schedule);
  if (!followed.ok) return null;
  const { turns } = followed;
  if (replay(model, property, turns).wrong?.atEnd !== true) return null;
  const work = searchingOtherKernel({ model, property, asked: [], turns }, other, property, MOST_SEARCHED);
  const done = await runner.run(
    foundOn,
    interruptible(work, () => null),
    () => `searching for schedules that keep what decides`,
  );
  return done === STOPPED ? null : done;
}

function knownTo(foundOn: string, scenario: RelaxedReplaying['scenario'], { program }: AioModel): IsKnown {
  const found = patchByName(foundOn);
  if (!found.ok) return unlessPatched(program);
  const before = modelOf(scenario, found.patch).program;
  return (proc, label) => hasStep(before, proc, label);
}

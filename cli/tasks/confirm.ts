/** Replays and confirms what is known by scenario, patch and property. */
import { confirming } from '../../counterexamples/confirm.ts';
import type { FailingSchedule } from '../../counterexamples/aio/minimum.ts';
import { reducingSwitches } from '../../counterexamples/fewer-switches.ts';
import { replay } from '../../counterexamples/replay.ts';
import { type LiftedText, traceOf } from '../../counterexamples/aio/trace.ts';
import { type Coroutine, type Finding, runToEnd } from '../../model/core/index.ts';
import { showResult } from '../../model/include/linux/errno.ts';
import type { AioModel } from '../../model/closed-world.ts';
import type { Scenario } from '../../model/scenarios/format/scenario.ts';
import type { AioProperty } from '../../properties/aio/index.ts';
import { violationHere } from '../../properties/checker/questions.ts';
import type { Turn } from '../../properties/search/turn.ts';
import { interruptible, STOPPED } from '../../properties/search/search-run.ts';
import type { ConfirmedViolation, ReplayedSchedule } from '../counterexample.ts';
import { liftedAmong } from '../lifted/module-files.ts';
import type { Runner } from '../runner.ts';
import type { LoadedPatch, LoadedProperty } from './code.ts';
import { describedPatch, describedProperty } from './introduce.ts';

/** What a schedule is about. */
export interface Subject {
  readonly scenario: Scenario;
  readonly patch: LoadedPatch;
  readonly property: LoadedProperty;
}

/** Without code, to be sent. */
const described = ({ scenario, patch, property }: Subject) => ({
  scenario,
  patch: describedPatch(patch),
  property: describedProperty(property),
});

export const replaySchedule = (model: AioModel, subject: Subject, turns: readonly Turn[]): ReplayedSchedule => ({
  ...described(subject),
  ...replay(model, subject.property, turns, showResult),
});

/** Throws as `confirm` of the counterexamples does. */
export const confirmViolation = (...given: Parameters<typeof confirmingViolation>): ConfirmedViolation =>
  runToEnd(confirmingViolation(...given));

/** The same in pieces. */
export function* confirmingViolation(
  model: AioModel,
  subject: Subject,
  turns: readonly Turn[],
  rank: ConfirmedViolation['rank'],
): Coroutine<ConfirmedViolation> {
  const { patch, scenario, property } = subject;
  const { schedule, ...confirmed } = yield* confirming({
    name: `${patch.name}, ${scenario.name}`,
    model,
    property,
    turns,
    own: { patch: patch.given, property: property.given },
    showValue: showResult,
  });
  const lifted = textsBehind(patch);
  const about = { patch: patch.name, lifted, scenario, property: property.name, certified: rank === 'minimal' };
  return { ...described(subject), ...confirmed, trace: traceOf({ ...confirmed, schedule }, about), rank };
}

const textsBehind = ({ given }: LoadedPatch): LiftedText[] =>
  liftedAmong(given === undefined ? [] : [given]).flatMap(({ texts }) => texts);

/** The failure with fewer switches, as far as reordering its steps brings it; as it is, where somebody asks to stop. */
export async function withFewerSwitches<F extends FailingSchedule>(
  failure: F,
  property: AioProperty,
  what: string,
  runner: Runner,
): Promise<F> {
  const { machine } = failure;
  const isWrong = (findings: readonly Finding[]) => violationHere(machine, property, findings) !== null;
  const turns = await unlessStopped(reducingSwitches(machine, failure.turns, isWrong), what, property, runner);
  return turns === STOPPED ? failure : { ...failure, turns };
}

/** What confirming a violation comes to. */
export const unlessStopped = <T>(
  work: Coroutine<T>,
  what: string,
  { name }: AioProperty,
  runner: Runner,
): Promise<T | typeof STOPPED> =>
  runner.run(
    what,
    interruptible(work, () => null),
    () => `telling how ${name} is violated`,
  );

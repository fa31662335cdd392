/** A schedule told step by step on the reference machine, and what is wrong on it. */
import { follow } from '../../counterexamples/follow.ts';
import type { Failure } from '../../counterexamples/minimum.ts';
import { Disagreement, narrate } from '../../counterexamples/narrate.ts';
import { findingLivelockLoop } from '../../counterexamples/livelock-loop.ts';
import { reducingSwitches } from '../../counterexamples/fewer-switches.ts';
import { traceOf } from '../../counterexamples/trace.ts';
import type { AioModel } from '../../model/closed-world.ts';
import {
  type Finding,
  ImpurePredicate,
  ImpureStep,
  runToEnd,
  type Coroutine,
  ReferenceMachine,
} from '../../model/core/index.ts';
import type { Scenario } from '../../model/scenarios/format/scenario.ts';
import type { AioProperty } from '../../properties/aio/index.ts';
import { violationHere } from '../../properties/checker/questions.ts';
import type { Turn } from '../../properties/search/turn.ts';
import { interruptible, STOPPED } from '../../properties/search/search-run.ts';
import type { Runner } from '../runner.ts';
import type { ConfirmedViolation, ToldSchedule } from '../telling.ts';
import type { LoadedPatch, LoadedProperty } from './code.ts';
import { describedPatch, describedProperty } from './introduce.ts';

/** What a schedule is about. */
export interface Subject {
  readonly scenario: Scenario;
  readonly patch: LoadedPatch;
  readonly property: LoadedProperty;
}

/** Without code, to be sent. */
const described = ({ scenario, patch, property }: Subject): Pick<ToldSchedule, 'scenario' | 'patch' | 'property'> => ({
  scenario,
  patch: describedPatch(patch),
  property: describedProperty(property),
});

export const replayOnReference = (...given: Parameters<typeof replayingOnReference>): ToldSchedule =>
  runToEnd(replayingOnReference(...given));

/** The same in pieces. */
function* replayingOnReference(model: AioModel, subject: Subject, turns: readonly Turn[]): Coroutine<ToldSchedule> {
  const wrongs: { readonly message: string; readonly after: number }[] = [];
  const narration = narrate(model, turns, (machine, findings, after) => {
    const message = violationHere(machine, subject.property, findings);
    if (message !== null) wrongs.push({ message, after });
  });
  const [first] = wrongs;
  const ends = wrongs.at(-1)?.after === turns.length || narration.machine.enabledContexts().length === 0;
  const told = { ...described(subject), steps: narration.steps };
  if (subject.property.livelock && !ends) return yield* livelocked(model, told, turns);
  const last = wrongs.find(({ after }) => after === turns.length);
  if (first === undefined) return { ...told, wrong: null };
  const wrong = { message: (last ?? first).message, atEnd: last !== undefined, after: first.after };
  return { ...told, wrong };
}

/** From where the schedule ends no end may be reached any more: that is searched for again. */
function* livelocked(
  model: AioModel,
  told: Omit<ToldSchedule, 'wrong'>,
  turns: readonly Turn[],
): Coroutine<ToldSchedule> {
  const round = yield* findingLivelockLoop(model, turns);
  const isFound = round !== null && round !== 'unknown';
  const wrong = isFound ? { message: round.message, atEnd: true, after: turns.length } : null;
  return { ...told, wrong, round };
}

/** Tells a violation again on the reference machine, which must come to the same. */
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
  const again = yield* toldAgain(model, subject, turns);
  if (again.wrong?.atEnd !== true) throw disagreed(subject, `the reference machine does not violate ${property.name}`);
  const { message } = again.wrong;
  const { round } = again;
  const told = {
    patch: patch.name,
    property: property.name,
    message,
    certified: rank === 'minimal',
    round: round === undefined || round === 'unknown' ? null : round,
  };
  const trace = traceOf(told, scenario, again.steps);
  if (patch.given !== undefined && !follow(new ReferenceMachine(model), trace.schedule).ok)
    throw new ImpureStep(`a step of ${patch.given} does not do the same when it is taken again`);
  return { ...again, message, trace, rank };
}

function* toldAgain(model: AioModel, subject: Subject, turns: readonly Turn[]): Coroutine<ToldSchedule> {
  try {
    return yield* replayingOnReference(model, subject, turns);
  } catch (problem) {
    if (problem instanceof Disagreement) throw disagreed(subject, problem.message);
    throw problem;
  }
}

/** Steps and predicates of the user's own may depend on more than the state; those that are shipped do not. */
function disagreed({ patch, property, scenario }: Subject, why: string): Error {
  if (patch.given !== undefined)
    return new ImpureStep(`a step of ${patch.given} does not do the same when it is taken again: ${why}`);
  return property.given === undefined
    ? new Error(`${patch.name}, ${scenario.name}: ${why}`)
    : new ImpurePredicate(`property ${property.name} of ${property.given} does not say the same again: ${why}`);
}

/** The failure with fewer switches, as far as reordering its steps brings it; as it is, where somebody asks to stop. */
export async function withFewerSwitches<F extends Failure>(
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

/** What telling a violation comes to. */
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

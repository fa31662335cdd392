/** Confirms a violation that a search found: the reference machine, which shares no storage with the search, must come to it too. */
import {
  type Coroutine,
  ImpurePredicate,
  ImpureStep,
  type Model,
  ReferenceMachine,
  runToEnd,
} from '../model/core/index.ts';
import type { Property } from '../properties/checker/property.ts';
import type { Turn } from '../properties/search/turn.ts';
import { follow } from './follow.ts';
import type { LivelockLoop } from './livelock-loop.ts';
import type { ShowValue } from './narrate.ts';
import { Disagreement } from './recorded-run.ts';
import { type Replay, replaying, type Wrong } from './replay.ts';
import { scheduleOf } from './schedule.ts';

/** What a search claims: the property is violated where these turns of the model end. */
export interface Claim<K> {
  /** What an error calls the model (`2.6.20, dw1-inval`). */
  readonly name: string;
  readonly model: Model;
  readonly property: Property<K>;
  readonly turns: readonly Turn[];
  /** What the user calls code that is not shipped, and so may depend on more than the state. */
  readonly own?: { readonly patch?: string | undefined; readonly property?: string | undefined };
  /** How values are shown in the steps; without it, as numbers. */
  readonly showValue?: ShowValue;
}

/** A violation that both machines come to. */
export interface Confirmed extends Replay {
  readonly wrong: Wrong;
  /** What is wrong in the state in which the schedule ends. */
  readonly message: string;
  /** The lines of its trace. */
  readonly schedule: readonly string[];
  /** Of a livelock, what goes round behind the schedule. */
  readonly livelock: LivelockLoop | null;
}

/**
 * Throws where the reference machine does not violate the property at the end, or its steps, followed by their names, cannot be
 * taken again: ImpureStep where a patch of the user's can be why, ImpurePredicate where only a property of the user's can,
 * else Disagreement.
 */
export const confirm = <K>(claim: Claim<K>): Confirmed => runToEnd(confirming(claim));

/** The same in pieces. */
export function* confirming<K>(claim: Claim<K>): Coroutine<Confirmed> {
  const { model, property } = claim;
  const { steps, wrong, livelock = null } = yield* replayed(claim);
  if (wrong?.atEnd !== true || livelock === 'unknown')
    throw disagreement(claim, `the reference machine does not violate ${property.name}`);
  const schedule = scheduleOf(steps);
  const followed = follow(new ReferenceMachine(model), schedule);
  if (!followed.ok) throw isNotTakenAgain(claim, `${schedule[followed.misfit.line]}: ${followed.misfit.why}`);
  return { steps, wrong, message: wrong.message, schedule, livelock };
}

function* replayed<K>(claim: Claim<K>): Coroutine<Replay> {
  const { model, property, turns, showValue } = claim;
  try {
    return yield* replaying(model, property, turns, showValue);
  } catch (problem) {
    throw problem instanceof Disagreement ? disagreement(claim, problem.message) : problem;
  }
}

/** Steps and predicates of the user's own may depend on more than the state; those that are shipped do not. */
function disagreement<K>({ name, property, own = {} }: Claim<K>, why: string): Error {
  if (own.patch !== undefined)
    return new ImpureStep(`a step of ${own.patch} does not do the same when it is taken again: ${why}`);
  return own.property === undefined
    ? new Disagreement(`${name}: ${why}`)
    : new ImpurePredicate(`property ${property.name} of ${own.property} does not say the same again: ${why}`);
}

/** No property has a say in that. */
const isNotTakenAgain = <K>({ name, own }: Claim<K>, why: string): Error =>
  own?.patch === undefined
    ? new Disagreement(`${name}: the trace does not replay: ${why}`)
    : new ImpureStep(`a step of ${own.patch} does not do the same when it is taken again`);

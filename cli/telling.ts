/** A schedule told step by step on the reference machine, and what is wrong on it. */
import { follow } from '../counterexamples/follow.ts';
import type { Failure } from '../counterexamples/minimum.ts';
import { Disagreement, narrate, type Narration } from '../counterexamples/narrate.ts';
import { type Round, roundAfter } from '../counterexamples/round.ts';
import { straighten } from '../counterexamples/straighten.ts';
import { type Trace, traceOf } from '../counterexamples/trace.ts';
import type { AioModel } from '../model/closed-world.ts';
import { type Finding, ImpureStep, ReferenceMachine } from '../model/core/index.ts';
import type { Scenario } from '../model/scenarios/scenario.ts';
import type { AioProperty } from '../properties/aio/index.ts';
import { wrongHere } from '../properties/asking.ts';
import type { Turn } from '../properties/search/paths.ts';
import type { GivenPatch, GivenProperty } from './inputs.ts';

/** What a schedule is about. */
export interface Subject {
  readonly scenario: Scenario;
  readonly patch: GivenPatch;
  readonly property: GivenProperty;
}

export interface Wrong {
  /** What is wrong at the end; where nothing is any more, what was first. */
  readonly message: string;
  readonly atEnd: boolean;
  /** The steps after which something is wrong for the first time. */
  readonly after: number;
}

export interface Telling extends Subject {
  readonly narration: Narration;
  /** Null where the schedule does not violate the property. */
  readonly wrong: Wrong | null;
  /** Of a livelock: what goes round behind the schedule for ever. `unknown`: whether anything must, takes too long to find out. */
  readonly round?: Round | 'unknown' | null;
}

export function tell(model: AioModel, subject: Subject, turns: readonly Turn[]): Telling {
  const wrongs: { readonly message: string; readonly after: number }[] = [];
  const narration = narrate(model, turns, (machine, findings, after) => {
    const message = wrongHere(machine, subject.property, findings);
    if (message !== null) wrongs.push({ message, after });
  });
  const [first] = wrongs;
  const ends = wrongs.at(-1)?.after === turns.length || narration.machine.able().length === 0;
  if (subject.property.livelock && !ends) return livelocked(model, subject, narration, turns);
  const last = wrongs.find(({ after }) => after === turns.length);
  if (first === undefined) return { ...subject, narration, wrong: null };
  const wrong = { message: (last ?? first).message, atEnd: last !== undefined, after: first.after };
  return { ...subject, narration, wrong };
}

/** From where the schedule ends no end may be reached any more: that is searched for again. */
function livelocked(model: AioModel, subject: Subject, narration: Narration, turns: readonly Turn[]): Telling {
  const round = roundAfter(model, turns);
  const isFound = round !== null && round !== 'unknown';
  const wrong = isFound ? { message: round.message, atEnd: true, after: turns.length } : null;
  return { ...subject, narration, wrong, round };
}

/** A violation, and where its trace is; null where none is written. */
export interface Counterexample extends Telling {
  readonly path: string | null;
  readonly message: string;
  readonly trace: Trace;
  /** `shortest`: in steps, in its scenario. `minimal`: proved, in its scenario and all inside it. */
  readonly rank: 'shortest' | 'minimal' | 'unproved';
}

/** Tells a violation again on the reference machine, which must come to the same, and writes its trace. */
export function convict(
  model: AioModel,
  subject: Subject,
  turns: readonly Turn[],
  rank: Counterexample['rank'],
  write: (trace: Trace) => string | null,
): Counterexample {
  const { patch, scenario, property } = subject;
  const telling = toldAgain(model, subject, turns);
  if (telling.wrong?.atEnd !== true)
    throw disagreed(subject, `the reference machine does not violate ${property.name}`);
  const { message } = telling.wrong;
  const { round } = telling;
  const told = {
    patch: patch.name,
    property: property.name,
    message,
    certified: rank === 'minimal',
    round: round === undefined || round === 'unknown' ? null : round,
  };
  const trace = traceOf(told, scenario, telling.narration);
  if (patch.given !== undefined && !follow(new ReferenceMachine(model), trace.schedule).ok)
    throw new ImpureStep(`a step of ${patch.given} does not do the same when it is taken again`);
  return { ...telling, message, trace, path: write(trace), rank };
}

function toldAgain(model: AioModel, subject: Subject, turns: readonly Turn[]): Telling {
  try {
    return tell(model, subject, turns);
  } catch (problem) {
    if (problem instanceof Disagreement) throw disagreed(subject, problem.message);
    throw problem;
  }
}

/** Steps of a patch of one's own may depend on more than the state; those of a shipped one do not. */
const disagreed = ({ patch, scenario }: Subject, why: string): Error =>
  patch.given === undefined
    ? new Error(`${patch.name}, ${scenario.name}: ${why}`)
    : new ImpureStep(`a step of ${patch.given} does not do the same when it is taken again: ${why}`);

/** The failure with fewer switches, as far as reordering its steps brings it. */
export function straightened<F extends Failure>(failure: F, property: AioProperty): F {
  const { machine } = failure;
  const isWrong = (findings: readonly Finding[]) => wrongHere(machine, property, findings) !== null;
  return { ...failure, turns: straighten(machine, failure.turns, isWrong) };
}

/**
 * Per patch, the shortest counterexample to the first property that it violates, of those that set it apart: what all of
 * several patches violate in the same scenario is no patch's own, and is shown once. `patches`: how many were looked at in
 * the same scenarios.
 */
export function mostTelling(
  found: readonly Counterexample[],
  properties: readonly AioProperty[],
  patches = Number.POSITIVE_INFINITY,
): readonly Counterexample[] {
  const rank = ({ property }: Counterexample) => properties.indexOf(property);
  const place = ({ scenario, property }: Counterexample) => `${scenario.name} ${property.name}`;
  const guilty = new Map<string, number>();
  for (const counterexample of found) guilty.set(place(counterexample), (guilty.get(place(counterexample)) ?? 0) + 1);
  const best = new Map<string, Counterexample>();
  const sorted = found.toSorted((a, b) => rank(a) - rank(b) || a.narration.steps.length - b.narration.steps.length);
  for (const counterexample of sorted) {
    const isCommon = guilty.get(place(counterexample)) === patches;
    const slot = isCommon ? 'all patches' : `patch ${counterexample.patch.name}`;
    if (!best.has(slot)) best.set(slot, counterexample);
  }
  return [...best.values()];
}

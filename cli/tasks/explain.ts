/** Works out why a schedule fails. */
import { explaining } from '../../counterexamples/explain/explain.ts';
import type { Explanation } from '../../counterexamples/explain/explanation.ts';
import { follow } from '../../counterexamples/follow.ts';
import { statesOf } from '../../counterexamples/formats/itf.ts';
import { ImpureStep, type PlainState, ReferenceMachine } from '../../model/core/index.ts';
import { showResult } from '../../model/include/linux/errno.ts';
import type { Scenario } from '../../model/scenarios/format/scenario.ts';
import { properties } from '../../properties/aio/index.ts';
import { Disagreement } from '../../counterexamples/recorded-run.ts';
import { interruptible, STOPPED } from '../../properties/search/search-run.ts';
import type { Runner } from '../runner.ts';
import { modelOf, patchOf, propertyOf } from './code.ts';

/** The patch and the property as the user called them. */
export interface AskedExplanation {
  readonly scenario: Scenario;
  /** A schedule at whose end the property is violated, and which can be taken. */
  readonly schedule: readonly string[];
  readonly patch: string;
  readonly property: string;
  /** States beyond which it is given up. */
  readonly maxStates: number;
  /** What the progress line calls it. */
  readonly what: string;
}

/** A schedule passes if it violates none of the shipped properties, nor this one. Null: there are too many states, or somebody stopped it. */
export async function explain(asked: AskedExplanation, runner: Runner): Promise<Explanation | null> {
  const property = await propertyOf(asked.property);
  const patch = await patchOf(asked.patch);
  const model = modelOf(asked.scenario, patch);
  const followed = follow(new ReferenceMachine(model), asked.schedule);
  if (!followed.ok) return null;
  const { turns } = followed;
  const { maxStates, what } = asked;
  const work = explaining({ model, property, asked: properties, turns, showValue: showResult, maxStates });
  try {
    const done = await runner.run(
      what,
      interruptible(work, () => null),
      () => `working out why ${property.name} is violated`,
    );
    return done === STOPPED ? null : done;
  } catch (problem) {
    // What is shipped does the same again.
    if (!(problem instanceof Disagreement) || patch.given === undefined) throw problem;
    throw new ImpureStep(`a step of ${patch.given} does not do the same when it is taken again: ${problem.message}`);
  }
}

/** The states that a schedule which can be taken goes through, from the initial one on. */
export async function states({
  scenario,
  schedule,
  patch,
}: Pick<AskedExplanation, 'scenario' | 'schedule' | 'patch'>): Promise<readonly PlainState[]> {
  const model = modelOf(scenario, await patchOf(patch));
  const followed = follow(new ReferenceMachine(model), schedule);
  return followed.ok ? statesOf(model, followed.turns) : [];
}

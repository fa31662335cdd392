/** Schedules that are to be shown, with why they fail. */
import type { Explanation } from '../counterexamples/explain/explanation.ts';
import type { Trace } from '../counterexamples/aio/trace.ts';
import { visible } from '../model/diagnostics/visible.ts';
import type { ReplayedSchedule } from './counterexample.ts';
import { executing } from './executor/executing.ts';
import type { Executor } from './executor/executor.ts';
import { failureOf } from './failure.ts';
import { calledBy } from './given.ts';
import { complain } from './output.ts';

/** States of a scenario whose schedules are explained by the way: a second or two of search. */
export const STATES_BY_THE_WAY = 100_000;
/** The same where it is asked for. */
export const STATES_ASKED_FOR = 1_000_000;

type Explained<S> = S & { readonly explanation: Explanation | null };
type Explainable = ReplayedSchedule & { readonly trace: Pick<Trace, 'scenario' | 'schedule'> };

/** Why the schedule fails; null where it does not at its end, or where that would take too much. */
export async function explainedBy<S extends Explainable>(
  executor: Executor,
  shown: S,
  maxStates = STATES_BY_THE_WAY,
): Promise<Explained<S>> {
  const { wrong, trace, scenario, patch, property } = shown;
  if (wrong?.atEnd !== true) return { ...shown, explanation: null };
  const { schedule } = trace;
  const called = { patch: calledBy(patch), property: calledBy(property) };
  const what = `${patch.name}, ${scenario.name}`;
  return {
    ...shown,
    explanation: await executor.run('explain', { scenario, schedule, ...called, maxStates, what }),
  };
}

/** What goes wrong with telling why changes no verdict: it is said in a line, and the schedule is shown as it is. */
async function explainedOrNot<S extends Explainable>(executor: Executor, shown: S): Promise<Explained<S>> {
  try {
    return await explainedBy(executor, shown);
  } catch (problem) {
    const { patch, property } = shown;
    const [why = ''] = failureOf(problem).lines;
    complain(`kioctx: warning: ${visible(`why ${patch.name} violates ${property.name} is not told: ${why}`)}`);
    return { ...shown, explanation: null };
  }
}

/** The same of several, one after the other. */
export async function explainedAll<S extends Explainable>(
  shown: readonly S[],
  quiet: boolean | undefined,
): Promise<readonly Explained<S>[]> {
  if (shown.length === 0) return [];
  const called = shown.flatMap(({ patch, property }) => [calledBy(patch), calledBy(property)]);
  return executing({ called, quiet }, async (executor) => {
    const explained: Explained<S>[] = [];
    // oxlint-disable-next-line no-await-in-loop -- one thread for all
    for (const one of shown) explained.push(await explainedOrNot(executor, one));
    return explained;
  });
}

/** Explains a failing schedule of any model. */
import { type Coroutine, runToEnd } from '../../model/core/index.ts';
import { analysing } from './analysis.ts';
import { type Explaining, ExplanationBuilder } from './explanation-builder.ts';
import type { Explanation } from './explanation.ts';

/** Null: there are too many states to work it out, or the schedule has no step: what is wrong at the start has no reason in it. */
export const explain = <K>(given: Explaining<K>): Explanation | null => runToEnd(explaining(given));

/** The same in pieces. */
export function* explaining<K>(given: Explaining<K>): Coroutine<Explanation | null> {
  if (given.turns.length === 0) return null;
  const analysis = yield* analysing(given, given.maxStates);
  return analysis === null ? null : new ExplanationBuilder(given, analysis).explanation();
}

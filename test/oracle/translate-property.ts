/** Makes properties for the core of those of a plan. */
import type { Finding } from '../../model/core/index.ts';
import type { Property, Situation } from '../../properties/property.ts';
import type { AskPlan, FindingShape, Plan, PropertyPlan } from './plan.ts';
import { type End, type Memory, Predicates } from './predicates.ts';

export const shaped =
  ({ kind, context, what, step }: FindingShape) =>
  (finding: Finding): boolean =>
    (kind === undefined || kind === finding.kind) &&
    (context === undefined || context === finding.context) &&
    (what === undefined || what === finding.what) &&
    (step === undefined || step === finding.step);

/**
 * The question for the core; of each object where it is one about each. Some that are drawn ask nothing, which is bad input: so
 * each looks at the world, which is constant.
 */
function questionOf(predicates: Predicates, { each, wrong }: AskPlan, told: (is: boolean) => unknown): unknown {
  const holds = predicates.holds(wrong);
  const ask = (k: Memory, s: Situation, id: number, end: End): unknown => {
    void (k as unknown as { readonly world: unknown }).world;
    return told(holds(k, s, id, end));
  };
  if (each === null) return (k: Memory, s: Situation, end: End) => ask(k, s, -1, end);
  return { each, ask };
}

const complaint = (isWrong: boolean): string | null => (isWrong ? 'wrong' : null);

export function translateProperty(plan: Plan, property: PropertyPlan): Property<Memory> {
  const predicates = new Predicates(plan);
  const { name, antecedent, always, atEnd, onBreach, onHalt, livelock } = property;
  const questions = (asks: readonly AskPlan[]) => asks.map((ask) => questionOf(predicates, ask, complaint));
  return {
    name,
    meaning: name,
    reason: name,
    antecedent: { text: name, reached: questionOf(predicates, antecedent, Boolean) },
    ...(always.length > 0 && { always: questions(always) }),
    ...(atEnd.length > 0 && { atEnd: questions(atEnd) }),
    ...(onBreach !== null && { onBreach: shaped(onBreach) }),
    ...(onHalt !== null && { onHalt: shaped(onHalt) }),
    ...(livelock && { livelock }),
  } as unknown as Property<Memory>;
}

/** Makes a plan smaller, greedily, as long as what is asked of it remains so. */
import type { Expr, Plan, PropertyPlan, Statement, StepPlan } from './plan.ts';
import { tidy } from './tidy.ts';

const without = <T>(all: readonly T[], nth: number): T[] => all.toSpliced(nth, 1);
const replaced = <T>(all: readonly T[], nth: number, one: T): T[] => all.toSpliced(nth, 1, one);

/** An expression's own parts, which may stand for it. */
function simpler(expr: Expr): Expr[] {
  if (typeof expr === 'number') return [];
  if ('op' in expr) {
    const { op, a, b } = expr;
    const deeper = [...simpler(a).map((one) => ({ op, a: one, b })), ...simpler(b).map((one) => ({ op, a, b: one }))];
    return [1, a, b, ...deeper];
  }
  if ('first' in expr) return [0, ...Array.from(simpler(expr.where), (where) => ({ ...expr, where }))];
  return [];
}

function* smallerBodies(body: readonly Statement[]): Generator<readonly Statement[]> {
  for (const [nth, statement] of body.entries()) {
    yield without(body, nth);
    if ('if' in statement) {
      yield body.toSpliced(nth, 1, ...statement.then);
      for (const holds of simpler(statement.if)) yield replaced(body, nth, { ...statement, if: holds });
      for (const then of smallerBodies(statement.then)) yield replaced(body, nth, { ...statement, then });
    }
    if ('write' in statement || 'set' in statement)
      for (const to of simpler(statement.to)) yield replaced(body, nth, { ...statement, to });
    if ('choose' in statement && statement.options.length > 2)
      yield replaced(body, nth, { ...statement, options: statement.options.slice(0, 2) });
  }
}

function* smallerSteps(step: StepPlan): Generator<StepPlan> {
  if (step.does !== 'act' && step.does !== 'go') {
    if (step.does !== 'call') yield { label: step.label, does: 'act', body: [] };
    return;
  }
  const { jump, ...straight } = step;
  if (jump !== undefined) {
    yield straight;
    for (const holds of simpler(jump.if)) yield { ...step, jump: { ...jump, if: holds } };
  }
  if (step.does === 'act' && step.when !== undefined) {
    const { when, ...always } = step;
    yield always;
    for (const holds of simpler(when)) yield { ...step, when: holds };
  }
  for (const body of smallerBodies(step.body)) yield { ...step, body };
}

/** Whoever went to the step that is taken out goes to the next. */
function withoutStep(steps: readonly StepPlan[], nth: number): StepPlan[] {
  const gone = steps[nth]?.label;
  const to = steps[nth + 1]?.label ?? 'return';
  return Array.from(without(steps, nth), (step) => {
    if ((step.does !== 'act' && step.does !== 'go') || step.jump?.to !== gone || step.jump === undefined) return step;
    return { ...step, jump: { ...step.jump, to } };
  });
}

function* smallerProperties(property: PropertyPlan): Generator<PropertyPlan> {
  const { antecedent, always, atEnd, onBreach, onHalt, livelock } = property;
  if (antecedent.wrong !== 1) yield { ...property, antecedent: { each: null, wrong: 1 } };
  for (const nth of always.keys()) yield { ...property, always: without(always, nth) };
  for (const nth of atEnd.keys()) yield { ...property, atEnd: without(atEnd, nth) };
  for (const [nth, ask] of always.entries())
    for (const wrong of simpler(ask.wrong)) yield { ...property, always: replaced(always, nth, { ...ask, wrong }) };
  for (const [nth, ask] of atEnd.entries())
    for (const wrong of simpler(ask.wrong)) yield { ...property, atEnd: replaced(atEnd, nth, { ...ask, wrong }) };
  if (onBreach !== null) yield { ...property, onBreach: null };
  if (onHalt !== null) yield { ...property, onHalt: null };
  if (livelock) yield { ...property, livelock: false };
}

/** Properties that name contexts keep their numbers only where the last one goes. */
const namesContext = (plan: Plan, context: number): boolean =>
  new RegExp(`"(context|rests|holds)":${context}\\b`).test(JSON.stringify(plan.properties));

function* candidates(plan: Plan): Generator<Plan> {
  const { contexts, procs, properties, symmetry, pins, counts, lockOrder } = plan;
  for (const nth of properties.keys()) yield { ...plan, properties: without(properties, nth) };
  if (symmetry === null)
    for (const nth of contexts.keys())
      if (contexts.length > 1 && contexts.every((_, context) => context < nth || !namesContext(plan, context)))
        yield { ...plan, contexts: without(contexts, nth) };
  if (symmetry !== null) yield { ...plan, symmetry: null };
  for (const hint of Object.keys(pins).length > 0 ? [{}] : []) yield { ...plan, pins: hint };
  for (const hint of Object.keys(counts).length > 0 ? [{}] : []) yield { ...plan, counts: hint };
  if (lockOrder.length > 0) yield { ...plan, lockOrder: [] };
  for (const [which, proc] of procs.entries())
    for (const nth of proc.steps.keys())
      yield { ...plan, procs: replaced(procs, which, { ...proc, steps: withoutStep(proc.steps, nth) }) };
  for (const [which, proc] of procs.entries())
    for (const [nth, step] of proc.steps.entries())
      for (const smaller of smallerSteps(step))
        yield { ...plan, procs: replaced(procs, which, { ...proc, steps: replaced(proc.steps, nth, smaller) }) };
  for (const [nth, property] of properties.entries())
    for (const smaller of smallerProperties(property))
      yield { ...plan, properties: replaced(properties, nth, smaller) };
  for (const [nth, context] of contexts.entries())
    for (const flag of ['idles', 'atomic'] as const)
      if (context[flag]) yield { ...plan, contexts: replaced(contexts, nth, { ...context, [flag]: false }) };
}

/** Contexts begin at an action. */
const canBegin = ({ contexts, procs }: Plan): boolean =>
  contexts.every(({ proc }) => {
    const does = procs.find(({ name }) => name === proc)?.steps[0]?.does;
    return does === 'act' || does === 'acquire' || does === 'release';
  });

/** Gives up after so many tries. */
export function shrink(plan: Plan, isStill: (smaller: Plan) => boolean, most = 3000): Plan {
  let best = plan;
  let tries = 0;
  for (let found: Plan | undefined = plan; found !== undefined && tries < most;) {
    found = undefined;
    for (const candidate of candidates(best)) {
      if (tries++ >= most) break;
      const tidied = tidy(candidate);
      if (!canBegin(tidied) || !isStill(tidied)) continue;
      found = tidied;
      best = tidied;
      break;
    }
  }
  return best;
}

/** One random plan through the oracle and through the core's searches, and what to tell where they differ. */
import { PackedMachine } from '../../model/core/index.ts';
import { check } from './core-search.ts';
import { compare, type Comparison, type Mode } from './compare.ts';
import { Dice } from './dice.ts';
import { drawPlan } from './draw-plan.ts';
import type { Plan } from './plan.ts';
import { type Facts, searchAll } from './search.ts';
import { shrink } from './shrink.ts';
import { textOf } from './text.ts';
import { translate } from './translate.ts';

/** A tiny model has no more states. */
export const TINY = 2000;
const [LARGE, HUGE] = [100_000, 150_000];

export const planOf = (seed: number, nth: number): Plan => drawPlan(new Dice(seed, nth));

export interface Examined {
  readonly plan: Plan;
  readonly facts: Facts;
  readonly modes: ReadonlyMap<Mode, Comparison>;
}

/** An exception out of the core is something that differs. */
function compared(plan: Plan, facts: Facts, mode: Mode): Comparison {
  try {
    return compare(plan, facts, mode);
  } catch (problem) {
    const told = problem instanceof Error ? `${problem.name}: ${problem.message}` : String(problem);
    return { differs: [`the core threw ${told}`], clipped: false, reduced: false, renamings: 0, states: 0 };
  }
}

/** Null: the model is larger than that. Symmetry is only looked at where some is claimed. */
export function examine(plan: Plan, modes: readonly Mode[], most = TINY): Examined | null {
  const facts = searchAll(plan, most);
  if (facts === null) return null;
  const wanted = modes.filter((mode) => mode !== 'symmetric' || plan.symmetry !== null);
  return { plan, facts, modes: new Map(wanted.map((mode) => [mode, compared(plan, facts, mode)])) };
}

/** What kind of sentence it is, whatever numbers and states it tells. */
const kindOf = (sentence: string): string => sentence.replaceAll(/\d+|[{[].*/g, '').slice(0, 30);

const DIFFERENCES = 4;

/** What differs, on the smallest plan that shows a difference of the same kind. */
export function tell(plan: Plan, mode: Mode, differs: readonly string[], again: string): string {
  const kinds = new Set(differs.map(kindOf));
  const stillDiffers = (smaller: Plan) =>
    examine(smaller, [mode])
      ?.modes.get(mode)
      ?.differs.some((one) => kinds.has(kindOf(one))) ?? false;
  const small = stillDiffers(plan) ? shrink(plan, stillDiffers) : plan;
  const told = examine(small, [mode])?.modes.get(mode)?.differs ?? differs;
  return [
    `In mode ${mode} the core and the oracle differ (again: ${again}):`,
    ...told.slice(0, DIFFERENCES).map((one) => `- ${one}`),
    'of the model',
    textOf(small),
    `as data: ${JSON.stringify(small)}`,
    '',
  ].join('\n');
}

/** The first plans whose models are beyond the size from which the core leaves things out by itself. */
export function largePlans(seed: number, howMany: number): Plan[] {
  const found: Plan[] = [];
  for (let nth = 0; found.length < howMany; nth++) {
    const plan = drawPlan(new Dice(seed, 1_000_000 + nth), 4, 4);
    const { states, clipped } = check(new PackedMachine(translate(plan)), [], { maxStates: HUGE }).exploration;
    if (clipped === null && states > LARGE) found.push(plan);
  }
  return found;
}

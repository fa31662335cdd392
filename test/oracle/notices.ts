/** Whether the oracle's plans notice a search that leaves out what it must not: for suites of reductions that are wrong on purpose. */
import { compare, type Mode } from './compare.ts';
import type { Leaving } from './core-search.ts';
import { planOf, TINY } from './examine.ts';
import { pitfalls } from './pitfalls.ts';
import type { Plan } from './plan.ts';
import { regressions } from './regressions.ts';
import { searchAll } from './search.ts';

const differs = (plan: Plan, mode: Mode, leaving: Leaving): boolean => {
  const facts = searchAll(plan, TINY);
  return facts !== null && compare(plan, facts, mode, leaving).differs.length > 0;
};

/**
 * The first plan on which a search that leaves out so much differs from the oracle: what a plan kept is about, or the number of
 * a random one; null: it differs on none.
 */
export function firstNoticed(mode: Mode, leaving: Leaving, seed: number, models: number): string | null {
  const kept = [...regressions, ...pitfalls].find(
    ({ plan, modes }) => modes.includes(mode) && differs(plan, mode, leaving),
  );
  if (kept !== undefined) return kept.about;
  for (let nth = 0; nth < models; nth++) if (differs(planOf(seed, nth), mode, leaving)) return `model ${nth}`;
  return null;
}

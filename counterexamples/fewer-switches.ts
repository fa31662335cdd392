/** The same steps with fewer switches between contexts, which reads better: no step is added or left out. */
import { type Finding, type Machine, YieldCounter, type Coroutine } from '../model/core/index.ts';
import { findingsAfter, type Turn } from '../properties/search/turn.ts';

/** Steps that are taken in one piece. */
const PIECE = 16_384;

/**
 * Lets each context go on for as long as it can: wherever the schedule leaves a context, tries to bring its next turn
 * forward. A reordering is kept when it still ends in the same wrong, as `isWrong` tells of the machine at its end.
 */
export function* reducingSwitches(
  machine: Machine,
  turns: readonly Turn[],
  isWrong: (findings: readonly Finding[]) => boolean,
): Coroutine<readonly Turn[]> {
  const pace = new YieldCounter(PIECE);
  let kept = turns;
  for (let i = 1; i < kept.length; i++) {
    const { context } = kept[i - 1] as Turn;
    const next = kept.findIndex((turn, at) => at >= i && turn.context === context);
    if (next <= i) continue;
    if (pace.isOver(kept.length)) yield;
    const candidate = [...kept.slice(0, i), kept[next] as Turn, ...kept.slice(i, next), ...kept.slice(next + 1)];
    const findings = findingsAfter(machine, candidate);
    if (findings !== null && isWrong(findings)) kept = candidate;
  }
  return kept;
}

/** What a search of the kernel comes to, in full: to hold reduced searches and other machines to it. */
import type { Machine } from '../../../model/core/index.ts';
import { canonical, outcomeOf } from '../../../properties/aio/outcome.ts';
import { explore } from '../../../properties/search/explore.ts';
import type { Reductions } from '../../../properties/search/reduction.ts';

/** Outcomes, final states in full, and breaches, each sorted. */
export function comesTo(machine: Machine, maxStates: number, reductions?: Reductions) {
  const outcomes = new Set<string>();
  const finals = new Set<string>();
  const breaches = new Set<string>();
  const { clipped, states } = explore(
    machine,
    {
      restart: () => [outcomes, finals, breaches].forEach((set) => set.clear()),
      terminal(_, end) {
        if (end === 'trap') return;
        outcomes.add(canonical(outcomeOf(machine, end)));
        if (end !== 'oops') finals.add(JSON.stringify(machine.plain()));
      },
      found(_, __, ___, ____, finding) {
        if (finding.is === 'breach') breaches.add(JSON.stringify(finding));
      },
    },
    { maxStates, reductions },
  );
  return { all: [outcomes, finals, breaches].map((set) => [...set].toSorted()), states, isLarge: clipped !== null };
}

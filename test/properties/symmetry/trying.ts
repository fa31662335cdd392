/** What is left of a model's symmetry when it was tried on all that its steps do. */
import {
  type Canonical,
  runToEnd,
  type Machine,
  type Observation,
  type PackedMachine,
} from '../../../model/core/index.ts';
import { reducing } from '../../../properties/search/reduction.ts';
import { type Judged, SymmetryCheck } from '../../../properties/search/symmetric.ts';
import { statesOf } from './quotient.ts';

export const nothingJudged: Judged = { predicates: () => [], judgesAlike: () => true };

/** As a reduced search begins: after some random schedules. Throws where nothing is left. */
export function accepted(machine: Machine): Canonical {
  const canonical = runToEnd(reducing(machine, {}, {}))?.canonical ?? null;
  if (canonical === null) throw new Error('no permutation is left');
  return canonical;
}

/** Goes through every state of the machine, asks what is `judged` in each, and tries all permutations on all of that. */
export function tried(
  machine: PackedMachine,
  judgedOf: (observation: Observation) => Judged = () => nothingJudged,
): { readonly canonical: Canonical | null; readonly rounds: number } {
  const observation = machine.observe();
  if (observation === null) throw new Error('there is no memo');
  const judged = judgedOf(observation);
  const states = statesOf(machine);
  for (let at = 0; at < states.size; at++) {
    machine.restore(states.goTo(at), 0);
    if (machine.halted() === null) for (const { predicate } of judged.predicates()) machine.ask(predicate);
  }
  const check = runToEnd(SymmetryCheck.of(machine, observation, judged));
  let rounds = 1;
  while (!runToEnd(check.holds())) rounds++;
  return { canonical: check.canonical, rounds };
}

/** How many permutations are left, with the identity. */
export const orderOf = (canonical: Canonical | null): number => canonical?.permutations.length ?? 1;

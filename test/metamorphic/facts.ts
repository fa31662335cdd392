/** What a scenario comes to under a patch, searched whole and reduced: verdicts and outcomes, and the size of the state graph. */
import { closeWorld } from '../../model/closed-world.ts';
import { PackedMachine, type Patch } from '../../model/core/index.ts';
import { type Scenario, worldOf } from '../../model/scenarios/format/scenario.ts';
import { properties } from '../../properties/aio/index.ts';
import { canonical, type Outcome } from '../../properties/aio/outcome.ts';
import { outcomeSet } from '../../properties/aio/outcome-set.ts';
import { check } from '../../properties/checker/check.ts';

/** A scenario and the patch that it runs under. */
export interface Subject {
  readonly scenario: Scenario;
  readonly patch: Patch;
}

export interface Facts {
  /** By property. */
  readonly verdicts: Readonly<Record<string, string>>;
  /** The same, of the search that leaves out what it can from the first state on. */
  readonly reducedVerdicts: Readonly<Record<string, string>>;
  readonly outcomes: readonly Outcome[];
  readonly reducedOutcomes: readonly Outcome[];
  /** By property: the steps of a shortest schedule that violates it. */
  readonly shortest: Readonly<Record<string, number>>;
  readonly graph: { readonly states: number; readonly transitions: number; readonly schedules: string | null };
  /** The steps (`proc.label`) that some schedule takes. */
  readonly taken: ReadonlySet<string>;
}

/** More states than any drawn subject has, before or after a transformation. */
const MOST_STATES = 400_000;
const REDUCED = { from: 0 };

const machineOf = ({ scenario, patch }: Subject) => new PackedMachine(closeWorld(worldOf(scenario), patch));

function verdictsOf(machine: PackedMachine, leaving?: typeof REDUCED) {
  const checked = check(machine, properties, { keepGraph: true, maxStates: MOST_STATES, leaving });
  if (checked.exploration.clipped !== null) throw new Error(`too large: ${checked.exploration.clipped}`);
  const verdicts = checked.judgements.map(({ property, verdict }) => [property.name, verdict] as const);
  return { ...checked, verdicts: Object.fromEntries(verdicts) };
}

const outcomesOf = (subject: Subject, reductions?: typeof REDUCED): readonly Outcome[] =>
  outcomeSet(machineOf(subject), { maxStates: MOST_STATES, reductions }).outcomes;

/** Throws PatchMisfit where the patch does not fit, and an error where the state graph is too large. */
export function factsOf(subject: Subject): Facts {
  const machine = machineOf(subject);
  const { verdicts, judgements, exploration, schedules } = verdictsOf(machine);
  const taken = machine.stepsTaken();
  if (taken === null) throw new Error('the steps that were taken are not known');
  const shortest = judgements.flatMap(({ property, violation }) =>
    violation === null ? [] : [[property.name, violation.turns.length] as const],
  );
  return {
    verdicts,
    reducedVerdicts: verdictsOf(machineOf(subject), REDUCED).verdicts,
    outcomes: outcomesOf(subject),
    reducedOutcomes: outcomesOf(subject, REDUCED),
    shortest: Object.fromEntries(shortest),
    graph: {
      states: exploration.states,
      transitions: exploration.transitions,
      schedules: schedules === null ? null : schedules.all.toString(),
    },
    taken,
  };
}

/** As texts in order, each once. */
export const textsOf = (outcomes: readonly Outcome[]): string[] => [...new Set(outcomes.map(canonical))].toSorted();

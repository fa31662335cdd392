/** What a metamorphic transformation is, and how its result is held against what it was made of. */
import { isDeepStrictEqual } from 'node:util';
import type { Outcome } from '../../properties/aio/outcome.ts';
import type { Dice } from '../oracle/dice.ts';
import { type Facts, type Subject, textsOf } from './facts.ts';

/** Another scenario and patch that must come to the same as those that they were made of. */
export interface Transformed extends Subject {
  /** What was done, for the message of a failure. */
  readonly what: string;
  /** An outcome of the new scenario in the terms of the old one; without it they are the same. */
  readonly back?: (outcome: Outcome) => Outcome;
}

export interface Transformation {
  readonly name: string;
  /**
   * What must be the same beside verdicts and outcomes. `graph`: states, transitions, schedules and the lengths of shortest
   * violations. `lengths`: those alone. `verdicts`: nothing more, since there is more that can happen and changes nothing.
   */
  readonly keeps: 'graph' | 'lengths' | 'verdicts';
  /** Null: not applicable. `facts` are those of the subject. */
  of(subject: Subject, facts: Facts, dice: Dice): Transformed | null;
}

/** What differs between a subject and what was made of it, a sentence each; none: it came to the same. */
export function differences(
  keeps: Transformation['keeps'],
  before: Facts,
  after: Facts,
  back: (outcome: Outcome) => Outcome = (outcome) => outcome,
): string[] {
  const unequal = (what: string, one: unknown, other: unknown): string[] =>
    isDeepStrictEqual(one, other) ? [] : [`${what}: ${JSON.stringify(one)} became ${JSON.stringify(other)}`];
  return [
    ...verdictsApart('whole', before.verdicts, after.verdicts),
    ...verdictsApart('reduced', before.verdicts, after.reducedVerdicts),
    ...outcomesApart('whole', before.outcomes, after.outcomes.map(back)),
    ...outcomesApart('reduced', before.outcomes, after.reducedOutcomes.map(back)),
    ...(keeps === 'verdicts' ? [] : unequal('shortest violations', before.shortest, after.shortest)),
    ...(keeps === 'graph' ? unequal('state graph', before.graph, after.graph) : []),
  ];
}

type Verdicts = Facts['verdicts'];

const verdictsApart = (search: string, before: Verdicts, after: Verdicts): string[] =>
  [...new Set([...Object.keys(before), ...Object.keys(after)])]
    .filter((name) => before[name] !== after[name])
    .map((name) => `${name} (${search}): ${before[name]} became ${after[name]}`);

function outcomesApart(search: string, before: readonly Outcome[], after: readonly Outcome[]): string[] {
  const [old, made] = [textsOf(before), textsOf(after)];
  const gone = old.find((text) => !made.includes(text));
  const added = made.find((text) => !old.includes(text));
  return [
    ...(gone === undefined ? [] : [`outcome (${search}) that is gone: ${gone}`]),
    ...(added === undefined ? [] : [`outcome (${search}) that is new: ${added}`]),
  ];
}

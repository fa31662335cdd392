/** Trace files: a failing schedule by names, so that it survives edits of the model (docs: the trace format). */
import type { Scenario } from '../model/scenarios/format/scenario.ts';
import type { NarratedStep } from './narrate.ts';
import type { LivelockLoop } from './livelock-loop.ts';
import { choiceLine, stepLine } from './schedule.ts';

export interface Trace {
  readonly version: 1;
  readonly patch: string;
  readonly scenario: Scenario;
  readonly property: string;
  readonly verdict: 'violated';
  /** What is wrong in the state in which the schedule ends. */
  readonly finding: TraceFinding;
  readonly minimal: {
    readonly tasks: number;
    readonly requests: number;
    readonly faults: number;
    readonly switches: number;
    readonly steps: number;
    /** True once it is proved that nothing smaller violates the property. */
    readonly certified: boolean;
  };
  /** `context proc.label` for a step, `context ? name=value` for a choice that it made. */
  readonly schedule: readonly string[];
}

/** Our own additions: `step` is the last one, `found` what it came upon. */
export interface TraceFinding {
  readonly message: string;
  readonly [addition: string]: unknown;
}

/** Neighbouring steps of different contexts. */
export const switchesIn = (steps: readonly NarratedStep[]): number =>
  steps.filter((step, i) => i > 0 && step.context !== steps[i - 1]?.context).length;

/** What is told in a trace; `certified`: nothing that is smaller violates the property. */
export interface Told {
  readonly patch: string;
  readonly property: string;
  readonly message: string;
  readonly certified: boolean;
  /** Of a livelock, what goes round behind the schedule. */
  readonly round: LivelockLoop | null;
}

export function traceOf(
  { patch, property, message, certified, round }: Told,
  scenario: Scenario,
  steps: readonly NarratedStep[],
): Trace {
  const faults = steps.reduce((sum, step) => sum + step.faults, 0);
  const last = steps.at(-1);
  return {
    version: 1,
    patch,
    scenario,
    property,
    verdict: 'violated',
    finding: {
      message,
      step: last?.step ?? null,
      found: last?.findings ?? [],
      ...(round === null ? {} : { stem: round.stem, loop: round.loop }),
    },
    minimal: {
      tasks: scenario.tasks.length,
      requests: scenario.iocbs.length,
      faults,
      switches: switchesIn(steps),
      steps: steps.length,
      certified,
    },
    schedule: steps.flatMap(({ context, step, choices }) => [
      stepLine(context, step),
      ...choices.map((choice) => choiceLine(context, choice)),
    ]),
  };
}

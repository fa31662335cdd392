/** Trace files: a failing schedule by names, so that it survives edits of the model (docs: the trace format). */
import type { Finding } from '../model/core/index.ts';
import type { Scenario } from '../model/scenarios/scenario.ts';
import type { Narration } from './narrate.ts';

export interface Trace {
  readonly version: 1;
  readonly patch: string;
  readonly scenario: Scenario;
  readonly property: string;
  readonly verdict: 'violated';
  /** What is wrong in the state in which the schedule ends, and what the last step came upon. */
  readonly finding: { readonly message: string; readonly step: string | null; readonly found: readonly Finding[] };
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

export function traceOf(
  { patch, property, message }: { patch: string; property: string; message: string },
  scenario: Scenario,
  { steps }: Narration,
): Trace {
  const switches = steps.filter((step, i) => i > 0 && step.context !== steps[i - 1]?.context).length;
  const faults = steps.flatMap((step) => step.choices).filter(({ value }) => value !== 0).length;
  const last = steps.at(-1);
  return {
    version: 1,
    patch,
    scenario,
    property,
    verdict: 'violated',
    finding: { message, step: last?.step ?? null, found: last?.findings ?? [] },
    minimal: {
      tasks: scenario.tasks.length,
      requests: scenario.iocbs.length,
      faults,
      switches,
      steps: steps.length,
      certified: false,
    },
    schedule: steps.flatMap(({ context, step, choices }) => [
      `${context} ${step}`,
      ...choices.map(({ name, value }) => `${context} ? ${name}=${value}`),
    ]),
  };
}

/** Trace files: a schedule by names, so that it survives edits of the model (docs: the trace format). */
import type { Scenario } from '../../model/scenarios/format/scenario.ts';
import type { Confirmed } from '../confirm.ts';
import { switchesIn } from '../schedule.ts';

export type Trace = ViolatedTrace | ExportedTrace;

/** A diff or a mail from which a patch was lifted, with digests of its text and of its sidecar's: `sha256:…`. */
export interface LiftedText {
  readonly file: string;
  readonly digest: string;
  /** Null: it has none. */
  readonly sidecar: string | null;
  /** What it does not show was taken from a source tree of 2.6.20. */
  readonly linux?: true;
}

interface TracedSchedule {
  readonly version: 1;
  readonly patch: string;
  /** Where the patch is lifted; of one that is several, all that are. */
  readonly lifted?: LiftedText | readonly LiftedText[];
  readonly scenario: Scenario;
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

/** A counterexample. */
export interface ViolatedTrace extends TracedSchedule {
  readonly property: string;
  readonly verdict: 'violated';
  /** What is wrong in the state in which the schedule ends. */
  readonly finding: TraceFinding;
}

/** A schedule that is kept for itself: nobody says what it violates, if anything. */
export interface ExportedTrace extends TracedSchedule {
  readonly property: null;
  readonly verdict: 'none';
}

/** Our own additions: `step` is the last one, `found` what it came upon. */
export interface TraceFinding {
  readonly message: string;
  readonly [addition: string]: unknown;
}

/** What a trace is about; `certified`: it is proved that nothing that is smaller violates the property. */
export interface TraceSubject {
  readonly patch: string;
  /** None: the patch is a module or shipped. */
  readonly lifted?: readonly LiftedText[];
  readonly scenario: Scenario;
  readonly property: string;
  readonly certified: boolean;
}

export function traceOf(
  { steps, message, schedule, livelock }: Confirmed,
  { patch, lifted = [], scenario, property, certified }: TraceSubject,
): ViolatedTrace {
  const [first, ...others] = lifted;
  const faults = steps.reduce((sum, step) => sum + step.faults, 0);
  const last = steps.at(-1);
  return {
    version: 1,
    patch,
    ...(first === undefined ? {} : { lifted: others.length === 0 ? first : lifted }),
    scenario,
    property,
    verdict: 'violated',
    finding: {
      message,
      step: last?.step ?? null,
      found: last?.findings ?? [],
      ...(livelock === null ? {} : { stem: livelock.stem, loop: livelock.loop }),
    },
    minimal: {
      tasks: scenario.tasks.length,
      requests: scenario.iocbs.length,
      faults,
      switches: switchesIn(steps),
      steps: steps.length,
      certified,
    },
    schedule,
  };
}

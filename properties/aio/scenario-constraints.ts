/** What random scenarios may have: as a user limits it, and with everything filled in that was left out. */
import { type CallName, callNames, factsOf } from '../../model/calls.ts';
import type { FaultKind, Op } from '../../model/world.ts';
import { callInWorld } from '../../model/scenarios/format/calls.ts';
import type { Scenario, ScenarioCall, ScenarioIocb } from '../../model/scenarios/format/scenario.ts';

/** Both included. */
export interface Range {
  readonly min: number;
  readonly max: number;
}

/** Whether random scenarios can do without a call: what is not submitted never runs, and what is not read is not seen. */
const canDoWithout = {
  io_submit: false,
  io_getevents: false,
  io_cancel: true,
  io_destroy: true,
  io_setup: true,
  reap: true,
  exit: true,
  sync_io: true,
} as const satisfies { readonly [name in CallName]: boolean };

export type OptionalCall = { [N in CallName]: (typeof canDoWithout)[N] extends true ? N : never }[CallName];

export const isOptional = (name: CallName): name is OptionalCall => canDoWithout[name];

/** What is left out is as in `usual`. */
export interface ScenarioConstraints {
  readonly tasks?: Partial<Range>;
  readonly requests?: Partial<Range>;
  /** Of each direct request. */
  readonly bios?: Partial<Range>;
  /** Of each retry request. */
  readonly kicks?: Partial<Range>;
  readonly ring_nr?: Partial<Range>;
  /** What requests may do; one thing at least. */
  readonly ops?: readonly Op[];
  /** The calls that tasks may make beside io_submit and io_getevents. */
  readonly calls?: readonly OptionalCall[];
  /** Whether an io_getevents may have a timeout. */
  readonly timeouts?: boolean;
  /** Whether a signal may come to an io_getevents. */
  readonly signals?: boolean;
  /** Whether an io_getevents may be made again until some events came. */
  readonly repeats?: boolean;
  /** Whether a request may hold the last reference to its file. */
  readonly lastFiles?: boolean;
  /** The kinds of fault that may be listed. */
  readonly faults?: readonly FaultKind[];
}

type Numbers = 'tasks' | 'requests' | 'bios' | 'kicks' | 'ring_nr';

/** With everything filled in. */
export type Constraints = Readonly<Record<Numbers, Range>> & Required<Omit<ScenarioConstraints, Numbers>>;

const usual: Constraints = {
  tasks: { min: 1, max: 3 },
  requests: { min: 1, max: 3 },
  bios: { min: 1, max: 2 },
  kicks: { min: 1, max: 2 },
  ring_nr: { min: 2, max: 5 },
  ops: ['direct_write', 'direct_read', 'buffered', 'retry', 'queued'],
  calls: callNames.filter(isOptional),
  timeouts: true,
  signals: true,
  repeats: true,
  lastFiles: true,
  faults: ['invalidate', 'osync', 'bio'],
};

/** What the format of scenarios allows. */
const allowed: Readonly<Record<Numbers, Range>> = {
  tasks: { min: 1, max: 16 },
  requests: { min: 0, max: 16 },
  bios: { min: 1, max: 4 },
  kicks: { min: 1, max: 4 },
  ring_nr: { min: 2, max: 1024 },
};

/** Throws a plain Error for constraints that no scenario meets. */
export function filledIn(constraints: ScenarioConstraints): Constraints {
  const bounds = (key: Numbers): Range => {
    const { min, max } = { ...usual[key], ...constraints[key] };
    const [low, high] = [allowed[key].min, allowed[key].max];
    const fits = Number.isInteger(min) && Number.isInteger(max) && low <= min && min <= max && max <= high;
    if (!fits)
      throw new Error(`no scenario has ${min} to ${max} as its ${key}; expected min <= max in ${low} to ${high}`);
    return { min, max };
  };
  if (constraints.ops?.length === 0) throw new Error('no scenario has requests of no op; expected one op at least');
  return {
    ...usual,
    ...constraints,
    tasks: bounds('tasks'),
    requests: bounds('requests'),
    bios: bounds('bios'),
    kicks: bounds('kicks'),
    ring_nr: bounds('ring_nr'),
  };
}

export function isWithin({ tasks, iocbs, ring_nr, faults }: Scenario, constraints: Constraints): boolean {
  return (
    isIn(tasks.length, constraints.tasks) &&
    isIn(iocbs.length, constraints.requests) &&
    isIn(ring_nr, constraints.ring_nr) &&
    iocbs.every((iocb) => mayDo(iocb, constraints)) &&
    tasks.every(({ calls }) => calls.every((call) => mayCall(call, constraints))) &&
    Object.keys(faults).every((kind) => constraints.faults.some((known) => known === kind))
  );
}

const isIn = (value: number, { min, max }: Range): boolean => min <= value && value <= max;

function mayDo(iocb: ScenarioIocb, { ops, bios, kicks, lastFiles }: Constraints): boolean {
  if (!ops.includes(iocb.op) || (iocb.file !== undefined && !lastFiles)) return false;
  return iocb.op === 'retry' ? isIn(iocb.kicks, kicks) : !('bios' in iocb) || isIn(iocb.bios, bios);
}

function mayCall(call: ScenarioCall, { calls, timeouts, signals, repeats }: Constraints): boolean {
  const made = callInWorld(call);
  if (isOptional(made.call) && !calls.includes(made.call)) return false;
  const facts = factsOf(made);
  return (timeouts || !facts.timer) && (signals || !facts.signals) && (repeats || facts.until === 0);
}

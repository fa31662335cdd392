/**
 * Something more that does nothing: a task without calls, one whose call finds nothing to do, a request that nobody submits.
 *
 * A task without calls takes no step, and a request that nobody submits is never looked at: the state graph stays what it was.
 * A call looks the context up, and holds it for a while, before it finds that there is nothing to do: there are more states, but
 * what the others do, and may do next, is the same. Where the context is destroyed, the call may find it gone, or be the one that
 * puts the last reference: it then does what another would have done. So verdicts and outcomes are the same. None becomes
 * applicable by it: each antecedent that such a call reaches is reached by every scenario that submits anything.
 */
import type { Scenario, ScenarioCall } from '../../model/scenarios/format/scenario.ts';
import type { Outcome } from '../../properties/aio/outcome.ts';
import type { Transformation } from './transformation.ts';

const IDLE = 'idle';

export const taskWithoutCalls: Transformation = {
  name: 'a task without calls is added',
  keeps: 'graph',
  of: ({ scenario, patch }, _facts, dice) => {
    const at = dice.int(0, scenario.tasks.length);
    return {
      scenario: withTask(scenario, at, []),
      patch,
      what: `task ${at} makes no calls`,
      back: (outcome) => withoutTask(outcome, [[]]),
    };
  },
};

interface IdleCall {
  readonly what: string;
  readonly call: (scenario: Scenario) => ScenarioCall;
  /** What it returns where the context is there; -EINVAL where it is gone. */
  readonly returns: number;
  /** Needs a request that nobody submits. */
  readonly request?: true;
}

const EINVAL = -22;

const idleCalls: readonly IdleCall[] = [
  { what: 'asks for no event', call: () => ({ io_getevents: { min_nr: 0, nr: 0 } }), returns: 0 },
  { what: 'asks for less than it wants', call: () => ({ io_getevents: { min_nr: 1, nr: 0 } }), returns: EINVAL },
  {
    what: 'cancels a request that nobody submits',
    call: ({ iocbs }) => ({ io_cancel: iocbs.length }),
    returns: EINVAL,
    request: true,
  },
];

/** A call multiplies the states by the number of its own. */
const MOST_STATES = 6000;

export const idleTask: Transformation = {
  name: 'a task whose call finds nothing to do is added',
  keeps: 'verdicts',
  of({ scenario, patch }, facts, dice) {
    if (facts.graph.states > MOST_STATES) return null;
    const { what, call, returns, request } = dice.pick(idleCalls);
    const at = dice.int(0, scenario.tasks.length);
    const idle = withTask(scenario, at, [call(scenario)]);
    const isDestroyed = scenario.tasks.some(({ calls }) => calls.some((made) => 'io_destroy' in made));
    return {
      scenario: request ? withRequest(idle) : idle,
      patch,
      what: `task ${at} ${what}`,
      back: (outcome) =>
        withoutTask(request ? withoutRequest(outcome, scenario.iocbs.length) : outcome, [
          [returns],
          ...(isDestroyed ? [[EINVAL]] : []),
        ]),
    };
  },
};

export const idleRequest: Transformation = {
  name: 'a request that nobody submits is added',
  keeps: 'graph',
  of: ({ scenario, patch }) => ({
    scenario: withRequest(scenario),
    patch,
    what: 'a request is added',
    back: (outcome) => withoutRequest(outcome, scenario.iocbs.length),
  }),
};

export const withTask = (scenario: Scenario, at: number, calls: readonly ScenarioCall[]): Scenario => ({
  ...scenario,
  tasks: scenario.tasks.toSpliced(at, 0, { name: IDLE, calls }),
});

/** Only of a task whose calls returned one of these: any other stays, and is a difference. */
export function withoutTask(outcome: Outcome, returned: readonly (readonly number[])[]): Outcome {
  if (outcome.end === 'oops') return outcome;
  const { [IDLE]: idle, ...returns } = outcome.returns;
  return returned.some((values) => idle?.join() === values.join()) ? { ...outcome, returns } : outcome;
}

export const withRequest = (scenario: Scenario): Scenario => ({
  ...scenario,
  iocbs: [...scenario.iocbs, { op: 'direct_write', bios: 2, o_sync: true, append: false }],
});

/** Only of a request of which nothing is told. */
export function withoutRequest(outcome: Outcome, id: number): Outcome {
  if (outcome.end === 'oops') return outcome;
  const without = (record: Readonly<Record<string, object>>) => {
    const { [id]: told, ...rest } = record;
    return told !== undefined && Object.keys(told).length === 0 ? rest : record;
  };
  return {
    ...outcome,
    events: without(outcome.events) as typeof outcome.events,
    cancel_events: without(outcome.cancel_events) as typeof outcome.cancel_events,
    faults: without(outcome.faults),
  };
}

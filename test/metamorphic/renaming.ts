/**
 * Other names: tasks called otherwise or listed in another order, requests numbered otherwise. The kernel knows neither
 * names nor numbers, so that even the state graph stays what it was.
 */
import { callRenumbered } from '../../model/scenarios/format/calls.ts';
import type { Scenario, ScenarioCall } from '../../model/scenarios/format/scenario.ts';
import type { Outcome } from '../../properties/aio/outcome.ts';
import type { Dice } from '../oracle/dice.ts';
import type { Transformation } from './transformation.ts';

/** Valid names, of which some mean something to a program that is careless with keys. */
const ODD_NAMES = [
  '__proto__',
  'constructor',
  'toString',
  'hasOwnProperty',
  'length',
  'aio',
  'bio0',
  'irq',
  'timer',
  '_',
  'T-1',
  'x'.repeat(80),
];

export const tasksRenamed: Transformation = {
  name: 'tasks are called otherwise',
  keeps: 'graph',
  of({ scenario, patch }, _facts, dice) {
    const names = shuffled(ODD_NAMES, dice).slice(0, scenario.tasks.length);
    const old = new Map(names.map((name, task) => [name, scenario.tasks[task]?.name ?? '']));
    const tasks = scenario.tasks.map((task, i) => ({ ...task, name: names[i] ?? task.name }));
    return {
      scenario: { ...scenario, tasks },
      patch,
      what: `tasks are called ${names.join(', ')}`,
      back: (outcome) => withTasks(outcome, old),
    };
  },
};

export const tasksPermuted: Transformation = {
  name: 'tasks are listed in another order',
  keeps: 'graph',
  of({ scenario, patch }, _facts, dice) {
    const order = otherOrder(scenario.tasks.length, dice);
    if (order === null) return null;
    const tasks = order.map((task) => scenario.tasks[task] as Scenario['tasks'][number]);
    return { scenario: { ...scenario, tasks }, patch, what: `tasks are listed in the order ${order.join(', ')}` };
  },
};

export const requestsPermuted: Transformation = {
  name: 'requests are numbered otherwise',
  keeps: 'graph',
  of({ scenario, patch }, _facts, dice) {
    const order = otherOrder(scenario.iocbs.length, dice);
    if (order === null) return null;
    return {
      scenario: renumbered(scenario, order, callReordered),
      patch,
      what: `requests are listed in the order ${order.join(', ')}`,
      back: (outcome) => withRequests(outcome, order),
    };
  },
};

/** The request that was listed as `order[i]` is listed as the ith. */
export function renumbered(
  scenario: Scenario,
  order: readonly number[],
  called: (call: ScenarioCall, order: readonly number[]) => ScenarioCall,
): Scenario {
  return {
    ...scenario,
    iocbs: order.map((id) => scenario.iocbs[id] as Scenario['iocbs'][number]),
    tasks: scenario.tasks.map((task) => ({ ...task, calls: task.calls.map((call) => called(call, order)) })),
  };
}

export const callReordered = (call: ScenarioCall, order: readonly number[]): ScenarioCall =>
  callRenumbered(call, (id) => order.indexOf(id));

/** `old`: the old name of each. */
export function withTasks(outcome: Outcome, old: ReadonlyMap<string, string>): Outcome {
  if (outcome.end === 'oops') return outcome;
  const context = (name: string) =>
    old.get(name) ?? name.replace(/^timer\.(.*)$/, (_, task: string) => `timer.${old.get(task) ?? task}`);
  const returns = Object.entries(outcome.returns).map(([task, told]) => [context(task), told] as const);
  return { ...outcome, stuck: outcome.stuck.map(context).toSorted(), returns: Object.fromEntries(returns) };
}

/** `old`: the old number of each. */
export function withRequests(outcome: Outcome, old: readonly number[]): Outcome {
  if (outcome.end === 'oops') return outcome;
  const of = <T>(record: Readonly<Record<string, T>>): Record<string, T> =>
    Object.fromEntries(Object.entries(record).map(([id, told]) => [String(old[Number(id)]), told]));
  const context = (name: string) =>
    name.replace(/^(bio|kick|irq)(\d+)/, (_, kind: string, id: string) => `${kind}${old[Number(id)]}`);
  return {
    ...outcome,
    stuck: outcome.stuck.map(context).toSorted(),
    events: of(outcome.events),
    cancel_events: of(outcome.cancel_events),
    faults: of(outcome.faults),
  };
}

/** A permutation of 0 … n - 1 that is not the identity; null where there is none. */
function otherOrder(n: number, dice: Dice): number[] | null {
  if (n < 2) return null;
  const all = Array.from({ length: n }, (_, i) => i);
  for (;;) {
    const order = shuffled(all, dice);
    if (order.some((id, i) => id !== i)) return order;
  }
}

function shuffled<T>(of: readonly T[], dice: Dice): T[] {
  const left = [...of];
  return of.map(() => left.splice(dice.int(0, left.length - 1), 1)[0] as T);
}

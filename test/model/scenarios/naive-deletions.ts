/**
 * The scenarios inside a scenario, found the long way: one deletion after another, as `subScenarios` lists them, until
 * nothing new comes. To compare with what goes there directly.
 */
import type { Scenario, ScenarioCall, ScenarioIocb } from '../../../model/scenarios/format/scenario.ts';

/** The same text for scenarios that differ in names of tasks alone. */
export const upToNames = (scenario: Scenario): string =>
  JSON.stringify({ ...scenario, tasks: scenario.tasks.map((task) => task.calls) });

const without = <T>(list: readonly T[], index: number): T[] => list.filter((_, i) => i !== index);
const replaced = <T>(list: readonly T[], index: number, value: T): T[] =>
  list.map((old, i) => (i === index ? value : old));

/** Drops what nobody submits or does synchronously, with what cancels it and the tasks that this empties; numbers the others anew. */
function tidied(scenario: Scenario): Scenario {
  const ids = new Set(
    scenario.tasks.flatMap(({ calls }) =>
      calls.flatMap((c) => ('io_submit' in c ? c.io_submit : 'sync_io' in c ? [c.sync_io] : [])),
    ),
  );
  const kept = scenario.iocbs.flatMap((_, id) => (ids.has(id) ? [id] : []));
  const tasks = scenario.tasks.flatMap((task) => {
    const calls = task.calls.flatMap((c): ScenarioCall[] => {
      if ('sync_io' in c) return [{ sync_io: kept.indexOf(c.sync_io) }];
      if ('io_submit' in c) return [{ io_submit: c.io_submit.map((id) => kept.indexOf(id)) }];
      if (!('io_cancel' in c)) return [c];
      return ids.has(c.io_cancel) ? [{ io_cancel: kept.indexOf(c.io_cancel) }] : [];
    });
    return calls.length === 0 && task.calls.length > 0 ? [] : [{ ...task, calls }];
  });
  return { ...scenario, tasks, iocbs: kept.flatMap((id) => scenario.iocbs[id] ?? []) };
}

/** Without a request; its sync_io, an io_submit and a task that this empties go with it. */
function withoutRequest(scenario: Scenario, id: number): Scenario {
  const tasks = scenario.tasks.flatMap((task) => {
    const calls = task.calls.flatMap((c): ScenarioCall[] => {
      if ('sync_io' in c && c.sync_io === id) return [];
      if (!('io_submit' in c) || !c.io_submit.includes(id)) return [c];
      const left = c.io_submit.filter((other) => other !== id);
      return left.length > 0 ? [{ io_submit: left }] : [];
    });
    return calls.length === 0 && task.calls.length > 0 ? [] : [{ ...task, calls }];
  });
  return { ...scenario, tasks };
}

const withCalls = (scenario: Scenario, t: number, calls: readonly ScenarioCall[]): Scenario => ({
  ...scenario,
  tasks: scenario.tasks.map((task, i) => (i === t ? { ...task, calls } : task)),
});

/** Everything that one deletion makes of a scenario, inside one that had so many requests. */
function deletions(scenario: Scenario, requests: number): Scenario[] {
  const found: Scenario[] = [];
  for (const [t, task] of scenario.tasks.entries()) {
    found.push({ ...scenario, tasks: without(scenario.tasks, t) });
    for (const [c, call] of task.calls.entries()) {
      if (task.calls.length > 1) found.push(withCalls(scenario, t, without(task.calls, c)));
      if ('reap' in call && call.reap > 1)
        found.push(withCalls(scenario, t, replaced(task.calls, c, { reap: call.reap - 1 })));
      if (!('io_getevents' in call)) continue;
      const { until = 0, ...once } = call.io_getevents;
      if (until > 0) {
        const io_getevents = until > 1 ? { ...call.io_getevents, until: until - 1 } : once;
        found.push(withCalls(scenario, t, replaced(task.calls, c, { io_getevents })));
      }
      for (const detail of ['timeout', 'signals'] as const) {
        const { [detail]: deleted, ...io_getevents } = call.io_getevents;
        if (deleted !== undefined) found.push(withCalls(scenario, t, replaced(task.calls, c, { io_getevents })));
      }
      const { min_nr, nr } = call.io_getevents;
      const most_nr = Math.min(nr - 1, Math.max(1, requests));
      const most_min = Math.min(min_nr - 1, Math.max(1, requests));
      const fewer = [...(nr > 1 ? [[min_nr, most_nr]] : []), ...(min_nr > 1 ? [[most_min, nr]] : [])] as [
        number,
        number,
      ][];
      for (const [least, most] of fewer) {
        if (min_nr <= nr && least > most) continue;
        const io_getevents = { ...call.io_getevents, min_nr: least, nr: most };
        found.push(withCalls(scenario, t, replaced(task.calls, c, { io_getevents })));
      }
    }
  }
  for (const [id, iocb] of scenario.iocbs.entries()) {
    found.push(withoutRequest(scenario, id));
    const simpler: ScenarioIocb[] = [];
    if ('bios' in iocb && iocb.bios > 1) simpler.push({ ...iocb, bios: iocb.bios - 1 });
    if ('kicks' in iocb && iocb.kicks > 1) simpler.push({ ...iocb, kicks: iocb.kicks - 1 });
    if (iocb.op === 'direct_write' && iocb.o_sync) simpler.push({ ...iocb, o_sync: false });
    const { file, ...withoutFile } = iocb;
    if (file !== undefined) simpler.push(withoutFile);
    for (const made of simpler) found.push({ ...scenario, iocbs: replaced(scenario.iocbs, id, made) });
  }
  return found.map(tidied).filter(({ tasks }) => tasks.length > 0);
}

/** All that any number of deletions makes of it, by their text up to names; undefined if there are more than `most`. */
export function scenariosInside(scenario: Scenario, most: number): Map<string, Scenario> | undefined {
  const found = new Map([[upToNames(scenario), scenario]]);
  for (const next of found.values()) {
    for (const made of deletions(next, scenario.iocbs.length)) {
      const text = upToNames(made);
      if (!found.has(text)) found.set(text, made);
      if (found.size > most) return undefined;
    }
  }
  return found;
}

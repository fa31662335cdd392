/**
 * The scenarios inside a scenario, smallest first: what a counterexample is shrunk through. Each comes of the scenario by
 * any number of deletions, which are these and no others:
 *
 * - a task: one context fewer to read about, and with it every switch to it;
 * - a call of a task that has several: the rest of the task may be enough;
 * - a request: fewer kiocbs, bios, kicks and events. An io_submit that is left without requests goes too, and so does an
 *   io_cancel of the request and its sync_io, and a task that is left without calls; requests that nobody makes go always, since they do
 *   nothing, and with them whatever cancels them, which finds nothing;
 * - one bio of a request that has several, and one kick: each is an interrupt of its own;
 * - O_SYNC of a write: the flush and its chance to fail;
 * - that a request holds the last reference to its file: the deferred fput;
 * - one event fewer asked of an io_getevents, as `nr` or as `min_nr`, neither of which falls below 1: one turn of its loop,
 *   or one event fewer to wait for. What is more than there are requests falls to their number at once: the events beyond
 *   never come. To wait for none is a poll, which is another call and not a smaller one. A call that asked for no more
 *   than `nr` stays so, since io_getevents refuses the others with -EINVAL;
 * - the timeout of an io_getevents: its timer, a context. The call then waits for ever;
 * - its signals: who sends one, a context;
 * - one event fewer for which it is repeated, or for which a program looks into the ring itself: one turn of a loop.
 *
 * Not deleted are `ring_nr`, `append`, `cancellable` and `op`, which make another scenario, not a smaller one; and errors:
 * one that may come and does not costs a schedule nothing. Those are trimmed once a schedule is known (`withOnlyFaults`).
 */
import { factsOf } from '../../calls.ts';
import type { FaultKind } from '../../world.ts';
import { errno, type ErrnoName } from '../../include/linux/errno.ts';
import { callInWorld, callRenumbered, iocbsOfCall, type ScenarioCall } from '../format/calls.ts';
import type { Scenario, ScenarioIocb, ScenarioTask } from '../format/scenario.ts';
import { callInside, type KeptCall, type KeptRequest } from './inside.ts';
import { anyOf, followed, made, none, someOf, type Weighed } from './weighed.ts';

/** Tasks and requests: what a counterexample has fewest of before all else. */
export const sizeOf = ({ tasks, iocbs }: Scenario): number => tasks.length + iocbs.length;

/**
 * Every scenario inside this one, itself included, in ascending size; those of one size by what else could be deleted
 * (calls, bios, kicks, O_SYNCs, last references, events, timeouts, signals and repetitions, all together), ascending. Each is whole and valid,
 * has a task at least, keeps the name, and comes once; of those that differ in the names of their tasks alone, the one
 * whose tasks come first, those that do more than cancel before the others.
 *
 * Nothing is built before it is asked for, and what is remembered is one size and amount of the rest at a time, since
 * equal scenarios have both in common. How many there are is at most a product: a request of b bios, or kicks, multiplies
 * by b + 1, one with O_SYNC by 2b + 1, and a last reference likewise doubles what can be kept of it; a call of io_getevents
 * multiplies by as many pairs of its numbers as are smaller, twice as many with a timeout, and twice with signals.
 *
 * Of each size come the first `most`.
 */
export function* subScenarios(scenario: Scenario, most = Number.POSITIVE_INFINITY): Generator<Scenario, void> {
  const unit = unitOf(scenario);
  const without = someOf(scenario.tasks.map((task, t) => taskInside(t, task, scenario.iocbs, unit)));
  const subs = followed(without, weightsOfCallsAbout(scenario, unit), (kept) => callsAbout(scenario, kept, unit));
  let [size, left] = [0, most];
  for (const weight of [...subs.weights].toReversed()) {
    if (Math.floor(weight / unit) > size) [size, left] = [Math.floor(weight / unit), most];
    const seen = new Set<string>();
    for (const [kept, about] of left > 0 ? subs.of(weight) : []) {
      const sub = assemble(scenario, [...kept, ...about]);
      const key = JSON.stringify([sub.iocbs, sub.tasks.map(({ calls }) => calls)]);
      if (seen.has(key)) continue;
      seen.add(key);
      yield sub;
      if (--left <= 0) break;
    }
  }
  const taken = new Set(
    scenario.tasks.flatMap(({ calls }) => calls.flatMap((call) => factsOf(callInWorld(call)).makes)),
  );
  if (taken.size < scenario.iocbs.length) yield scenario;
}

/**
 * The scenario with those errors alone that came on a schedule: names, or numbers as outcomes tell them, where 0 is a chance
 * that passed well. A kind of which none came goes. On that schedule nothing changes but the choices that there were.
 */
export function withOnlyFaults(
  scenario: Scenario,
  happened: { readonly [kind in FaultKind]?: readonly (ErrnoName | number)[] },
): Scenario {
  const listed = Object.entries(scenario.faults) as [FaultKind, readonly ErrnoName[]][];
  const kept = listed.map(([kind, names]) => {
    const came = happened[kind] ?? [];
    return [kind, names.filter((name) => came.includes(name) || came.includes(-errno[name]))] as const;
  });
  return { ...scenario, faults: Object.fromEntries(kept.filter(([, names]) => names.length > 0)) };
}

/** A weight above that of all that can be deleted without making the scenario smaller in size, together. */
function unitOf({ tasks, iocbs }: Scenario): number {
  const most = tasks.flatMap(({ calls }) => calls.map((call) => Math.max(...callInside(call, iocbs, 1).weights)));
  return most.reduce((sum, weight) => sum + weight, 1);
}

/** The call makes no request of the iocbs that it names: it goes where one of them goes, whoever makes that one. */
function isAboutOthers(call: ScenarioCall): boolean {
  const { names, makes } = factsOf(callInWorld(call));
  return names.length > 0 && makes.length === 0;
}

/** Parts of a scenario that are kept, by their old numbers: calls of a task, and tasks. */
type Numbered<T> = readonly [number: number, part: T];
type KeptTask = Numbered<readonly Numbered<KeptCall>[]>;

/** Those inside each of the calls that are wanted, under the number of the call. */
const callsInside = (
  calls: readonly ScenarioCall[],
  isWanted: (call: ScenarioCall) => boolean,
  iocbs: readonly ScenarioIocb[],
  unit: number,
): Weighed<Numbered<KeptCall>>[] =>
  calls.flatMap((call, c) =>
    isWanted(call) ? [made(0, callInside(call, iocbs, unit), (kept) => [c, kept] as const)] : [],
  );

/** A task without the calls that are about others. `unit` is the weight of a task or of a request. */
function taskInside(
  t: number,
  { calls }: ScenarioTask,
  iocbs: readonly ScenarioIocb[],
  unit: number,
): Weighed<KeptTask> {
  const inside = callsInside(calls, (call) => !isAboutOthers(call), iocbs, unit);
  if (inside.length === 0 && calls.length > 0) return none;
  return made(unit, someOf(inside), (kept) => [t, kept]);
}

/** The calls about requests that are kept, by tasks that are kept for other calls or come back for these. */
function callsAbout({ tasks, iocbs }: Scenario, kept: readonly KeptTask[], unit: number): Weighed<readonly KeptTask[]> {
  const ids = new Set(requestsOf(kept).map(([id]) => id));
  const there = new Set(kept.map(([t]) => t));
  const isAboutKept = (call: ScenarioCall) => isAboutOthers(call) && iocbsOfCall(call).every(({ id }) => ids.has(id));
  return anyOf(
    tasks.flatMap(({ calls }, t) => {
      const inside = callsInside(calls, isAboutKept, iocbs, unit);
      if (inside.length === 0) return [];
      return [made(there.has(t) ? 0 : unit, someOf(inside), (some): KeptTask => [t, some])];
    }),
  );
}

/** What those may weigh, whatever else is kept. */
function weightsOfCallsAbout({ tasks, iocbs }: Scenario, unit: number): Set<number> {
  let sums = [0];
  for (const { calls } of tasks) {
    const inside = callsInside(calls, isAboutOthers, iocbs, unit);
    if (inside.length === 0) continue;
    const some = [...someOf(inside).weights];
    const weights = [0, ...some, ...some.map((weight) => unit + weight)];
    sums = [...new Set(sums.flatMap((sum) => weights.map((weight) => sum + weight)))];
  }
  return new Set(sums);
}

const requestsOf = (kept: readonly KeptTask[]): KeptRequest[] =>
  kept.flatMap(([, calls]) => calls.flatMap(([, { requests }]) => requests));

/** Of tasks that may be kept in two parts. Requests are numbered anew, densely and in their order. */
function assemble(scenario: Scenario, kept: readonly KeptTask[]): Scenario {
  const requests = requestsOf(kept).toSorted(([a], [b]) => a - b);
  const numberOf = new Map(requests.map(([id], number) => [id, number]));
  return {
    ...scenario,
    iocbs: requests.map(([, iocb]) => iocb),
    tasks: scenario.tasks.flatMap(({ name }, t) => {
      const parts = kept.filter(([number]) => number === t);
      const calls = parts.flatMap(([, some]) => some).toSorted(([a], [b]) => a - b);
      const numbered = calls.map(([, { call }]) => callRenumbered(call, (id) => numberOf.get(id) ?? id));
      return parts.length === 0 ? [] : [{ name, calls: numbered }];
    }),
  };
}

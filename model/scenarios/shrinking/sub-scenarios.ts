/**
 * The scenarios inside a scenario, smallest first: what a counterexample is shrunk through. Each comes of the scenario by
 * any number of deletions, which are these and no others:
 *
 * - a task: one context fewer to read about, and with it every switch to it;
 * - a call of a task that has several: the rest of the task may be enough;
 * - a request: fewer kiocbs, bios, kicks and events. An io_submit that is left without requests goes too, and so does an
 *   io_cancel of the request, and a task that is left without calls; requests that nobody submits go always, since they do
 *   nothing, and with them whatever cancels them, which finds nothing;
 * - one bio of a request that has several, and one kick: each is an interrupt of its own;
 * - O_SYNC of a write: the flush and its chance to fail;
 * - that a request holds the last reference to its file: the deferred fput;
 * - one event fewer asked of an io_getevents, as `nr` or as `min_nr`, neither of which falls below 1: one turn of its loop,
 *   or one event fewer to wait for. What is more than there are requests falls to their number at once: the events beyond
 *   never come. To wait for none is a poll, which is another call and not a smaller one. A call that asked for no more
 *   than `nr` stays so, since io_getevents refuses the others with -EINVAL;
 * - the timeout of an io_getevents: its timer, a context. The call then waits for ever.
 *
 * Not deleted are `ring_nr`, `append`, `cancellable` and `op`, which make another scenario, not a smaller one; and errors:
 * one that may come and does not costs a schedule nothing. Those are trimmed once a schedule is known (`withOnlyFaults`).
 */
import type { FaultKind } from '../../world.ts';
import { errno, type ErrnoName } from '../../include/linux/errno.ts';
import type { Scenario, ScenarioCall, ScenarioIocb, ScenarioTask } from '../format/scenario.ts';
import { anyOf, both, followed, made, none, numbers, only, orWithout, someOf, type Weighed, where } from './weighed.ts';

/** Tasks and requests: what a counterexample has fewest of before all else. */
export const sizeOf = ({ tasks, iocbs }: Scenario): number => tasks.length + iocbs.length;

/**
 * Every scenario inside this one, itself included, in ascending size; those of one size by what else could be deleted
 * (calls, bios, kicks, O_SYNCs, last references, events and timeouts, all together), ascending. Each is whole and valid,
 * has a task at least, keeps the name, and comes once; of those that differ in the names of their tasks alone, the one
 * whose tasks come first, those that do more than cancel before the others.
 *
 * Nothing is built before it is asked for, and what is remembered is one size and amount of the rest at a time, since
 * equal scenarios have both in common. How many there are is at most a product: a request of b bios, or kicks, multiplies
 * by b + 1, one with O_SYNC by 2b + 1, and a last reference likewise doubles what can be kept of it; a call of io_getevents
 * multiplies by as many pairs of its numbers as are smaller, twice as many with a timeout.
 *
 * Of each size come the first `most`.
 */
export function* subScenarios(scenario: Scenario, most = Number.POSITIVE_INFINITY): Generator<Scenario, void> {
  const unit = detailOf(scenario) + 1;
  const others = someOf(scenario.tasks.map((task, t) => withoutCancels(t, task, scenario.iocbs, unit)));
  const subs = followed(others, weightsOfCancels(scenario, unit), (kept) => cancelsOf(scenario, kept, unit));
  let [size, left] = [0, most];
  for (const weight of [...subs.weights].toReversed()) {
    if (Math.floor(weight / unit) > size) [size, left] = [Math.floor(weight / unit), most];
    const seen = new Set<string>();
    for (const [kept, cancels] of left > 0 ? subs.of(weight) : []) {
      const sub = assemble(scenario, [...kept, ...cancels]);
      const key = JSON.stringify([sub.iocbs, sub.tasks.map(({ calls }) => calls)]);
      if (seen.has(key)) continue;
      seen.add(key);
      yield sub;
      if (--left <= 0) break;
    }
  }
  const submitted = new Set(scenario.tasks.flatMap(({ calls }) => calls.flatMap(submittedBy)));
  if (submitted.size < scenario.iocbs.length) yield scenario;
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

/** All that can be deleted of a scenario without making it smaller in size. */
function detailOf({ tasks, iocbs }: Scenario): number {
  const calls = tasks.flatMap((task) => task.calls);
  return [calls.length, ...calls.map(askedBy), ...iocbs.map(detailOfIocb)].reduce((sum, part) => sum + part, 0);
}

function askedBy(call: ScenarioCall): number {
  if (!('io_getevents' in call)) return 0;
  const { min_nr, nr, timeout } = call.io_getevents;
  return min_nr + nr + Number(timeout !== undefined);
}

function detailOfIocb(iocb: ScenarioIocb): number {
  const bios = 'bios' in iocb ? iocb.bios : 0;
  const kicks = iocb.op === 'retry' ? iocb.kicks : 0;
  const isSync = iocb.op === 'direct_write' && iocb.o_sync;
  return bios + kicks + Number(isSync) + Number(iocb.file !== undefined);
}

const submittedBy = (call: ScenarioCall): readonly number[] => ('io_submit' in call ? call.io_submit : []);

/** Parts of a scenario that are kept, by their old numbers: requests, tasks, and the calls of a task. */
type Numbered<T> = readonly [number: number, part: T];
type KeptRequest = Numbered<ScenarioIocb>;
type KeptCall = Numbered<
  { readonly io_submit: readonly KeptRequest[] } | Exclude<ScenarioCall, { io_submit: unknown }>
>;
type KeptTask = Numbered<readonly KeptCall[]>;

/** `unit` is the weight of a task or of a request, above that of all detail together. */
function withoutCancels(
  t: number,
  { calls }: ScenarioTask,
  iocbs: readonly ScenarioIocb[],
  unit: number,
): Weighed<KeptTask> {
  const inside = calls.flatMap((call, c) =>
    'io_cancel' in call ? [] : [made(0, callsInside(call, iocbs, unit), (kept): KeptCall => [c, kept])],
  );
  if (inside.length === 0 && calls.length > 0) return none;
  return made(unit, someOf(inside), (kept) => [t, kept]);
}

/** The io_cancels of requests that are kept, by tasks that are kept for other calls or come back for these. */
function cancelsOf({ tasks }: Scenario, kept: readonly KeptTask[], unit: number): Weighed<readonly KeptTask[]> {
  const ids = new Set(requestsOf(kept).map(([id]) => id));
  const there = new Set(kept.map(([t]) => t));
  return anyOf(
    tasks.flatMap(({ calls }, t) => {
      const cancels = calls.flatMap((call, c) =>
        'io_cancel' in call && ids.has(call.io_cancel) ? [only<KeptCall>([c, call], 1)] : [],
      );
      if (cancels.length === 0) return [];
      return [made(there.has(t) ? 0 : unit, someOf(cancels), (some): KeptTask => [t, some])];
    }),
  );
}

/** What io_cancels may weigh, whatever else is kept. */
function weightsOfCancels({ tasks }: Scenario, unit: number): Set<number> {
  let sums = [0];
  for (const { calls } of tasks) {
    const counts = calls.filter((call) => 'io_cancel' in call).map((_, before) => before + 1);
    const weights = [0, ...counts, ...counts.map((count) => unit + count)];
    sums = [...new Set(sums.flatMap((sum) => weights.map((weight) => sum + weight)))];
  }
  return new Set(sums);
}

function callsInside(call: ScenarioCall, iocbs: readonly ScenarioIocb[], unit: number): Weighed<KeptCall[1]> {
  if ('io_submit' in call) {
    const requests = call.io_submit.flatMap((id) => {
      const iocb = iocbs[id];
      return iocb === undefined ? [] : [made(unit, iocbsInside(iocb), (kept): KeptRequest => [id, kept])];
    });
    return made(1, someOf(requests), (io_submit) => ({ io_submit }));
  }
  if (!('io_getevents' in call)) return only(call, 1);
  const { min_nr, nr, timeout } = call.io_getevents;
  const asked = both(askedInside(nr, iocbs.length), askedInside(min_nr, iocbs.length));
  const sound = min_nr > nr ? asked : where(asked, ([most, least]) => least <= most);
  return made(1, both(sound, orWithout(timeout)), ([[most, least], timer]) => ({
    io_getevents: { min_nr: least, nr: most, ...(timer === undefined ? {} : { timeout: timer }) },
  }));
}

/** A number of events asked for, and the smaller ones that requests could bring. */
function askedInside(asked: number, requests: number): Weighed<number> {
  const less = numbers(Math.min(1, asked), Math.min(asked, Math.max(1, requests)));
  return { weights: new Set([asked, ...less.weights]), of: (weight) => less.of(weight) };
}

function iocbsInside({ file, ...iocb }: ScenarioIocb): Weighed<ScenarioIocb> {
  return made(0, both(opsInside(iocb), orWithout(file)), ([op, last]) =>
    last === undefined ? op : { ...op, file: last },
  );
}

function opsInside(iocb: ScenarioIocb): Weighed<ScenarioIocb> {
  switch (iocb.op) {
    case 'direct_write': {
      const detail = both(numbers(1, iocb.bios), numbers(0, Number(iocb.o_sync)));
      return made(0, detail, ([bios, o_sync]) => ({ ...iocb, bios, o_sync: o_sync === 1 }));
    }
    case 'direct_read':
      return made(0, numbers(1, iocb.bios), (bios) => ({ ...iocb, bios }));
    case 'retry':
      return made(0, numbers(1, iocb.kicks), (kicks) => ({ ...iocb, kicks }));
    case 'buffered':
    case 'queued':
      return only(iocb);
  }
}

const requestsOf = (kept: readonly KeptTask[]): KeptRequest[] =>
  kept.flatMap(([, calls]) => calls.flatMap(([, call]) => ('io_submit' in call ? call.io_submit : [])));

/** Of tasks that may be kept in two parts. Requests are numbered anew, densely and in their order. */
function assemble(scenario: Scenario, kept: readonly KeptTask[]): Scenario {
  const requests = requestsOf(kept).toSorted(([a], [b]) => a - b);
  const numberOf = new Map(requests.map(([id], number) => [id, number]));
  const renumbered = (id: number): number => numberOf.get(id) ?? id;
  const callWith = ([, call]: KeptCall): ScenarioCall => {
    if ('io_submit' in call) return { io_submit: call.io_submit.map(([id]) => renumbered(id)) };
    return 'io_cancel' in call ? { io_cancel: renumbered(call.io_cancel) } : call;
  };
  return {
    ...scenario,
    iocbs: requests.map(([, iocb]) => iocb),
    tasks: scenario.tasks.flatMap(({ name }, t) => {
      const parts = kept.filter(([number]) => number === t);
      const calls = parts.flatMap(([, some]) => some).toSorted(([a], [b]) => a - b);
      return parts.length === 0 ? [] : [{ name, calls: calls.map(callWith) }];
    }),
  };
}

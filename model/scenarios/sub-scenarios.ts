/**
 * The scenarios inside a scenario, smallest first: what a counterexample is shrunk through. Each comes of the scenario by
 * any number of deletions, which are these and no others:
 *
 * - a task: one context fewer to read about, and with it every switch to it;
 * - a call of a task that has several: the rest of the task may be enough;
 * - a request: fewer kiocbs, bios and events. An io_submit that is left without requests goes too, and so does a task that
 *   is left without calls; requests that nobody submits go always, since they do nothing;
 * - one bio of a request that has several: each is an interrupt of its own;
 * - O_SYNC of a write: the flush and its chance to fail;
 * - one event fewer asked of an io_getevents, as `nr` or as `min_nr`, neither of which falls below 1: one turn of its loop,
 *   or one event fewer to wait for. What is more than there are requests falls to their number at once: the events beyond
 *   never come. To wait for none is a poll, which is another call and not a smaller one. A call that
 *   asked for no more than `nr` stays so, since io_getevents refuses the others with -EINVAL.
 *
 * Not deleted are `ring_nr`, `append` and `op`, which make another scenario, not a smaller one; and errors: one that may
 * come and does not costs a schedule nothing. Those are trimmed once a schedule is known (`withOnlyFaults`).
 */
import type { FaultKind } from '../env/world.ts';
import { errno, type ErrnoName } from '../include/linux/errno.ts';
import type { Scenario, ScenarioCall, ScenarioIocb, ScenarioTask } from './scenario.ts';

/** Tasks and requests: what a counterexample has fewest of before all else. */
export const sizeOf = ({ tasks, iocbs }: Scenario): number => tasks.length + iocbs.length;

/**
 * Every scenario inside this one, itself included, in ascending size; those of one size by what else could be deleted
 * (calls, bios, O_SYNCs and events, all together), ascending. Each is whole and valid, has a task at least, keeps the
 * name, and comes once; of those that differ in the names of their tasks alone, the one whose tasks come first.
 *
 * Nothing is built before it is asked for, and what is remembered is one size and amount of the rest at a time, since
 * equal scenarios have both in common. How many there are is a product: a request of b bios multiplies by b + 1, one with
 * O_SYNC by 2b + 1, a call of io_getevents by as many pairs of its numbers as are smaller.
 */
export function* subScenarios(scenario: Scenario): Generator<Scenario, void> {
  const unit = detailOf(scenario) + 1;
  const subs = someOf(scenario.tasks.map((task) => tasksInside(task, scenario.iocbs, unit)));
  for (const weight of [...subs.weights].toReversed()) {
    const seen = new Set<string>();
    for (const tasks of subs.of(weight)) {
      const sub = assemble(scenario, tasks);
      const key = JSON.stringify([sub.iocbs, sub.tasks.map(({ calls }) => calls)]);
      if (seen.has(key)) continue;
      seen.add(key);
      yield sub;
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
  const asked = calls.map((call) => ('io_getevents' in call ? call.io_getevents.nr + call.io_getevents.min_nr : 0));
  const requests = iocbs.map((iocb) => biosOf(iocb) + Number(isSync(iocb)));
  return [calls.length, ...asked, ...requests].reduce((sum, part) => sum + part, 0);
}

const biosOf = (iocb: ScenarioIocb): number => (iocb.op === 'buffered' ? 0 : iocb.bios);
const isSync = (iocb: ScenarioIocb): boolean => iocb.op === 'direct_write' && iocb.o_sync;
const submittedBy = (call: ScenarioCall): readonly number[] => ('io_submit' in call ? call.io_submit : []);

/** Parts of a scenario that are kept, with requests by their old numbers. */
interface KeptRequest {
  readonly id: number;
  readonly iocb: ScenarioIocb;
}
type KeptCall = { readonly io_submit: readonly KeptRequest[] } | Extract<ScenarioCall, { io_getevents: unknown }>;
interface KeptTask {
  readonly name: string;
  readonly calls: readonly KeptCall[];
}

/** `unit` is the weight of a task or of a request, above that of all detail together. */
function tasksInside({ name, calls }: ScenarioTask, iocbs: readonly ScenarioIocb[], unit: number): Weighed<KeptTask> {
  const inside = someOf(calls.map((call) => callsInside(call, iocbs, unit)));
  return made(unit, inside, (kept) => ({ name, calls: kept }));
}

function callsInside(call: ScenarioCall, iocbs: readonly ScenarioIocb[], unit: number): Weighed<KeptCall> {
  if ('io_submit' in call) {
    const requests = call.io_submit.flatMap((id) => {
      const iocb = iocbs[id];
      return iocb === undefined ? [] : [made(unit, iocbsInside(iocb), (kept) => ({ id, iocb: kept }))];
    });
    return made(1, someOf(requests), (io_submit) => ({ io_submit }));
  }
  const { min_nr, nr } = call.io_getevents;
  const asked = both(askedInside(nr, iocbs.length), askedInside(min_nr, iocbs.length));
  const sound = min_nr > nr ? asked : where(asked, ([most, least]) => least <= most);
  return made(1, sound, ([most, least]) => ({ io_getevents: { min_nr: least, nr: most } }));
}

/** A number of events asked for, and the smaller ones that requests could bring. */
function askedInside(asked: number, requests: number): Weighed<number> {
  const less = numbers(Math.min(1, asked), Math.min(asked, Math.max(1, requests)));
  return { weights: new Set([asked, ...less.weights]), of: (weight) => less.of(weight) };
}

function iocbsInside(iocb: ScenarioIocb): Weighed<ScenarioIocb> {
  if (iocb.op === 'buffered') return only(iocb);
  if (iocb.op === 'direct_read') return made(0, numbers(1, iocb.bios), (bios) => ({ ...iocb, bios }));
  const detail = both(numbers(1, iocb.bios), numbers(0, Number(iocb.o_sync)));
  return made(0, detail, ([bios, o_sync]) => ({ ...iocb, bios, o_sync: o_sync === 1 }));
}

/** Requests are numbered anew, densely and in their order. */
function assemble(scenario: Scenario, kept: readonly KeptTask[]): Scenario {
  const requests = kept
    .flatMap(({ calls }) => calls.flatMap((call) => ('io_submit' in call ? call.io_submit : [])))
    .toSorted((a, b) => a.id - b.id);
  const numberOf = new Map(requests.map(({ id }, number) => [id, number]));
  const renumbered = ({ id }: KeptRequest): number => numberOf.get(id) ?? id;
  return {
    ...scenario,
    iocbs: requests.map(({ iocb }) => iocb),
    tasks: kept.map(({ name, calls }) => ({
      name,
      calls: calls.map((call) => ('io_submit' in call ? { io_submit: call.io_submit.map(renumbered) } : call)),
    })),
  };
}

/**
 * Values by weight, without the values: which weights there are is known before any value is built. After the tiers of
 * LeanCheck (Braquehais, 2017) and the parts of Feat (Duregård, Jansson and Wang, 2012).
 */
interface Weighed<T> {
  /** Descending. A weight may turn out to have no value. */
  readonly weights: ReadonlySet<number>;
  /** The values of one of the weights. */
  of(weight: number): Iterable<T>;
}

const descending = (weights: Iterable<number>): Set<number> => new Set([...weights].toSorted((a, b) => b - a));

/** One value, which weighs nothing. */
const only = <T>(value: T): Weighed<T> => ({ weights: new Set([0]), of: () => [value] });

/** Numbers that weigh themselves. */
const numbers = (low: number, high: number): Weighed<number> => ({
  weights: new Set(Array.from({ length: high - low + 1 }, (_, below) => high - below)),
  of: (weight) => [weight],
});

/** Each value made into another that weighs `more` than it. */
function made<T, U>(more: number, from: Weighed<T>, make: (value: T) => U): Weighed<U> {
  return {
    weights: new Set([...from.weights].map((weight) => weight + more)),
    *of(weight) {
      for (const value of from.of(weight - more)) yield make(value);
    },
  };
}

function where<T>(from: Weighed<T>, test: (value: T) => boolean): Weighed<T> {
  return {
    weights: from.weights,
    *of(weight) {
      for (const value of from.of(weight)) if (test(value)) yield value;
    },
  };
}

/** Every pair. Those of one weight begin with the heaviest first half, so that what comes first in a scenario is kept. */
function both<A, B>(first: Weighed<A>, second: Weighed<B>): Weighed<[A, B]> {
  const sums = new Set<number>();
  for (const a of first.weights) for (const b of second.weights) sums.add(a + b);
  return {
    weights: descending(sums),
    *of(weight) {
      for (const a of first.weights) {
        if (!second.weights.has(weight - a)) continue;
        for (const one of first.of(a)) for (const other of second.of(weight - a)) yield [one, other];
      }
    },
  };
}

/** An element as a list of one, or no element, which weighs nothing. The element itself must weigh something. */
const atMostOne = <T>(element: Weighed<T>): Weighed<readonly T[]> => {
  const kept = made(0, element, (value) => [value]);
  return { weights: new Set([...element.weights, 0]), of: (weight) => (weight === 0 ? [[]] : kept.of(weight)) };
};

/** What is left of a list when any of its elements go, but not all of them; an empty list stays. */
function someOf<T>(elements: readonly Weighed<T>[]): Weighed<readonly T[]> {
  let left: Weighed<readonly T[]> = only([]);
  for (const element of elements.toReversed()) {
    left = made(0, both(atMostOne(element), left), ([head, tail]) => [...head, ...tail]);
  }
  if (elements.length === 0) return left;
  const weights = new Set(left.weights);
  weights.delete(0);
  return { ...left, weights };
}

/**
 * A search written to be plainly right: states as strings in a Map, successors from a function. What `explore` and
 * `countSchedules` say is compared with it.
 */
import type { Machine } from '../../model/core/index.ts';
import type { End, EndCounts } from '../../properties/search/ends.ts';
import { explore } from '../../properties/search/explore.ts';
import type { Turn } from '../../properties/search/turn.ts';

export interface Naive {
  /** Every reachable state with its distance from the initial one, in steps. */
  readonly depths: ReadonlyMap<string, number>;
  readonly transitions: number;
  /** States without a successor, by what `endOf` calls them. */
  readonly ends: ReadonlyMap<string, string>;
  /** Paths to each end, or null when a path can go round. */
  readonly schedules: ReadonlyMap<string, bigint> | null;
}

/** `successors` lists the target of every transition, twice where two lead to the same state. */
export function naiveSearch(
  initial: string,
  successors: (state: string) => readonly string[],
  endOf: (state: string) => string,
): Naive {
  const depths = new Map([[initial, 0]]);
  const targets = new Map<string, readonly string[]>();
  for (const [state, depth] of depths) {
    const next = successors(state);
    targets.set(state, next);
    for (const target of next) if (!depths.has(target)) depths.set(target, depth + 1);
  }
  const terminal = [...targets].filter(([, next]) => next.length === 0).map(([state]) => state);
  const paths = pathsFrom(initial, targets);
  const schedules = new Map<string, bigint>();
  for (const state of terminal) {
    const end = endOf(state);
    schedules.set(end, (schedules.get(end) ?? 0n) + (paths?.get(state) ?? 0n));
  }
  return {
    depths,
    transitions: [...targets.values()].reduce((sum, next) => sum + next.length, 0),
    ends: new Map(terminal.map((state) => [state, endOf(state)])),
    schedules: paths === null ? null : schedules,
  };
}

/** How many paths lead from the initial state to each: states in an order in which every edge goes forward. */
function pathsFrom(initial: string, targets: ReadonlyMap<string, readonly string[]>): Map<string, bigint> | null {
  const order: string[] = [];
  const mark = new Map<string, 'open' | 'done'>();
  const stack: { state: string; next: number }[] = [{ state: initial, next: 0 }];
  mark.set(initial, 'open');
  for (let top = stack.at(-1); top !== undefined; top = stack.at(-1)) {
    const target = targets.get(top.state)?.[top.next++];
    if (target === undefined) {
      order.push(top.state);
      mark.set(top.state, 'done');
      stack.pop();
    } else if (mark.get(target) === 'open') return null;
    else if (!mark.has(target)) {
      mark.set(target, 'open');
      stack.push({ state: target, next: 0 });
    }
  }
  const paths = new Map([[initial, 1n]]);
  for (const state of order.toReversed())
    for (const target of targets.get(state) ?? [])
      paths.set(target, (paths.get(target) ?? 0n) + (paths.get(state) ?? 0n));
  return paths;
}

/** How many states have each end. */
export function tally(ends: Iterable<string>): EndCounts {
  const counts = { done: 0, stuck: 0, oops: 0 };
  for (const end of ends) counts[end as keyof typeof counts]++;
  return counts;
}

/** No random model chooses among more. */
const MOST = 20;

/**
 * Every turn that the machine can take in its current state, with the state it leads to; the machine stays where it is.
 * Choices are found by trying each option of each choice until there is none left, which the machine answers with a fault.
 */
export function turnsOf(machine: Machine): (Turn & { readonly target: string })[] {
  const here = new Uint32Array(machine.width);
  machine.save(here, 0);
  const found: (Turn & { readonly target: string })[] = [];
  const attempt = (context: number, script: readonly number[]): boolean => {
    machine.restore(here, 0);
    machine.script.splice(0, machine.script.length, ...script);
    const { choices, findings } = machine.fire(context);
    if (findings.some(({ kind, what }) => kind === 'threw' && what.includes('has no option'))) return false;
    if (choices.length <= script.length) found.push({ context, script, target: keyOf(machine) });
    else
      for (let option = 0; attempt(context, [...script, option]); option++)
        if (option === MOST) throw new Error(`more than ${MOST} options, or a machine that gives one without end`);
    return true;
  };
  for (let context = 0; context < machine.contexts.length; context++) {
    machine.restore(here, 0);
    if (machine.enabled(context)) attempt(context, []);
  }
  machine.restore(here, 0);
  machine.script.length = 0;
  return found;
}

/** A state as a string. */
export const keyOf = (machine: Machine): string => JSON.stringify(machine.plain());

/** A shortest way to a state that has the property; null when no reachable state has it. */
export function shortestTo(machine: Machine, has: (machine: Machine) => boolean): Turn[] | null {
  const found: number[] = [];
  const exploration = explore(machine, {
    state(number) {
      if (found.length === 0 && has(machine)) found.push(number);
    },
  });
  return found[0] === undefined ? null : exploration.pathTo(found[0]);
}

/** Naive search of a machine. */
export function searchNaively(machine: Machine, endOf: (machine: Machine) => End): Naive {
  const saved = new Map<string, Uint32Array>();
  const keep = () => {
    const words = new Uint32Array(machine.width);
    machine.save(words, 0);
    saved.set(keyOf(machine), words);
  };
  const goTo = (state: string) => machine.restore(saved.get(state) as Uint32Array, 0);
  machine.reset();
  keep();
  const successors = (state: string): string[] => {
    goTo(state);
    const turns = turnsOf(machine);
    for (const { context, script, target } of turns) {
      if (saved.has(target)) continue;
      goTo(state);
      machine.script.splice(0, machine.script.length, ...script);
      machine.fire(context);
      keep();
    }
    machine.script.length = 0;
    return turns.map(({ target }) => target);
  };
  const end = (state: string): End => {
    goTo(state);
    return endOf(machine);
  };
  return naiveSearch(keyOf(machine), successors, end);
}

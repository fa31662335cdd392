/**
 * What the cheapest schedules cost, computed to be plainly right: the whole graph of states in a Map keyed by their words,
 * and costs that are corrected along its edges until none gets better. What `cheapest` says is compared with it.
 */
import type { Finding, Machine } from '../../../model/core/index.ts';

/** A step out of a state. */
interface Way {
  readonly context: number;
  /** Choices in it that took another option than the first. */
  readonly faults: number;
  readonly to: number;
  readonly findings: readonly Finding[];
}

export interface StateGraph {
  readonly contexts: readonly string[];
  /** Number 0 is the initial one. */
  readonly states: readonly Uint32Array[];
  readonly ways: readonly (readonly Way[])[];
}

/** Faults, switches of context, steps. */
export type Tuple = readonly [faults: number, switches: number, steps: number];

/** Costs as decimal numbers: six digits of switches, six of steps. */
export const asDecimal = (faults: number, switches: number, steps: number): number =>
  faults * 1e12 + switches * 1e6 + steps;

export const tupleOf = (decimal: number): Tuple => [
  Math.floor(decimal / 1e12),
  Math.floor(decimal / 1e6) % 1e6,
  decimal % 1e6,
];

/** States as they are found, and the ways out of each. */
function stateSpace(machine: Machine) {
  const numbers = new Map<string, number>();
  const states: Uint32Array[] = [];
  const ways: (readonly Way[])[] = [];
  const here = (): number => {
    const words = new Uint32Array(machine.width);
    machine.save(words, 0);
    const key = words.join();
    const known = numbers.get(key);
    if (known !== undefined) return known;
    numbers.set(key, states.length);
    return states.push(words) - 1;
  };
  const waysOut = (from: Uint32Array): Way[] => {
    const found: Way[] = [];
    for (let context = 0; context < machine.contexts.length; context++) {
      machine.restore(from, 0);
      if (!machine.enabled(context)) continue;
      machine.script.length = 0;
      do {
        machine.restore(from, 0);
        const { findings } = machine.fire(context);
        const faults = machine.script.filter((option) => option !== 0).length;
        found.push({ context, faults, to: here(), findings });
      } while (machine.nextScript());
    }
    return found;
  };
  const waysFrom = (state: number): readonly Way[] => (ways[state] ??= waysOut(states[state] as Uint32Array));
  machine.reset();
  here();
  return { states, waysFrom };
}

/** All states that can be reached. */
export function stateGraph(machine: Machine): StateGraph {
  const { states, waysFrom } = stateSpace(machine);
  const ways: (readonly Way[])[] = [];
  for (let at = 0; at < states.length; at++) ways.push(waysFrom(at));
  return { contexts: machine.contexts, states, ways };
}

/** A state with the context that went last; null: nobody has. */
export interface NaivePlace {
  readonly state: number;
  readonly last: number | null;
  readonly cost: number;
}

/** Every place with its least cost. Whatever gets cheaper is looked at again, until nothing does. */
export function naivePlaces({ contexts, ways }: StateGraph): NaivePlace[] {
  const nobody = contexts.length;
  const placeOf = (state: number, last: number): number => state * (nobody + 1) + last;
  const start = placeOf(0, nobody);
  const costs = new Map([[start, 0]]);
  let open = new Set([start]);
  while (open.size > 0) {
    const next = new Set<number>();
    for (const place of open) {
      const last = place % (nobody + 1);
      for (const { context, faults, to } of ways[(place - last) / (nobody + 1)] ?? []) {
        const cost = (costs.get(place) ?? 0) + asDecimal(faults, Number(last !== nobody && last !== context), 1);
        const then = placeOf(to, context);
        if (cost >= (costs.get(then) ?? Number.POSITIVE_INFINITY)) continue;
        costs.set(then, cost);
        next.add(then);
      }
    }
    open = next;
  }
  return [...costs].map(([place, cost]) => {
    const last = place % (nobody + 1);
    return { state: (place - last) / (nobody + 1), last: last === nobody ? null : last, cost };
  });
}

/** A step that came upon something, out of a place. */
export interface NaiveIncident {
  readonly cost: number;
  readonly to: number;
  readonly findings: readonly Finding[];
}

export const naiveIncidents = ({ ways }: StateGraph, places: readonly NaivePlace[]): NaiveIncident[] =>
  places.flatMap(({ state, last, cost }) =>
    (ways[state] ?? []).flatMap(({ context, faults, to, findings }) =>
      findings.length === 0
        ? []
        : [{ cost: cost + asDecimal(faults, Number(last !== null && last !== context), 1), to, findings }],
    ),
  );

/**
 * The least cost of a place or an incident that is wrong; null when none is that costs at most `bound`. Costs are corrected
 * while states are found, so that what costs more is not gone into. Leaves the machine anywhere.
 */
export function naiveMinimum(
  machine: Machine,
  isWrong: (findings: readonly Finding[]) => boolean,
  bound: number = Number.POSITIVE_INFINITY,
): number | null {
  const { states, waysFrom } = stateSpace(machine);
  const wrong = (state: number, findings: readonly Finding[]): boolean => {
    machine.restore(states[state] as Uint32Array, 0);
    return isWrong(findings);
  };
  const wrongStates: boolean[] = [];
  const nobody = machine.contexts.length;
  const costs = new Map([[nobody, 0]]);
  let least = wrong(0, []) ? 0 : Number.POSITIVE_INFINITY;
  let open = new Set(costs.keys());
  while (open.size > 0) {
    const next = new Set<number>();
    for (const place of open) {
      const last = place % (nobody + 1);
      for (const { context, faults, to, findings } of waysFrom((place - last) / (nobody + 1))) {
        const cost = (costs.get(place) ?? 0) + asDecimal(faults, Number(last !== nobody && last !== context), 1);
        if (cost > bound || cost >= least) continue;
        if ((wrongStates[to] ??= wrong(to, [])) || (findings.length > 0 && wrong(to, findings))) least = cost;
        const then = to * (nobody + 1) + context;
        if (cost >= (costs.get(then) ?? Number.POSITIVE_INFINITY)) continue;
        costs.set(then, cost);
        next.add(then);
      }
    }
    open = next;
  }
  return least === Number.POSITIVE_INFINITY ? null : least;
}

/** Makes a failing run minimal: the smallest that fails the same property, or, when stopped, what there was. */
import { type Scenario, worldOf } from '../../model/scenarios/format/scenario.ts';
import { withOnlyFaults } from '../../model/scenarios/shrinking/sub-scenarios.ts';
import { type Choice, type Machine, YieldCounter } from '../../model/core/index.ts';
import type { AioProperty } from '../../properties/aio/index.ts';
import { PLACES, type Run, smallerRuns } from '../../properties/aio/runs.ts';
import type { Clip, Limits } from '../../properties/search/explore.ts';
import type { Stoppable } from '../../properties/search/search-run.ts';
import { fireTurn, type Turn } from '../../properties/search/turn.ts';

/** A scenario, and a schedule of it that ends where the property is violated. */
export interface FailingSchedule {
  readonly scenario: Scenario;
  readonly machine: Machine;
  readonly turns: readonly Turn[];
}

export interface Minimum extends FailingSchedule {
  /** Proved: everything inside its scenario that is smaller was gone through, and does not fail. */
  readonly isMinimal: boolean;
  /** Why it is not proved to be the minimum inside the scenario that was given; null where it is. */
  readonly clipped: Clip | null;
  /** How many smaller places were looked at. */
  readonly places: number;
}

/** Work between two looks at the clock and at who asks to stop, counted in places. */
const SLICE = 1024;
/** What it takes to close the model of another scenario, in places. */
const CLOSED = 64;
/** What it takes to take a whole run, in places. */
const RUN = 32;

/**
 * Goes through all that is smaller, smallest first, and where that is too much, on from a smaller one that fails; yields
 * how many places it has seen, and takes `stop` for an answer. More than `maxStates` places are too much. Null where the
 * run does not fail.
 */
export function* minimizing(
  run: Run,
  property: AioProperty,
  closed: (scenario: Scenario) => Machine,
  { maxStates = PLACES, maxSeconds = Number.POSITIVE_INFINITY }: Limits = {},
): Stoppable<number, Minimum | null> {
  const deadline = performance.now() + maxSeconds * 1000;
  let best = run;
  let violation = run.violation(property);
  if (violation === null) return null;
  let places = 0;
  let clipped: Clip | null = null;
  let smaller = smallerRuns(best, closed, maxStates);
  const pace = new YieldCounter(SLICE);
  const known = new WeakSet<Machine>();
  while (clipped === null && !best.isShrunk) {
    const next = smaller.next();
    if (next.done) {
      best.isExhausted = next.value;
      break;
    }
    places++;
    const { machine, isShrunk } = next.value;
    const work = (isShrunk ? 1 : RUN) + (known.has(machine) ? 0 : CLOSED);
    known.add(machine);
    if (pace.isOver(work)) {
      if ((yield places) === 'stop') clipped = 'interrupted';
      else if (performance.now() > deadline) clipped = 'max-seconds';
    }
    const wrong = next.value.violation(property);
    if (wrong === null) continue;
    [best, violation] = [next.value, wrong];
    smaller = smallerRuns(best, closed, maxStates);
  }
  const { scenario, machine, isMinimal, isGuess } = best;
  if (!isMinimal || isGuess) clipped ??= 'max-states';
  return { scenario, machine, turns: violation.turns, isMinimal, clipped, places };
}

/** The same schedule in the scenario that lists no error but those that come on it. */
export function withoutIdleFaults({ scenario, machine, turns }: FailingSchedule): Omit<FailingSchedule, 'machine'> {
  machine.reset();
  const choices = turns.map((turn) => fireTurn(machine, turn).choices);
  const came: Record<string, number[]> = {};
  for (const { name, value } of choices.flat()) (came[name] ??= []).push(value);
  const lean = withOnlyFaults(scenario, came);
  const options: Readonly<Record<string, readonly number[]>> = worldOf(lean).faults;
  const script = (made: readonly Choice[], old: readonly number[]): number[] =>
    made.flatMap(({ name, value }, i) => {
      const left = options[name];
      // A choice that is no fault is as it was; of one option nothing is chosen.
      if (left === undefined) return old[i] ?? 0;
      return left.length < 2 ? [] : left.indexOf(value);
    });
  return {
    scenario: lean,
    turns: turns.map((turn, i) => ({ context: turn.context, script: script(choices[i] ?? [], turn.script) })),
  };
}

/**
 * Interleavings of one machine as a fast-check arbitrary, with the shrinking that fast-check's own scheduler has not.
 *
 * A value is a schedule from the initial state. Shrinking goes through the schedules of every cheaper place, cheapest first:
 * fewer chances that went wrong, then fewer switches of context, then fewer steps. Each can be replayed by construction.
 * For what is judged by where a schedule ends, or by what its last step came upon, the first that fails is the minimum, and
 * nothing needs to be shrunk further: all that is cheaper did not fail.
 */
import fc from 'fast-check';
import type { Machine } from '../../model/core/index.ts';
import { cheapest } from './cheapest.ts';
import { costOf } from './cost-queue.ts';
import { type Turn, fireTurn } from './turn.ts';
import { type Strategy, uniform } from './strategies.ts';
import { randomTurns } from './walk.ts';

export type Schedule = readonly Turn[];

/** The context of a value that shrinking gave: nothing is left that is smaller and has not been tried. */
const MINIMAL = Symbol('minimal');

class Interleavings extends fc.Arbitrary<Schedule> {
  private readonly machine: Machine;
  private readonly strategy: Strategy;

  constructor(machine: Machine, strategy: Strategy) {
    super();
    this.machine = machine;
    this.strategy = strategy;
  }

  override generate(mrng: fc.Random): fc.Value<Schedule> {
    return new fc.Value(randomTurns(this.machine, this.strategy, mrng), undefined);
  }

  override canShrinkWithoutContext(value: unknown): value is Schedule {
    return isSchedule(value) && canBeTaken(this.machine, value);
  }

  override shrink(value: Schedule, context: unknown): fc.Stream<fc.Value<Schedule>> {
    if (context === MINIMAL) return fc.Stream.nil();
    return fc.stream(cheaper(this.machine, costOf(value))).map((turns) => new fc.Value<Schedule>(turns, MINIMAL));
  }
}

function* cheaper(machine: Machine, bound: number): Generator<Schedule, void> {
  for (const place of cheapest(machine)) {
    if (place.cost >= bound) return;
    yield place.turns();
  }
}

const isTurn = (turn: unknown): turn is Turn =>
  typeof turn === 'object' &&
  turn !== null &&
  Number.isInteger((turn as Partial<Turn>).context) &&
  Array.isArray((turn as Partial<Turn>).script);

const isSchedule = (value: unknown): value is Schedule => Array.isArray(value) && value.every(isTurn);

/** Every context can go when its turn comes, and has the options that the turn takes; what it does not say is the first. */
export function canBeTaken(machine: Machine, turns: Schedule): boolean {
  machine.reset();
  return turns.every((turn) => {
    if (!(turn.context >= 0 && turn.context < machine.contexts.length && machine.enabled(turn.context))) return false;
    return turn.script.length <= fireTurn(machine, turn).choices.length;
  });
}

/** Schedules of the machine until nothing can move, or as far as shrinking goes. */
export const interleavings = (machine: Machine, strategy: Strategy = uniform): fc.Arbitrary<Schedule> =>
  new Interleavings(machine, strategy);

/**
 * Whole runs as a fast-check arbitrary: a scenario and one of its interleavings under a patch. Shrinking goes through all
 * scenarios inside the scenario, smallest first, and through all interleavings of those of one size, cheapest first; so the
 * first that fails is the minimum of tasks and requests, faults, switches and steps, in that order.
 *
 * That can be too much where a failure needs a large scenario. After so many places, random runs of smaller scenarios are
 * tried, and one that fails is where shrinking begins anew.
 */
import fc from 'fast-check';
import { PackedMachine, type Finding, type Machine, type Patch } from '../../model/core/index.ts';
import { closeWorld } from '../../model/closed-world.ts';
import { type Scenario, worldOf } from '../../model/scenarios/format/scenario.ts';
import { sizeOf, subScenarios } from '../../model/scenarios/shrinking/sub-scenarios.ts';
import { cheapest, type ReachedState } from '../search/cheapest.ts';
import { asCost, costOf } from '../search/cost-queue.ts';
import { canBeTaken, interleavings, type Schedule } from '../search/interleavings.ts';
import { fireTurn, fireTurns } from '../search/turn.ts';
import { CachingMachine } from '../search/caching-machine.ts';
import { type Strategy, uniform } from '../search/strategies.ts';
import { randomTurns } from '../search/walk.ts';
import { violationHere } from '../checker/questions.ts';
import type { AioProperty } from './kernel-view.ts';

/** A run that can be taken again at any time. */
export class Run {
  readonly scenario: Scenario;
  readonly machine: Machine;
  private readonly place: { readonly state: Uint32Array; readonly findings: readonly Finding[] } | null;
  private readonly schedule: () => Schedule;
  /** Set by shrinking when all runs that are smaller have been given out. */
  isExhausted = false;
  /** Shrinking guessed it, or came to it from a guess: inside the scenario that failed first something smaller may fail. */
  readonly isGuess: boolean;

  private constructor(
    scenario: Scenario,
    machine: Machine,
    schedule: () => Schedule,
    place: ReachedState | null,
    isGuess: boolean,
  ) {
    this.isGuess = isGuess;
    this.scenario = scenario;
    this.machine = machine;
    this.schedule = schedule;
    this.place = place === null ? null : { state: place.state, findings: place.findings };
  }

  static of(scenario: Scenario, machine: Machine, turns: Schedule, isGuess = false): Run {
    return new Run(scenario, machine, () => turns, null, isGuess);
  }

  /** A run that shrinking came to: everything on the way has been judged before. The machine stands at its end. */
  static to(scenario: Scenario, machine: Machine, place: ReachedState, isGuess: boolean): Run {
    let turns: Schedule | null = null;
    return new Run(scenario, machine, () => (turns ??= place.turns()), place, isGuess);
  }

  /** Shrinking came to it, and to everything that is smaller before it. */
  get isShrunk(): boolean {
    return this.place !== null;
  }

  /** For one that has tried all that shrinking gave out before: nothing smaller inside its scenario fails. */
  get isMinimal(): boolean {
    return this.isShrunk || this.isExhausted;
  }

  get turns(): Schedule {
    return this.schedule();
  }

  /** The first moment at which the property is violated: how many turns lead there, and what is wrong then. */
  violation(property: AioProperty): { readonly turns: Schedule; readonly message: string } | null {
    const { machine, place } = this;
    if (place !== null) {
      machine.restore(place.state, 0);
      const message = violationHere(machine, property, place.findings);
      return message === null ? null : { turns: this.turns, message };
    }
    machine.reset();
    let message = violationHere(machine, property, []);
    let taken = 0;
    for (const turn of this.turns) {
      if (message !== null) break;
      message = violationHere(machine, property, fireTurn(machine, turn).findings);
      taken++;
    }
    return message === null ? null : { turns: this.turns.slice(0, taken), message };
  }

  /** The machine, at the end of the run. */
  end(): Machine {
    const { machine, place } = this;
    if (place !== null) machine.restore(place.state, 0);
    else fireTurns(machine, this.turns);
    return machine;
  }

  /** Who goes, with the steps in a row, as `submitter 12, bio0.0 3`. */
  toString(): string {
    const { contexts } = this.machine;
    const stretches: { context: number; steps: number }[] = [];
    for (const { context } of this.turns) {
      const last = stretches.at(-1);
      if (last?.context === context) last.steps++;
      else stretches.push({ context, steps: 1 });
    }
    return stretches.map(({ context, steps }) => `${contexts[context]} ${steps}`).join(', ');
  }

  [fc.toStringMethod](): string {
    const { faults, switches, steps } = asCost(costOf(this.turns));
    const { tasks, iocbs } = this.scenario;
    return `${JSON.stringify({ iocbs, tasks })}: ${faults} faults, ${switches} switches, ${steps} steps: ${this.toString()}`;
  }
}

/** Places that are gone through before guessing begins, unless somebody says otherwise: some seconds. */
export const PLACES = 500_000;

/** Scenarios of one size that are gone through side by side, each on a machine of its own: more take too much memory. */
const MOST_OPEN = 2000;

/**
 * The runs that are smaller, smallest first; returns whether these were all. When there are more than `places`, or too many
 * scenarios of a size, random runs of smaller scenarios follow those.
 */
export function* smallerRuns(
  run: Run,
  closed: (scenario: Scenario) => Machine,
  places: number = PLACES,
): Generator<Run, boolean> {
  const size = sizeOf(run.scenario);
  const bound = costOf(run.turns);
  let left = places;
  for (const scenarios of bySize(run.scenario, MOST_OPEN + 1)) {
    if (scenarios.length > MOST_OPEN) {
      yield* guesses(run, closed);
      return false;
    }
    const isSame = sizeOf(scenarios[0] as Scenario) === size;
    for (const smaller of merged(scenarios, closed, isSame ? bound : Number.POSITIVE_INFINITY, run.isGuess)) {
      if (left-- === 0) {
        yield* guesses(run, closed);
        return false;
      }
      yield smaller;
    }
  }
  return true;
}

/** Scenarios of one size that are guessed at, and random runs of each. */
const GUESSED = 60;
const GUESSES = 40;

/** Random runs of scenarios inside that are smaller, the same ones every time. */
function* guesses(run: Run, closed: (scenario: Scenario) => Machine): Generator<Run, void> {
  for (const scenarios of bySize(run.scenario, GUESSED)) {
    if (sizeOf(scenarios[0] as Scenario) === sizeOf(run.scenario)) return;
    for (const [seed, scenario] of scenarios.entries()) {
      const machine = closed(scenario);
      for (const turns of fc.sample(interleavings(machine), { seed, numRuns: GUESSES }))
        yield Run.of(scenario, machine, turns, true);
    }
  }
}

/** The scenarios inside, in groups of one size; of each size the first `most`. */
function* bySize(scenario: Scenario, most: number): Generator<readonly Scenario[], void> {
  let group: Scenario[] = [];
  for (const sub of subScenarios(scenario, most)) {
    if (group.length > 0 && sizeOf(sub) > sizeOf(group[0] as Scenario)) {
      yield group;
      group = [];
    }
    group.push(sub);
  }
  yield group;
}

/** The runs of all these scenarios that cost less than `bound`, cheapest first; of equals, the first scenario's first. */
function* merged(
  scenarios: readonly Scenario[],
  closed: (scenario: Scenario) => Machine,
  bound: number,
  isGuess: boolean,
): Generator<Run, void> {
  const searches: (Cheapest | null)[] = scenarios.map(() => null);
  for (;;) {
    let best = -1;
    let least = bound;
    for (const [nth, search] of searches.entries()) {
      const cost = search === null ? FIRST_COST : search.next.done ? Number.POSITIVE_INFINITY : search.next.value.cost;
      if (cost >= least) continue;
      best = nth;
      least = cost;
    }
    const scenario = scenarios[best];
    if (scenario === undefined) return;
    // A closed scenario takes as long as hundreds of steps: not before it is its turn.
    const search = searches[best] ?? begun(closed(scenario));
    searches[best] = search;
    if (search.next.done) continue;
    yield Run.to(scenario, search.machine, search.next.value, isGuess);
    search.next = search.places.next();
  }
}

/** The places of one scenario, and the next of them. */
interface Cheapest {
  readonly machine: Machine;
  readonly places: Generator<ReachedState, void>;
  next: IteratorResult<ReachedState, void>;
}

/** What the first place costs, where no step was taken. */
const FIRST_COST = 0;

function begun(machine: Machine): Cheapest {
  const places = cheapest(machine);
  return { machine, places, next: places.next() };
}

export interface RunsOptions {
  readonly patch: Patch;
  readonly scenarios: fc.Arbitrary<Scenario>;
  readonly strategy?: Strategy;
  /** Places that shrinking goes through before it guesses. */
  readonly places?: number;
}

class Runs extends fc.Arbitrary<Run> {
  private readonly options: Required<RunsOptions>;
  /** Closing a scenario takes as long as hundreds of steps, so one that comes again is not closed again. */
  private readonly walkers = new WeakMap<Scenario, Machine>();

  constructor(options: Required<RunsOptions>) {
    super();
    this.options = options;
  }

  private readonly closed = (scenario: Scenario): Machine =>
    new PackedMachine(closeWorld(worldOf(scenario), this.options.patch));

  private walker(scenario: Scenario): Machine {
    const known = this.walkers.get(scenario);
    if (known !== undefined) return known;
    const walker = new CachingMachine(this.closed(scenario));
    this.walkers.set(scenario, walker);
    return walker;
  }

  override generate(mrng: fc.Random, biasFactor: number | undefined): fc.Value<Run> {
    const scenario = this.options.scenarios.generate(mrng, biasFactor).value;
    const machine = this.walker(scenario);
    return new fc.Value(Run.of(scenario, machine, randomTurns(machine, this.options.strategy, mrng)), undefined);
  }

  override canShrinkWithoutContext(value: unknown): value is Run {
    return value instanceof Run && canBeTaken(this.walker(value.scenario), value.turns);
  }

  override shrink(run: Run): fc.Stream<fc.Value<Run>> {
    if (run.isShrunk) return fc.Stream.nil();
    return fc.stream(this.smaller(run)).map((smaller) => new fc.Value(smaller, undefined));
  }

  private *smaller(run: Run): Generator<Run, void> {
    run.isExhausted = yield* smallerRuns(run, this.closed, this.options.places);
  }
}

/** Throws PatchMisfit, when it generates, where the patch does not fit. */
export const runs = ({ strategy = uniform, places = PLACES, ...options }: RunsOptions): fc.Arbitrary<Run> =>
  new Runs({ strategy, places, ...options });

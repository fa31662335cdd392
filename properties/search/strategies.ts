/**
 * How a random schedule picks who goes next. Uniform picks are even over contexts, not over schedules; the other two make
 * rare orders likelier, each by an argument of its own.
 */
import type { Machine } from '../../model/core/index.ts';

/** A source of random numbers, as fast-check hands to generators. */
export interface Random {
  /** From `min` to `max`, both included. */
  nextInt(min: number, max: number): number;
}

export interface Picker {
  /** One of the contexts that can go. The machine is in the state in which they can. */
  pick(enabled: readonly number[]): number;
  /** The context that was picked has taken its step. */
  took?(context: number): void;
}

/** Begins a schedule; the machine is in its initial state, and the picker may use it and put it back. */
export type Strategy = (machine: Machine, random: Random) => Picker;

class UniformPicker implements Picker {
  private readonly random: Random;
  constructor(random: Random) {
    this.random = random;
  }
  pick(enabled: readonly number[]): number {
    return enabled[enabled.length === 1 ? 0 : this.random.nextInt(0, enabled.length - 1)] as number;
  }
}

export const uniform: Strategy = (_machine, random) => new UniformPicker(random);

function shuffled(n: number, random: Random): number[] {
  const all = Array.from({ length: n }, (_, i) => i);
  for (let i = n - 1; i > 0; i--) {
    const j = random.nextInt(0, i);
    [all[i], all[j]] = [all[j] as number, all[i] as number];
  }
  return all;
}

const lengths = new WeakMap<Machine, number>();

/** A schedule that is longer is cut here: it may be one that never ends. */
export const LONGEST = 10_000;

/** Steps of the schedule in which the first context that can go goes, with the first option of every choice. */
function straightLength(machine: Machine): number {
  const known = lengths.get(machine);
  if (known !== undefined) return known;
  machine.reset();
  machine.drawWith(null);
  let steps = 0;
  for (let context = 0; context < machine.contexts.length; context++)
    while (steps < LONGEST && machine.enabled(context)) {
      machine.script.length = 0;
      machine.fire(context);
      steps++;
      context = 0;
    }
  machine.reset();
  lengths.set(machine, steps);
  return steps;
}

/**
 * Probabilistic concurrency testing (Burckhardt, Kothari, Musuvathi, Nagarakatte 2010): contexts have random priorities,
 * the highest goes, and at `depth - 1` random places the one that goes falls behind all others. A mistake that needs
 * `depth` ordered pairs of steps is found with probability at least 1 / (n k^(depth-1)), for n contexts and k steps; k is
 * taken from the schedule without preemption.
 */
export const pct =
  (depth: number): Strategy =>
  (machine, random) => {
    const priorities = shuffled(machine.contexts.length, random).map((priority) => priority + depth);
    const length = Math.max(1, straightLength(machine));
    const changes = Array.from({ length: depth - 1 }, () => random.nextInt(1, length));
    let steps = 0;
    return {
      pick: (enabled) => enabled.reduce((a, b) => ((priorities[b] as number) > (priorities[a] as number) ? b : a)),
      took(context) {
        steps++;
        // The i-th change gives a priority that is lower than those of all contexts and of the changes after it.
        changes.forEach((at, i) => {
          if (at === steps) priorities[context] = i;
        });
      },
    };
  };

interface Event {
  priority: number;
  readonly reads: ReadonlySet<number>;
  readonly writes: ReadonlySet<number>;
}

const PRIORITIES = 2 ** 30;
/** More choices than a step makes: where one is only tried, none is drawn. */
const FIRST_OPTIONS = [0, 0, 0, 0, 0, 0, 0, 0];

const meet = (a: ReadonlySet<number>, b: ReadonlySet<number>): boolean => {
  const [less, more] = a.size < b.size ? [a, b] : [b, a];
  for (const cell of less) if (more.has(cell)) return true;
  return false;
};

const race = (a: Event, b: Event): boolean =>
  meet(a.writes, b.writes) || meet(a.writes, b.reads) || meet(a.reads, b.writes);

/**
 * Partial order sampling (Yuan, Yang, Gu 2018): every step that can be taken has a random priority, the highest goes, and
 * whoever races with it draws anew. Steps that do not race keep their priorities, so orders that come to the same are
 * not sampled over and over. What a step would touch is found by taking it and rewinding.
 */
export const pos: Strategy = (machine, random) => {
  const here = new Uint32Array(machine.width);
  const pending = new Map<number, Event>();
  let picked: Event | null = null;
  const drawn = (context: number): Event => {
    machine.script.splice(0, Number.POSITIVE_INFINITY, ...FIRST_OPTIONS);
    machine.fire(context);
    const { reads, writes } = machine.recorded() ?? { reads: [], writes: [] };
    const event = { priority: random.nextInt(0, PRIORITIES), reads: new Set(reads), writes: new Set(writes) };
    machine.rewind();
    return event;
  };
  return {
    pick(enabled) {
      machine.save(here, 0);
      machine.restore(here, 0);
      const wasRecording = machine.recorded() !== null;
      machine.record(true);
      let best = enabled[0] as number;
      for (const context of enabled) {
        if (!pending.has(context)) pending.set(context, drawn(context));
        if ((pending.get(context) as Event).priority > (pending.get(best) as Event).priority) best = context;
      }
      machine.record(wasRecording);
      picked = pending.get(best) as Event;
      pending.delete(best);
      return best;
    },
    took() {
      // A step that the one taken races with may touch other things now, too.
      for (const [context, event] of pending) if (picked !== null && race(picked, event)) pending.delete(context);
    },
  };
};

export type StrategyName = 'uniform' | 'pct' | 'pos';

/** Orderings of pairs that PCT looks for when nothing is said. */
export const PCT_DEPTH = 3;

export const strategyNamed = (name: StrategyName, depth: number = PCT_DEPTH): Strategy =>
  ({ uniform, pct: pct(depth), pos })[name];

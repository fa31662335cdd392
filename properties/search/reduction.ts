/**
 * A search that leaves out what makes no difference: in each state only a stubborn set of contexts goes, and where that is
 * one whose step cannot choose, the states on its way are not kept (docs/adr/007).
 *
 * What contexts may still do is learnt from what they were seen to do, first on random schedules and then in the search
 * itself. A search that came upon anything new was made with too small a notion of that, and says nothing: it begins anew
 * with what is known by then, until one comes upon nothing.
 */
import {
  type Canonical,
  type MayAccess,
  isObservable,
  type Machine,
  type Observation,
  type Coroutine,
} from '../../model/core/index.ts';
import type { SuccessorFilter } from './successor-filter.ts';
import { type Judges, Learning, type Reductions } from './learning.ts';
import { Stubborn } from './stubborn.ts';

export { type MayAccessOf, mayAccessOf, type Judges, type Reductions } from './learning.ts';

/** Of small searches all is told, and they take no time. */
export const UNREDUCED = 100_000;

/** A search that met something new goes on to learn more, until it has so many times the states, and so many beside. */
const RESTART_FACTOR = 4;
const RESTART_EXTRA = 1000;

/** Null where nothing can be left out: the machine does not take down what its steps do. */
export function* reducing(machine: Machine, judges: Judges, reductions: Reductions): Coroutine<Reduction | null> {
  if (!isObservable(machine)) return null;
  const observation = machine.observe();
  if (observation === null) return null;
  const learning = yield* Learning.begin(machine, observation, judges, reductions);
  const mayAccess = yield* learning.workOut();
  machine.reset();
  return new Reduction(machine, observation, learning, mayAccess);
}

export class Reduction implements SuccessorFilter {
  private readonly machine: Machine;
  private readonly observation: Observation;
  private readonly learning: Learning;
  /** What makes states canonical; null: all are told apart. */
  canonical: Canonical | null;
  private mayAccess: MayAccess;
  private stubborn: Stubborn;
  /** The states when the first new thing was met; below 0: none was. */
  private metAt = -1;

  constructor(machine: Machine, observation: Observation, learning: Learning, mayAccess: MayAccess) {
    this.machine = machine;
    this.observation = observation;
    this.learning = learning;
    this.canonical = learning.canonical;
    this.mayAccess = mayAccess;
    this.stubborn = new Stubborn(machine, observation, mayAccess);
  }

  /** Something was learnt that there was no room for: nothing can be left out any more. */
  get isLost(): boolean {
    return this.learning.isLost;
  }

  /**
   * Whether nothing new was met that could have changed what was selected. If something was, the next search knows of it. Left
   * before it is done, all is as it was for the search that is over.
   */
  *learnMore(): Coroutine<boolean> {
    if (!this.learning.isNew) return true;
    const holds = yield* this.learning.goOn();
    const before = this.mayAccess;
    const mayAccess = yield* this.learning.workOut();
    this.metAt = -1;
    this.canonical = this.learning.canonical;
    this.mayAccess = mayAccess;
    this.stubborn = new Stubborn(this.machine, this.observation, this.mayAccess);
    return holds && !this.isLost && this.mayAccess.isSameAs(before);
  }

  /** It is time to begin anew, with so many states searched. */
  shouldRestart(states: number): boolean {
    if (this.isLost) return true;
    if (!this.learning.isNew) return false;
    if (this.metAt < 0) this.metAt = states;
    return states > this.metAt * RESTART_FACTOR + RESTART_EXTRA;
  }

  /** The contexts that could go in the state in which was last selected. */
  get lastEnabled(): readonly number[] {
    return this.stubborn.enabled;
  }

  /** The contexts that have to go in the machine's current state; the next call overwrites it. */
  select(): readonly number[] {
    return this.stubborn.select();
  }

  /** The one context that has to go, if its step cannot choose and does not lead back; else -1. */
  next(): number {
    const contexts = this.stubborn.select();
    const [context] = contexts;
    return contexts.length === 1 && context !== undefined && this.stubborn.isPlain(context) ? context : -1;
  }
}

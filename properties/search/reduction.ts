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
  Futures,
  Images,
  Knowledge,
  type Machine,
  type Observation,
  type Observed,
  PackedMachine,
  type Predicate,
  Touches,
  type Visible,
} from '../../model/core/index.ts';
import { dice } from './dice.ts';
import { FARTHEST } from './expansion.ts';
import { take, type Turn } from './paths.ts';
import { Stubborn } from './stubborn.ts';
import { pct, type Strategy, uniform } from './strategies.ts';
import { type Judged, SymmetryCheck } from './symmetric.ts';
import { ALL_RULES, type Rules, Visibility } from './visibility.ts';
import { walk } from './walk.ts';

/** What a search may leave out. */
export interface Reductions {
  /** False: what is done under one lock is not known to be in nobody's way. */
  readonly locks?: boolean | undefined;
  /** False: states that differ by a renaming alone are told apart all the same. */
  readonly symmetry?: boolean | undefined;
  /** How many states are searched before anything is left out. */
  readonly from?: number | undefined;
  /** For whoever wants to see what comes of getting that wrong: how what may follow is worked out, what is told apart, and what makes states canonical. */
  readonly futuresOf?: FuturesOf;
  readonly rules?: Rules;
  readonly visibleOf?: (visibility: Visibility) => Visible;
  readonly canonicalOf?: (machine: PackedMachine) => Canonical | null;
}

export type FuturesOf = (observed: Observed, visible: Visible) => Futures;

export const futuresOf: FuturesOf = (observed, visible) =>
  new Futures(new Touches(observed, visible), observed.layout.contexts.length);

/** Of small searches all is told, and they take no time. */
export const UNREDUCED = 100_000;

/** Random schedules at first: at most so many, and no more when so many in a row bring nothing new. */
const SCHEDULES = 400;
const STILL = 20;
/** One that is longer is given up. */
const STEPS = 1000;
const SEED = 2007;
/** A search that came upon something new goes on to find more of it, till it has so many times the states, and some. */
const ON = 4;
const SOME = 1000;

const NOTHING_JUDGED: Judged = { predicates: () => [], judgesAlike: () => true };

/** What a search judges on the way: what it must not lose, and must judge alike under a renaming. */
export interface Judges extends Partial<Judged> {
  openQuestions?(): readonly Predicate[];
}

/** Null where nothing can be left out: the machine does not take down what its steps do. */
export function reductionOf(machine: Machine, judges: Judges, reductions: Reductions): Reduction | null {
  if (!(machine instanceof PackedMachine)) return null;
  const observation = machine.observe();
  return observation === null ? null : new Reduction(machine, observation, judges, reductions);
}

export class Reduction {
  private readonly machine: PackedMachine;
  private readonly observation: Observation;
  private readonly how: Reductions;
  private readonly open: readonly Predicate[];
  /** Null: states that differ by a renaming are told apart. */
  private readonly symmetry: SymmetryCheck | null;
  private observed: Observed;
  private images: Images | null = null;
  /** What makes states canonical; null: all are told apart. */
  canonical: Canonical | null;
  private futures: Futures;
  private stubborn: Stubborn;
  /** How many of the journal's steps and conditions are known; how much was known of predicates; and the states when the first new thing was met. */
  private steps = 0;
  private conditions = 0;
  private asked = 0;
  private metAt = -1;

  constructor(machine: PackedMachine, observation: Observation, judges: Judges, how: Reductions) {
    this.machine = machine;
    this.observation = observation;
    this.how = how;
    this.open = judges.openQuestions?.() ?? [];
    sample(machine, observation);
    const isSymmetric = how.symmetry !== false && how.canonicalOf === undefined;
    this.symmetry = isSymmetric
      ? new SymmetryCheck(machine, observation, { ...NOTHING_JUDGED, ...bound(judges) })
      : null;
    while (this.symmetry?.holds() === false);
    this.canonical = how.symmetry === false ? null : (how.canonicalOf?.(machine) ?? this.symmetry?.canonical ?? null);
    this.observed = this.nothingYet();
    this.absorb();
    this.futures = this.workOut();
    this.stubborn = new Stubborn(machine, this.futures);
    machine.reset();
  }

  /** Something was learnt that there was no room for: nothing can be left out any more. */
  get isLost(): boolean {
    return !this.observation.isWhole();
  }

  private nothingYet(): Observed {
    const { layout, questions, starts, initial, acquires } = this.observation;
    const knowledge = new Knowledge(layout, acquires);
    if (this.how.locks === false) knowledge.locksMisused = true;
    // Of what other contexts do, a search in canonical states learns from what it takes for that.
    this.images = this.canonical === null ? null : new Images(this.canonical, questions, knowledge);
    this.steps = 0;
    this.conditions = 0;
    return { knowledge, layout, questions, starts, initial };
  }

  /** Takes over what the journal has that is not known yet. */
  private absorb(): void {
    const { journal, inquiries } = this.observation;
    const to = this.images ?? this.observed.knowledge;
    for (; this.steps < journal.steps.length; this.steps++) to.step(journal.steps[this.steps] as never);
    for (; this.conditions < journal.conditions.length; this.conditions++)
      to.condition(journal.conditions[this.conditions] as never);
    this.asked = inquiries.size;
    this.metAt = -1;
  }

  private workOut(): Futures {
    const { how, observed, observation } = this;
    const visibility = new Visibility(
      { ...observed, inquiries: observation.inquiries },
      this.open,
      how.rules ?? ALL_RULES,
    );
    return (how.futuresOf ?? futuresOf)(observed, how.visibleOf?.(visibility) ?? visibility.changedBy);
  }

  private get isNew(): boolean {
    const { journal, inquiries } = this.observation;
    return journal.size !== this.steps + this.conditions || inquiries.size !== this.asked;
  }

  /** Whether nothing new was met that could have changed what was selected. If something was, the next search knows of it. */
  isFinal(): boolean {
    if (!this.isNew) return true;
    const holds = this.symmetry?.holds() ?? true;
    if (!holds) {
      while (this.symmetry?.holds() === false);
      this.canonical = this.symmetry?.canonical ?? null;
      this.observed = this.nothingYet();
    }
    this.absorb();
    const before = this.futures;
    this.futures = this.workOut();
    this.stubborn = new Stubborn(this.machine, this.futures);
    return holds && !this.isLost && this.futures.isSameAs(before);
  }

  /** It is time to begin anew, with so many states searched. */
  isOver(states: number): boolean {
    if (this.isLost) return true;
    if (!this.isNew) return false;
    if (this.metAt < 0) this.metAt = states;
    return states > this.metAt * ON + SOME;
  }

  /** The contexts that could go in the state in which was last selected. */
  get lastAble(): readonly number[] {
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

  /** The turns from the machine's current state to the next that is kept, or as many of them. Leaves the machine there. */
  followed(most = FARTHEST): Turn[] {
    const { machine } = this;
    const turns: Turn[] = [];
    const before = new Uint32Array(machine.width);
    for (let context = this.next(); context >= 0 && turns.length < most; context = this.next()) {
      machine.save(before, 0);
      machine.restore(before, 0);
      const turn = { context, script: [] };
      take(machine, turn);
      if (machine.halted() !== null) {
        machine.rewind();
        break;
      }
      turns.push(turn);
    }
    return turns;
  }
}

/** The methods of an object, which stay its own. */
const bound = (judges: Judges): Partial<Judged> => ({
  ...(judges.predicates && { predicates: () => judges.predicates?.() ?? [] }),
  ...(judges.judgesAlike && { judgesAlike: (one, other) => judges.judgesAlike?.(one, other) ?? true }),
});

/** Random schedules, until they bring nothing new. */
function sample(machine: PackedMachine, observation: Observation): void {
  const { journal } = observation;
  const random = dice(SEED);
  const draw = (n: number) => random.nextInt(0, n - 1);
  const before = new Uint32Array(machine.width);
  /** The strategy, where every step that brings something new is tried with other counts as soon as it is taken. */
  const trying =
    (strategy: Strategy): Strategy =>
    (...begun) => {
      const picker = strategy(...begun);
      let learnt = 0;
      return {
        pick(able) {
          learnt = journal.size;
          machine.save(before, 0);
          return picker.pick(able);
        },
        took(context) {
          machine.drawWith(null);
          if (journal.size !== learnt) tryCounts(machine, observation, before, context);
          machine.drawWith(draw);
          picker.took?.(context);
        },
      };
    };
  const strategies = [uniform, pct(3)].map(trying);
  for (let schedule = 0, still = 0; schedule < SCHEDULES && still < Math.max(STILL, schedule / 4); schedule++) {
    const known = journal.size;
    walk(machine, strategies[schedule % strategies.length] as Strategy, random, () => undefined, STEPS);
    still = journal.size === known ? still + 1 : 0;
  }
}

/** Takes the step that was just taken with every other content of each count, and once more as it was. */
function tryCounts(machine: PackedMachine, { layout }: Observation, before: Uint32Array, context: number): void {
  if (layout.counts.length === 0) return;
  machine.restore(before, 0);
  for (const { cell } of layout.counts)
    for (let content = 1; content <= (layout.cells[cell]?.highest ?? 0); content++) {
      machine.suppose(cell, content);
      if (machine.enabled(context)) machine.fire(context);
      machine.rewind();
    }
  machine.fire(context);
}

/**
 * What a reduced search rests on, as it was learnt from what steps, conditions and predicates were seen to do: first on random
 * schedules, then in the search itself. Done in pieces, since it can take as long as a search.
 */
import {
  type Canonical,
  MayAccess,
  Images,
  Knowledge,
  type Observation,
  type Observed,
  YieldCounter,
  type Machine,
  type Coroutine,
  type Predicate,
  StepFootprints,
  type VisibleGroups,
} from '../../model/core/index.ts';
import { seededRandom } from './seeded-random.ts';
import { pct, type Strategy, uniform } from './strategies.ts';
import { type Judged, SymmetryCheck } from './symmetric.ts';
import { ALL_RULES, type Rules, Visibility } from './visibility.ts';
import { walking } from './walk.ts';

/** What a search may leave out. */
export interface Reductions {
  /** False: what is done under one lock is not known to be in nobody's way. */
  readonly locks?: boolean | undefined;
  /** False: states that differ by a renaming alone are told apart all the same. */
  readonly symmetry?: boolean | undefined;
  /** How many states are searched before anything is left out. */
  readonly from?: number | undefined;
  /** For whoever wants to see what comes of getting that wrong: how what may follow is worked out, what is told apart, and what makes states canonical. */
  readonly mayAccessOf?: MayAccessOf;
  readonly rules?: Rules;
  readonly visibleOf?: (visibility: Visibility) => VisibleGroups;
  readonly canonicalOf?: (observation: Observation, machine: Machine) => Canonical | null;
}

export type MayAccessOf = (observed: Observed, visible: VisibleGroups) => Coroutine<MayAccess>;

export const mayAccessOf: MayAccessOf = function* (observed, visible) {
  return yield* MayAccess.of(yield* StepFootprints.of(observed, visible), observed.layout.contexts.length);
};

/** Random schedules at first: at most so many, and no more when so many in a row bring nothing new. */
const SCHEDULES = 400;
const SCHEDULES_WITHOUT_NEWS = 20;
/** One that is longer is given up. */
const STEPS = 1000;
const SEED = 2007;
const NOTHING_JUDGED: Judged = { predicates: () => [], judgesAlike: () => true };

/** What a search judges on the way: what it must not lose, and must judge alike under a renaming. */
export interface Judges extends Partial<Judged> {
  openQuestions?(): readonly Predicate[];
}

/** Steps of random schedules that are taken in one piece: one that brings something new is tried with all counts. */
const SAMPLED = 32;
/** Steps that are taken over in one piece, each under one permutation. */
const PIECE = 4096;

export class Learning {
  private readonly observation: Observation;
  private readonly how: Reductions;
  private readonly open: readonly Predicate[];
  /** Null: states that differ by a renaming are told apart. */
  private readonly symmetry: SymmetryCheck | null;
  private observed: Observed;
  private images: Images | null = null;
  /** What makes states canonical; null: all are told apart. */
  canonical: Canonical | null;
  /** How many of the journal's steps and conditions are known, and how much was known of predicates. */
  private steps = 0;
  private conditions = 0;
  private asked = 0;

  private constructor(
    machine: Machine,
    observation: Observation,
    open: readonly Predicate[],
    how: Reductions,
    symmetry: SymmetryCheck | null,
  ) {
    this.observation = observation;
    this.how = how;
    this.open = open;
    this.symmetry = symmetry;
    this.canonical =
      how.symmetry === false ? null : (how.canonicalOf?.(observation, machine) ?? symmetry?.canonical ?? null);
    this.observed = this.nothingYet();
  }

  /** From random schedules. */
  static *begin(machine: Machine, observation: Observation, judges: Judges, how: Reductions): Coroutine<Learning> {
    const open = judges.openQuestions?.() ?? [];
    yield* sample(machine, observation);
    const isSymmetric = how.symmetry !== false && how.canonicalOf === undefined;
    const judged = { ...NOTHING_JUDGED, ...bound(judges) };
    const symmetry = isSymmetric ? yield* SymmetryCheck.of(machine, observation, judged) : null;
    if (symmetry !== null) yield* symmetry.tryAll();
    const learning = new Learning(machine, observation, open, how, symmetry);
    yield* learning.absorb();
    return learning;
  }

  /** Something was learnt that there was no room for. */
  get isLost(): boolean {
    return !this.observation.isWhole();
  }

  /** Something was met that is not taken over yet. */
  get isNew(): boolean {
    const { journal, inquiries } = this.observation;
    return journal.size !== this.steps + this.conditions || inquiries.size !== this.asked;
  }

  /** Takes over what is new; whether all permutations are still what they claim. */
  *goOn(): Coroutine<boolean> {
    const holds = this.symmetry === null || (yield* this.symmetry.tryAll());
    if (!holds) {
      this.canonical = this.symmetry?.canonical ?? null;
      this.observed = this.nothingYet();
    }
    yield* this.absorb();
    return holds;
  }

  /** What contexts may still do, as far as it is known by now. */
  *workOut(): Coroutine<MayAccess> {
    const { how, observed, observation } = this;
    const learnt = { ...observed, inquiries: observation.inquiries };
    const visibility = yield* Visibility.of(learnt, this.open, this.canonical, how.rules ?? ALL_RULES);
    return yield* (how.mayAccessOf ?? mayAccessOf)(observed, how.visibleOf?.(visibility) ?? visibility.changedBy);
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
  private *absorb(): Coroutine<void> {
    const { journal, inquiries } = this.observation;
    const to = this.images ?? this.observed.knowledge;
    const pace = new YieldCounter(PIECE);
    const each = this.canonical?.permutations.length ?? 1;
    for (; this.steps < journal.steps.length; this.steps++) {
      if (pace.isOver(each)) yield;
      to.step(journal.steps[this.steps] as never);
    }
    for (; this.conditions < journal.conditions.length; this.conditions++) {
      if (pace.isOver(each)) yield;
      to.condition(journal.conditions[this.conditions] as never);
    }
    this.asked = inquiries.size;
  }
}

/** The methods of an object, which stay its own. */
const bound = (judges: Judges): Partial<Judged> => ({
  ...(judges.predicates && { predicates: () => judges.predicates?.() ?? [] }),
  ...(judges.judgesAlike && { judgesAlike: (one, other) => judges.judgesAlike?.(one, other) ?? true }),
});

/** Random schedules, until they bring nothing new. */
function* sample(machine: Machine, observation: Observation): Coroutine<void> {
  const { journal } = observation;
  const random = seededRandom(SEED);
  const draw = (n: number) => random.nextInt(0, n - 1);
  const before = new Uint32Array(machine.width);
  /** The strategy, where every step that brings something new is tried with other counts as soon as it is taken. */
  const trying =
    (strategy: Strategy): Strategy =>
    (...begun) => {
      const picker = strategy(...begun);
      let learnt = 0;
      return {
        pick(enabled) {
          learnt = journal.size;
          machine.save(before, 0);
          return picker.pick(enabled);
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
  const pace = new YieldCounter(SAMPLED);
  for (
    let schedule = 0, still = 0;
    schedule < SCHEDULES && still < Math.max(SCHEDULES_WITHOUT_NEWS, schedule / 4);
    schedule++
  ) {
    const known = journal.size;
    const strategy = strategies[schedule % strategies.length] as Strategy;
    const steps = walking(machine, strategy, random, STEPS);
    while (!steps.next().done) if (pace.isOver()) yield;
    still = journal.size === known ? still + 1 : 0;
  }
}

/** Takes the step that was just taken with every other content of each count, and once more as it was. */
function tryCounts(machine: Machine, { layout, suppose }: Observation, before: Uint32Array, context: number): void {
  if (layout.counts.length === 0) return;
  machine.restore(before, 0);
  for (const { cell } of layout.counts)
    for (let content = 1; content <= (layout.cells[cell]?.highest ?? 0); content++) {
      suppose(cell, content);
      if (machine.enabled(context)) machine.fire(context);
      machine.rewind();
    }
  machine.fire(context);
}

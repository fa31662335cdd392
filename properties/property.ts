/** What a property is, and the search that decides a set of them at once. Knows nothing of what is modelled. */
import { type Finding, type HeldLock, InternalError, type Machine, type StackEntry } from '../model/core/index.ts';
import {
  type End,
  endOf,
  type Exploration,
  exploring,
  type Limits,
  type Options,
  type Slices,
  toTheEnd,
  type Visitor,
} from './search/explore.ts';
import { take, type Turn } from './search/paths.ts';
import type { Reductions, Watch } from './search/reduction.ts';
import { countSchedules, hasCycle, type Schedules } from './search/schedules.ts';

/** A state under judgement, beside its memory. */
export interface Situation {
  readonly contexts: readonly string[];
  /** What halted the run (`use_after_free:kiocb`), or null. */
  readonly halted: string | null;
  /** The functions on a context's stack, outermost first. */
  readonly stack: (context: number) => readonly StackEntry[];
  /** It has finished, or waits to be called on. */
  readonly isAtRest: (context: number) => boolean;
  /** The object was allocated and not freed. */
  readonly isAlive: (pool: string, id: number) => boolean;
  readonly heldLocks: () => readonly HeldLock[];
}

/** `K` is the memory as accessors without checks, which show what is there and never halt. */
export interface Property<K> {
  readonly name: string;
  /** What it says, in a sentence. */
  readonly meaning: string;
  /** Why the kernel needs it. */
  readonly reason: string;
  /** Without this nothing is claimed: a scenario that never gets there proves nothing. */
  readonly antecedent: { readonly text: string; readonly reached: (k: K, situation: Situation) => boolean };
  /**
   * What the antecedent and `always` look at together, as far as an order of steps that makes no difference otherwise must
   * not hide it. Not needed: a field whose change alone decides; what, once it holds, goes on to hold; and what stands on the
   * stack of the context that takes the step. Undefined: nobody has said, and so the search leaves nothing out.
   */
  readonly watches?: readonly Watch[];
  /** It tells this request from any other, say, by the number alone: then no search of it takes one for the other. */
  readonly names?: true;
  /** Judges any state; a sentence about what is wrong, or null. */
  readonly always?: (k: K, situation: Situation) => string | null;
  /** Judges a state in which nothing can move any more. */
  readonly atEnd?: (k: K, situation: Situation, end: End) => string | null;
  /** Whether a breach of a field's class, of a lock or of a protocol violates it. */
  readonly onBreach?: (breach: Finding) => boolean;
}

export type Verdict = 'holds' | 'violated' | 'clipped' | 'not-applicable';

export interface Violation {
  readonly message: string;
  /** A schedule that ends in the violation. */
  readonly turns: readonly Turn[];
  /** There is none with fewer steps. */
  readonly isShortest: boolean;
}

export interface Judgement<K> {
  readonly property: Property<K>;
  readonly verdict: Verdict;
  /** Some state that was seen is one that the property speaks of. */
  readonly reached: boolean;
  readonly violation: Violation | null;
}

export interface Check<K> {
  readonly judgements: readonly Judgement<K>[];
  readonly exploration: Exploration;
  /** Null where the search was clipped or reduced, or the state graph has a cycle. */
  readonly schedules: Schedules | null;
  /** True where the state graph has a cycle: some schedule never ends. */
  readonly cyclic: boolean;
}

/** What the property finds wrong in the machine's current state, or with the last step, which came upon `findings`. */
export function wrongHere<K>(machine: Machine, property: Property<K>, findings: readonly Finding[]): string | null {
  const k = machine.inspect as K;
  const situation = situationOf(machine);
  const breach = findings.find((finding) => finding.is === 'breach' && property.onBreach?.(finding));
  if (breach !== undefined) return tellBreach(breach);
  const always = property.always?.(k, situation) ?? null;
  if (always !== null || machine.contexts.some((_, context) => machine.enabled(context))) return always;
  return property.atEnd?.(k, situation, endOf(machine)) ?? null;
}

/** The same after a schedule from the initial state, where it is known to find something. */
function wrongAfter<K>(machine: Machine, property: Property<K>, turns: readonly Turn[]): string {
  machine.reset();
  const findings = turns.map((turn) => take(machine, turn).findings).at(-1) ?? [];
  const wrong = wrongHere(machine, property, findings);
  if (wrong === null) throw new InternalError(`${property.name} does not judge alike what differs by a renaming`);
  return wrong;
}

/**
 * How properties judge the machine's current state, as a text without the names that they tell it in: so that anybody can see
 * whether they judge alike what differs by a renaming.
 */
export function judging<K>(machine: Machine, properties: readonly Property<K>[]): () => string {
  const situation = situationOf(machine);
  const judged = (property: Property<K>) =>
    [property.antecedent.reached(machine.inspect as K, situation), wrongHere(machine, property, []) !== null].join();
  return () => properties.map(judged).join(' ');
}

export const tellBreach = ({ step, context, kind, what }: Finding): string => `${step} by ${context}: ${kind} ${what}`;

export const situationOf = (machine: Machine): Situation => ({
  contexts: machine.contexts,
  get halted() {
    return machine.halted();
  },
  stack: (context) => machine.stack(context),
  isAtRest: (context) => machine.isAtRest(context),
  isAlive: (pool, id) => machine.isAlive(pool, id),
  heldLocks: () => machine.heldLocks(),
});

/** Where a violation was met: a state, or so many steps behind a turn from it. */
interface Place {
  readonly state: number;
  readonly turn: Turn | undefined;
  readonly steps: number | undefined;
}

interface Trial<K> {
  readonly property: Property<K>;
  reached: boolean;
  violation: ({ readonly message: string } & Place) | null;
}

const newTrials = <K>(properties: readonly Property<K>[]): Trial<K>[] =>
  properties.map((property) => ({ property, reached: false, violation: null }));

/** Judges the properties wherever a search comes. */
class Court<K> implements Visitor {
  trials: readonly Trial<K>[];
  private readonly properties: readonly Property<K>[];
  private readonly k: K;
  private readonly situation: Situation;

  constructor(machine: Machine, properties: readonly Property<K>[]) {
    this.properties = properties;
    this.k = machine.inspect as K;
    this.situation = situationOf(machine);
    this.trials = newTrials(properties);
  }

  get areAllViolated(): boolean {
    return this.trials.every(({ violation }) => violation !== null);
  }

  restart(): void {
    this.trials = newTrials(this.properties);
  }

  state(state: number): void {
    this.judge(state);
  }

  passed(state: number, turn: Turn, steps: number): void {
    this.judge(state, turn, steps);
  }

  terminal(state: number, end: End): void {
    for (const trial of this.trials)
      if (trial.violation === null) convict(trial, trial.property.atEnd?.(this.k, this.situation, end), state);
  }

  breach(state: number, turn: Turn, finding: Finding, steps: number): void {
    for (const trial of this.trials)
      if (trial.violation === null && trial.property.onBreach?.(finding))
        convict(trial, tellBreach(finding), state, turn, steps);
  }

  private judge(state: number, turn?: Turn, steps?: number): void {
    const { k, situation } = this;
    for (const trial of this.trials) {
      if (!trial.reached) trial.reached = trial.property.antecedent.reached(k, situation);
      if (trial.violation === null) convict(trial, trial.property.always?.(k, situation), state, turn, steps);
    }
  }
}

function convict<K>(
  trial: Trial<K>,
  message: string | null | undefined,
  state: number,
  turn?: Turn,
  steps?: number,
): void {
  if (typeof message === 'string') trial.violation = { message, state, turn, steps };
}

const turnsTo = (exploration: Exploration, { state, turn, steps = 0 }: Place): Turn[] =>
  turn === undefined ? exploration.pathTo(state) : exploration.pathOn(state, turn, steps);

/** What a check may leave out, beside what the properties say. */
export type Leaving = Omit<Reductions, 'watches' | 'alike'>;

function reductionsFor<K>(
  machine: Machine,
  properties: readonly Property<K>[],
  leaving: Leaving | undefined,
): Reductions | undefined {
  const watches = properties.map((property) => property.watches);
  if (leaving === undefined || watches.includes(undefined)) return undefined;
  const symmetry = leaving.symmetry !== false && !properties.some(({ names }) => names);
  const alike = judging(machine, properties);
  return { ...leaving, symmetry, alike, watches: watches.flatMap((watch) => watch ?? []) };
}

export interface CheckOptions extends Omit<Options, 'reductions'> {
  /** Undefined: nothing is left out. Nor is it where a property does not say what it watches. */
  readonly leaving?: Leaving | undefined;
  /** Where a reduced search found violations: so many states are searched for a shortest schedule of each. */
  readonly shortestWithin?: number | undefined;
}

/** Explores the machine once and judges every property on the way. */
export function* checking<K>(
  machine: Machine,
  properties: readonly Property<K>[],
  { leaving, shortestWithin = 0, ...options }: CheckOptions = {},
): Slices<Check<K>> {
  const reductions = reductionsFor(machine, properties, leaving);
  const court = new Court(machine, properties);
  const exploration = yield* exploring(machine, court, { ...options, reductions });
  const schedules = exploration.graph === null || exploration.reduced ? null : countSchedules(exploration.graph);
  const cyclic = exploration.graph !== null && (exploration.reduced ? hasCycle(exploration.graph) : schedules === null);
  const found = court.trials.map((trial) => toldOf(machine, exploration, trial));
  const shortest =
    exploration.reduced && shortestWithin > 0
      ? yield* shortestOf(machine, court.trials, {
          maxStates: shortestWithin,
          maxMemory: options.maxMemory && Math.max(0, options.maxMemory - exploration.bytes),
        })
      : new Map<Property<K>, Told>();
  const judgements = court.trials.map(({ property, reached, violation }, i): Judgement<K> => {
    const verdict = verdictOf(property, reached, violation !== null, exploration);
    if (violation === null) return { property, verdict, reached, violation };
    return { property, verdict, reached, violation: shortest.get(property) ?? (found[i] as Told) };
  });
  return { judgements, exploration, schedules, cyclic };
}

type Told = NonNullable<Judgement<unknown>['violation']>;

/** A schedule to the violation that was found. Where it was found in a state taken for others, names are those of the schedule. */
function toldOf<K>(machine: Machine, exploration: Exploration, { property, violation }: Trial<K>): Told | null {
  if (violation === null) return null;
  const turns = turnsTo(exploration, violation);
  const message = exploration.renamings.length > 0 ? wrongAfter(machine, property, turns) : violation.message;
  return { message, turns, isShortest: !exploration.reduced };
}

/** Searches unreduced for what is known to be there, till all is found or it takes too long. */
function* shortestOf<K>(
  machine: Machine,
  trials: readonly Trial<K>[],
  limits: Limits,
): Slices<ReadonlyMap<Property<K>, Told>> {
  const violated = trials.filter(({ violation }) => violation !== null).map(({ property }) => property);
  const court = new Court(machine, violated);
  const search = exploring(machine, court, limits);
  let next = search.next();
  while (!next.done) {
    const asked = yield next.value;
    next = search.next(court.areAllViolated || asked === 'stop' ? 'stop' : undefined);
  }
  const exploration = next.value;
  return new Map(
    court.trials.flatMap(({ property, violation }) =>
      violation === null
        ? []
        : [[property, { message: violation.message, turns: turnsTo(exploration, violation), isShortest: true }]],
    ),
  );
}

export const check = <K>(machine: Machine, properties: readonly Property<K>[], options: CheckOptions = {}): Check<K> =>
  toTheEnd(checking(machine, properties, options));

type Extent = Pick<Exploration, 'clipped' | 'ends'>;

/** The verdict on a property that was looked for as far as `extent` says. */
export function verdictOf<K>(property: Property<K>, reached: boolean, violated: boolean, extent: Extent): Verdict {
  if (violated) return 'violated';
  if (extent.clipped !== null) return 'clipped';
  return reached && canBeJudged(property, extent) ? 'holds' : 'not-applicable';
}

/** Where an oops cuts every schedule short, nothing can be said of what is judged in the end alone. */
const canBeJudged = <K>({ always, onBreach }: Property<K>, { ends }: Extent): boolean =>
  always !== undefined || onBreach !== undefined || ends.done + ends.stuck > 0;

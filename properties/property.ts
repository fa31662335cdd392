/** What a property is, and the search that decides a set of them at once. Knows nothing of what is modelled. */
import type { Finding, HeldLock, Machine, StackEntry } from '../model/core/index.ts';
import { type End, endOf, type Exploration, exploring, type Options, type Slices, toTheEnd } from './search/explore.ts';
import type { Turn } from './search/paths.ts';
import { countSchedules, type Schedules } from './search/schedules.ts';

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
  /** A shortest schedule that ends in the violation. */
  readonly turns: readonly Turn[];
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
  /** Null where the search was clipped or the state graph has a cycle. */
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

const tellBreach = ({ step, context, kind, what }: Finding): string => `${step} by ${context}: ${kind} ${what}`;

const situationOf = (machine: Machine): Situation => ({
  contexts: machine.contexts,
  get halted() {
    return machine.halted();
  },
  stack: (context) => machine.stack(context),
  isAtRest: (context) => machine.isAtRest(context),
  isAlive: (pool, id) => machine.isAlive(pool, id),
  heldLocks: () => machine.heldLocks(),
});

interface Trial<K> {
  readonly property: Property<K>;
  reached: boolean;
  violation: { readonly message: string; readonly state: number; readonly last: Turn | null } | null;
}

/** Explores the machine once and judges every property on the way. */
export function* checking<K>(
  machine: Machine,
  properties: readonly Property<K>[],
  options: Options = {},
): Slices<Check<K>> {
  const k = machine.inspect as K;
  const situation = situationOf(machine);
  const trials = properties.map((property): Trial<K> => ({ property, reached: false, violation: null }));
  const convict = (trial: Trial<K>, message: string | null | undefined, state: number, last: Turn | null) => {
    if (typeof message === 'string') trial.violation = { message, state, last };
  };
  const exploration = yield* exploring(
    machine,
    {
      state(number) {
        for (const trial of trials) {
          if (!trial.reached) trial.reached = trial.property.antecedent.reached(k, situation);
          if (trial.violation === null) convict(trial, trial.property.always?.(k, situation), number, null);
        }
      },
      terminal(number, end) {
        for (const trial of trials)
          if (trial.violation === null) convict(trial, trial.property.atEnd?.(k, situation, end), number, null);
      },
      breach(from, turn, finding) {
        for (const trial of trials)
          if (trial.violation === null && trial.property.onBreach?.(finding))
            convict(trial, tellBreach(finding), from, turn);
      },
    },
    options,
  );
  const schedules = exploration.graph === null ? null : countSchedules(exploration.graph);
  const judgements = trials.map(({ property, reached, violation }): Judgement<K> => {
    const verdict = violation ? 'violated' : unviolated(exploration, reached && canBeJudged(property, exploration));
    if (violation === null) return { property, verdict, reached, violation };
    const turns = [...exploration.pathTo(violation.state), ...(violation.last ? [violation.last] : [])];
    return { property, verdict, reached, violation: { message: violation.message, turns } };
  });
  return { judgements, exploration, schedules, cyclic: exploration.graph !== null && schedules === null };
}

export const check = <K>(machine: Machine, properties: readonly Property<K>[], options: Options = {}): Check<K> =>
  toTheEnd(checking(machine, properties, options));

/** Where an oops cuts every schedule short, nothing can be said of what is judged in the end alone. */
const canBeJudged = <K>({ always, onBreach }: Property<K>, { ends }: Exploration): boolean =>
  always !== undefined || onBreach !== undefined || ends.done + ends.stuck > 0;

function unviolated({ clipped }: Exploration, reached: boolean): Verdict {
  if (clipped !== null) return 'clipped';
  return reached ? 'holds' : 'not-applicable';
}

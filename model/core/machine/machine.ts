/** What a search needs of a machine, in four roles: it takes steps, saves states, answers what is asked of them, and records what steps touch. */
import type { Finding } from './finding.ts';
import type { Situation } from '../predicates/inspection.ts';
import type { PlainState, StackEntry } from './state.ts';

/** One decision taken inside a step. */
export interface Choice {
  readonly name: string;
  readonly value: number;
}

/** What firing a step gave. `findings` holds what it came upon; an oops or fault among them has halted the run. */
export interface Fired {
  /** `proc.label` of the step. */
  readonly step: string;
  readonly choices: readonly Choice[];
  readonly findings: readonly Finding[];
}

/** A statement that control passed, with its C function: an action, a call, or a `go`. */
export interface Passed {
  readonly proc: string;
  /** `file:line` of the function. */
  readonly at: string;
  readonly label: string;
  readonly line: number;
  readonly c: string;
  /** The statement is the patch's; its line is the one of the base at which the patch puts it. */
  readonly patched: boolean;
  /** The hunk that it is of; null: it is the base's. */
  readonly hunk: string | null;
}

/**
 * Something that is asked of states, on behalf of `of` (`property mine`), which messages name. The answer depends on nothing but
 * what `run` asks, and is a text, a boolean or nothing.
 */
export interface Predicate<A = unknown> {
  readonly of: string;
  readonly run: (k: unknown, situation: Situation) => A;
}

/** The cells that a step touched, each once, in the order of the first touch. */
export interface Footprint {
  readonly reads: Set<number>;
  readonly writes: Set<number>;
}

/** The cells that a statement touched, and what it found in those that it read, the first time. */
export interface TouchedByStatement extends Footprint {
  readonly contents: ReadonlyMap<number, number>;
}

/** Cell names (`kiocb[0].ki_users`) that a step read and wrote, sorted. */
export interface FootprintNames {
  readonly reads: readonly string[];
  readonly writes: readonly string[];
}

/** Takes the steps of one current state. */
export interface Stepper {
  readonly contexts: readonly string[];
  /** Makes the initial state current. */
  reset(): void;
  enabled(context: number): boolean;
  /** The contexts that can go, in their order; none when the schedule is over. */
  enabledContexts(): readonly number[];
  /** Takes the context's step. Its choices follow `script` (indices), then are drawn, or take the first option. */
  fire(context: number): Fired;
  readonly script: number[];
  /**
   * From now on choices beyond the script are one of `n` that `draw` picks, and are added to the script; null: no more. It
   * is called in the middle of a step, and must leave the machine alone.
   */
  drawWith(draw: ((n: number) => number) | null): void;
  /** Moves `script` on to the next combination of choices of the step last fired; false when there is none left. */
  nextScript(): boolean;
  /** The halt of the current state, or null while it runs. */
  halted(): string | null;
  hasFinished(context: number): boolean;
  /** It has finished, or is one that idles and stands where it began, whatever its locals hold by now. */
  isAtRest(context: number): boolean;
}

/**
 * Saves the current state as `width` 32-bit words, and goes back to it. Two states of one machine are equal exactly when their words are;
 * another machine numbers its stacks as it meets them, and is compared by `plain()`.
 */
export interface Snapshots {
  readonly width: number;
  save(into: Uint32Array, at: number): void;
  /**
   * Brings the words of the state last reset to or restored up to the current one. The indices of those that may have changed
   * go to `changed`, each once, which has room for `width`; how many there are.
   */
  saveChanges(into: Uint32Array, changed: Int32Array): number;
  restore(from: Uint32Array, at: number): void;
  /** Back to the state last reset to or restored. */
  rewind(): void;
}

/** Answers what is asked of the current state. */
export interface Inspector {
  /** The functions on the context's stack with their labels, outermost first. */
  stack(context: number): readonly StackEntry[];
  plain(): PlainState;
  /** For looking at the current state: the pools, read-only, and the world; and all else that can be asked of it. */
  readonly inspect: unknown;
  readonly situation: Situation;
  /** Asks the predicate of the current state, which is not halted. Throws PredicateFailed where it writes, misnames, or throws. */
  ask<A>(predicate: Predicate<A>): A;
  /** What the predicate says in every state, as it looks neither at the state nor at what is constant in all; null: it looks. */
  saysAlways<A>(predicate: Predicate<A>): { readonly said: A } | null;
  /** The marks of the predicates whose answer may be another than in the state last reset to or restored. Several can share one. */
  stale(): number;
  markOf(predicate: Predicate): number;
  /** How many objects there are in a pool; of `context`, where there is no such pool, how many contexts. Null: no such pool. */
  sizeOf(pool: string): number | null;
}

/** Records what the step last fired touched, and the statements that it passed. */
export interface Recorder {
  /** Switches recording; `footprint` and `passed` then tell of the step last fired. */
  record(on: boolean): void;
  footprint(): FootprintNames;
  /** The same as cells, which the next step overwrites; null while nothing is recorded. */
  recorded(): Footprint | null;
  /** The action, and the calls and `go` steps that control passed on its way to the next. */
  passed(): readonly Passed[];
  /** The cells that each of these touched, in order; what the action's condition touches is none's. */
  touchedBy(): readonly TouchedByStatement[];
}

/** Holds one current state, and moves it. */
export interface Machine extends Stepper, Snapshots, Inspector, Recorder {}

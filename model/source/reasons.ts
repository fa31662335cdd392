/** How the tables in here say which step stands for which lines of the C, and why none does. */
import type { LineRange } from './line-kinds.ts';

/**
 * `no-effect`: without it, a kernel whose memory is sequentially consistent would do the same: what is said in the log, counted for
 * statistics, given another name, mapped for a moment, a barrier, how long a delay is. `left-out`: it matters to the kernel, and the model
 * has nothing of it. `always`: no scenario ever takes the branch, or every one does.
 */
export type ReasonKind = 'no-effect' | 'left-out' | 'always';

/** Why no step stands for the code in these lines. */
export interface LineReason {
  readonly lines: LineRange;
  readonly kind: ReasonKind;
  /** A sentence without its full stop. */
  readonly why: string;
  /** The race that is left out with it (docs/races.md). */
  readonly race?: string;
}

export interface LinesOfFunction {
  /** Lines that a step stands for beside its statement, by its label; of another function's, by `function.label`. */
  readonly steps?: Readonly<Record<string, readonly LineRange[]>>;
  readonly reasons?: readonly LineReason[];
}

/** A function of the C that is none of the model's: what is it instead, where it is anything. */
export interface FoldedFunction {
  readonly helper: string;
}

/** By function of one C file. A step stands for the whole statement at its line; a jump goes with the step in front of it. */
export type LinesOf = Readonly<Record<string, LinesOfFunction | FoldedFunction>>;

const rangeOf = (at: number | LineRange): LineRange => (typeof at === 'number' ? [at, at] : at);

export const lines = (...ranges: readonly (number | LineRange)[]): readonly LineRange[] => ranges.map(rangeOf);

export const noEffect = (at: number | LineRange, why: string): LineReason => ({
  lines: rangeOf(at),
  kind: 'no-effect',
  why,
});

export const leftOut = (at: number | LineRange, why: string, race?: string): LineReason => ({
  lines: rangeOf(at),
  kind: 'left-out',
  why,
  ...(race === undefined ? {} : { race }),
});

export const always = (at: number | LineRange, why: string): LineReason => ({
  lines: rangeOf(at),
  kind: 'always',
  why,
});

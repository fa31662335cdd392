/** What a model gives to a machine. */
import type { GhostCode } from './ghost-code.ts';
import type { Shape } from '../layout/layout.ts';
import type { Program } from '../notation/link.ts';
import type { AnyProc, Services } from '../notation/proc.ts';
import type { Symmetry } from '../symmetry/symmetry.ts';

/** A context that may run: a task, an interrupt, a timer. It starts in `entry`; `idles`: not begun until its first step. */
export interface Context {
  readonly name: string;
  readonly entry: AnyProc;
  readonly args: Readonly<Record<string, number>>;
  /** True for one that waits at its entry to be called on (an interrupt): not having begun is no reason to be stuck. */
  readonly idles: boolean;
  /** It runs in an interrupt, where nothing may sleep. */
  readonly atomic?: true;
}

/** A closed model: shape, program, contexts, and how the state begins. `W` is the constant world that steps can read. */
export interface Model<W = unknown> {
  readonly world: W;
  readonly shape: Shape;
  readonly program: Program;
  readonly contexts: readonly Context[];
  init(k: Services<W>): void;
  /** What is recorded of effects of modelled code. Its `k` is what steps are handed. */
  readonly ghost?: GhostCode<never>;
  /** What a field or a local cannot hold ends a schedule, and violates nothing. */
  readonly rangeIsTrap?: boolean;
  /** Renamings under which the model stays what it is; without it nobody has looked for any. Worked out when asked for. */
  readonly symmetry?: () => Symmetry;
}

import type { Inquiries } from '../predicates/inquiries.ts';
import type { Layout } from '../layout/layout.ts';
import type { StateQuestions } from '../memo/state-questions.ts';
import type { Canonical } from '../symmetry/canonical.ts';
import type { Repeat } from '../symmetry/repeats.ts';
import type { Symmetry } from '../symmetry/symmetry.ts';
import type { Machine } from '../machine/machine.ts';
import type { Journal } from './journal.ts';

/** A machine of which everything is taken down that its steps and predicates do. */
export interface Observation {
  readonly journal: Journal;
  readonly layout: Layout;
  readonly questions: StateQuestions;
  readonly inquiries: Inquiries;
  /** The stacks in the beginning, by context; and what a cell holds then. */
  readonly starts: readonly number[];
  readonly initial: (cell: number) => number;
  /** Whether the step on top of a stack just takes a lock. */
  readonly acquires: (stack: number) => boolean;
  /** False: there was something for which there was no room. */
  isWhole(): boolean;
  /** The number of a context's stack now, and what a cell holds. */
  readonly stackOf: (context: number) => number;
  readonly contentOf: (cell: number) => number;
  /** Makes another state of the current one: what if the cell held this? */
  readonly suppose: (cell: number, content: number) => void;
  /** What the model says of its symmetries. */
  symmetry(): Symmetry | undefined;
  /** What makes states canonical under a symmetry. Throws NoSymmetry where it cannot be used. */
  canonical(symmetry: Symmetry): Canonical;
  /** What does again, under a permutation, what was observed of steps. */
  repeater(canonical: Canonical): Repeat;
}

/** A machine that can be observed: a reduced search needs one. */
export interface Observable extends Machine {
  /** From now on everything that is taken down of steps is in the journal too; null where nothing is. Resets the machine. */
  observe(): Observation | null;
}

export const isObservable = (machine: Machine): machine is Observable => 'observe' in machine;

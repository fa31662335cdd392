import type { Inquiries } from '../predicates/inquiries.ts';
import type { Layout } from '../layout/layout.ts';
import type { StateQuestions } from '../memo/state-questions.ts';
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
}

/** Why a schedule fails, as plain data: what matters of it, what decides, what passes, and from where on nothing does. */
import type { Finding } from '../../model/core/index.ts';
import type { NarratedStep } from '../narrate.ts';
import type { NoReturn } from './no-return.ts';
import type { Because } from './slice.ts';

/** A step, as it is told. */
export interface StepTold {
  readonly context: string;
  /** It runs in an interrupt. */
  readonly isAtomic: boolean;
  /** From 1 on; null: the schedule does not come to it. */
  readonly step: number | null;
  readonly proc: string;
  /** `fs/aio.c:925`: file and line of the statement. */
  readonly at: string;
  readonly c: string;
}

/** How the events of an order meet: what the first does to what the second then does something to. */
export interface Meets {
  /** `kioctx.wait`; null: the property sees both. */
  readonly what: string | null;
  readonly first: 'reads' | 'writes';
  readonly second: 'reads' | 'writes';
  readonly isLock: boolean;
  /** It is about an object's life: it comes to be, or is freed. */
  readonly isLife: boolean;
}

export type DecidedTold =
  | {
      readonly is: 'order';
      readonly before: StepTold;
      readonly after: StepTold;
      readonly meets: Meets;
      /** A schedule passes that has both the other way round, and all else as it is. */
      readonly isTurned: boolean;
    }
  | { readonly is: 'choice'; readonly at: StepTold; readonly name: string; readonly value: string };

/** A statement of the schedule, as far as it matters. */
export interface StatementTold {
  /** Why it matters, each with the step and the statement that it matters for, counted from 0 on; empty: it does not. */
  readonly because: readonly BecauseTold[];
  /** The functions on the stack, outermost first. */
  readonly path: readonly string[];
  readonly isCall: boolean;
  /** Which way control went, where it could have gone another; null elsewhere. */
  readonly branch: string | null;
  /** What it did to locals: as NarratedStatement has it, without what is the same in every schedule; null: nothing. */
  readonly locals: string | null;
}

export interface BecauseTold extends Pick<Because, 'is' | 'what'> {
  readonly step: number | null;
  readonly statement: number | null;
}

export interface PassingTold {
  readonly steps: readonly NarratedStep[];
  /** Of each step: it is one of the failing schedule, was put in, or follows behind it. */
  readonly is: readonly ('kept' | 'put in' | 'follows')[];
  /** Steps of the failing schedule, from 1 on. */
  readonly leftOut: readonly number[];
  /** Null: it is not the nearest, but one that leaves the failing schedule late. */
  readonly distance: number | null;
  /** Other properties that it violates, where every schedule violates something. */
  readonly violates: readonly string[];
}

export interface Explanation {
  /** By step, and statement of the step. */
  readonly statements: readonly (readonly StatementTold[])[];
  /** Null: no orders and choices were found to decide. Empty: every schedule fails. */
  readonly deciding: readonly DecidedTold[] | null;
  readonly hasOthers: boolean | null;
  /** Null: every schedule fails. */
  readonly passing: PassingTold | null;
  readonly noReturn: NoReturn;
  /** Of complete schedules, as decimal numbers; null: some schedule never ends. */
  readonly share: { readonly failing: string; readonly all: string } | null;
  readonly states: number;
  /** Where an object that is gone is touched: what it is, and who freed it. */
  readonly freed: { readonly what: string; readonly by: StepTold } | null;
  /** What the last step came upon, if that is what is wrong. */
  readonly finding: Finding | null;
  /** The last step, at the statement that it came to. */
  readonly wrongAt: StepTold;
  /** The pools that have one object alone, which needs no number. */
  readonly only: readonly string[];
  /** Cells that the schedule writes and no C program has, by name: our own records. */
  readonly ours: readonly string[];
  /** What patches took out where the schedule passes, each once. */
  readonly removed: readonly { readonly proc: string; readonly at: string; readonly c: string }[];
  /** The hunks of the patch that are on the slice, or took out something where the schedule passes. */
  readonly hunks: readonly string[];
}

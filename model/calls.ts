/**
 * The system calls that tasks make: the one list of them, and what more than one room asks of a call. A room that has more to
 * say of each call has a table of its own, with an entry for every name, so that the compiler asks for the entry of a new one.
 */
import { EAGAIN, EINVAL } from './include/linux/errno.ts';

/** The list: a call is added here, and then wherever the compiler says. */
export type WorldCall =
  | { readonly call: 'io_submit'; readonly iocbs: readonly number[] }
  /** With a timeout it may return at any time. */
  | { readonly call: 'io_getevents'; readonly min_nr: number; readonly nr: number; readonly timeout: boolean }
  | { readonly call: 'io_cancel'; readonly iocb: number }
  | { readonly call: 'io_destroy' };

export type CallName = WorldCall['call'];
export type CallOf<N extends CallName> = Extract<WorldCall, { readonly call: N }>;

/** An answer for every call, from what the task says with it. */
export type AnswerByCall<Answer> = { readonly [N in CallName]: (made: CallOf<N>) => Answer };

export const answerFor = <Answer>(answers: AnswerByCall<Answer>, made: WorldCall): Answer =>
  (answers[made.call] as (made: WorldCall) => Answer)(made);

export interface CallFacts {
  /** The iocbs that it names, in its order. */
  readonly names: readonly number[];
  /** Those of them that it submits. */
  readonly submits: readonly number[];
  /** For how many events it waits, and how many it takes at most; null: it is not about events. */
  readonly events: { readonly waitsFor: number; readonly most: number } | null;
  /** It arms the task's timer, which is then a context of the world. */
  readonly timer: boolean;
  /** What it can return: 0 and every count up to this one, and these errors, as negative numbers. A patch may return more. */
  readonly returns: { readonly most: number; readonly errors: readonly number[] };
}

const facts: AnswerByCall<CallFacts> = {
  io_submit: ({ iocbs }) => ({
    names: iocbs,
    submits: iocbs,
    events: null,
    timer: false,
    returns: { most: iocbs.length, errors: [-EINVAL, -EAGAIN] },
  }),
  io_getevents: ({ min_nr, nr, timeout }) => ({
    names: [],
    submits: [],
    events: { waitsFor: min_nr, most: nr },
    timer: timeout,
    returns: { most: nr, errors: [-EINVAL] },
  }),
  io_cancel: ({ iocb }) => ({
    names: [iocb],
    submits: [],
    events: null,
    timer: false,
    returns: { most: 0, errors: [-EINVAL] },
  }),
  io_destroy: () => ({
    names: [],
    submits: [],
    events: null,
    timer: false,
    returns: { most: 0, errors: [-EINVAL] },
  }),
};

export const factsOf = (made: WorldCall): CallFacts => answerFor(facts, made);

/** In the order in which messages list them. */
export const callNames = Object.keys(facts) as readonly CallName[];

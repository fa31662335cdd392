/**
 * The system calls that tasks make: the one list of them, and what more than one room asks of a call. A room that has more to
 * say of each call has a table of its own, with an entry for every name, so that the compiler asks for the entry of a new one.
 */
import { EAGAIN, EINTR, EINVAL } from './include/linux/errno.ts';

/** The list: a call is added here, and then wherever the compiler says. */
export type WorldCall =
  | { readonly call: 'io_submit'; readonly iocbs: readonly number[] }
  /** With a timeout it may return at any time; with signals one may come while it runs. */
  | {
      readonly call: 'io_getevents';
      readonly min_nr: number;
      readonly nr: number;
      readonly timeout: boolean;
      readonly signals: boolean;
      /** It is made again and again, until it has brought so many events in all; 0: once. */
      readonly until: number;
    }
  | { readonly call: 'io_cancel'; readonly iocb: number }
  | { readonly call: 'io_destroy' }
  /** Makes the context, which is there from the beginning where no task makes this call. */
  | { readonly call: 'io_setup' }
  /** No system call: the program takes so many events off the ring itself. */
  | { readonly call: 'reap'; readonly nr: number }
  /** The task ends. Nothing follows it. */
  | { readonly call: 'exit' }
  /** read() or write(), which is none of the context's: the task waits for the request. */
  | { readonly call: 'sync_io'; readonly iocb: number };

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
  /** Those of them that it makes requests of: that it submits, or does itself. */
  readonly makes: readonly number[];
  /** For how many events it waits at a time, and how many it takes at most; null: it is not about events. */
  readonly events: { readonly waitsFor: number; readonly most: number } | null;
  /** It arms the task's timer, which is then a context of the world. */
  readonly timer: boolean;
  /** A signal may come to the task while it runs: whoever sends it is then a context of the world. */
  readonly signals: boolean;
  /** It is made until it has brought so many events in all; 0: once. */
  readonly until: number;
  /** What it can return: 0 and every count up to this one, and these errors, as negative numbers. A patch may return more. Null: it never returns. */
  readonly returns: {
    readonly most: number;
    readonly errors: readonly number[];
    /** Or what a request comes to: all its bytes, or an error that the scenario has for it. */
    readonly ofRequest?: boolean;
  } | null;
}

/** Of a call about no request and no event. */
const other: CallFacts = {
  names: [],
  submits: [],
  makes: [],
  events: null,
  timer: false,
  signals: false,
  until: 0,
  returns: { most: 0, errors: [] },
};

const facts: AnswerByCall<CallFacts> = {
  io_submit: ({ iocbs }) => ({
    ...other,
    names: iocbs,
    submits: iocbs,
    makes: iocbs,
    returns: { most: iocbs.length, errors: [-EINVAL, -EAGAIN] },
  }),
  io_getevents: ({ min_nr, nr, timeout, signals, until }) => ({
    ...other,
    events: { waitsFor: min_nr, most: nr },
    timer: timeout,
    signals,
    until,
    // The last call of several may bring more than are waited for.
    returns: { most: until > 0 ? until - 1 + nr : nr, errors: signals ? [-EINVAL, -EINTR] : [-EINVAL] },
  }),
  io_cancel: ({ iocb }) => ({ ...other, names: [iocb], returns: { most: 0, errors: [-EINVAL] } }),
  io_destroy: () => ({ ...other, returns: { most: 0, errors: [-EINVAL] } }),
  io_setup: () => other,
  reap: ({ nr }) => ({ ...other, events: { waitsFor: nr, most: nr }, returns: { most: nr, errors: [] } }),
  exit: () => ({ ...other, returns: null }),
  sync_io: ({ iocb }) => ({
    ...other,
    names: [iocb],
    makes: [iocb],
    returns: { most: 0, errors: [], ofRequest: true },
  }),
};

export const factsOf = (made: WorldCall): CallFacts => answerFor(facts, made);

/** In the order in which messages list them. */
export const callNames = Object.keys(facts) as readonly CallName[];

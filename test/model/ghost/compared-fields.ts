/** Which fields of the ledger are held against the hand-written records, and when. */
import type { PlainState } from '../../../model/core/index.ts';

/** Whether a field is compared in a state in which steps with these ids are next, or have called what is next. */
export type Compared = (isStandingAt: (step: string) => boolean) => boolean;

/** After every step. */
const always: Compared = () => true;

/**
 * Not while a context stands at one of these steps, which has yet to be taken, or has made a call from it: for a field that is
 * derived earlier, or later, than its row stands, within one function.
 */
export const unlessAt =
  (...steps: readonly string[]): Compared =>
  (isStandingAt) =>
    !steps.some(isStandingAt);

/** By pool and name. */
type FieldTable = Readonly<Record<string, Readonly<Record<string, Compared>>>>;

export const comparedFields: FieldTable = {
  request: {
    completions: always,
    begun_by: always,
    accepted: always,
    entered: always,
    own_result: always,
    first_error: always,
    events_res: always,
    events_res2: always,
    read: always,
    held_by_submission: always,
    held_by_io: always,
    held_by_retry: always,
    held_by_cancel: always,
    held_by_others: always,
    dio_held_by_worker: always,
    file_held_by_submission: always,
    holds_file: always,
    kicked: always,
    cancelled: always,
    cancelled_late: always,
    cancel_called: always,
    cancel_res: always,
    cancel_res2: always,
    flags_at_completion: always,
    invalidate: always,
    osync: always,
  },
  task_log: { returns: always, taken: always, cancels: always },
  context_log: { holds_ctx: always, holds_kiocb: always, runs: always, sends_bios: always },
  kioctx_log: { held_by_list: always, held_by_fput: always },
  io_event: { unread: always, overwritten: always },
  bio: { ended_with: always, holds_dio: always },
};

/** Fields of the model's ledger that no row writes, by name (`request.…`), each with the reason. */
export const notCompared: Readonly<Record<string, string>> = {};

type Fields = Readonly<Record<string, unknown>>;

export interface FieldDifference {
  /** `request[0].completions`. */
  readonly field: string;
  readonly inState: unknown;
  readonly byHand: unknown;
}

/** The first field that is compared now and has two values; null: all are equal. */
export function firstDifference(
  { pools, stacks }: PlainState,
  shadow: Readonly<Record<string, readonly object[]>>,
  table: FieldTable = comparedFields,
): FieldDifference | null {
  const standing = Object.values(stacks).flat();
  const isStandingAt = (step: string): boolean => standing.some(({ proc, label }) => step === `${proc}.${label}`);
  for (const [pool, fields] of Object.entries(table))
    for (const [name, isCompared] of Object.entries(fields)) {
      const objects = pools[pool] ?? [];
      for (let id = 0; id < objects.length; id++) {
        const inState = objects[id]?.[name];
        const byHand = (shadow[pool]?.[id] as Fields | undefined)?.[name];
        if (!isEqual(inState, byHand) && isCompared(isStandingAt))
          return { field: `${pool}[${id}].${name}`, inState, byHand };
      }
    }
  return null;
}

const isEqual = (a: unknown, b: unknown): boolean =>
  Array.isArray(a) && Array.isArray(b) ? a.length === b.length && a.every((one, nth) => one === b[nth]) : a === b;

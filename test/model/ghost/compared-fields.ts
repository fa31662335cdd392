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

/** A run begins where aio_run_iocb is entered, and ends where it returns; by hand it does at the links and at `again`. */
const notAtEdgesOfRun = unlessAt(
  'aio_run_iocb.clear_kicked',
  'aio_run_iocb.null_links',
  'aio_run_iocb.init_links',
  'aio_run_iocb.kicked',
  'aio_run_iocb.queue',
  'aio_run_iocb.queue_work',
);

/** By pool and name. */
type FieldTable = Readonly<Record<string, Readonly<Record<string, Compared>>>>;

export const comparedFields: FieldTable = {
  request: {
    completions: always,
    begun_by: always,
    accepted: always,
    entered: always,
    own_result: always,
    // Reported where the result is assigned; by hand, where the function is called that keeps the error.
    first_error: unlessAt('aio_propogate_error.pending'),
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
    kicked: notAtEdgesOfRun,
    cancelled: always,
    cancelled_late: always,
    // Where the method is entered; by hand, in the statement in front of the call.
    cancel_called: unlessAt('ep_aio_cancel.cancel'),
    cancel_res: always,
    cancel_res2: always,
    flags_at_completion: always,
    invalidate: always,
    osync: always,
  },
  task_log: { returns: always, taken: always, cancels: unlessAt('ep_aio_cancel.cancel') },
  context_log: { holds_ctx: always, holds_kiocb: always, runs: notAtEdgesOfRun, sends_bios: notAtEdgesOfRun },
  kioctx_log: { held_by_list: always, held_by_fput: always },
  io_event: { unread: always, overwritten: always },
  bio: { ended_with: always, holds_dio: always },
};

/** Fields of the model's ledger that no row writes, by name (`request.…`), each with the reason. */
export const notCompared: Readonly<Record<string, string>> = {
  'task_log.repeats': 'no record of the kernel, but of what the program does',
  'io_event.stored': 'by hand, a statement that writes all of an event is one',
  'kioctx_log.unlinked_by': 'by hand, io_destroy and exit_aio say which put is the list’s',
  'context_log.pins_ctx': 'by hand, every reference has a name',
  'kioctx_log.unnamed': 'by hand, every reference has a name',
  'request.kiocb_unnamed': 'by hand, every reference has a name',
  'request.dio_unnamed': 'by hand, every reference has a name',
  'request.file_unnamed': 'by hand, every reference has a name',
};

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

/**
 * What happened, for those who judge it: nothing here is kernel memory, and no modelled C reads it. Ghost code writes it (index.ts),
 * wherever modelled code has the effect that it is about.
 */
import { bool, int, listOf, NULL, ref, struct, value } from '../core/index.ts';

/** More than this is not told apart: what is only recorded must never stop the kernel that it is recorded of. */
export const MOST_RECORDED = 3;
/** The same of references. */
export const MOST_HELD = 7;

export const request = struct('request', {
  /** How often a completion of the request has begun. */
  completions: int(0, MOST_RECORDED).ledger().starts(0),
  /** Who has begun the I/O's completion, by dropping the last reference to the dio; NULL once aio_complete() was called for it. */
  begun_by: ref('context').ledger().starts(NULL),
  /** io_submit_one() returned 0. */
  accepted: bool().ledger().starts(false),
  /** aio_complete() was entered, and the result that its first caller brought. */
  entered: bool().ledger().starts(false),
  own_result: value('long').ledger(),
  /** The first error that the submission path reported after -EIOCBQUEUED. */
  first_error: value('long').ledger().starts(0),
  /** Everything that was put into the ring for it. */
  events_res: listOf(value('long'), MOST_RECORDED).ledger(),
  events_res2: listOf(value('long'), MOST_RECORDED).ledger(),
  /**
   * How many of its events a call has taken off the ring and returned, or, where it has not returned, will return; or went
   * with the ring that io_destroy freed.
   */
  read: int(0, MOST_RECORDED).ledger().starts(0),
  /** Holders of the kiocb's references, and of the dio's that are no bio. */
  held_by_submission: bool().ledger().starts(false),
  held_by_io: bool().ledger().starts(false),
  dio_held_by_worker: bool().ledger().starts(false),
  /** Holders of its file beside the descriptor: io_submit_one from fget() on, and the request from when it was handed the file. */
  file_held_by_submission: bool().ledger().starts(false),
  holds_file: bool().ledger().starts(false),
  /** References to the kiocb that runs off the run list, cancellations and patches take beside these. */
  held_by_retry: int(0, MOST_HELD).ledger().starts(0),
  held_by_cancel: int(0, MOST_HELD).ledger().starts(0),
  held_by_others: int(0, MOST_HELD).ledger().starts(0),
  /** A reference to its kiocb, its dio or its file was taken or dropped, and nothing tells whose. */
  kiocb_unnamed: bool().ledger().starts(false),
  dio_unnamed: bool().ledger().starts(false),
  file_unnamed: bool().ledger().starts(false),
  /** It was kicked, and no run of it has begun since. */
  kicked: bool().ledger().starts(false),
  /** CANCELLED was ever set; and it was set when the request was marked for insertion already. */
  cancelled: bool().ledger().starts(false),
  cancelled_late: bool().ledger().starts(false),
  /** io_cancel found it and called its driver's method. */
  cancel_called: bool().ledger().starts(false),
  /** The events that io_cancel handed out. */
  cancel_res: listOf(value('long'), MOST_RECORDED).ledger(),
  cancel_res2: listOf(value('long'), MOST_RECORDED).ledger(),
  /** KICKED, CANCELLED and INSERTED as bits 0 to 2, when the I/O's reference was dropped. */
  flags_at_completion: int(0, 7).ledger(),
  invalidate: listOf(value('long'), 2).ledger(),
  osync: listOf(value('long'), 2).ledger(),
});

/** `most`: the most events that one call can take. */
export const task_log = (calls: number, most: number) =>
  struct('task_log', {
    returns: listOf(value('long'), Math.max(1, calls)).ledger(),
    /** Whose events the call that runs has taken off the ring, in that order. */
    taken: listOf(ref('request'), Math.max(1, most)).ledger(),
    /** The request for which the io_cancel that runs has called the driver's method. */
    cancels: ref('request').ledger().starts(NULL),
    /** The call that runs is one that was made before, and is made again. */
    repeats: bool().ledger().starts(false),
  });

/** Holders of a kioctx's references that are no context: the mm's list, and requests whose file is to be dropped. */
export const kioctx_log = struct('kioctx_log', {
  held_by_list: bool().ledger().starts(false),
  /** Who has taken it off the list, and has not dropped the list's reference; NULL: nobody. */
  unlinked_by: ref('context').ledger().starts(NULL),
  held_by_fput: int(0, MOST_HELD).ledger().starts(0),
  /** A reference was dropped, and nothing tells whose. */
  unnamed: bool().ledger().starts(false),
});

/** One per context: a task or an interrupt. */
export const context_log = struct('context_log', {
  /** References to the kioctx that it has taken and not put back. */
  holds_ctx: int(0, MOST_HELD).ledger().starts(0),
  /** Those that it has taken in a function that has none in 2.6.20, so that nothing tells for whom. */
  pins_ctx: int(0, MOST_HELD).ledger().starts(0),
  /** The request to which it holds a reference as a run off the run list or as a cancellation. */
  holds_kiocb: ref('request').ledger().starts(NULL),
  /** The request that it runs (aio_run_iocb), and whether the bios are sent from this run. */
  runs: ref('request').ledger().starts(NULL),
  sends_bios: bool().ledger().starts(false),
});

/**
 * What happened, for those who judge it: nothing here is kernel memory, and no modelled C reads it. One entry per user
 * request and one per task.
 */
import { EIOCBQUEUED } from '../include/linux/errno.ts';
import { bool, int, type List, listOf, NULL, ref, struct, value } from '../core/index.ts';
import { mostTaken, type World } from '../world.ts';

/** More than this is not told apart: what is only recorded must never stop the kernel that it is recorded of. */
const MOST = 3;

export const request = struct('request', {
  /** How often a completion of the request has begun. */
  completions: int(0, MOST).ledger().starts(0),
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
  events_res: listOf(value('long'), MOST).ledger(),
  events_res2: listOf(value('long'), MOST).ledger(),
  /**
   * How many of its events a call has taken off the ring and returned, or, where it has not returned, will return; or went
   * with the ring that io_destroy freed.
   */
  read: int(0, MOST).ledger().starts(0),
  /** Holders of the kiocb's references (aio_put_req says who drops one), and of the dio's that are no bio. */
  held_by_submission: bool().ledger().starts(false),
  held_by_io: bool().ledger().starts(false),
  dio_held_by_worker: bool().ledger().starts(false),
  /** Holders of its file beside the descriptor: io_submit_one from fget() on, and the request from when it was handed the file. */
  file_held_by_submission: bool().ledger().starts(false),
  holds_file: bool().ledger().starts(false),
  /** References to the kiocb that runs off the run list, cancellations and patches take beside these. */
  held_by_retry: int(0, 7).ledger().starts(0),
  held_by_cancel: int(0, 7).ledger().starts(0),
  held_by_others: int(0, 7).ledger().starts(0),
  /** It was kicked, and no run of it has begun since. */
  kicked: bool().ledger().starts(false),
  /** CANCELLED was ever set; and it was set when the request was marked for insertion already. */
  cancelled: bool().ledger().starts(false),
  cancelled_late: bool().ledger().starts(false),
  /** io_cancel found it and called its driver's method. */
  cancel_called: bool().ledger().starts(false),
  /** The events that io_cancel handed out. */
  cancel_res: listOf(value('long'), MOST).ledger(),
  cancel_res2: listOf(value('long'), MOST).ledger(),
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
  });

/** Holders of a kioctx's references that are no context: the mm's list, and requests whose file is to be dropped. */
export const kioctx_log = struct('kioctx_log', {
  held_by_list: bool().ledger().starts(false),
  held_by_fput: int(0, 7).ledger().starts(0),
});

/** One per context: a task or an interrupt. */
export const context_log = struct('context_log', {
  /** References to the kioctx that it has taken and not put back. */
  holds_ctx: int(0, 7).ledger().starts(0),
  /** The request to which it holds a reference as a run off the run list or as a cancellation. */
  holds_kiocb: ref('request').ledger().starts(NULL),
  /** The request that it runs (aio_run_iocb), and whether the bios are sent from this run. */
  runs: ref('request').ledger().starts(NULL),
  sends_bios: bool().ledger().starts(false),
});

interface RequestLog {
  completions: number;
  begun_by: number;
  entered: boolean;
  own_result: number;
  first_error: number;
  read: number;
  readonly events_res: List;
  readonly events_res2: List;
  kicked: boolean;
  cancel_called: boolean;
  readonly cancel_res: List;
  readonly cancel_res2: List;
}
interface RingEnds {
  ring_head: number;
  ring_tail: number;
}
interface SlotLog {
  obj: number;
  res: number;
  res2: number;
  unread: boolean;
  overwritten: boolean;
}
export interface Records {
  readonly current: number;
  request(id: number): RequestLog;
  io_event(slot: number): SlotLog;
}
interface Running {
  readonly current: number;
  context_log(context: number): { runs: number; sends_bios: boolean };
}
export interface Tasks {
  readonly current: number;
  readonly world: Pick<World, 'tasks' | 'iocbs'>;
  task_log(task: number): { readonly taken: List; cancels: number };
}

/** The bio side takes the dio's last reference: from here on the I/O completes the request. */
export function completionBegins(k: Records, iocb: number): void {
  const log = k.request(iocb);
  log.completions = Math.min(log.completions + 1, MOST);
  log.begun_by = k.current;
}

/**
 * aio_complete() is entered. Below the run that sent the bios it is the submission that completes, and for a request without
 * bios below any; from elsewhere, or from a later run, it is what the I/O has begun, if that is not finished, whoever finishes it.
 */
export function completionEnters(k: Records & Running & Pick<Tasks, 'world'>, iocb: number, res: number): void {
  const log = k.request(iocb);
  if (log.begun_by !== NULL && !isSubmission(k, iocb)) log.begun_by = NULL;
  else log.completions = Math.min(log.completions + 1, MOST);
  if (!log.entered) log.own_result = res;
  log.entered = true;
}

/** An event was written into a slot. */
export function eventInserted(k: Records, iocb: number, slot: number): void {
  const event = k.io_event(slot);
  const { events_res, events_res2 } = k.request(iocb);
  if (events_res.length < MOST) {
    events_res.insert(events_res.length, event.res);
    events_res2.insert(events_res2.length, event.res2);
  }
  if (event.unread) event.overwritten = true;
  event.unread = true;
}

function isSubmission(k: Running & { readonly world: Pick<World, 'iocbs'> }, iocb: number): boolean {
  const { runs, sends_bios } = k.context_log(k.current);
  return runs === iocb && (sends_bios || k.world.iocbs[iocb]?.bios === 0);
}

/** kick_iocb marks the request. */
export function kickArrives(k: Records, iocb: number): void {
  k.request(iocb).kicked = true;
}

/** aio_run_iocb begins to run the request, sends its bios, and is through. */
export function runBegins(k: Records & Running, iocb: number): void {
  const log = k.context_log(k.current);
  log.runs = iocb;
  log.sends_bios = false;
  k.request(iocb).kicked = false;
}
export function runSendsBios(k: Running): void {
  k.context_log(k.current).sends_bios = true;
}
export function runEnds(k: Running): void {
  const log = k.context_log(k.current);
  log.runs = NULL;
  log.sends_bios = false;
}

/** io_cancel calls the driver's method for the request, and hands out an event if that returns 0. */
export function cancelCalled(k: Records & Tasks, iocb: number): void {
  k.request(iocb).cancel_called = true;
  if (k.current < k.world.tasks.length) k.task_log(k.current).cancels = iocb;
}

/** The event is zeroed, and the driver filled in nothing. */
export function cancelEvent(k: Records, iocb: number): void {
  const { cancel_res, cancel_res2 } = k.request(iocb);
  if (cancel_res.length === MOST) return;
  cancel_res.insert(cancel_res.length, 0);
  cancel_res2.insert(cancel_res2.length, 0);
}

/** io_getevents copies a slot's event to the user, and then moves the head past the slot. */
export function eventRead(k: Records & Tasks, slot: number): void {
  const { obj, res, res2 } = k.io_event(slot);
  void res;
  void res2;
  const log = k.request(obj);
  log.read = Math.min(log.read + 1, MOST);
  if (k.current >= k.world.tasks.length) return;
  const { taken } = k.task_log(k.current);
  if (taken.length < mostTaken(k.world)) taken.insert(taken.length, obj);
}

/**
 * Of a call's events only those are handed out that it returns: the first that it took. Told where read_events returns, and
 * once more where the call does: the step in which it drops the context would depend on the order of the events, too.
 */
export function eventsReturned(k: Records & Tasks, count: number): void {
  if (k.current >= k.world.tasks.length) return;
  const { taken } = k.task_log(k.current);
  for (let nth = 0; taken.length > 0; nth++) {
    const obj = taken.at(0);
    taken.remove(obj);
    if (nth >= count) k.request(obj).read = Math.max(k.request(obj).read - 1, 0);
  }
}

/** io_destroy frees the ring with the events that lie in it. */
export function ringFreed(k: Records, { ring_head, ring_tail }: Readonly<RingEnds>, ring_nr: number): void {
  for (let slot = ring_head; slot !== ring_tail; slot = (slot + 1) % ring_nr) {
    const { unread, obj } = k.io_event(slot);
    if (!unread || obj === NULL) continue;
    const log = k.request(obj);
    log.read = Math.min(log.read + 1, MOST);
  }
}

export function slotFreed(k: Records, slot: number): void {
  k.io_event(slot).unread = false;
}

/** The submission path reports `error` with `existing` as the result so far; only what follows -EIOCBQUEUED counts. */
export function errorReported(k: Records, iocb: number, existing: number, error: number): void {
  const log = k.request(iocb);
  if (existing === -EIOCBQUEUED && log.first_error === 0) log.first_error = error;
}

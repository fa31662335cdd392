/**
 * What happened, for those who judge it: nothing here is kernel memory, and no modelled C reads it. One entry per user
 * request and one per task.
 */
import { EIOCBQUEUED } from '../include/linux/errno.ts';
import { bool, int, type List, listOf, NULL, ref, struct, value } from '../core/index.ts';

export const request = struct('request', {
  /** How often a completion of the request has begun. */
  completions: int(0, 4).ledger().starts(0),
  /** The interrupt that has begun completing the request's last bio and not yet called aio_complete(), or NULL. */
  begun_by: ref('context').ledger().starts(NULL),
  /** io_submit_one() returned 0. */
  accepted: bool().ledger().starts(false),
  /** aio_complete() was entered, and the result that its first caller brought. */
  entered: bool().ledger().starts(false),
  own_result: value('long').ledger(),
  /** The first error that the submission path reported after -EIOCBQUEUED. */
  first_error: value('long').ledger().starts(0),
  events_res: listOf(value('long'), 3).ledger(),
  events_res2: listOf(value('long'), 3).ledger(),
  /** How many of its events io_getevents took off the ring. */
  delivered: int(0, 3).ledger().starts(0),
  invalidate: listOf(value('long'), 2).ledger(),
  osync: listOf(value('long'), 2).ledger(),
});

export const task_log = (calls: number) =>
  struct('task_log', {
    returns: listOf(value('long'), Math.max(1, calls)).ledger(),
  });

interface RequestLog {
  completions: number;
  begun_by: number;
  entered: boolean;
  own_result: number;
  first_error: number;
  delivered: number;
  readonly events_res: List;
  readonly events_res2: List;
}
interface Ledger {
  readonly current: number;
  request(id: number): RequestLog;
}

/** The bio side takes the dio's last reference: from here on its interrupt completes the request. */
export function completionBegins(k: Ledger, iocb: number): void {
  const log = k.request(iocb);
  log.completions += 1;
  log.begun_by = k.current;
}

/** aio_complete() is entered: a completion of its own, unless the interrupt that enters had begun one already. */
export function completionEnters(k: Ledger, iocb: number, res: number): void {
  const log = k.request(iocb);
  if (log.begun_by === k.current) log.begun_by = NULL;
  else log.completions += 1;
  if (!log.entered) log.own_result = res;
  log.entered = true;
}

export function eventInserted(k: Ledger, iocb: number, res: number, res2: number): void {
  const { events_res, events_res2 } = k.request(iocb);
  events_res.insert(events_res.length, res);
  events_res2.insert(events_res2.length, res2);
}

/** io_getevents copies an event to the user: `obj` and the results, all of which it reads. */
export function eventDelivered(k: Ledger, obj: number, _res: number, _res2: number): void {
  k.request(obj).delivered += 1;
}

/** The submission path reports `error` with `existing` as the result so far; only what follows -EIOCBQUEUED counts. */
export function errorReported(k: Ledger, iocb: number, existing: number, error: number): void {
  const log = k.request(iocb);
  if (existing === -EIOCBQUEUED && log.first_error === 0) log.first_error = error;
}

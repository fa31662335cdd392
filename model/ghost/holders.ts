/**
 * Who holds a reference, by name, so that every count can be compared with its holders. A holder is a side of the
 * protocol, not a pointer: whoever drops a reference says in whose name, and a drop in the name of one that holds none
 * leaves the count one short. A system call that has returned holds nothing, whatever it forgot to drop. Ledger, like
 * records.ts: no modelled C reads it.
 */
import { NULL } from '../core/index.ts';
import { eventsReturned, type Records, runEnds, runSendsBios, type Tasks } from './records.ts';
import { type CallName, factsOf, type WorldCall } from '../calls.ts';

/** Whose reference a put drops, as a local that no C has. 0, where nothing is said, is nobody's: that put is one too many. */
export const SUBMISSION = 1;
export const IO = 2;
/** A patch's own, which it takes with `kiocbGot`. */
export const OTHER = 3;
/** A run off the run list (fs/aio.c:783), and a cancellation (287, 1708), whose driver's method puts it. */
export const RETRY = 4;
export const CANCEL = 5;

/** Whose reference to a kioctx: the mm's list, or a request whose file is to be dropped; 0: what runs and has looked it up. */
export const LIST = 1;
export const FPUT = 2;

/** What is only recorded must never stop the kernel: counts stay in here. */
const MOST = 7;

interface Holders {
  readonly current: number;
  request(id: number): {
    readonly entered: boolean;
    held_by_submission: boolean;
    held_by_io: boolean;
    dio_held_by_worker: boolean;
    file_held_by_submission: boolean;
    holds_file: boolean;
    held_by_others: number;
    held_by_retry: number;
    held_by_cancel: number;
    flags_at_completion: number;
    cancelled: boolean;
    cancelled_late: boolean;
  };
  kiocb(id: number): Flags;
  bio(id: number): { holds_dio: boolean };
  context_log(context: number): { holds_ctx: number; holds_kiocb: number; runs: number; sends_bios: boolean };
  kioctx_log(ctx: number): { held_by_list: boolean; held_by_fput: number };
}

interface Flags {
  readonly KIF_KICKED: boolean;
  readonly KIF_CANCELLED: boolean;
  /** Of patches that add it. */
  readonly KIF_INSERTED?: boolean;
}

const KICKED_BIT = 1;
const CANCELLED_BIT = 2;
const INSERTED_BIT = 4;

const isInserted = (flags: Flags): boolean => 'KIF_INSERTED' in flags && (flags.KIF_INSERTED ?? false);

/** KICKED, CANCELLED and INSERTED as bits 0 to 2. */
export const flagsOf = (flags: Flags): number =>
  (flags.KIF_KICKED ? KICKED_BIT : 0) |
  (flags.KIF_CANCELLED ? CANCELLED_BIT : 0) |
  (isInserted(flags) ? INSERTED_BIT : 0);

/** A new kiocb has two references: the submission's, and the I/O's, which its completion drops. */
export function kiocbMade(k: Holders, iocb: number): void {
  const log = k.request(iocb);
  log.held_by_submission = true;
  log.held_by_io = true;
}

/** It is given back before anybody could see it. */
export function kiocbUnmade(k: Holders, iocb: number): void {
  const log = k.request(iocb);
  log.held_by_submission = false;
  log.held_by_io = false;
}

const more = (count: number): number => Math.min(count + 1, MOST);
const fewer = (count: number): number => Math.max(count - 1, 0);

/** A reference beside the first two is taken: in the name of RETRY, CANCEL, or OTHER, which is a patch's own. */
export function kiocbGot(k: Holders, iocb: number, holder = OTHER): void {
  const log = k.request(iocb);
  if (holder === RETRY || holder === CANCEL) k.context_log(k.current).holds_kiocb = iocb;
  if (holder === RETRY) log.held_by_retry = more(log.held_by_retry);
  if (holder === CANCEL) log.held_by_cancel = more(log.held_by_cancel);
  if (holder === OTHER) log.held_by_others = more(log.held_by_others);
}

export function kiocbPut(k: Holders, iocb: number, holder: number): void {
  const log = k.request(iocb);
  if (holder === RETRY || holder === CANCEL) noLongerHeld(k, iocb);
  if (holder === SUBMISSION) log.held_by_submission = false;
  if (holder === RETRY) log.held_by_retry = fewer(log.held_by_retry);
  if (holder === CANCEL) log.held_by_cancel = fewer(log.held_by_cancel);
  if (holder === OTHER) log.held_by_others = fewer(log.held_by_others);
  if (holder !== IO) return;
  log.held_by_io = false;
  log.flags_at_completion = flagsOf(k.kiocb(iocb));
}

function noLongerHeld(k: Holders, iocb: number): void {
  const log = k.context_log(k.current);
  if (log.holds_kiocb === iocb) log.holds_kiocb = NULL;
}

/**
 * CANCELLED is set, whether or not it was before. `byTeardown`: by aio_cancel_all, which sets it on everything that is still
 * linked, completed or not, where the ring goes too: then it counts as if it had been set before.
 */
export function kiocbCancelled(k: Holders, iocb: number, byTeardown = false): void {
  const log = k.request(iocb);
  log.cancelled = true;
  if (isInserted(k.kiocb(iocb))) log.cancelled_late = true;
  if (byTeardown && log.entered && !log.held_by_io) log.flags_at_completion |= CANCELLED_BIT;
}

/** io_submit_one has got the file, hands it to the request, gives it back, or returns. */
export function fileGot(k: Holders, iocb: number): void {
  k.request(iocb).file_held_by_submission = true;
}
export function fileHandedOn(k: Holders, iocb: number): void {
  const log = k.request(iocb);
  log.file_held_by_submission = false;
  log.holds_file = true;
}
export function fileGivenBack(k: Holders, iocb: number): void {
  const log = k.request(iocb);
  if (log.file_held_by_submission) log.file_held_by_submission = false;
}

/** The request drops its file. */
export function filePut(k: Holders, iocb: number): void {
  k.request(iocb).holds_file = false;
}

export function ctxGot(k: Holders, ctx: number, holder: number): void {
  const log = k.context_log(k.current);
  const others = k.kioctx_log(ctx);
  if (holder === FPUT) others.held_by_fput = more(others.held_by_fput);
  else log.holds_ctx = more(log.holds_ctx);
}

export function ctxPut(k: Holders, ctx: number, holder: number): void {
  const log = k.context_log(k.current);
  const others = k.kioctx_log(ctx);
  if (holder === LIST) others.held_by_list = false;
  else if (holder === FPUT) others.held_by_fput = fewer(others.held_by_fput);
  else log.holds_ctx = fewer(log.holds_ctx);
}

/** The worker takes its reference before it sends any bio. */
export function dioHeldByWorker(k: Holders, iocb: number, holds: boolean): void {
  k.request(iocb).dio_held_by_worker = holds;
  if (holds) runSendsBios(k);
}

export function dioHeldByBio(k: Holders, bio: number, holds: boolean): void {
  k.bio(bio).holds_dio = holds;
}

/** In whose name a call holds a request that `context_log.holds_kiocb` has: as a run off the run list, or as a cancellation. */
const holderOf: { readonly [name in CallName]: typeof RETRY | typeof CANCEL } = {
  io_submit: RETRY,
  io_getevents: RETRY,
  io_cancel: CANCEL,
  io_destroy: CANCEL,
};

/** A system call of the task that runs has returned: it holds nothing, and has handed out what it says. */
export function callReturned(k: Holders & Records & Tasks, made: WorldCall, ret: number): void {
  const log = k.context_log(k.current);
  if (log.holds_ctx !== 0) log.holds_ctx = 0;
  if (log.runs !== NULL) runEnds(k);
  if (log.holds_kiocb !== NULL) {
    const held = k.request(log.holds_kiocb);
    if (holderOf[made.call] === CANCEL) held.held_by_cancel = fewer(held.held_by_cancel);
    else held.held_by_retry = fewer(held.held_by_retry);
    log.holds_kiocb = NULL;
  }
  for (const iocb of factsOf(made).submits) {
    if (k.request(iocb).held_by_submission) k.request(iocb).held_by_submission = false;
    fileGivenBack(k, iocb);
  }
  if (k.task_log(k.current).cancels !== NULL) k.task_log(k.current).cancels = NULL;
  eventsReturned(k, Math.max(0, ret));
}

/**
 * Who holds a reference, by name, so that every count can be compared with its holders. A holder is a side of the
 * protocol, not a pointer: whoever drops a reference says in whose name, and a drop in the name of one that holds none
 * leaves the count one short. Ledger, like ledger.ts: no modelled C reads it.
 */

/** What a put drops, as a local that no C has: 0 is nobody's, so a put that does not say is one too many. */
export const NOBODY = 0;
export const SUBMISSION = 1;
export const IO = 2;
/** A patch's own, which it takes with `kiocbGot`. */
export const OTHER = 3;
/** A run off the run list (fs/aio.c:783), and a cancellation (287, 1708), whose driver's method puts it. */
export const RETRY = 4;
export const CANCEL = 5;

/** Whose reference to a kioctx: what runs and has looked it up, the mm's list, or a request whose file is to be dropped. */
export const LOOKUP = 0;
export const LIST = 1;
export const FPUT = 2;

/** What is only recorded must never stop the kernel: counts stay in here. */
const MOST = 7;

interface Holders {
  readonly current: number;
  request(id: number): {
    held_by_submission: boolean;
    held_by_io: boolean;
    dio_held_by_worker: boolean;
    held_by_others: number;
    held_by_retry: number;
    held_by_cancel: number;
    flags_at_completion: number;
    cancelled: boolean;
    cancelled_late: boolean;
  };
  kiocb(id: number): Flags;
  bio(id: number): { holds_dio: boolean };
  context_log(context: number): { holds_ctx: number };
  kioctx_log(ctx: number): { held_by_list: boolean; held_by_fput: number };
}

interface Flags {
  readonly KIF_KICKED: boolean;
  readonly KIF_CANCELLED: boolean;
  /** Of patches that add it. */
  readonly KIF_INSERTED?: boolean;
}

export const flagsOf = ({ KIF_KICKED, KIF_CANCELLED, KIF_INSERTED }: Flags): number =>
  Number(KIF_KICKED) + 2 * Number(KIF_CANCELLED) + 4 * Number(KIF_INSERTED ?? false);

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
  if (holder === RETRY) log.held_by_retry = more(log.held_by_retry);
  if (holder === CANCEL) log.held_by_cancel = more(log.held_by_cancel);
  if (holder === OTHER) log.held_by_others = more(log.held_by_others);
}

export function kiocbPut(k: Holders, iocb: number, holder: number): void {
  const log = k.request(iocb);
  if (holder === SUBMISSION) log.held_by_submission = false;
  if (holder === RETRY) log.held_by_retry = fewer(log.held_by_retry);
  if (holder === CANCEL) log.held_by_cancel = fewer(log.held_by_cancel);
  if (holder === OTHER) log.held_by_others = fewer(log.held_by_others);
  if (holder !== IO) return;
  log.held_by_io = false;
  log.flags_at_completion = flagsOf(k.kiocb(iocb));
}

/** CANCELLED is set, whether or not it was before. */
export function kiocbCancelled(k: Holders, iocb: number): void {
  const log = k.request(iocb);
  log.cancelled = true;
  if (k.kiocb(iocb).KIF_INSERTED) log.cancelled_late = true;
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

export function dioHeldByWorker(k: Holders, iocb: number, holds: boolean): void {
  k.request(iocb).dio_held_by_worker = holds;
}

export function dioHeldByBio(k: Holders, bio: number, holds: boolean): void {
  k.bio(bio).holds_dio = holds;
}

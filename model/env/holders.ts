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

/** What is only recorded must never stop the kernel: counts stay in here. */
const MOST = 7;

interface Holders {
  readonly current: number;
  request(id: number): {
    held_by_submission: boolean;
    held_by_io: boolean;
    dio_held_by_worker: boolean;
    held_by_others: number;
    flags_at_completion: number;
  };
  kiocb(id: number): Flags;
  bio(id: number): { holds_dio: boolean };
  context_log(context: number): { holds_ctx: number };
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

/** A patch takes a reference of its own, which it puts as OTHER. */
export function kiocbGot(k: Holders, iocb: number): void {
  const log = k.request(iocb);
  log.held_by_others = Math.min(log.held_by_others + 1, MOST);
}

export function kiocbPut(k: Holders, iocb: number, holder: number): void {
  const log = k.request(iocb);
  if (holder === SUBMISSION) log.held_by_submission = false;
  if (holder === OTHER) log.held_by_others = Math.max(log.held_by_others - 1, 0);
  if (holder !== IO) return;
  log.held_by_io = false;
  log.flags_at_completion = flagsOf(k.kiocb(iocb));
}

export function ctxGot(k: Holders): void {
  const log = k.context_log(k.current);
  log.holds_ctx = Math.min(log.holds_ctx + 1, MOST);
}

export function ctxPut(k: Holders): void {
  const log = k.context_log(k.current);
  log.holds_ctx = Math.max(log.holds_ctx - 1, 0);
}

export function dioHeldByWorker(k: Holders, iocb: number, holds: boolean): void {
  k.request(iocb).dio_held_by_worker = holds;
}

export function dioHeldByBio(k: Holders, bio: number, holds: boolean): void {
  k.bio(bio).holds_dio = holds;
}

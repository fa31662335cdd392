/**
 * Who holds a reference, by name, so that every count can be compared with its holders. A holder is a side of the
 * protocol, not a pointer: whoever drops a reference says in whose name, and a drop in the name of one that holds none
 * leaves the count one short. Ledger, like ledger.ts: no modelled C reads it.
 */

/** What a put drops, as a local that no C has: 0 is nobody's, so a put that does not say is one too many. */
export const NOBODY = 0;
export const SUBMISSION = 1;
export const IO = 2;

interface Holders {
  readonly current: number;
  request(id: number): {
    held_by_submission: boolean;
    held_by_io: boolean;
    dio_held_by_worker: boolean;
    flags_at_completion: number;
  };
  kiocb(id: number): Flags;
  bio(id: number): { holds_dio: boolean };
  task_log(task: number): { holds_ctx: boolean };
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

export function kiocbPut(k: Holders, iocb: number, holder: number): void {
  const log = k.request(iocb);
  if (holder === SUBMISSION) log.held_by_submission = false;
  if (holder !== IO) return;
  log.held_by_io = false;
  log.flags_at_completion = flagsOf(k.kiocb(iocb));
}

/** Tasks are the first contexts, and only they look a context up. */
export function ctxHeld(k: Holders, holds: boolean): void {
  k.task_log(k.current).holds_ctx = holds;
}

export function dioHeldByWorker(k: Holders, iocb: number, holds: boolean): void {
  k.request(iocb).dio_held_by_worker = holds;
}

export function dioHeldByBio(k: Holders, bio: number, holds: boolean): void {
  k.bio(bio).holds_dio = holds;
}

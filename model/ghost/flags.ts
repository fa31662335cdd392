/** What happens to the bits of ki_flags. */
import type { CallStack } from '../core/index.ts';
import type { Kernel } from '../kernel.ts';

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

/** The I/O's reference is dropped. */
export function completedWith(k: Kernel, iocb: number): void {
  k.request(iocb).flags_at_completion = flagsOf(k.kiocb(iocb));
}

/** kick_iocb marks the request, whether or not it was marked. */
export function kickedStored(k: Kernel, iocb: number): void {
  if (k.kiocb(iocb).KIF_KICKED) k.request(iocb).kicked = true;
}

const CANCELLERS = ['aio_cancel_all', 'sys_io_cancel', 'ep_aio_cancel'];

/**
 * CANCELLED is set, whether or not it was before. aio_cancel_all sets it on everything that is still linked, completed or not, where
 * the ring goes too: then it counts as if it had been set before.
 */
export function cancelledStored(k: Kernel, iocb: number, stack: CallStack): void {
  if (!k.kiocb(iocb).KIF_CANCELLED) return;
  const log = k.request(iocb);
  log.cancelled = true;
  if (isInserted(k.kiocb(iocb))) log.cancelled_late = true;
  const byTeardown = stack.innermost(CANCELLERS)?.proc === 'aio_cancel_all';
  if (byTeardown && log.entered && !log.held_by_io) log.flags_at_completion |= CANCELLED_BIT;
}

/**
 * Who holds references to a request. A new kiocb has two: the submission's, and the I/O's, which its completion drops. A sync kiocb has
 * the I/O's alone (fs/aio.c:936-941), and is in the frame of a task. Runs off the run list (783) and cancellations (287, 1708) take one
 * each; what anybody else takes is the patch's own.
 */
import { NULL, type Store } from '../core/index.ts';
import type { Kernel } from '../kernel.ts';
import { type Account, dropped, several, single, unnamedReference } from './accounts.ts';
import { completedWith } from './flags.ts';
import { isSyncRequest } from '../world.ts';
import { MOST_HELD } from './ledger.ts';

const accountsOf = (k: Kernel, iocb: number) => {
  const log = k.request(iocb);
  return {
    submission: single(log, 'held_by_submission'),
    io: whoseDropCompletes(k, iocb),
    retry: inContext(k, iocb, several(log, 'held_by_retry', MOST_HELD)),
    cancel: inContext(k, iocb, several(log, 'held_by_cancel', MOST_HELD)),
    others: several(log, 'held_by_others', MOST_HELD),
  };
};
type Holder = keyof ReturnType<typeof accountsOf>;

/** In whose name these functions, and whatever they call, drop references: in this order, as far as there are any. */
const drops: Readonly<Record<string, readonly Holder[]>> = {
  // Where a request is given up before it runs, its submission drops both (1593-1595).
  io_submit_one: ['submission', 'others', 'io'],
  aio_complete: ['io', 'others'],
  ep_aio_complete: ['io', 'others'],
  __aio_run_iocbs: ['retry', 'others'],
  sys_io_cancel: ['cancel', 'others'],
  aio_cancel_all: ['cancel', 'others'],
  ep_aio_cancel: ['cancel', 'others'],
};
const takes: Readonly<Record<string, Holder>> = {
  __aio_run_iocbs: 'retry',
  sys_io_cancel: 'cancel',
  aio_cancel_all: 'cancel',
};
const KNOWN = Object.keys(drops);

export function kiocbAllocated(k: Kernel, iocb: number): void {
  const { submission, io } = accountsOf(k, iocb);
  io.take();
  if (isSyncRequest(k.world, iocb)) k.context_log(k.current).holds_kiocb = iocb;
  else submission.take();
}

/** It is given back before anybody could see it. */
export function kiocbDiscarded(k: Kernel, iocb: number): void {
  const log = k.request(iocb);
  log.held_by_submission = false;
  log.held_by_io = false;
}

/** Before others see it, ki_users is what its creator says. */
export function ki_usersStored(k: Kernel, iocb: number, { stack, from, isPublished, gap }: Store): void {
  if (!isPublished || from === null) return;
  const by = k.kiocb(iocb).ki_users - from;
  const accounts = accountsOf(k, iocb);
  const within = stack.innermost(KNOWN);
  if (by === 1) accounts[(within && takes[within.proc]) ?? 'others'].take();
  if (by !== -1) return;
  const own = within === null ? null : (drops[within.proc] as readonly Holder[]).map((holder) => accounts[holder]);
  dropped(own, Object.values(accounts), () => {
    k.request(iocb).kiocb_unnamed = true;
    gap(unnamedReference(stack, `kiocb[${iocb}]`, by));
  });
}

/** Of a holder whose context is taken down too. */
function inContext(k: Kernel, iocb: number, account: Account): Account {
  const log = k.context_log(k.current);
  return {
    ...account,
    take() {
      account.take();
      log.holds_kiocb = iocb;
    },
    drop() {
      account.drop();
      if (log.holds_kiocb === iocb) log.holds_kiocb = NULL;
    },
  };
}

function whoseDropCompletes(k: Kernel, iocb: number): Account {
  const account = single(k.request(iocb), 'held_by_io');
  return {
    ...account,
    drop() {
      account.drop();
      completedWith(k, iocb);
    },
  };
}

/** A system call has returned: it holds nothing, whatever it forgot to drop, and has handed out what it says. */
import { type CallName, factsOf, type WorldCall } from '../calls.ts';
import { NULL } from '../core/index.ts';
import type { Kernel } from '../kernel.ts';
import { runEnded } from './completion.ts';
import { eventsReturned } from './events.ts';

/** In whose name a call holds a request that `context_log.holds_kiocb` has: as a run off the run list, or as a cancellation. */
const holderOf: { readonly [name in Exclude<CallName, 'exit'>]: 'held_by_retry' | 'held_by_cancel' } = {
  io_submit: 'held_by_retry',
  io_getevents: 'held_by_retry',
  io_cancel: 'held_by_cancel',
  io_destroy: 'held_by_cancel',
  io_setup: 'held_by_retry',
  reap: 'held_by_retry',
  sync_io: 'held_by_retry',
};

/** Of a call that returns: an exit does not, and takes the last of its references along. */
export function callReturned(k: Kernel, made: Exclude<WorldCall, { readonly call: 'exit' }>, ret: number): void {
  const log = k.context_log(k.current);
  if (log.holds_ctx !== 0) log.holds_ctx = 0;
  runEnded(k);
  if (log.holds_kiocb !== NULL) {
    const held = k.request(log.holds_kiocb);
    const holder = holderOf[made.call];
    held[holder] = Math.max(held[holder] - 1, 0);
    log.holds_kiocb = NULL;
  }
  for (const iocb of factsOf(made).submits)
    if (k.request(iocb).held_by_submission) k.request(iocb).held_by_submission = false;
  if (k.task_log(k.current).cancels !== NULL) k.task_log(k.current).cancels = NULL;
  eventsReturned(k, Math.max(0, ret));
}

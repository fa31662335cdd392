/** Runs of a request, and the beginnings of its completion. */
import { type CallStack, NULL, type RunningFunction } from '../core/index.ts';
import { EIOCBQUEUED } from '../include/linux/errno.ts';
import type { Kernel } from '../kernel.ts';
import { MOST_RECORDED } from './ledger.ts';

type Frame = RunningFunction['locals'];

/** aio_run_iocb begins to run the request, unless it has no method: then it returns at once (fs/aio.c:674). */
export function aio_run_iocbEntered(k: Kernel, { iocb = NULL }: Frame): void {
  if (k.kiocb(iocb).ki_retry === 'NULL') return;
  const log = k.context_log(k.current);
  log.runs = iocb;
  log.sends_bios = false;
  k.request(iocb).kicked = false;
}

/** It is through with the request, or its system call has returned. */
export function runEnded(k: Pick<Kernel, 'context_log' | 'current'>): void {
  const log = k.context_log(k.current);
  if (log.runs === NULL) return;
  log.runs = NULL;
  log.sends_bios = false;
}

/** The bio side drops the dio's last reference: from here on the I/O completes the request. */
export function completionBegun(k: Kernel, iocb: number): void {
  const log = k.request(iocb);
  log.completions = Math.min(log.completions + 1, MOST_RECORDED);
  log.begun_by = k.current;
}

/**
 * Below the run that sent the bios it is the submission that completes, and for a request without bios below any; from elsewhere, or
 * from a later run, it is what the I/O has begun, if that is not finished, whoever finishes it.
 */
export function aio_completeEntered(k: Kernel, { iocb = NULL, res = 0 }: Frame): void {
  const log = k.request(iocb);
  if (log.begun_by !== NULL && !isSubmission(k, iocb)) log.begun_by = NULL;
  else log.completions = Math.min(log.completions + 1, MOST_RECORDED);
  if (!log.entered) log.own_result = res;
  log.entered = true;
}

function isSubmission(k: Kernel, iocb: number): boolean {
  const { runs, sends_bios } = k.context_log(k.current);
  return runs === iocb && (sends_bios || k.world.iocbs[iocb]?.bios === 0);
}

export function io_submit_oneReturned(k: Kernel, value: number, { user = NULL }: Frame): void {
  const log = k.request(user);
  if (value === 0) log.accepted = true;
  if (log.file_held_by_submission) log.file_held_by_submission = false;
}

/** The driver's method is called for the request: by io_cancel, or where the context is destroyed. */
export function ep_aio_cancelEntered(k: Kernel, { iocb = NULL }: Frame, stack: CallStack): void {
  if (stack.innermost(['sys_io_cancel', 'aio_cancel_all'])?.proc !== 'sys_io_cancel') return;
  k.request(iocb).cancel_called = true;
  if (k.current < k.world.tasks.length) k.task_log(k.current).cancels = iocb;
}

/** The submission path reports `error` with `existing` as the result so far; only what follows -EIOCBQUEUED counts. */
export function errorReported(k: Kernel, iocb: number, existing: number, error: number): void {
  const log = k.request(iocb);
  if (existing === -EIOCBQUEUED && log.first_error === 0) log.first_error = error;
}

/** A task begins to read or write a request itself: the run goes on until the method has returned for good. */
export function syncBegun(k: Kernel, { iocb = NULL }: Frame): void {
  const log = k.context_log(k.current);
  log.runs = iocb;
  log.sends_bios = false;
}

/** It comes back to the method, whether or not the kick has come. */
export function syncRetried(k: Kernel, _value: number, { iocb = NULL }: Frame): void {
  k.request(iocb).kicked = false;
}

/** It returns, and its kiocb is gone. Where it has not waited for the completion, the method itself has completed the request. */
export function syncReturned(k: Kernel, _value: number, { iocb = NULL }: Frame): void {
  const log = k.request(iocb);
  if (k.context_log(k.current).runs === iocb) log.completions = Math.min(log.completions + 1, MOST_RECORDED);
  runEnded(k);
  log.held_by_io = false;
  k.context_log(k.current).holds_kiocb = NULL;
}

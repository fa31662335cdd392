/** Deliberate defects, each a patch of one hunk, to be composed with a kernel that is sound without it. */
import type { Patch } from '../core/index.ts';
import { cancelWithoutReference } from './cancel-without-reference.ts';
import { clearKickedLate } from './clear-kicked-late.ts';
import { completeCancelled } from './complete-cancelled.ts';
import { completeWhatWasPromised } from './complete-what-was-promised.ts';
import { exitWithoutWaiting } from './exit-without-waiting.ts';
import { forgetEvent } from './forget-event.ts';
import { forgetIoError } from './forget-io-error.ts';
import { forgetSyncKick } from './forget-sync-kick.ts';
import { fputUnderLock } from './fput-under-lock.ts';
import { fputWithoutContext } from './fput-without-context.ts';
import { insertTwice } from './insert-twice.ts';
import { keepBioLock } from './keep-bio-lock.ts';
import { keepContext } from './keep-context.ts';
import { keepFile } from './keep-file.ts';
import { keepFputLock } from './keep-fput-lock.ts';
import { keepReference } from './keep-reference.ts';
import { kickOutsideLock } from './kick-outside-lock.ts';
import { kickWithoutWork } from './kick-without-work.ts';
import { lastErrorWins } from './last-error-wins.ts';
import { linkBeforeRing } from './link-before-ring.ts';
import { noEvent } from './no-event.ts';
import { noWakeForBios } from './no-wake-for-bios.ts';
import { noWakeWhenDead } from './no-wake-when-dead.ts';
import { noWake } from './no-wake.ts';
import { publishBeforeEvent } from './publish-before-event.ts';
import { putContextTwice } from './put-context-twice.ts';
import { putFileEarly } from './put-file-early.ts';
import { putWithoutLock } from './put-without-lock.ts';
import { retryWithoutReference } from './retry-without-reference.ts';
import { sleepDespiteSignal } from './sleep-despite-signal.ts';
import { sleepWhenCompleted } from './sleep-when-completed.ts';
import { slotNotReserved } from './slot-not-reserved.ts';
import { syncIsAsync } from './sync-is-async.ts';
import { tailNotPublished } from './tail-not-published.ts';
import { usersStartAtOne } from './users-start-at-one.ts';

export const mutants: readonly Patch[] = [
  completeWhatWasPromised,
  lastErrorWins,
  insertTwice,
  usersStartAtOne,
  noWake,
  putContextTwice,
  putWithoutLock,
  publishBeforeEvent,
  slotNotReserved,
  tailNotPublished,
  clearKickedLate,
  keepReference,
  keepBioLock,
  forgetIoError,
  completeCancelled,
  cancelWithoutReference,
  retryWithoutReference,
  fputWithoutContext,
  kickWithoutWork,
  kickOutsideLock,
  noWakeWhenDead,
  fputUnderLock,
  keepFputLock,
  noEvent,
  noWakeForBios,
  keepFile,
  putFileEarly,
  keepContext,
  forgetEvent,
  sleepDespiteSignal,
  exitWithoutWaiting,
  linkBeforeRing,
  forgetSyncKick,
  sleepWhenCompleted,
  syncIsAsync,
];

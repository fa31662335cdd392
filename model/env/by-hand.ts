/**
 * What patches had to call when records were made by hand. Now ghost code finds all of it out from the effects of steps (model/ghost), and
 * these do nothing: modules that call them are judged like those that do not. So it is with the local `holder` of aio_put_req,
 * __aio_put_req, get_ioctx and put_ioctx, which some of them set.
 */
import type { Kernel } from '../kernel.ts';
import { eventTaken } from '../ghost/events.ts';

const nothing = (..._said: readonly unknown[]): void => {};

export const SUBMISSION = 1;
export const IO = 2;
export const OTHER = 3;
export const RETRY = 4;
export const CANCEL = 5;
export const LIST = 1;
export const FPUT = 2;

export const completionBegins = nothing;
export const completionEnters = nothing;
export const ctxGot = nothing;
export const ctxPut = nothing;
export const dioHeldByBio = nothing;
export const dioHeldByWorker = nothing;
export const cancelCalled = nothing;
export const eventInserted = nothing;
export const fileGivenBack = nothing;
export const fileGot = nothing;
export const fileHandedOn = nothing;
export const filePut = nothing;
export const kickArrives = nothing;
export const kiocbCancelled = nothing;
export const kiocbGot = nothing;
export const kiocbMade = nothing;
export const kiocbPut = nothing;
export const kiocbUnmade = nothing;
export const runBegins = nothing;
export const runEnds = nothing;
export const runSendsBios = nothing;
export const slotFreed = nothing;

/** Copying the event in a slot is an effect that only the step can tell; env/user-memory.ts has it. */
export const eventRead = (k: Kernel, slot: number): void => eventTaken(k, k.io_event(slot).obj);
export { copyCancelEvent as cancelEvent } from './user-memory.ts';
/** Says more than is found out where a patch reports errors elsewhere. */
export { errorReported } from '../ghost/completion.ts';
export { flagsOf } from '../ghost/flags.ts';

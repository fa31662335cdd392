/** Events: put into the ring, taken off it, and handed out. */
import { NULL, type Store } from '../core/index.ts';
import type { Kernel } from '../kernel.ts';
import { mostTaken } from '../world.ts';
import { MOST_RECORDED } from './ledger.ts';

/** What of an event was stored in its slot since one was last inserted there, as bits. */
const OBJ = 1;
const RES = 2;
const RES2 = 4;

const slotStored = (member: number) => (k: Kernel, slot: number) => {
  const log = k.io_event(slot);
  log.stored |= member;
  if (log.stored === (OBJ | RES | RES2)) inserted(k, slot, log.res2);
};
export const objStored = slotStored(OBJ);
export const resStored = slotStored(RES);
export const res2Stored = slotStored(RES2);

/** An event is whole: whose it is, and both its results. */
function inserted(k: Kernel, slot: number, res2: number): void {
  const event = k.io_event(slot);
  event.stored = 0;
  if (event.obj === NULL) return;
  const { events_res, events_res2 } = k.request(event.obj);
  if (events_res.length < MOST_RECORDED) {
    events_res.insert(events_res.length, event.res);
    events_res2.insert(events_res2.length, res2);
  }
  if (event.unread) event.overwritten = true;
  event.unread = true;
}

const slotsBetween = (k: Kernel, from: number, to: number): number[] => {
  const slots: number[] = [];
  for (let slot = from; slot !== to; slot = (slot + 1) % k.world.ring_nr) slots.push(slot);
  return slots;
};

/** The tail passes slots: an event without its second result is one too, and a fresh page holds 0 there. */
export function ring_tailStored(k: Kernel, ctx: number, { from }: Store): void {
  for (const slot of slotsBetween(k, from ?? 0, k.kioctx(ctx).ring_tail))
    if (k.io_event(slot).stored === (OBJ | RES)) inserted(k, slot, 0);
}

/** The head passes slots, which then are free. */
export function ring_headStored(k: Kernel, ctx: number, { from }: Store): void {
  for (const slot of slotsBetween(k, from ?? 0, k.kioctx(ctx).ring_head)) k.io_event(slot).unread = false;
}

/** io_destroy frees the ring with the events that lie in it. */
export function ring_pagesStored(k: Kernel, ctx: number): void {
  const { ring_pages, ring_head, ring_tail } = k.kioctx(ctx);
  if (ring_pages) return;
  for (const slot of slotsBetween(k, ring_head, ring_tail)) {
    const { unread, obj } = k.io_event(slot);
    if (unread && obj !== NULL) countRead(k, obj, 1);
  }
}

const countRead = (k: Kernel, iocb: number, by: number): void => {
  const log = k.request(iocb);
  log.read = Math.min(Math.max(log.read + by, 0), MOST_RECORDED);
};

/** The call that runs has copied the event of a request. */
export function eventTaken(k: Kernel, iocb: number): void {
  countRead(k, iocb, 1);
  if (k.current >= k.world.tasks.length) return;
  const { taken } = k.task_log(k.current);
  if (taken.length < mostTaken(k.world)) taken.insert(taken.length, iocb);
}

/**
 * Of a call's events only those are handed out that it returns: the first that it took. Told where read_events returns, and
 * once more where the call does: the step in which it drops the context would depend on the order of the events, too.
 */
export function eventsReturned(k: Kernel, count: number): void {
  if (k.current >= k.world.tasks.length) return;
  const { taken } = k.task_log(k.current);
  for (let nth = 0; taken.length > 0; nth++) {
    const obj = taken.at(0);
    taken.remove(obj);
    if (nth >= count) countRead(k, obj, -1);
  }
}

/** What system calls copy out: events, whose contents nobody here looks at, so that what is kept is whose they are. */
import { eventTaken } from '../ghost/events.ts';
import { MOST_RECORDED } from '../ghost/ledger.ts';
import { aio_ring_event } from '../include/linux/aio.ts';
import type { Kernel } from '../kernel.ts';

/** `*ent = *evp`: io_getevents copies the event in a slot, to hand it out when it returns. */
export function copyEvent(k: Kernel, ctx: number, slot: number): void {
  const { obj, res, res2 } = aio_ring_event(k, ctx, slot);
  void res;
  void res2;
  eventTaken(k, obj);
}

/** `copy_to_user(result, &tmp, sizeof(tmp))` of io_cancel: the event is zeroed, and no driver fills anything in. */
export function copyCancelEvent(k: Kernel, iocb: number): void {
  const { cancel_res, cancel_res2 } = k.request(iocb);
  if (cancel_res.length === MOST_RECORDED) return;
  cancel_res.insert(cancel_res.length, 0);
  cancel_res2.insert(cancel_res2.length, 0);
}

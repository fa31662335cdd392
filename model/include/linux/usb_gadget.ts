/** A USB endpoint with one request at most: what drivers/usb/gadget/inode.c and dummy_hcd.c share about it. */
import { bool, spinlock, struct } from '../../core/index.ts';

/**
 * One per user request, since each request has its own file; in the C a device, its controller and the controller's timer
 * serve all endpoints, so that their locks are held by fewer at once here. Left out: the endpoint being disabled or the
 * gadget unbound; and kiocb_priv with all that goes wrong with it (race U19): it is read before it is filled in (663-675),
 * set to NULL under a cancel (608) and freed under it (607). Here a cancel always finds it.
 */
export const usb_ep = struct('usb_ep', {
  /** epdata->dev->lock of gadgetfs, and dum->lock of the controller. */
  dev_lock: spinlock(),
  dum_lock: spinlock(),
  /** The request is on the endpoint's queue; that the interrupt may come then is looked at without the lock. */
  queued: bool().written_under('dum_lock').starts(false),
});

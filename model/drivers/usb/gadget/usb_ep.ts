/** A USB endpoint with one request at most: what drivers/usb/gadget/inode.c and dummy_hcd.c share about it. */
import { bool, spinlock, struct } from '../../../core/index.ts';

/**
 * One per user request, since each request has its own file. Left out: the endpoint being disabled or the gadget unbound,
 * and kiocb_priv, which the completion frees while a cancel may look at it (race U19): here it is never freed.
 */
export const usb_ep = struct('usb_ep', {
  /** epdata->dev->lock of gadgetfs, and dum->lock of the controller. */
  dev_lock: spinlock(),
  dum_lock: spinlock(),
  /** The request is on the endpoint's queue: the controller has not ended it, and nobody has dequeued it. */
  queued: bool().racy().starts(false),
});

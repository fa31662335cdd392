/**
 * gadgetfs: requests that a USB controller ends, and that may be cancelled (drivers/usb/gadget/inode.c). The write side,
 * whose completion calls aio_complete (603-615); the read side kicks, and its second aio_put_req is a bug (race U19).
 */
import { to } from '../../../core/index.ts';
import { NBYTES } from '../../../world.ts';
import { aio_complete } from '../../../fs/aio/complete.ts';
import { aio_put_req } from '../../../fs/aio/put.ts';
import { EIOCBQUEUED } from '../../../include/linux/errno.ts';
import { proc } from '../../../kernel.ts';
import { dummy_dequeue, dummy_queue } from './dummy_hcd.ts';

/** The controller is done with the request, or gave it up (`status`). A cancelled one is only put: its canceller tells the user. */
export const ep_aio_complete = proc(
  'ep_aio_complete',
  'drivers/usb/gadget/inode.c:593',
  { iocb: 'struct kiocb *', status: 'int' },
  {
    iocb: {
      line: 596,
      c: 'iocb = req->context; priv = iocb->private',
      run: (k, f) => void k.kiocb(f.iocb).ki_ctx,
    },
    lock: { line: 600, c: 'spin_lock(&epdata->dev->lock)', acquire: (k, f) => k.usb_ep(f.iocb).dev_lock },
    cancelled: {
      line: 610,
      c: 'if (unlikely(kiocbIsCancelled(iocb)))',
      run: (k, f) => (k.kiocb(f.iocb).KIF_CANCELLED ? 'put' : 'complete'),
    },
    put: {
      line: 611,
      c: 'aio_put_req(iocb)',
      call: to(aio_put_req, (g, f) => {
        g.req = f.iocb;
      }),
      then: 'unlock',
    },
    complete: {
      line: 613,
      c: 'aio_complete(iocb, req->actual ? req->actual : req->status, req->status)',
      call: to(aio_complete, (g, f) => {
        g.iocb = f.iocb;
        g.res = f.status === 0 ? NBYTES : f.status;
        g.res2 = f.status;
      }),
    },
    unlock: { line: 626, c: 'spin_unlock(&epdata->dev->lock)', release: (k, f) => k.usb_ep(f.iocb).dev_lock },
  },
);

/** ki_cancel. Called with a reference of its own, which it puts. */
export const ep_aio_cancel = proc(
  'ep_aio_cancel',
  'drivers/usb/gadget/inode.c:541',
  { iocb: 'struct kiocb *', value: 'int' },
  {
    cancel: {
      line: 550,
      c: 'kiocbSetCancelled(iocb)',
      run(k, f) {
        k.kiocb(f.iocb).KIF_CANCELLED = true;
      },
    },
    dequeue: {
      line: 552,
      c: 'value = usb_ep_dequeue(epdata->ep, priv->req)',
      call: to(dummy_dequeue, (g, f) => {
        g.ep = f.iocb;
      }),
      result: 'value',
    },
    put: {
      line: 558,
      c: 'aio_put_req(iocb)',
      call: to(aio_put_req, (g, f) => {
        g.req = f.iocb;
      }),
    },
  },
  'value',
);

/** ep_aio_write: hands the request to the controller. ki_cancel is set without ctx_lock, when the request has long been on active_reqs (race U13). */
export const ep_aio_rwtail = proc(
  'ep_aio_rwtail',
  'drivers/usb/gadget/inode.c:633',
  { iocb: 'struct kiocb *', ret: 'ssize_t' },
  {
    alloc: {
      line: 646,
      c: 'priv = kmalloc(sizeof *priv, GFP_KERNEL); iocb->private = priv; get_ready_ep(...)',
      run(k, f) {
        k.might_sleep();
        void k.kiocb(f.iocb).ki_filp;
      },
    },
    cancellable: {
      line: 663,
      c: '/* a driver with a cancel method */',
      go: (f, k) => (k.world.iocbs[f.iocb]?.cancellable ? 'set_cancel' : 'lock'),
    },
    set_cancel: {
      line: 663,
      c: 'iocb->ki_cancel = ep_aio_cancel',
      run(k, f) {
        k.kiocb(f.iocb).ki_cancel = 'ep_aio_cancel';
      },
    },
    lock: { line: 671, c: 'spin_lock_irq(&epdata->dev->lock)', acquire: (k, f) => k.usb_ep(f.iocb).dev_lock },
    queue: {
      line: 680,
      c: 'value = usb_ep_queue(epdata->ep, req, GFP_ATOMIC)',
      call: to(dummy_queue, (g, f) => {
        g.ep = f.iocb;
      }),
    },
    unlock: { line: 687, c: 'spin_unlock_irq(&epdata->dev->lock)', release: (k, f) => k.usb_ep(f.iocb).dev_lock },
    queued: {
      line: 695,
      c: 'value = -EIOCBQUEUED',
      go(f) {
        f.ret = -EIOCBQUEUED;
      },
    },
  },
  'ret',
);

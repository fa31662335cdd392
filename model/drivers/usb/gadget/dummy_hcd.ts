/** The USB controller, as drivers/usb/gadget/dummy_hcd.c has it: whoever takes a request off the endpoint's queue ends it. */
import { through } from '../../../core/index.ts';
import { ECONNRESET, EINVAL } from '../../../include/linux/errno.ts';
import { type Kernel, proc } from '../../../kernel.ts';

/** list_del_init(&req->queue), if the request is still there. */
function taken(k: Kernel, number: number): boolean {
  const ep = k.usb_ep(number);
  const { queued } = ep;
  ep.queued = false;
  return queued;
}

/** usb_ep_queue. Left out: the FIFO of one short request (570-586). */
export const dummy_queue = proc(
  'dummy_queue',
  'drivers/usb/gadget/dummy_hcd.c:540',
  { ep: 'struct usb_ep *' },
  {
    lock: { line: 567, c: 'spin_lock_irqsave(&dum->lock, flags)', acquire: (k, f) => k.usb_ep(f.ep).dum_lock },
    add: {
      line: 587,
      c: 'list_add_tail(&req->queue, &ep->queue)',
      run(k, f) {
        k.usb_ep(f.ep).queued = true;
      },
    },
    unlock: {
      line: 588,
      c: 'spin_unlock_irqrestore(&dum->lock, flags)',
      release: (k, f) => k.usb_ep(f.ep).dum_lock,
    },
  },
);

/** usb_ep_dequeue: gives the request back to its driver, or returns -EINVAL if the controller has ended it. */
export const dummy_dequeue = proc(
  'dummy_dequeue',
  'drivers/usb/gadget/dummy_hcd.c:596',
  { ep: 'struct usb_ep *', retval: 'int' },
  {
    einval: {
      line: 600,
      c: 'retval = -EINVAL',
      go(f) {
        f.retval = -EINVAL;
      },
    },
    lock: { line: 613, c: 'spin_lock(&dum->lock)', acquire: (k, f) => k.usb_ep(f.ep).dum_lock },
    take: {
      line: 614,
      c: 'list_for_each_entry(req, &ep->queue, queue) { list_del_init(&req->queue); retval = 0; }',
      run(k, f) {
        if (taken(k, f.ep)) f.retval = 0;
      },
    },
    unlock: { line: 622, c: 'spin_unlock(&dum->lock)', release: (k, f) => k.usb_ep(f.ep).dum_lock },
    found: { line: 624, c: 'if (retval == 0)', go: (f) => (f.retval === 0 ? 'complete' : 'return') },
    complete: {
      line: 628,
      c: '_req->complete(_ep, _req)  /* ep_aio_complete() */',
      call: through('ep_aio_complete', (g: { iocb: number; status: number }, f: { ep: number }) => {
        g.iocb = f.ep;
        g.status = -ECONNRESET;
      }),
    },
  },
  'retval',
);

/** The controller's interrupt: the transfer is through. Comes again only when another request is queued. Left out: taking the lock once more afterwards (1173). */
export const dummy_timer = proc(
  'dummy_timer',
  'drivers/usb/gadget/dummy_hcd.c:1242',
  { ep: 'struct usb_ep *', found: 'int' },
  {
    transfer: {
      line: 1242,
      c: '/* the transfer of a queued request is through */',
      when: (k, f) => k.usb_ep(f.ep).queued,
      run: () => 'lock',
    },
    lock: { line: 1269, c: 'spin_lock_irqsave(&dum->lock, flags)', acquire: (k, f) => k.usb_ep(f.ep).dum_lock },
    take: {
      line: 1169,
      c: 'list_del_init(&req->queue)  /* in transfer() */',
      run(k, f) {
        f.found = taken(k, f.ep) ? 1 : 0;
      },
    },
    unlock: { line: 1171, c: 'spin_unlock(&dum->lock)', release: (k, f) => k.usb_ep(f.ep).dum_lock },
    none: {
      line: 1074,
      c: 'list_for_each_entry(req, &ep->queue, queue)  /* dequeued meanwhile? */',
      go(f) {
        const next = f.found === 1 ? 'complete' : 'transfer';
        f.found = 0;
        return next;
      },
    },
    complete: {
      line: 1172,
      c: 'req->req.complete(&ep->ep, &req->req)  /* ep_aio_complete() */',
      call: through('ep_aio_complete', (g: { iocb: number }, f: { ep: number }) => {
        g.iocb = f.ep;
      }),
      then: 'transfer',
    },
  },
);

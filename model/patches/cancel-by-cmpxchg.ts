/**
 * How 0460fef2 (2013, in 3.10) decides between cancelling and completing, carried over to 2.6.20: one atomic step on ki_cancel. Who
 * cancels swaps the method for KIOCB_CANCELLED, if there is one; who completes swaps in the same value, and what it finds says who
 * was first. It closes race U7 of docs/races.md: what is complete is not found to cancel any more. It leaves U6: a canceller who
 * is first, and whose driver is then too late, still leaves no event (`event-for-cancelled` closes that).
 *
 * Abstracted: ki_cancel has no third value here. A canceller's mark is KIF_CANCELLED, which the commit gives up; a completion's is
 * that ki_cancel is NULL, which a canceller takes alike. With it comes what the driver had been given by 49631ca7 (2007, in 2.6.21):
 * it completes cancelled requests too, so that aio_complete decides. Left out: that requests are linked for cancelling only once they
 * have a method, and that the list needs no lock otherwise.
 */
import { NULL, type Patch } from '../core/index.ts';
import { ep_aio_cancel, ep_aio_complete } from '../drivers/usb/gadget/inode.ts';
import { sys_io_cancel } from '../fs/aio/cancel.ts';
import { aio_complete } from '../fs/aio/complete.ts';
import { aio_cancel_all } from '../fs/aio/exit.ts';
import { edit, type Kernel } from '../kernel.ts';

/** Whether the request had a method, and nobody had cancelled or completed it: then it is cancelled now. */
function swapped(k: Kernel, number: number): boolean {
  const iocb = k.kiocb(number);
  if (iocb.ki_cancel === 'NULL' || iocb.KIF_CANCELLED) return false;
  iocb.KIF_CANCELLED = true;
  return true;
}

export const cancelByCmpxchg: Patch = {
  name: 'cancel-by-cmpxchg',
  summary: 'cancelling and completing are decided by one atomic step on ki_cancel, whoever is first (0460fef2, 2013)',
  hunks: [
    {
      name: 'cancel-first',
      standsFor:
        '0460fef2, kiocb_cancel: cmpxchg(&kiocb->ki_cancel, old, KIOCB_CANCELLED), in place of fs/aio.c:284-286, 1706, ' +
        '1709 and drivers/usb/gadget/inode.c:550',
      edits: [
        edit(sys_io_cancel, {
          remove: ['set_cancelled'],
          replace: {
            method: {
              line: 1706,
              c: '&& kiocb->ki_cancel, and cmpxchg(&kiocb->ki_cancel, cancel, KIOCB_CANCELLED) == cancel)',
              run(k, f) {
                if (swapped(k, f.kiocb)) return 'get';
                f.kiocb = NULL;
                return 'unlock';
              },
            },
          },
        }),
        edit(aio_cancel_all, {
          remove: ['set_cancelled'],
          replace: {
            method: {
              line: 284,
              c: 'cancel = iocb->ki_cancel, if cmpxchg(&iocb->ki_cancel, cancel, KIOCB_CANCELLED) == cancel',
              run(k, f) {
                f.cancel = swapped(k, f.iocb) ? 1 : 0;
              },
            },
          },
        }),
        edit(ep_aio_cancel, { remove: ['cancel'] }),
      ],
    },
    {
      name: 'complete-first',
      standsFor: '0460fef2, aio_complete: xchg(&iocb->ki_cancel, KIOCB_CANCELLED), in place of fs/aio.c:967',
      edits: [
        edit(aio_complete, {
          replace: {
            cancelled: {
              line: 967,
              c: 'if (xchg(&iocb->ki_cancel, KIOCB_CANCELLED) == KIOCB_CANCELLED) goto put_rq',
              run(k, f) {
                const iocb = k.kiocb(f.iocb);
                if (iocb.KIF_CANCELLED) return 'put_rq';
                iocb.ki_cancel = 'NULL';
                return 'tail';
              },
            },
          },
        }),
      ],
    },
    {
      name: 'driver-completes',
      standsFor: '49631ca7: drivers/usb/gadget/inode.c:610-611 left out, aio_complete looks',
      edits: [
        edit(ep_aio_complete, {
          remove: ['put'],
          replace: { cancelled: { line: 610, c: '/* cancelled or not */', go: () => 'complete' } },
        }),
      ],
    },
  ],
};

/**
 * What bec68faa (2013) makes of io_cancel, carried over to 2.6.20: an event always comes by the ring, of a cancelled request too, and
 * io_cancel hands out none. It closes race U6 of docs/races.md: a driver that is too late to cancel takes no event away. Abstracted:
 * the argument for the event, which bec68faa takes from every cancel method; that aio_complete() no longer looks whether the request
 * was cancelled, which had gone shortly before it; and 49631ca7 (2007), by which the driver completes cancelled requests.
 */
import { NULL, type Patch } from '../core/index.ts';
import { ep_aio_complete } from '../drivers/usb/gadget/inode.ts';
import { sys_io_cancel } from '../fs/aio/cancel.ts';
import { aio_complete } from '../fs/aio/complete.ts';
import { EINPROGRESS } from '../include/linux/errno.ts';
import { edit } from '../kernel.ts';

export const eventForCancelled: Patch = {
  name: 'event-for-cancelled',
  summary: 'a cancelled request has its event in the ring, and io_cancel hands out none (bec68faa, 2013)',
  hunks: [
    {
      name: 'event-in-ring',
      standsFor: 'fs/aio.c:967 and drivers/usb/gadget/inode.c:610-611 left out',
      edits: [
        edit(aio_complete, { replace: { cancelled: { line: 967, c: '/* cancelled or not */', go: () => 'tail' } } }),
        edit(ep_aio_complete, {
          remove: ['put'],
          replace: { cancelled: { line: 610, c: '/* cancelled or not */', go: () => 'complete' } },
        }),
      ],
    },
    {
      name: 'no-event-from-cancel',
      standsFor: 'bec68faa, io_cancel: if (!ret) ret = -EINPROGRESS, in place of fs/aio.c:1721-1727',
      edits: [
        edit(sys_io_cancel, {
          replace: {
            cancelled: {
              line: 1721,
              c: 'if (!ret) ret = -EINPROGRESS',
              go(f) {
                f.kiocb = NULL;
                if (f.ret === 0) f.ret = -EINPROGRESS;
              },
            },
          },
        }),
      ],
    },
  ],
};

/** Our repair of race U6 (docs/races.md): who marks a request as cancelled is who got it from the controller. */
import type { Patch } from '../core/index.ts';
import { dummy_dequeue } from '../drivers/usb/gadget/dummy_hcd.ts';
import { ep_aio_cancel } from '../drivers/usb/gadget/inode.ts';
import { sys_io_cancel } from '../fs/aio/cancel.ts';
import { edit } from '../kernel.ts';

export const cancelWhenDequeued: Patch = {
  name: 'cancel-when-dequeued',
  summary: 'io_cancel marks a request as cancelled only once the controller has given it up',
  hunks: [
    {
      name: 'mark-when-dequeued',
      standsFor: 'fs/aio.c:1709 and drivers/usb/gadget/inode.c:550 left out; 603-610 take -ECONNRESET for cancelled',
      edits: [
        edit(sys_io_cancel, { remove: ['set_cancelled'] }),
        edit(ep_aio_cancel, { remove: ['cancel'] }),
        edit(dummy_dequeue, {
          before: {
            complete: {
              cancelled: {
                line: 628,
                c: 'kiocbSetCancelled(iocb)  /* as the driver then does, on -ECONNRESET: nobody else ends it now */',
                run(k, f) {
                  k.kiocb(f.ep).KIF_CANCELLED = true;
                },
              },
            },
          },
        }),
      ],
    },
  ],
};

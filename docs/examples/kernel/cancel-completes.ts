/**
 * 54cbc058d86b (February 2024), which was reverted: since 3.10 io_cancel() hands out no event, and a cancelled request is completed by its
 * driver like any other. The commit believed that ->ki_cancel() completes nothing, and has io_cancel() complete the request itself; but
 * the method calls usb_ep_dequeue(), which calls the driver's completion routine.
 *
 *     npx kioctx prove queued-cancel --patch docs/examples/kernel/cancel-completes.ts
 *     npx kioctx prove queued-cancel --patch docs/examples/kernel/cancel-completes-fixed.ts
 */
import { aio_complete, EINTR, ep_aio_cancel, sys_io_cancel } from 'kioctx/linux';
import { edit, type Hunk, NULL, type Patch, to } from 'kioctx/model';

const EINPROGRESS = 115;

const throughTheRing: Hunk = {
  name: 'through-the-ring',
  standsFor:
    'io_cancel() since 3.10: no KIF_CANCELLED, no event of its own, and -EINPROGRESS where the method succeeds',
  edits: [
    edit(sys_io_cancel, {
      remove: ['set_cancelled'],
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
    edit(ep_aio_cancel, { remove: ['cancel'] }),
  ],
};

const completesAgain: Hunk = {
  name: 'completes-again',
  standsFor: '54cbc058d86b: aio_complete_rw() behind ->ki_cancel()',
  edits: [
    edit(sys_io_cancel, {
      after: {
        cancel: {
          again: {
            line: 1720,
            c: 'aio_complete_rw(&kiocb->rw, -EINTR)',
            call: to(aio_complete, (g, f) => {
              g.iocb = f.kiocb;
              g.res = -EINTR;
            }),
          },
        },
      },
    }),
  ],
};

export const reverted: Patch = {
  name: 'cancel-completes-fixed',
  summary: 'io_cancel() since 3.10: the driver completes a cancelled request like any other',
  hunks: [throughTheRing],
};

export const vulnerable: Patch = {
  name: 'cancel-completes',
  summary: 'the same with 54cbc058d86b: io_cancel() completes the request besides',
  hunks: [throughTheRing, completesAgain],
};

export default vulnerable;

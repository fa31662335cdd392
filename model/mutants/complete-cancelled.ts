import type { Patch } from '../core/index.ts';
import { ep_aio_complete } from '../drivers/usb/gadget/inode.ts';
import { aio_complete } from '../fs/aio/complete.ts';
import { edit } from '../kernel.ts';

export const completeCancelled: Patch = {
  name: 'complete-cancelled',
  summary: 'mutant: a cancelled request is completed like any other',
  hunks: [
    {
      name: 'ignore-cancelled',
      standsFor: 'fs/aio.c:967 and drivers/usb/gadget/inode.c:610 left out',
      edits: [
        edit(aio_complete, { replace: { cancelled: { line: 967, c: '/* cancelled or not */', go: () => 'tail' } } }),
        edit(ep_aio_complete, {
          replace: { cancelled: { line: 610, c: '/* cancelled or not */', go: () => 'complete' } },
        }),
      ],
    },
  ],
};

import type { Patch } from '../core/index.ts';
import { aio_run_iocb } from '../fs/aio/run.ts';
import { edit } from '../kernel.ts';

/**
 * A kick that falls between the unlock and the clearing is forgotten: it queued nothing, and its flag is gone. Here no kick
 * can, since it is the method, after the clearing, that arranges the next one.
 */
export const clearKickedLate: Patch = {
  name: 'clear-kicked-late',
  summary: 'mutant: aio_run_iocb() clears KICKED after it has dropped ctx_lock',
  hunks: [
    {
      name: 'clear-unlocked',
      standsFor: 'fs/aio.c:693 moved behind 702',
      edits: [
        edit(aio_run_iocb, {
          replace: { clear_kicked: { line: 693, c: '/* not yet */', go: () => 'null_links' } },
          after: {
            unlock: {
              clear_kicked_late: {
                line: 702,
                c: 'kiocbClearKicked(iocb)',
                run(k, f) {
                  k.kiocb(f.iocb).KIF_KICKED = false;
                },
              },
            },
          },
        }),
      ],
    },
  ],
};

import type { Patch } from '../core/index.ts';
import { try_queue_kicked_iocb } from '../fs/aio/kick.ts';
import { edit } from '../kernel.ts';

/** As it was before 998765e5. */
export const kickOutsideLock: Patch = {
  name: 'kick-outside-lock',
  summary: 'mutant: kick_iocb() sets KICKED before it takes ctx_lock',
  hunks: [
    {
      name: 'kick-unlocked',
      standsFor: 'fs/aio.c:892 moved in front of 889',
      edits: [
        edit(try_queue_kicked_iocb, {
          locals: { kicked: 'int' },
          replace: {
            kick: { line: 892, c: 'if (!kicked)', go: (f) => (f.kicked === 1 ? 'unlock' : 'queue') },
          },
          before: {
            lock: {
              kick_unlocked: {
                line: 888,
                c: 'kicked = kiocbTryKick(iocb)',
                run(k, f) {
                  const iocb = k.kiocb(f.iocb);
                  f.kicked = iocb.KIF_KICKED ? 1 : 0;
                  iocb.KIF_KICKED = true;
                },
              },
            },
          },
        }),
      ],
    },
  ],
};

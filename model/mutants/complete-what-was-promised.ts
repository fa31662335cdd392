import type { Patch } from '../core/index.ts';
import { aio_run_iocb } from '../fs/aio/run.ts';
import { EIOCBRETRY } from '../include/linux/errno.ts';
import { edit } from '../kernel.ts';

/** The submission side completes a request whose bios will complete it too (the mistake that 8459d86a mended elsewhere). */
export const completeWhatWasPromised: Patch = {
  name: 'complete-what-was-promised',
  summary: 'mutant: aio_run_iocb completes the request although the method returned -EIOCBQUEUED',
  hunks: [
    {
      name: 'forget-eiocbqueued',
      standsFor: 'fs/aio.c:727 without the test for -EIOCBQUEUED',
      edits: [
        edit(aio_run_iocb, {
          replace: {
            promised: {
              line: 727,
              c: 'if (ret != -EIOCBRETRY)',
              go: (f) => (f.ret === -EIOCBRETRY ? 'out' : 'complete'),
            },
          },
        }),
      ],
    },
  ],
};

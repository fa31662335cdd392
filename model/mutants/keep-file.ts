import type { Patch } from '../core/index.ts';
import { io_submit_one } from '../fs/aio/submit.ts';
import { EAGAIN } from '../include/linux/errno.ts';
import { edit } from '../kernel.ts';

export const keepFile: Patch = {
  name: 'keep-file',
  summary: 'mutant: io_submit_one() keeps the file when there is no slot for the request',
  hunks: [
    {
      name: 'no-fput',
      standsFor: 'fs/aio.c:1556 without fput(file)',
      edits: [
        edit(io_submit_one, {
          replace: {
            fput: {
              line: 1556,
              c: 'return -EAGAIN',
              go(f) {
                f.ret = -EAGAIN;
                return 'return';
              },
            },
          },
        }),
      ],
    },
  ],
};

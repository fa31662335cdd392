import type { Patch } from '../core/index.ts';
import { io_submit_one } from '../fs/aio/submit.ts';
import { fput } from '../fs/file-table.ts';
import { edit } from '../kernel.ts';

export const putFileEarly: Patch = {
  name: 'put-file-early',
  summary: 'mutant: io_submit_one() drops the file that it has handed to the request',
  hunks: [
    {
      name: 'fput-behind-filp',
      standsFor: 'fput(file) behind fs/aio.c:1560',
      edits: [
        edit(io_submit_one, {
          after: {
            filp: {
              fput_early: {
                line: 1560,
                c: 'fput(file)',
                run: (k, f) => fput(k, f.user),
              },
            },
          },
        }),
      ],
    },
  ],
};

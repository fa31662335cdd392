import type { Patch } from '../core/index.ts';
import { __aio_put_req } from '../fs/aio/put.ts';
import { edit } from '../kernel.ts';

export const fputUnderLock: Patch = {
  name: 'fput-under-lock',
  summary: 'mutant: the last put closes the file itself, under ctx_lock',
  hunks: [
    {
      name: 'fput-at-once',
      standsFor: 'fs/aio.c:523-527 replaced by __fput() and really_put_req()',
      edits: [
        edit(__aio_put_req, {
          remove: ['fput_lock', 'fput_add', 'fput_unlock', 'fput_work'],
          replace: {
            get: {
              line: 523,
              c: '__fput(req->ki_filp)',
              run(k, f) {
                k.might_sleep();
                k.free('file', k.kiocb(f.req).ki_filp);
              },
              then: 'really',
            },
          },
        }),
      ],
    },
  ],
};

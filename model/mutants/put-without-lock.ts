import type { Patch } from '../core/index.ts';
import { aio_put_req } from '../fs/aio/put.ts';
import { edit } from '../kernel.ts';

export const putWithoutLock: Patch = {
  name: 'put-without-lock',
  summary: 'mutant: aio_put_req() drops the reference without ctx_lock',
  hunks: [
    {
      name: 'no-lock',
      standsFor: 'fs/aio.c:541 and 543 left out',
      edits: [edit(aio_put_req, { remove: ['lock', 'unlock'] })],
    },
  ],
};

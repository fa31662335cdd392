import type { Patch } from '../core/index.ts';
import { __aio_get_req } from '../fs/aio/submit.ts';
import { edit } from '../kernel.ts';

export const slotNotReserved: Patch = {
  name: 'slot-not-reserved',
  summary: 'mutant: a request is made although the ring has no slot left for its event',
  hunks: [
    {
      name: 'no-limit',
      standsFor: 'fs/aio.c:431 without the test',
      edits: [
        edit(__aio_get_req, {
          replace: { avail: { line: 431, c: '/* no test of reqs_active */', go: () => 'link' } },
        }),
      ],
    },
  ],
};

import type { Patch } from '../core/index.ts';
import { aio_complete } from '../fs/aio/complete.ts';
import { edit } from '../kernel.ts';

export const noEvent: Patch = {
  name: 'no-event',
  summary: 'mutant: aio_complete() puts no event into the ring',
  hunks: [
    {
      name: 'no-event',
      standsFor: 'fs/aio.c:970-992 left out',
      edits: [
        edit(aio_complete, {
          remove: ['tail', 'event', 'info_tail', 'publish'],
          replace: { cancelled: { line: 967, c: '/* cancelled or not */', go: () => 'put_rq' } },
        }),
      ],
    },
  ],
};

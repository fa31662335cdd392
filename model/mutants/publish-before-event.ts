import type { Patch } from '../core/index.ts';
import { aio_complete } from '../fs/aio/complete.ts';
import { edit } from '../kernel.ts';

export const publishBeforeEvent: Patch = {
  name: 'publish-before-event',
  summary: 'mutant: aio_complete() publishes the tail before it writes the event',
  hunks: [
    {
      name: 'publish-first',
      standsFor: 'fs/aio.c:992 moved in front of 977',
      edits: [
        edit(aio_complete, {
          remove: ['publish'],
          before: {
            event: {
              publish_first: {
                line: 977,
                c: 'ring->tail = (tail + 1) % info->nr',
                run(k, f) {
                  k.kioctx(f.ctx).ring_tail = (f.tail + 1) % k.world.ring_nr;
                },
              },
            },
          },
        }),
      ],
    },
  ],
};

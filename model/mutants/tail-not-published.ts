import type { Patch } from '../core/index.ts';
import { aio_complete } from '../fs/aio/complete.ts';
import { edit } from '../kernel.ts';

export const tailNotPublished: Patch = {
  name: 'tail-not-published',
  summary: 'mutant: aio_complete() writes the event and never publishes the tail',
  hunks: [
    {
      name: 'no-publish',
      standsFor: 'fs/aio.c:992 left out',
      edits: [edit(aio_complete, { remove: ['publish'] })],
    },
  ],
};

import type { Patch } from '../core/index.ts';
import { io_submit_one } from '../fs/aio/submit.ts';
import { edit } from '../kernel.ts';

export const keepReference: Patch = {
  name: 'keep-reference',
  summary: 'mutant: io_submit_one() never drops its reference to the request',
  hunks: [
    {
      name: 'no-put',
      standsFor: 'fs/aio.c:1590 left out',
      edits: [edit(io_submit_one, { remove: ['put'] })],
    },
  ],
};

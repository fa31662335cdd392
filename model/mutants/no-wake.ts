import type { Patch } from '../core/index.ts';
import { aio_complete } from '../fs/aio/complete.ts';
import { edit } from '../kernel.ts';

export const noWake: Patch = {
  name: 'no-wake',
  summary: 'mutant: aio_complete() wakes nobody',
  hunks: [
    {
      name: 'no-wake',
      standsFor: 'fs/aio.c:1002-1003 left out',
      edits: [edit(aio_complete, { remove: ['active', 'wake'] })],
    },
  ],
};

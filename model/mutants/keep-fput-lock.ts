import type { Patch } from '../core/index.ts';
import { aio_fput_routine } from '../fs/aio/put.ts';
import { edit } from '../kernel.ts';

export const keepFputLock: Patch = {
  name: 'keep-fput-lock',
  summary: 'mutant: aio_fput_routine() keeps fput_lock over the whole list, and takes ctx_lock inside it',
  hunks: [
    {
      name: 'keep-lock',
      standsFor: 'fs/aio.c:485 and 496 left out',
      edits: [
        edit(aio_fput_routine, {
          remove: ['unlock_one'],
          replace: { relock: { line: 496, c: '/* the next one */', go: () => 'next' } },
        }),
      ],
    },
  ],
};

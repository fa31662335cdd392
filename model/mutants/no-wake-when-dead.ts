import type { Patch } from '../core/index.ts';
import { really_put_req } from '../fs/aio/put.ts';
import { edit } from '../kernel.ts';

export const noWakeWhenDead: Patch = {
  name: 'no-wake-when-dead',
  summary: 'mutant: the last request of a dead context wakes nobody',
  hunks: [
    {
      name: 'no-wake',
      standsFor: 'fs/aio.c:473-474 left out, as before 880641bb',
      edits: [edit(really_put_req, { remove: ['dead', 'wake'] })],
    },
  ],
};

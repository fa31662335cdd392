import type { Patch } from '../core/index.ts';
import { wait_on_sync_kiocb } from '../fs/aio/wait-on-sync.ts';
import { edit } from '../kernel.ts';

export const sleepWhenCompleted: Patch = {
  name: 'sleep-when-completed',
  summary: 'mutant: who waits for a sync kiocb does not look again once it has set its state',
  hunks: [
    {
      name: 'not-again',
      standsFor: 'fs/aio.c:327-328 left out',
      edits: [edit(wait_on_sync_kiocb, { remove: ['again'] })],
    },
  ],
};

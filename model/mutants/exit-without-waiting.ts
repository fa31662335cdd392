import type { Patch } from '../core/index.ts';
import { exit_aio } from '../fs/aio/exit-aio.ts';
import { edit } from '../kernel.ts';

export const exitWithoutWaiting: Patch = {
  name: 'exit-without-waiting',
  summary: 'mutant: the last task to exit does not wait for the requests that are on their way',
  hunks: [
    {
      name: 'no-wait',
      standsFor: 'fs/aio.c:351 left out',
      edits: [edit(exit_aio, { remove: ['wait'] })],
    },
  ],
};

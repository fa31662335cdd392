import type { Patch } from '../core/index.ts';
import { try_queue_kicked_iocb } from '../fs/aio/kick.ts';
import { edit } from '../kernel.ts';

export const kickWithoutWork: Patch = {
  name: 'kick-without-work',
  summary: 'mutant: a kick puts the request on the run list, and tells the worker nothing',
  hunks: [
    {
      name: 'no-work',
      standsFor: 'fs/aio.c:895-896 left out',
      edits: [edit(try_queue_kicked_iocb, { remove: ['queued', 'work'] })],
    },
  ],
};

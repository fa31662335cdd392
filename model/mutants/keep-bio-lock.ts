import type { Patch } from '../core/index.ts';
import { direct_io_worker } from '../fs/direct-io/submit.ts';
import { edit } from '../kernel.ts';

export const keepBioLock: Patch = {
  name: 'keep-bio-lock',
  summary: 'mutant: direct_io_worker() returns with the bio_lock of its dio held',
  hunks: [
    {
      name: 'no-unlock',
      standsFor: 'fs/direct-io.c:1112 left out',
      edits: [edit(direct_io_worker, { remove: ['unlock'] })],
    },
  ],
};

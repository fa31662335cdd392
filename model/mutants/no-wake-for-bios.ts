import type { Patch } from '../core/index.ts';
import { dio_bio_end_io } from '../fs/direct-io/complete.ts';
import { edit } from '../kernel.ts';

export const noWakeForBios: Patch = {
  name: 'no-wake-for-bios',
  summary: 'mutant: the interrupt that ends a bio does not wake who waits for it',
  hunks: [
    {
      name: 'no-wake',
      standsFor: 'fs/direct-io.c:313 left out',
      edits: [
        edit(dio_bio_end_io, {
          replace: { wake: { line: 313, c: '/* wakes nobody */', go: () => undefined } },
        }),
      ],
    },
  ],
};

import type { Patch } from '../core/index.ts';
import { dio_bio_complete } from '../fs/direct-io/complete.ts';
import { edit } from '../kernel.ts';

export const forgetIoError: Patch = {
  name: 'forget-io-error',
  summary: 'mutant: a bio that failed leaves no mark in its dio',
  hunks: [
    {
      name: 'no-io-error',
      standsFor: 'fs/direct-io.c:421 left out',
      edits: [
        edit(dio_bio_complete, {
          replace: { error: { line: 420, c: 'if (!uptodate) ;', run: (k, f) => void k.bio(f.bio).BIO_UPTODATE } },
        }),
      ],
    },
  ],
};

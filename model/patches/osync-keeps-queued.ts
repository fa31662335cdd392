/**
 * Mainline's repair of race U3 of docs/races.md (c7b50db2, 2009, in 2.6.32): an error of the O_SYNC flush replaces a count of bytes
 * alone, so that -EIOCBQUEUED stays; behind it the error is dropped, and nobody is told. Abstracted: the commit also moves the
 * flush from generic_file_direct_write to its caller, generic_file_aio_write, and makes it one of the range that was written.
 * Nothing that is modelled lies between the two, so it stays where it is.
 */
import type { Patch } from '../core/index.ts';
import { edit } from '../kernel.ts';
import { generic_file_direct_write } from '../mm/filemap.ts';

export const osyncKeepsQueued: Patch = {
  name: 'osync-keeps-queued',
  summary: 'an error of the O_SYNC flush replaces a positive result alone, so that -EIOCBQUEUED stays (c7b50db2, 2009)',
  hunks: [
    {
      name: 'osync-if-positive',
      standsFor: 'c7b50db2: if (err < 0 && ret > 0) ret = err, behind the flush',
      edits: [
        edit(generic_file_direct_write, {
          replace: {
            failed: {
              line: 2053,
              c: 'if (err < 0 && written > 0) written = err',
              go(f) {
                if (f.err < 0 && f.written > 0) f.written = f.err;
              },
            },
          },
        }),
      ],
    },
  ],
};

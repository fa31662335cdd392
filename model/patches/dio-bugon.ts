/** The base without fs/direct-io.c:1113, which the other patches leave out; this one puts it back (race U14). */
import type { Patch } from '../core/index.ts';
import { direct_io_worker } from '../fs/direct-io/submit.ts';
import { edit } from '../kernel.ts';

export const dioBugon: Patch = {
  name: 'dio-bugon',
  summary: 'put back the BUG_ON of fs/direct-io.c:1113, which reads the dio after its reference is dropped',
  hunks: [
    {
      name: 'bug-on-is-async',
      standsFor: 'fs/direct-io.c:1113 of 2.6.20, removed by fcb82f88 in 2.6.22',
      edits: [
        edit(direct_io_worker, {
          after: {
            unlock: {
              bug: {
                line: 1113,
                c: 'BUG_ON(!dio->is_async && ret2 != 0)',
                run: (k, f) => k.BUG_ON(!k.dio(f.dio).is_async && f.ret2 !== 0),
              },
            },
          },
        }),
      ],
    },
  ],
};

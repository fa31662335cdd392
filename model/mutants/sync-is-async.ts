import type { Patch } from '../core/index.ts';
import { direct_io_worker } from '../fs/direct-io/submit.ts';
import { edit } from '../kernel.ts';

export const syncIsAsync: Patch = {
  name: 'sync-is-async',
  summary: 'mutant: direct I/O of a sync kiocb is asynchronous too',
  hunks: [
    {
      name: 'async-all',
      standsFor: 'fs/direct-io.c:1240 without !is_sync_kiocb(iocb)',
      edits: [
        edit(direct_io_worker, {
          after: {
            alloc: {
              is_async: {
                line: 1240,
                c: 'dio->is_async = !((rw & WRITE) && (end > i_size_read(inode)))',
                run(k, f) {
                  k.dio(f.dio).is_async = k.world.iocbs[f.iocb]?.append !== true;
                },
              },
            },
          },
        }),
      ],
    },
  ],
};

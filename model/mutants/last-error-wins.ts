import type { Patch } from '../core/index.ts';
import { withFields } from '../kernel.ts';
import { aio_propogate_error, postEiocbqueued } from '../patches/post-eiocbqueued.ts';

const { edit } = withFields(postEiocbqueued.fields);

export const lastErrorWins: Patch = {
  name: 'last-error-wins',
  summary: 'mutant of post-eiocbqueued: a later error overwrites the pending one',
  hunks: [
    {
      name: 'overwrite-pending-err',
      standsFor: 'aio_propogate_error without the test of ki_pending_err',
      edits: [
        edit(aio_propogate_error, {
          replace: {
            pending: {
              line: 249,
              c: 'iocb->ki_pending_err = new_err',
              run(k, f) {
                k.kiocb(f.iocb).ki_pending_err = f.new_err;
              },
            },
          },
        }),
      ],
    },
  ],
};

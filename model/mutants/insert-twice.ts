import { type Patch, to } from '../core/index.ts';
import { aio_complete } from '../fs/aio/complete.ts';
import { withFields } from '../kernel.ts';
import { aio_ring_insert_entry, postEiocbqueued } from '../patches/post-eiocbqueued.ts';

const { edit } = withFields(postEiocbqueued.fields);

export const insertTwice: Patch = {
  name: 'insert-twice',
  summary: 'mutant of post-eiocbqueued: the event is inserted at completion and again at the last put',
  hunks: [
    {
      name: 'insert-at-completion-too',
      standsFor: 'aio_complete() that calls aio_ring_insert_entry() after it set KIF_INSERTED',
      edits: [
        edit(aio_complete, {
          before: {
            put_rq: {
              insert_now: {
                line: 970,
                c: 'aio_ring_insert_entry(ctx, iocb)',
                call: to(aio_ring_insert_entry, (g, f) => {
                  g.ctx = f.ctx;
                  g.iocb = f.iocb;
                }),
              },
            },
          },
        }),
      ],
    },
  ],
};

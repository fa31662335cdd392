/**
 * 02afc27faec9 (Linux 3.12): an O_SYNC write by AIO is flushed when its I/O is done, and not before. The flush sleeps, and so the
 * interrupt hands the dio to a worker, which flushes and completes. `deferred` has it so; `inInterrupt` flushes where the interrupt is.
 *
 *     npx kioctx prove dw1-osync-reader --patch docs/examples/kernel/deferred-completion.ts
 *     npx kioctx prove dw1-osync-reader --patch docs/examples/kernel/deferred-completion-in-interrupt.ts
 */
import {
  aio_complete,
  dio_bio_end_aio,
  dio_complete,
  EIOCBQUEUED,
  generic_file_direct_write,
  generic_osync_inode,
  queue_work,
  work_item,
} from 'kioctx/linux';
import { type Hunk, type Patch, ref, to, withDeclared } from 'kioctx/model';

const fields = { dio: { complete_work: ref('work_struct').racy() } };
const { proc, edit } = withDeclared({ fields });

/** fs/direct-io.c:566 of 3.12, with the end of dio_complete() that it calls. */
const dio_aio_complete_work = proc(
  'dio_aio_complete_work',
  'fs/direct-io.c:267',
  { dio: 'struct dio *', iocb: 'struct kiocb *', ret: 'int', err: 'int' },
  {
    result: {
      line: 267,
      c: 'ret = dio_complete(dio, dio->iocb->ki_pos, 0)',
      call: to(dio_complete, (g, f) => {
        g.dio = f.dio;
      }),
      result: 'ret',
    },
    iocb: {
      line: 267,
      c: 'iocb = dio->iocb',
      run(k, f) {
        f.iocb = k.dio(f.dio).iocb;
        return k.world.iocbs[f.iocb]?.o_sync ? 'sync' : 'complete';
      },
    },
    sync: {
      line: 267,
      c: 'err = generic_write_sync(iocb->ki_filp, offset, transferred); if (err < 0 && ret > 0) ret = err',
      run(k, f) {
        f.err = generic_osync_inode(k, f.iocb);
        if (f.err < 0 && f.ret > 0) f.ret = f.err;
      },
    },
    complete: {
      line: 267,
      c: 'aio_complete(iocb, ret, 0)',
      call: to(aio_complete, (g, f) => {
        g.iocb = f.iocb;
        g.res = f.ret;
      }),
    },
    free: { line: 267, c: 'kmem_cache_free(dio_cache, dio)', run: (k, f) => k.free('dio', f.dio) },
  },
);

const notAtSubmission: Hunk = {
  name: 'not-at-submission',
  standsFor: 'mm/filemap.c:2050: nothing is flushed of a write that is on its way',
  edits: [
    edit(generic_file_direct_write, {
      replace: {
        sync: {
          line: 2050,
          c: 'if (written >= 0 && (file->f_flags & O_SYNC))',
          go: (f, k) =>
            f.written >= 0 && f.written !== -EIOCBQUEUED && k.world.iocbs[f.iocb]?.o_sync ? 'osync' : 'return',
        },
      },
    }),
  ],
};

const gone = ['offset', 'result', 'iocb', 'complete', 'free'] as const;

export const deferred: Patch = {
  name: 'deferred-completion',
  summary: '02afc27faec9: a worker flushes an O_SYNC write whose I/O is done, and completes it',
  fields,
  works: {
    dio_complete: {
      func: to(dio_aio_complete_work, (g, f) => {
        g.dio = f.id;
      }),
      count: 'requests',
      in: 'dio.complete_work',
    },
  },
  hunks: [
    notAtSubmission,
    {
      name: 'queue-the-work',
      standsFor: 'dio_bio_end_aio(): INIT_WORK(&dio->complete_work, dio_aio_complete_work); queue_work(…)',
      edits: [
        edit(dio_bio_end_aio, {
          remove: gone,
          replace: {
            last: { line: 285, c: 'if (remaining == 0)', go: (f) => (f.remaining === 0 ? 'init' : 'return') },
          },
          after: {
            last: {
              init: {
                line: 286,
                c: 'INIT_WORK(&dio->complete_work, dio_aio_complete_work)',
                run(k, f) {
                  k.dio(f.dio).complete_work = work_item(k, 'dio_complete', f.dio);
                },
              },
              queue: {
                line: 287,
                c: 'queue_work(sb->s_dio_done_wq, &dio->complete_work)',
                call: to(queue_work, (g, f, k) => {
                  g.work = work_item(k, 'dio_complete', f.dio);
                }),
              },
            },
          },
        }),
      ],
    },
  ],
};

export const inInterrupt: Patch = {
  name: 'flush-in-interrupt',
  summary: 'the interrupt itself flushes an O_SYNC write whose I/O is done, as one would write it first',
  fields,
  hunks: [
    notAtSubmission,
    {
      name: 'at-once',
      standsFor: 'dio_bio_end_aio(): dio_complete() flushes',
      edits: [
        edit(dio_bio_end_aio, {
          remove: gone,
          replace: {
            last: { line: 285, c: 'if (remaining == 0)', go: (f) => (f.remaining === 0 ? 'at_once' : 'return') },
          },
          after: {
            last: {
              at_once: {
                line: 286,
                c: 'dio_aio_complete_work(&dio->complete_work)',
                call: to(dio_aio_complete_work, (g, f) => {
                  g.dio = f.dio;
                }),
              },
            },
          },
        }),
      ],
    },
  ],
};

export default deferred;

/**
 * The patch of 19 February 2007, "aio: propogate post-EIOCBQUEUED errors to completion event". Errors that the
 * submission path meets after -EIOCBQUEUED are queued in the kiocb, the first one winning, and the event goes into the
 * ring when the last reference is dropped, which gives the submitter time to queue them. Steps of the new functions carry
 * the line of the base at which the patch puts them.
 */
import { bool, type Patch, to, value } from '../core/index.ts';
import { aio_ring, aio_ring_event } from '../include/linux/aio.ts';
import { EIOCBQUEUED } from '../include/linux/errno.ts';
import { assert_spin_locked } from '../include/linux/spinlock.ts';
import { aio_complete } from '../fs/aio/complete.ts';
import { __aio_put_req } from '../fs/aio/put.ts';
import { __aio_get_req } from '../fs/aio/submit.ts';
import { withFields } from '../kernel.ts';
import { generic_file_direct_IO, generic_file_direct_write } from '../mm/filemap.ts';

const fields = {
  kiocb: {
    /** Set once, by the completion. */
    KIF_INSERTED: bool().racy().set_once().starts(false),
    /** Set and read without the lock by the submitter, read under it at the last put. */
    ki_pending_err: value('long').racy(),
    ki_res: value('long').guarded_by('ki_ctx.ctx_lock'),
    ki_res2: value('long').guarded_by('ki_ctx.ctx_lock'),
  },
};

const { proc, edit } = withFields(fields);

export const aio_ring_insert_entry = proc(
  'aio_ring_insert_entry',
  'fs/aio.c:195',
  { ctx: 'struct kioctx *', iocb: 'struct kiocb *', tail: 'unsigned long' },
  {
    tail: {
      line: 195,
      c: 'assert_spin_locked(&ctx->ctx_lock); tail = info->tail',
      run(k, f) {
        assert_spin_locked(k, k.kioctx(f.ctx).ctx_lock);
        f.tail = aio_ring(k, f.ctx).tail;
      },
    },
    event: {
      line: 195,
      c: 'event->obj = iocb->ki_obj.user; event->res = iocb->ki_pending_err ? iocb->ki_pending_err : iocb->ki_res; event->res2 = iocb->ki_res2',
      run(k, f) {
        const event = aio_ring_event(k, f.ctx, f.tail);
        const iocb = k.kiocb(f.iocb);
        event.obj = iocb.ki_obj;
        event.res = iocb.ki_pending_err !== 0 ? iocb.ki_pending_err : iocb.ki_res;
        event.res2 = iocb.ki_res2;
        f.tail = (f.tail + 1) % k.world.ring_nr;
      },
    },
    info_tail: {
      line: 195,
      c: 'info->tail = tail',
      run(k, f) {
        k.kioctx(f.ctx).tail = f.tail;
      },
    },
    publish: {
      line: 195,
      c: 'ring->tail = tail',
      run(k, f) {
        k.kioctx(f.ctx).ring_tail = f.tail;
      },
    },
  },
);

/** aio_propogate_error(iocb, existing_err, new_err), spelt as the patch spells it. */
export const aio_propogate_error = proc(
  'aio_propogate_error',
  'include/linux/aio.h:249',
  { iocb: 'struct kiocb *', existing_err: 'int', new_err: 'int', ret: 'int' },
  {
    existing: {
      line: 249,
      c: 'if (existing_err != -EIOCBQUEUED) return new_err',
      go(f) {
        f.ret = f.existing_err === -EIOCBQUEUED ? f.existing_err : f.new_err;
        return f.existing_err === -EIOCBQUEUED ? 'pending' : 'return';
      },
    },
    pending: {
      line: 249,
      c: 'if (!iocb->ki_pending_err) iocb->ki_pending_err = new_err',
      run(k, f) {
        const iocb = k.kiocb(f.iocb);
        if (iocb.ki_pending_err === 0) iocb.ki_pending_err = f.new_err;
      },
    },
  },
  'ret',
);

export const postEiocbqueued = {
  name: 'post-eiocbqueued',
  summary: 'queue errors after -EIOCBQUEUED in the kiocb, insert the event at the last put (Zach Brown, 2007-02-19)',
  fields,
  hunks: [
    {
      name: 'insert-at-last-put',
      standsFor:
        'fs/aio.c @@ -192 and -507, include/linux/aio.h @@ -34 to -119: whoever drops the last reference inserts',
      edits: [
        edit(__aio_put_req, {
          before: {
            unlink: {
              inserted: {
                line: 515,
                c: 'if (kiocbIsInserted(req))',
                run: (k, f) => (k.kiocb(f.req).KIF_INSERTED ? 'insert' : 'unlink'),
              },
              insert: {
                line: 515,
                c: 'aio_ring_insert_entry(ctx, req)',
                call: to(aio_ring_insert_entry, (g, f) => {
                  g.ctx = f.ctx;
                  g.iocb = f.req;
                }),
              },
            },
          },
        }),
      ],
    },
    {
      name: 'record-in-complete',
      standsFor: 'fs/aio.c @@ -924 and -946: aio_complete() only records the result and marks the request',
      edits: [
        edit(aio_complete, {
          remove: ['tail', 'event', 'info_tail', 'publish'],
          replace: {
            cancelled: {
              line: 967,
              c: 'if (!kiocbIsCancelled(iocb))',
              run: (k, f) => (k.kiocb(f.iocb).KIF_CANCELLED ? 'put_rq' : 'record'),
            },
          },
          after: {
            cancelled: {
              record: {
                line: 970,
                c: 'iocb->ki_res = res; iocb->ki_res2 = res2',
                run(k, f) {
                  const iocb = k.kiocb(f.iocb);
                  iocb.ki_res = f.res;
                  iocb.ki_res2 = f.res2;
                },
              },
              set_inserted: {
                line: 970,
                c: 'kiocbSetInserted(iocb)',
                run(k, f) {
                  k.kiocb(f.iocb).KIF_INSERTED = true;
                },
              },
            },
          },
        }),
      ],
    },
    {
      name: 'clear-pending-err',
      standsFor: 'fs/aio.c @@ -418: a new request has no pending error',
      edits: [
        edit(__aio_get_req, {
          after: {
            alloc: {
              pending_err: {
                line: 421,
                c: 'req->ki_pending_err = 0',
                run(k, f) {
                  k.kiocb(f.req).ki_pending_err = 0;
                },
              },
            },
          },
        }),
      ],
    },
    {
      name: 'propagate-osync',
      standsFor:
        'mm/filemap.c @@ -2031, include/linux/aio.h @@ -246: a failed O_SYNC flush no longer overwrites -EIOCBQUEUED',
      edits: [
        edit(generic_file_direct_write, {
          replace: {
            failed: { line: 2053, c: 'if (err < 0)', go: (f) => (f.err < 0 ? 'propagate' : 'return') },
          },
          after: {
            failed: {
              propagate: {
                line: 2054,
                c: 'written = aio_propogate_error(iocb, written, err)',
                call: to(aio_propogate_error, (g, f) => {
                  g.iocb = f.iocb;
                  g.existing_err = f.written;
                  g.new_err = f.err;
                }),
                result: 'written',
              },
            },
          },
        }),
      ],
    },
    {
      name: 'propagate-invalidate',
      standsFor:
        'mm/filemap.c @@ -2396, include/linux/aio.h @@ -246: a failed invalidation no longer overwrites -EIOCBQUEUED',
      edits: [
        edit(generic_file_direct_IO, {
          replace: {
            failed: { line: 2418, c: 'if (err)', go: (f) => (f.err !== 0 ? 'propagate' : 'return') },
          },
          after: {
            failed: {
              propagate: {
                line: 2419,
                c: 'retval = aio_propogate_error(iocb, retval, err)',
                call: to(aio_propogate_error, (g, f) => {
                  g.iocb = f.iocb;
                  g.existing_err = f.retval;
                  g.new_err = f.err;
                }),
                result: 'retval',
              },
            },
          },
        }),
      ],
    },
  ],
} satisfies Patch;

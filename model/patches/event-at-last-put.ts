/**
 * The idea of the patch of February 2007 as mainline has it since 5.1 (2bb874c0, 2019), carried over to 2.6.20: a completion keeps the
 * result in the request, and whoever drops the last reference puts the event into the ring and wakes. So races P1 to P3 of
 * docs/races.md are not in it. Of errors behind the I/O it says nothing: alone it leaves U1 to U3, of which one event and a use
 * after free remain (P10). Abstracted: the kernel of 2019 around it. Requests are still counted under ctx_lock, and so are the ring and
 * the wake (there it is a lock of completions, and the wake comes after it); a request that is cancelled has no event, as in 2.6.20
 * (`event-for-cancelled` goes with this, and gives it one, as 5.1 does); one that was given up before it ran has no result, which is
 * told by a flag, where 5.1 frees it by another function.
 */
import { bool, type Patch, to, value } from '../core/index.ts';
import { aio_complete } from '../fs/aio/complete.ts';
import { __aio_put_req } from '../fs/aio/put.ts';
import { aio_ring, aio_ring_event } from '../include/linux/aio.ts';
import { list_empty } from '../include/linux/list.ts';
import { assert_spin_locked } from '../include/linux/spinlock.ts';
import { withFields } from '../kernel.ts';
import { __wake_up } from '../kernel/wait.ts';

const fields = {
  kiocb: {
    /** A completion has stored the result. */
    ki_has_res: bool().guarded_by('ki_ctx.ctx_lock').starts(false),
    ki_res: value('long').guarded_by('ki_ctx.ctx_lock'),
    ki_res2: value('long').guarded_by('ki_ctx.ctx_lock'),
  },
};

const { proc, edit } = withFields(fields);

/** What is left of aio_complete() in 5.1. */
export const aio_store_event = proc(
  'aio_store_event',
  'fs/aio.c:513',
  { ctx: 'struct kioctx *', iocb: 'struct kiocb *', tail: 'unsigned long' },
  {
    tail: {
      line: 513,
      c: 'assert_spin_locked(&ctx->ctx_lock); tail = info->tail',
      run(k, f) {
        assert_spin_locked(k, k.kioctx(f.ctx).ctx_lock);
        f.tail = aio_ring(k, f.ctx).tail;
      },
    },
    event: {
      line: 513,
      c: '*event = iocb->ki_res  /* and ++tail */',
      run(k, f) {
        const event = aio_ring_event(k, f.ctx, f.tail);
        const iocb = k.kiocb(f.iocb);
        event.obj = iocb.ki_obj;
        event.res = iocb.ki_res;
        event.res2 = iocb.ki_res2;
        f.tail = (f.tail + 1) % k.world.ring_nr;
      },
    },
    info_tail: {
      line: 513,
      c: 'info->tail = tail',
      run(k, f) {
        k.kioctx(f.ctx).tail = f.tail;
      },
    },
    publish: {
      line: 513,
      c: 'ring->tail = tail',
      run(k, f) {
        k.kioctx(f.ctx).ring_tail = f.tail;
        f.tail = 0;
      },
    },
    active: {
      line: 513,
      c: 'if (waitqueue_active(&ctx->wait))',
      run: (k, f) => (list_empty(k.kioctx(f.ctx).wait) ? 'return' : 'wake'),
    },
    wake: {
      line: 513,
      c: 'wake_up(&ctx->wait)',
      call: to(__wake_up, (g, f) => {
        g.ctx = f.ctx;
      }),
    },
  },
);

export const eventAtLastPut = {
  name: 'event-at-last-put',
  summary: 'completions keep the result, the last put inserts the event and wakes (2bb874c0, 2019)',
  fields,
  hunks: [
    {
      name: 'keep-result',
      standsFor: '2bb874c0, aio_complete_rw: iocb->ki_res.res = res; ki_res.res2 = res2; iocb_put(iocb)',
      edits: [
        edit(aio_complete, {
          remove: ['event', 'info_tail', 'publish', 'active', 'wake'],
          replace: {
            tail: {
              line: 972,
              c: 'iocb->ki_res.res = res; iocb->ki_res.res2 = res2',
              run(k, f) {
                const iocb = k.kiocb(f.iocb);
                iocb.ki_res = f.res;
                iocb.ki_res2 = f.res2;
                iocb.ki_has_res = true;
              },
            },
          },
        }),
      ],
    },
    {
      name: 'store-at-last-put',
      standsFor: '2bb874c0, iocb_put: if (refcount_dec_and_test(&iocb->ki_refcnt)) aio_complete(iocb)',
      edits: [
        edit(__aio_put_req, {
          before: {
            unlink: {
              has_res: {
                line: 513,
                c: 'if (/* completed */)',
                run: (k, f) => (k.kiocb(f.req).ki_has_res ? 'store' : 'unlink'),
              },
              store: {
                line: 513,
                c: 'aio_store_event(ctx, req)',
                call: to(aio_store_event, (g, f) => {
                  g.ctx = f.ctx;
                  g.iocb = f.req;
                }),
              },
            },
          },
        }),
      ],
    },
  ],
} satisfies Patch;

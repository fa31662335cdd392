/** Contexts and their references: lookup_ioctx, get_ioctx, put_ioctx, __put_ioctx (fs/aio.c, include/linux/aio.h). Who makes one is in io-setup.ts. */
import { macro, NULL, to } from '../../core/index.ts';
import { MM, proc } from '../../kernel.ts';
import { cancel_delayed_work, flush_workqueue } from '../../kernel/workqueue.ts';

/** A macro: its BUG_ON speaks in the name of the function that it is expanded in. */
export const get_ioctx = macro(
  proc(
    'get_ioctx',
    'include/linux/aio.h:219',
    { kioctx: 'struct kioctx *', holder: 'ghost' },
    {
      bug: {
        line: 220,
        c: 'BUG_ON(atomic_read(&kioctx->users) <= 0)',
        run: (k, f) => k.BUG_ON(k.kioctx(f.kioctx).users <= 0),
      },
      inc: {
        line: 221,
        c: 'atomic_inc(&kioctx->users)',
        run(k, f) {
          k.kioctx(f.kioctx).users += 1;
        },
      },
    },
  ),
);

/**
 * Frees a context that nobody refers to. Left out: aio_nr, a system-wide limit that no scenario comes near; of
 * aio_free_ring the unmapping, which waits for mmap_sem and may therefore sleep; of mmdrop the count, see mm_struct.
 */
export const __put_ioctx = proc(
  '__put_ioctx',
  'fs/aio.c:372',
  { ctx: 'struct kioctx *' },
  {
    bug: {
      line: 376,
      c: 'BUG_ON(ctx->reqs_active)',
      run: (k, f) => k.BUG_ON(k.kioctx(f.ctx).reqs_active !== 0),
    },
    cancel: {
      line: 378,
      c: 'cancel_delayed_work(&ctx->wq)',
      call: to(cancel_delayed_work, () => {}),
    },
    flush: { line: 379, c: 'flush_workqueue(aio_wq)', call: to(flush_workqueue, () => {}) },
    ring: {
      line: 380,
      c: 'aio_free_ring(ctx)  /* info->ring_pages = NULL */',
      run(k, f) {
        k.might_sleep();
        k.kioctx(f.ctx).ring_pages = false;
      },
    },
    mm: {
      line: 382,
      c: 'mmdrop(ctx->mm); ctx->mm = NULL',
      run(k, f) {
        k.kioctx(f.ctx).mm = NULL;
      },
    },
    free: { line: 384, c: 'kmem_cache_free(kioctx_cachep, ctx)', run: (k, f) => k.free('kioctx', f.ctx) },
  },
);

export const put_ioctx = macro(
  proc(
    'put_ioctx',
    'include/linux/aio.h:223',
    { kioctx: 'struct kioctx *', holder: 'ghost' },
    {
      bug: {
        line: 224,
        c: 'BUG_ON(atomic_read(&kioctx->users) <= 0)',
        run: (k, f) => k.BUG_ON(k.kioctx(f.kioctx).users <= 0),
      },
      dec: {
        line: 225,
        c: 'if (atomic_dec_and_test(&kioctx->users))',
        run(k, f) {
          const ctx = k.kioctx(f.kioctx);
          ctx.users -= 1;
          return ctx.users === 0 ? 'last' : 'return';
        },
      },
      last: {
        line: 226,
        c: '__put_ioctx(kioctx)',
        call: to(__put_ioctx, (g, f) => {
          g.ctx = f.kioctx;
        }),
      },
    },
  ),
);

/** The list holds one context at most, so the walk is one look at its head. */
export const lookup_ioctx = proc(
  'lookup_ioctx',
  'fs/aio.c:550',
  { ioctx: 'struct kioctx *' },
  {
    lock: { line: 556, c: 'read_lock(&mm->ioctx_list_lock)', acquire: (k) => k.mm_struct(MM).ioctx_list_lock },
    search: {
      line: 557,
      c: 'for (ioctx = mm->ioctx_list; ioctx; ioctx = ioctx->next)',
      run(k, f) {
        f.ioctx = k.mm_struct(MM).ioctx_list;
        return f.ioctx === NULL ? 'unlock' : 'dead';
      },
    },
    dead: {
      line: 558,
      c: 'if (ioctx->user_id == ctx_id && !ioctx->dead)',
      run(k, f) {
        if (!k.kioctx(f.ioctx).dead) return 'get';
        f.ioctx = NULL;
        return 'unlock';
      },
    },
    get: {
      line: 559,
      c: 'get_ioctx(ioctx)',
      call: to(get_ioctx, (g, f) => {
        g.kioctx = f.ioctx;
      }),
    },
    unlock: { line: 562, c: 'read_unlock(&mm->ioctx_list_lock)', release: (k) => k.mm_struct(MM).ioctx_list_lock },
  },
  'ioctx',
);

/** Making a context: io_setup (fs/aio.c). */
import { to } from '../../core/index.ts';
import { CTX_WORK } from '../../include/linux/workqueue.ts';
import { CTX, MM, proc } from '../../kernel.ts';

/**
 * The one context of the world, with a ring of its size. Nobody sees it before it is linked, so that what is stored in it is one step.
 * Left out: that there is no memory, or too many contexts (204-216, 233-244), and what is undone then; max_reqs and aio_nr.
 */
export const ioctx_alloc = proc(
  'ioctx_alloc',
  'fs/aio.c:199',
  { ctx: 'struct kioctx *' },
  {
    alloc: {
      line: 214,
      c: 'ctx = kmem_cache_alloc(kioctx_cachep, GFP_KERNEL); memset(ctx, 0, sizeof(*ctx)); ctx->mm = current->mm; atomic_set(&ctx->users, 1)',
      run(k, f) {
        k.might_sleep();
        f.ctx = CTX;
        k.alloc('kioctx', f.ctx);
        const ctx = k.kioctx(f.ctx);
        ctx.users = 1;
        ctx.dead = false;
        ctx.reqs_active = 0;
        ctx.mm = MM;
        ctx.wq = CTX_WORK;
      },
    },
    ring: {
      line: 232,
      c: 'aio_setup_ring(ctx)',
      run(k, f) {
        k.might_sleep();
        const ctx = k.kioctx(f.ctx);
        ctx.user_id = 0;
        ctx.tail = 0;
        ctx.ring_head = 0;
        ctx.ring_tail = 0;
        ctx.ring_pages = true;
      },
    },
    lock: { line: 247, c: 'write_lock(&mm->ioctx_list_lock)', acquire: (k) => k.mm_struct(MM).ioctx_list_lock },
    link: {
      line: 248,
      c: 'ctx->next = mm->ioctx_list; mm->ioctx_list = ctx',
      run(k, f) {
        k.publish('kioctx', f.ctx);
        k.mm_struct(MM).ioctx_list = f.ctx;
      },
    },
    unlock: { line: 250, c: 'write_unlock(&mm->ioctx_list_lock)', release: (k) => k.mm_struct(MM).ioctx_list_lock },
  },
  'ctx',
);

/** Left out: numbers that a program may not give (1245-1254), and user addresses that fault, with what is undone then (1263-1264). */
export const sys_io_setup = proc(
  'sys_io_setup',
  'fs/aio.c:1239',
  { ioctx: 'struct kioctx *', ret: 'long' },
  {
    alloc: { line: 1256, c: 'ioctx = ioctx_alloc(nr_events)', call: to(ioctx_alloc, () => {}), result: 'ioctx' },
    user_id: {
      line: 1259,
      c: 'ret = put_user(ioctx->user_id, ctxp)',
      run(k, f) {
        k.might_sleep();
        f.ret = k.kioctx(f.ioctx).user_id;
      },
    },
  },
  'ret',
);

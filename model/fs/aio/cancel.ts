/** io_cancel (fs/aio.c). */
import { NULL, to } from '../../core/index.ts';
import { ep_aio_cancel } from '../../drivers/usb/gadget/inode.ts';
import { copyCancelEvent } from '../../env/user-memory.ts';
import { EAGAIN, EINVAL } from '../../include/linux/errno.ts';
import { assert_spin_locked } from '../../include/linux/spinlock.ts';
import { proc } from '../../kernel.ts';
import { lookup_ioctx, put_ioctx } from './setup.ts';

/** One look at a request per action. A request may be found whose ki_obj is not yet set (1567): it is nobody's yet. */
export const lookup_kiocb = proc(
  'lookup_kiocb',
  'fs/aio.c:1660',
  { ctx: 'struct kioctx *', user: 'struct iocb __user *', pos: 'int', kiocb: 'struct kiocb *' },
  {
    next: {
      line: 1668,
      c: 'list_for_each(pos, &ctx->active_reqs) if (kiocb->ki_obj.user == iocb && kiocb->ki_key == key) return kiocb',
      run(k, f) {
        assert_spin_locked(k, k.kioctx(f.ctx).ctx_lock);
        const { active_reqs } = k.kioctx(f.ctx);
        if (f.pos >= active_reqs.length) {
          f.pos = 0;
          return 'return';
        }
        const found = active_reqs.at(f.pos);
        f.pos += 1;
        if (k.kiocb(found).ki_obj !== f.user) return 'next';
        f.kiocb = found;
        f.pos = 0;
        return 'return';
      },
    },
  },
  'kiocb',
);

/**
 * `user` is the number of the user's iocb. Left out: user addresses that fault (1695, 1725); aio_key, which is 0 before
 * io_submit writes it (1561) and after.
 */
export const sys_io_cancel = proc(
  'sys_io_cancel',
  'fs/aio.c:1686',
  { user: 'struct iocb __user *', ctx: 'struct kioctx *', kiocb: 'struct kiocb *', ret: 'int' },
  {
    get_key: {
      line: 1695,
      c: 'ret = get_user(key, &iocb->aio_key)  /* which never fails here */',
      go(f) {
        f.ret = 0;
      },
    },
    lookup: { line: 1699, c: 'ctx = lookup_ioctx(ctx_id)', call: to(lookup_ioctx, () => {}), result: 'ctx' },
    found: {
      line: 1700,
      c: 'if (!ctx) return -EINVAL',
      go(f) {
        if (f.ctx !== NULL) return 'lock';
        f.ret = -EINVAL;
        return 'return';
      },
    },
    lock: { line: 1703, c: 'spin_lock_irq(&ctx->ctx_lock)', acquire: (k, f) => k.kioctx(f.ctx).ctx_lock },
    eagain: {
      line: 1704,
      c: 'ret = -EAGAIN',
      go(f) {
        f.ret = -EAGAIN;
      },
    },
    find: {
      line: 1705,
      c: 'kiocb = lookup_kiocb(ctx, iocb, key)',
      call: to(lookup_kiocb, (g, f) => {
        g.ctx = f.ctx;
        g.user = f.user;
      }),
      result: 'kiocb',
    },
    none: { line: 1706, c: 'if (kiocb', go: (f) => (f.kiocb === NULL ? 'unlock' : 'method') },
    method: {
      line: 1706,
      c: '&& kiocb->ki_cancel)',
      run(k, f) {
        if (k.kiocb(f.kiocb).ki_cancel !== 'NULL') return 'get';
        f.kiocb = NULL;
        return 'unlock';
      },
    },
    get: {
      line: 1708,
      c: 'kiocb->ki_users++',
      run(k, f) {
        k.kiocb(f.kiocb).ki_users += 1;
      },
    },
    set_cancelled: {
      line: 1709,
      c: 'kiocbSetCancelled(kiocb)',
      run(k, f) {
        k.kiocb(f.kiocb).KIF_CANCELLED = true;
      },
    },
    unlock: { line: 1712, c: 'spin_unlock_irq(&ctx->ctx_lock)', release: (k, f) => k.kioctx(f.ctx).ctx_lock },
    call: {
      line: 1714,
      c: 'if (NULL != cancel)',
      go(f) {
        if (f.kiocb !== NULL) return 'obj';
        f.ret = -EINVAL;
        return 'put';
      },
    },
    obj: {
      line: 1718,
      c: 'memset(&tmp, 0, sizeof(tmp)); tmp.obj = kiocb->ki_obj.user',
      run: (k, f) => void k.kiocb(f.kiocb).ki_obj,
    },
    cancel: {
      line: 1720,
      c: 'ret = cancel(kiocb, &tmp)',
      call: to(ep_aio_cancel, (g, f) => {
        g.iocb = f.kiocb;
      }),
      result: 'ret',
    },
    cancelled: {
      line: 1721,
      c: 'if (!ret) copy_to_user(result, &tmp, sizeof(tmp))',
      go(f, k) {
        f.kiocb = NULL;
        if (f.ret === 0) copyCancelEvent(k, f.user);
      },
    },
    put: {
      line: 1731,
      c: 'put_ioctx(ctx)',
      call: to(put_ioctx, (g, f) => {
        g.kioctx = f.ctx;
      }),
    },
  },
  'ret',
);

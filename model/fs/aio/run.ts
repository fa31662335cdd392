/** Running a request: aio_run_iocb and the method that it calls (fs/aio.c). */
import { to } from '../../core/index.ts';
import { ep_aio_rwtail } from '../../drivers/usb/gadget/inode.ts';
import { retrying_aio_read } from '../../env/retrying-file.ts';
import { NBYTES } from '../../world.ts';
import { EINTR, EIOCBQUEUED, EIOCBRETRY } from '../../include/linux/errno.ts';
import { proc } from '../../kernel.ts';
import { generic_file_aio_read, generic_file_aio_write } from '../../mm/filemap.ts';
import { aio_complete } from './complete.ts';
import { __queue_kicked_iocb, aio_queue_work } from './kick.ts';

/**
 * Reads or writes until all bytes are through, as long as it gets on. Left out: the reads of ki_filp and ki_opcode
 * (1313-1328), since whoever runs a request holds a reference to it.
 */
export const aio_rw_vect_retry = proc(
  'aio_rw_vect_retry',
  'fs/aio.c:1311',
  { iocb: 'struct kiocb *', ret: 'ssize_t' },
  {
    rw_op: {
      line: 1321,
      c: 'rw_op = file->f_op->aio_read, or aio_write',
      go() {},
    },
    again: {
      line: 1331,
      c: 'ret = rw_op(iocb, ...)',
      go(f, k) {
        switch (k.world.iocbs[f.iocb]?.op) {
          case 'direct_read':
            return 'read';
          case 'queued':
            return 'queued';
          case 'retry':
            return 'retry';
          default:
            return 'write';
        }
      },
    },
    queued: {
      line: 1331,
      c: 'ret = ep_aio_write(iocb, ...)',
      call: to(ep_aio_rwtail, (g, f) => {
        g.iocb = f.iocb;
      }),
      result: 'ret',
      then: 'progress',
    },
    retry: {
      line: 1331,
      c: 'ret = retrying_aio_read(iocb, ...)',
      call: to(retrying_aio_read, (g, f) => {
        g.iocb = f.iocb;
      }),
      result: 'ret',
      then: 'progress',
    },
    read: {
      line: 1331,
      c: 'ret = generic_file_aio_read(iocb, ...)',
      call: to(generic_file_aio_read, (g, f) => {
        g.iocb = f.iocb;
      }),
      result: 'ret',
      then: 'progress',
    },
    write: {
      line: 1331,
      c: 'ret = generic_file_aio_write(iocb, ...)',
      call: to(generic_file_aio_write, (g, f) => {
        g.iocb = f.iocb;
      }),
      result: 'ret',
    },
    progress: { line: 1334, c: 'if (ret > 0)', go: (f) => (f.ret > 0 ? 'advance' : 'going') },
    advance: {
      line: 1335,
      c: 'aio_advance_iovec(iocb, ret)  /* iocb->ki_left -= ret */',
      run(k, f) {
        k.kiocb(f.iocb).ki_left -= f.ret;
      },
    },
    going: { line: 1339, c: 'while (ret > 0', go: (f) => (f.ret > 0 ? 'more' : 'left') },
    more: {
      line: 1339,
      c: '&& iocb->ki_left > 0)',
      run: (k, f) => (k.kiocb(f.iocb).ki_left > 0 ? 'again' : 'left'),
    },
    left: {
      line: 1345,
      c: 'if ((ret == 0) || (iocb->ki_left == 0)) ret = iocb->ki_nbytes - iocb->ki_left',
      run(k, f) {
        const { ki_left } = k.kiocb(f.iocb);
        if (f.ret === 0 || ki_left === 0) f.ret = NBYTES - ki_left;
      },
    },
  },
  'ret',
);

/**
 * ctx_lock is held on entry and on return, and dropped in between. Left out: io_wait and the BUG_ONs about it
 * (722-725, 728), since no method here waits by it: an interrupt calls kick_iocb itself.
 */
export const aio_run_iocb = proc(
  'aio_run_iocb',
  'fs/aio.c:663',
  { iocb: 'struct kiocb *', ctx: 'struct kioctx *', ret: 'ssize_t' },
  {
    entry: {
      line: 669,
      c: 'ctx = iocb->ki_ctx; if (!(retry = iocb->ki_retry)) return 0',
      run(k, f) {
        const iocb = k.kiocb(f.iocb);
        f.ctx = iocb.ki_ctx;
        return iocb.ki_retry === 'NULL' ? 'return' : 'clear_kicked';
      },
    },
    clear_kicked: {
      line: 693,
      c: 'kiocbClearKicked(iocb)',
      run(k, f) {
        k.kiocb(f.iocb).KIF_KICKED = false;
      },
    },
    null_links: {
      line: 701,
      c: 'iocb->ki_run_list.next = iocb->ki_run_list.prev = NULL',
      run(k, f) {
        k.kiocb(f.iocb).ki_run_list = 'null';
      },
    },
    unlock: { line: 702, c: 'spin_unlock_irq(&ctx->ctx_lock)', release: (k, f) => k.kioctx(f.ctx).ctx_lock },
    cancelled: {
      line: 705,
      c: 'if (kiocbIsCancelled(iocb))',
      run(k, f) {
        if (!k.kiocb(f.iocb).KIF_CANCELLED) return 'retry';
        f.ret = -EINTR;
        return 'complete_cancelled';
      },
    },
    complete_cancelled: {
      line: 707,
      c: 'ret = -EINTR; aio_complete(iocb, ret, 0); goto out',
      call: to(aio_complete, (g, f) => {
        g.iocb = f.iocb;
        g.res = f.ret;
      }),
      then: 'out',
    },
    retry: {
      line: 724,
      c: 'ret = retry(iocb)',
      call: to(aio_rw_vect_retry, (g, f) => {
        g.iocb = f.iocb;
      }),
      result: 'ret',
    },
    promised: {
      line: 727,
      c: 'if (ret != -EIOCBRETRY && ret != -EIOCBQUEUED)',
      go: (f) => (f.ret === -EIOCBRETRY || f.ret === -EIOCBQUEUED ? 'out' : 'complete'),
    },
    complete: {
      line: 729,
      c: 'aio_complete(iocb, ret, 0)',
      call: to(aio_complete, (g, f) => {
        g.iocb = f.iocb;
        g.res = f.ret;
      }),
    },
    out: { line: 732, c: 'spin_lock_irq(&ctx->ctx_lock)', acquire: (k, f) => k.kioctx(f.ctx).ctx_lock },
    again: {
      line: 734,
      c: 'if (-EIOCBRETRY == ret)',
      go: (f) => (f.ret === -EIOCBRETRY ? 'init_links' : 'return'),
    },
    init_links: {
      line: 743,
      c: 'INIT_LIST_HEAD(&iocb->ki_run_list)',
      run(k, f) {
        k.kiocb(f.iocb).ki_run_list = 'empty';
      },
    },
    kicked: {
      line: 746,
      c: 'if (kiocbIsKicked(iocb))',
      run: (k, f) => (k.kiocb(f.iocb).KIF_KICKED ? 'queue' : 'return'),
    },
    queue: {
      line: 747,
      c: '__queue_kicked_iocb(iocb)',
      call: to(__queue_kicked_iocb, (g, f) => {
        g.iocb = f.iocb;
      }),
    },
    queue_work: {
      line: 755,
      c: 'aio_queue_work(ctx)',
      call: to(aio_queue_work, (g, f) => {
        g.ctx = f.ctx;
      }),
    },
  },
  'ret',
);

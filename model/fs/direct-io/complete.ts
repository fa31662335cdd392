/**
 * Direct I/O is done: who takes the last reference to a dio completes it (fs/direct-io.c). Left out here and in submit.ts:
 * mapping blocks, pinning pages and the locks about them; a request is aligned, fully mapped, and its bios are submitted
 * one by one.
 */
import { NULL, to } from '../../core/index.ts';
import { EIO, EIOCBQUEUED } from '../../include/linux/errno.ts';
import { list_add } from '../../include/linux/list.ts';
import { proc } from '../../kernel.ts';
import { try_to_wake_up } from '../../kernel/sched.ts';
import { aio_complete } from '../aio/complete.ts';

/**
 * The caller holds the last reference, so nobody else touches the dio: one action. Left out: end_io and i_alloc_sem
 * (246-251), which need a filesystem; page_errors (253); short reads (242).
 */
export const dio_complete = proc(
  'dio_complete',
  'fs/direct-io.c:225',
  { dio: 'struct dio *', ret: 'int' },
  {
    result: {
      line: 235,
      c: 'if (ret == -EIOCBQUEUED) ret = 0; ... if (ret == 0) ret = dio->io_error; if (ret == 0) ret = transferred',
      run(k, f) {
        const dio = k.dio(f.dio);
        if (f.ret === -EIOCBQUEUED) f.ret = 0;
        if (f.ret === 0) f.ret = dio.io_error;
        if (f.ret === 0) f.ret = dio.result;
      },
    },
  },
  'ret',
);

/** Left out: the pages of the bio (423-434). */
export const dio_bio_complete = proc(
  'dio_bio_complete',
  'fs/direct-io.c:414',
  { dio: 'struct dio *', bio: 'struct bio *' },
  {
    error: {
      line: 420,
      c: 'if (!uptodate) dio->io_error = -EIO',
      run(k, f) {
        const dio = k.dio(f.dio);
        if (k.bio(f.bio).BIO_UPTODATE) return;
        dio.io_error = -EIO;
      },
    },
  },
);

/** The interrupt's side of an asynchronous request. */
export const dio_bio_end_aio = proc(
  'dio_bio_end_aio',
  'fs/direct-io.c:267',
  {
    bio: 'struct bio *',
    dio: 'struct dio *',
    remaining: 'unsigned long',
    waiter: 'struct task_struct *',
    ret: 'int',
    iocb: 'struct kiocb *',
  },
  {
    cleanup: {
      line: 277,
      c: 'dio_bio_complete(dio, bio)',
      call: to(dio_bio_complete, (g, f) => {
        g.dio = f.dio;
        g.bio = f.bio;
      }),
    },
    lock: { line: 279, c: 'spin_lock_irqsave(&dio->bio_lock, flags)', acquire: (k, f) => k.dio(f.dio).bio_lock },
    drop: {
      line: 280,
      c: 'remaining = --dio->refcount',
      run(k, f) {
        const dio = k.dio(f.dio);
        dio.refcount -= 1;
        f.remaining = dio.refcount;
      },
    },
    waiter: {
      line: 281,
      c: 'if (remaining == 1 && dio->waiter)',
      run(k, f) {
        f.waiter = f.remaining === 1 ? k.dio(f.dio).waiter : NULL;
        return f.waiter === NULL ? 'unlock' : 'wake';
      },
    },
    wake: {
      line: 282,
      c: 'wake_up_process(dio->waiter)',
      call: to(try_to_wake_up, (g, f) => {
        g.p = f.waiter;
      }),
    },
    unlock: {
      line: 283,
      c: 'spin_unlock_irqrestore(&dio->bio_lock, flags)',
      release: (k, f) => k.dio(f.dio).bio_lock,
    },
    last: { line: 285, c: 'if (remaining == 0)', go: (f) => (f.remaining === 0 ? 'offset' : 'return') },
    offset: {
      line: 286,
      c: 'dio->iocb->ki_pos',
      run(k, f) {
        void k.kiocb(k.dio(f.dio).iocb).ki_pos;
      },
    },
    result: {
      line: 286,
      c: 'ret = dio_complete(dio, dio->iocb->ki_pos, 0)',
      call: to(dio_complete, (g, f) => {
        g.dio = f.dio;
      }),
      result: 'ret',
    },
    iocb: {
      line: 287,
      c: 'dio->iocb',
      run(k, f) {
        f.iocb = k.dio(f.dio).iocb;
      },
    },
    complete: {
      line: 287,
      c: 'aio_complete(dio->iocb, ret, 0)',
      call: to(aio_complete, (g, f) => {
        g.iocb = f.iocb;
        g.res = f.ret;
      }),
    },
    free: { line: 288, c: 'kfree(dio)', run: (k, f) => k.free('dio', f.dio) },
  },
);

/** The interrupt's side of a request that its submitter waits for. */
export const dio_bio_end_io = proc(
  'dio_bio_end_io',
  'fs/direct-io.c:301',
  { bio: 'struct bio *', dio: 'struct dio *', waiter: 'struct task_struct *' },
  {
    lock: { line: 309, c: 'spin_lock_irqsave(&dio->bio_lock, flags)', acquire: (k, f) => k.dio(f.dio).bio_lock },
    push: {
      line: 310,
      c: 'bio->bi_private = dio->bio_list; dio->bio_list = bio',
      run: (k, f) => list_add(f.bio, k.dio(f.dio).bio_list),
    },
    drop: {
      line: 312,
      c: 'if (--dio->refcount == 1 && dio->waiter)',
      run(k, f) {
        const dio = k.dio(f.dio);
        dio.refcount -= 1;
        f.waiter = dio.refcount === 1 ? dio.waiter : NULL;
        return f.waiter === NULL ? 'unlock' : 'wake';
      },
    },
    wake: {
      line: 313,
      c: 'wake_up_process(dio->waiter)',
      call: to(try_to_wake_up, (g, f) => {
        g.p = f.waiter;
      }),
    },
    unlock: {
      line: 314,
      c: 'spin_unlock_irqrestore(&dio->bio_lock, flags)',
      release: (k, f) => k.dio(f.dio).bio_lock,
    },
  },
);

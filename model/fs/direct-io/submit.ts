/** Direct I/O is sent on its way, and waited for where it is not asynchronous (fs/direct-io.c). */
import { NULL, to } from '../../core/index.ts';
import { isSyncRequest, NBYTES } from '../../world.ts';
import { EIOCBQUEUED } from '../../include/linux/errno.ts';
import { list_empty } from '../../include/linux/list.ts';
import { proc } from '../../kernel.ts';
import { schedule } from '../../kernel/sched.ts';
import { dio_bio_complete, dio_complete } from './complete.ts';

/** Sends one bio on its way; from submit_bio() on its interrupt may come. */
export const dio_bio_submit = proc(
  'dio_bio_submit',
  'fs/direct-io.c:346',
  { dio: 'struct dio *', bio: 'struct bio *' },
  {
    prepare: {
      line: 351,
      c: 'bio->bi_private = dio  /* bi_end_io was chosen by is_async, 330-333 */',
      run(k, f) {
        const bio = k.bio(f.bio);
        bio.bi_private = f.dio;
        bio.bi_end_io = k.dio(f.dio).is_async ? 'dio_bio_end_aio' : 'dio_bio_end_io';
      },
    },
    lock: { line: 353, c: 'spin_lock_irqsave(&dio->bio_lock, flags)', acquire: (k, f) => k.dio(f.dio).bio_lock },
    get: {
      line: 354,
      c: 'dio->refcount++',
      run(k, f) {
        k.dio(f.dio).refcount += 1;
      },
    },
    unlock: {
      line: 355,
      c: 'spin_unlock_irqrestore(&dio->bio_lock, flags)',
      release: (k, f) => k.dio(f.dio).bio_lock,
    },
    submit: {
      line: 360,
      c: 'submit_bio(dio->rw, bio)',
      run(k, f) {
        k.publish('dio', f.dio);
        k.bio(f.bio).in_flight = true;
      },
    },
  },
);

/** Takes one finished bio off the list, asleep while there is none and some are in flight; NULL when all are done. */
export const dio_await_one = proc(
  'dio_await_one',
  'fs/direct-io.c:381',
  { dio: 'struct dio *', tsk: 'struct task_struct *', bio: 'struct bio *' },
  {
    lock: { line: 386, c: 'spin_lock_irqsave(&dio->bio_lock, flags)', acquire: (k, f) => k.dio(f.dio).bio_lock },
    must_wait: {
      line: 394,
      c: 'while (dio->refcount > 1 && dio->bio_list == NULL)',
      run(k, f) {
        const { refcount, bio_list } = k.dio(f.dio);
        return refcount > 1 && list_empty(bio_list) ? 'uninterruptible' : 'take';
      },
    },
    uninterruptible: {
      line: 395,
      c: '__set_current_state(TASK_UNINTERRUPTIBLE)',
      run(k, f) {
        k.task_struct(f.tsk).state = 'TASK_UNINTERRUPTIBLE';
      },
    },
    waiter: {
      line: 396,
      c: 'dio->waiter = current',
      run(k, f) {
        k.dio(f.dio).waiter = f.tsk;
      },
    },
    unlock_sleep: {
      line: 397,
      c: 'spin_unlock_irqrestore(&dio->bio_lock, flags)',
      release: (k, f) => k.dio(f.dio).bio_lock,
    },
    sleep: {
      line: 398,
      c: 'io_schedule()',
      call: to(schedule, (g, f) => {
        g.tsk = f.tsk;
      }),
    },
    relock: { line: 400, c: 'spin_lock_irqsave(&dio->bio_lock, flags)', acquire: (k, f) => k.dio(f.dio).bio_lock },
    no_waiter: {
      line: 401,
      c: 'dio->waiter = NULL',
      run(k, f) {
        k.dio(f.dio).waiter = NULL;
      },
      then: 'must_wait',
    },
    take: {
      line: 403,
      c: 'if (dio->bio_list) { bio = dio->bio_list; dio->bio_list = bio->bi_private; }',
      run(k, f) {
        const { bio_list } = k.dio(f.dio);
        if (list_empty(bio_list)) return;
        f.bio = bio_list.at(0);
        bio_list.remove(f.bio);
      },
    },
    unlock: {
      line: 407,
      c: 'spin_unlock_irqrestore(&dio->bio_lock, flags)',
      release: (k, f) => k.dio(f.dio).bio_lock,
    },
  },
  'bio',
);

export const dio_await_completion = proc(
  'dio_await_completion',
  'fs/direct-io.c:445',
  { dio: 'struct dio *', bio: 'struct bio *', tsk: 'struct task_struct *' },
  {
    one: {
      line: 449,
      c: 'bio = dio_await_one(dio)',
      call: to(dio_await_one, (g, f) => {
        g.dio = f.dio;
        g.tsk = f.tsk;
      }),
      result: 'bio',
    },
    none: { line: 450, c: 'if (bio)', go: (f) => (f.bio === NULL ? 'more' : 'complete') },
    complete: {
      line: 451,
      c: 'dio_bio_complete(dio, bio)',
      call: to(dio_bio_complete, (g, f) => {
        g.dio = f.dio;
        g.bio = f.bio;
      }),
    },
    more: { line: 452, c: 'while (bio)', go: (f) => (f.bio === NULL ? 'return' : 'one') },
  },
);

/**
 * Submits the bios of one request and drops the submitter's reference; here alone -EIOCBQUEUED arises (1094). The
 * allocation is __blockdev_direct_IO's (1190, 1240). Left out: the BUG_ON at 1113, which reads the dio after that
 * reference is gone (race U14; the patch `dio-bugon` puts it back), and the one at 1118, which holds by 1092-1097;
 * dio_bio_reap (462), which needs 64 bios; what dio_bio_submit clears after submit_bio (362-363), which only the
 * submitter reads. A request makes one dio, numbered as the request; tasks are the first contexts, so the one that runs
 * here is numbered as its task. io_schedule() (398) is schedule() with accounting.
 */
export const direct_io_worker = proc(
  'direct_io_worker',
  'fs/direct-io.c:953',
  {
    iocb: 'struct kiocb *',
    dio: 'struct dio *',
    tsk: 'struct task_struct *',
    bio: 'int',
    ret: 'ssize_t',
    ret2: 'ssize_t',
  },
  {
    alloc: {
      line: 991,
      c: 'dio->refcount = 1; dio->iocb = iocb; ...  /* dio = kmalloc() at 1190, is_async at 1240 */',
      run(k, f) {
        const iocb = k.world.iocbs[f.iocb];
        f.dio = f.iocb;
        f.tsk = k.current;
        k.might_sleep();
        k.alloc('dio', f.dio);
        const dio = k.dio(f.dio);
        dio.rw = iocb?.op === 'direct_read' ? 'READ' : 'WRITE';
        dio.is_async = !isSyncRequest(k.world, f.iocb) && !(iocb?.op === 'direct_write' && iocb.append);
        dio.iocb = f.iocb;
        dio.refcount = 1;
      },
    },
    each: {
      line: 1032,
      c: 'ret = do_direct_IO(dio)  /* submits all bios but the last */',
      go: (f, k) => (f.bio < (k.world.iocbs[f.iocb]?.bios ?? 0) - 1 ? 'submit' : 'all'),
    },
    submit: {
      line: 1032,
      c: 'dio_bio_submit(dio)',
      call: to(dio_bio_submit, (g, f, k) => {
        g.dio = f.dio;
        g.bio = (k.world.iocbs[f.iocb]?.firstBio ?? NULL) + f.bio;
      }),
    },
    submitted: {
      line: 1032,
      c: '/* the next bio */',
      go(f) {
        f.bio += 1;
        return 'each';
      },
    },
    all: {
      line: 1032,
      c: 'ret = do_direct_IO(dio)  /* without an error */',
      go(f) {
        f.ret = 0;
      },
    },
    mapped: {
      line: 1034,
      c: 'dio->result += iov[seg].iov_len',
      run(k, f) {
        k.dio(f.dio).result = NBYTES;
      },
    },
    submit_last: {
      line: 1065,
      c: 'dio_bio_submit(dio)',
      call: to(dio_bio_submit, (g, f, k) => {
        g.dio = f.dio;
        g.bio = (k.world.iocbs[f.iocb]?.firstBio ?? NULL) + f.bio;
      }),
    },
    queued: {
      line: 1092,
      c: 'if (dio->is_async && ret == 0 && dio->result && ((rw & READ) || (dio->result == dio->size))) ret = -EIOCBQUEUED',
      run(k, f) {
        const { is_async, result } = k.dio(f.dio);
        f.bio = 0;
        if (is_async && f.ret === 0 && result === NBYTES) f.ret = -EIOCBQUEUED;
        return f.ret === -EIOCBQUEUED ? 'lock' : 'await';
      },
    },
    await: {
      line: 1097,
      c: 'if (ret != -EIOCBQUEUED) dio_await_completion(dio)',
      call: to(dio_await_completion, (g, f) => {
        g.dio = f.dio;
        g.tsk = f.tsk;
      }),
    },
    lock: { line: 1110, c: 'spin_lock_irqsave(&dio->bio_lock, flags)', acquire: (k, f) => k.dio(f.dio).bio_lock },
    drop: {
      line: 1111,
      c: 'ret2 = --dio->refcount',
      run(k, f) {
        const dio = k.dio(f.dio);
        dio.refcount -= 1;
        f.ret2 = dio.refcount;
      },
    },
    unlock: {
      line: 1112,
      c: 'spin_unlock_irqrestore(&dio->bio_lock, flags)',
      release: (k, f) => k.dio(f.dio).bio_lock,
    },
    last: { line: 1114, c: 'if (ret2 == 0)', go: (f) => (f.ret2 === 0 ? 'result' : 'return') },
    result: {
      line: 1115,
      c: 'ret = dio_complete(dio, offset, ret)',
      call: to(dio_complete, (g, f) => {
        g.dio = f.dio;
        g.ret = f.ret;
      }),
      result: 'ret',
    },
    free: { line: 1116, c: 'kfree(dio)', run: (k, f) => k.free('dio', f.dio) },
  },
  'ret',
);

/** Patches that move a put of a kioctx, a dio or a file into a function of their own, and change nothing else. */
import { to } from '../../../model/core/index.ts';
import { sys_io_cancel } from '../../../model/fs/aio/cancel.ts';
import { io_destroy } from '../../../model/fs/aio/exit.ts';
import { __aio_put_req } from '../../../model/fs/aio/put.ts';
import { put_ioctx } from '../../../model/fs/aio/setup.ts';
import { io_submit_one } from '../../../model/fs/aio/submit.ts';
import { dio_bio_end_aio } from '../../../model/fs/direct-io/complete.ts';
import { direct_io_worker } from '../../../model/fs/direct-io/submit.ts';
import { EAGAIN } from '../../../model/include/linux/errno.ts';
import { edit, proc } from '../../../model/kernel.ts';
import { moving } from './moving.ts';

const drop_ctx = proc(
  'drop_ctx',
  'fs/aio.c:1199',
  { ioctx: 'struct kioctx *' },
  {
    put: {
      line: 1199,
      c: 'put_ioctx(ioctx)',
      call: to(put_ioctx, (g, f) => {
        g.kioctx = f.ioctx;
      }),
    },
  },
);

const dropped = { call: to(drop_ctx, (g, f: { ioctx: number }) => void (g.ioctx = f.ioctx)), c: 'drop_ctx(ioctx)' };

export const putOfList = moving(
  'move-put-of-list',
  'fs/aio.c:1219 in a function',
  edit(io_destroy, { replace: { put_list: { line: 1219, ...dropped } } }),
);

export const putOfLookup = moving(
  'move-put-of-lookup',
  'fs/aio.c:1223 in a function',
  edit(io_destroy, { replace: { put: { line: 1223, ...dropped } } }),
);

export const bothPutsOfDestroy = moving(
  'move-both-puts-of-destroy',
  'fs/aio.c:1219 and 1223 in one function',
  edit(io_destroy, { replace: { put_list: { line: 1219, ...dropped }, put: { line: 1223, ...dropped } } }),
);

export const putOfCancelsLookup = moving(
  'move-put-of-cancels-lookup',
  'fs/aio.c:1731 in a function',
  edit(sys_io_cancel, {
    replace: {
      put: {
        line: 1731,
        c: 'drop_ctx(ctx)',
        call: to(drop_ctx, (g, f) => {
          g.ioctx = f.ctx;
        }),
      },
    },
  }),
);

const dio_drop_worker = proc(
  'dio_drop_worker',
  'fs/direct-io.c:952',
  { dio: 'struct dio *', ret: 'int' },
  {
    drop: {
      line: 952,
      c: 'return --dio->refcount',
      run(k, f) {
        const dio = k.dio(f.dio);
        dio.refcount -= 1;
        f.ret = dio.refcount;
      },
    },
  },
  'ret',
);

export const dropOfWorker = moving(
  'move-drop-of-worker',
  'fs/direct-io.c:1111 in a function',
  edit(direct_io_worker, {
    replace: {
      drop: {
        line: 1111,
        c: 'ret2 = dio_drop_worker(dio)',
        call: to(dio_drop_worker, (g, f) => {
          g.dio = f.dio;
        }),
        result: 'ret2',
      },
    },
  }),
);

/** It is not told which bio. */
const dio_drop_bio = proc(
  'dio_drop_bio',
  'fs/direct-io.c:266',
  { dio: 'struct dio *', ret: 'int' },
  {
    drop: {
      line: 266,
      c: 'return --dio->refcount',
      run(k, f) {
        const dio = k.dio(f.dio);
        dio.refcount -= 1;
        f.ret = dio.refcount;
      },
    },
  },
  'ret',
);

export const dropOfBio = moving(
  'move-drop-of-bio',
  'fs/direct-io.c:280 in a function',
  edit(dio_bio_end_aio, {
    replace: {
      drop: {
        line: 280,
        c: 'remaining = dio_drop_bio(dio)',
        call: to(dio_drop_bio, (g, f) => {
          g.dio = f.dio;
        }),
        result: 'remaining',
      },
    },
  }),
);

const give_file_back = proc(
  'give_file_back',
  'fs/aio.c:1525',
  { file: 'struct file *' },
  {
    fput: {
      line: 1525,
      c: 'fput(file)',
      run(k, f) {
        k.might_sleep();
        const file = k.file(f.file);
        file.f_count -= 1;
        if (file.f_count === 0) k.free('file', f.file);
      },
    },
  },
);

export const fputOfSubmission = moving(
  'move-fput-of-submission',
  'fs/aio.c:1556 in a function',
  edit(io_submit_one, {
    replace: {
      fput: {
        line: 1556,
        c: 'give_file_back(file)',
        call: to(give_file_back, (g, f) => {
          g.file = f.user;
        }),
      },
    },
    after: {
      fput: {
        no_slot: {
          line: 1556,
          c: 'return -EAGAIN',
          go(f) {
            f.ret = -EAGAIN;
            return 'return';
          },
        },
      },
    },
  }),
);

const req_drop_file = proc(
  'req_drop_file',
  'fs/aio.c:503',
  { req: 'struct kiocb *', last: 'int' },
  {
    dec: {
      line: 503,
      c: 'return atomic_dec_and_test(&req->ki_filp->f_count)',
      run(k, f) {
        const file = k.file(k.kiocb(f.req).ki_filp);
        file.f_count -= 1;
        f.last = file.f_count === 0 ? 1 : 0;
      },
    },
  },
  'last',
);

export const fputOfRequest = moving(
  'move-fput-of-request',
  'fs/aio.c:522 in a function',
  edit(__aio_put_req, {
    locals: { last: 'int' },
    replace: {
      fput: {
        line: 522,
        c: 'last = req_drop_file(req)',
        call: to(req_drop_file, (g, f: { req: number }) => {
          g.req = f.req;
        }),
        result: 'last',
      },
    },
    after: {
      fput: { was_last: { line: 522, c: 'if (last)', go: (f) => (f.last === 1 ? 'get' : 'really') } },
    },
  }),
);

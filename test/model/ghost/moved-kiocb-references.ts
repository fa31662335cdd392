/** Patches that move a get or a put of a kiocb into a function of their own, and change nothing else. */
import { to } from '../../../model/core/index.ts';
import { ep_aio_cancel } from '../../../model/drivers/usb/gadget/inode.ts';
import { sys_io_cancel } from '../../../model/fs/aio/cancel.ts';
import { aio_complete } from '../../../model/fs/aio/complete.ts';
import { aio_cancel_all } from '../../../model/fs/aio/exit.ts';
import { __aio_put_req, aio_put_req } from '../../../model/fs/aio/put.ts';
import { __aio_run_iocbs } from '../../../model/fs/aio/retry.ts';
import { aio_run_iocb } from '../../../model/fs/aio/run.ts';
import { io_submit_one } from '../../../model/fs/aio/submit.ts';
import { edit, proc } from '../../../model/kernel.ts';
import { moving } from './moving.ts';

const finish_submission = proc(
  'finish_submission',
  'fs/aio.c:1525',
  { req: 'struct kiocb *' },
  {
    put: {
      line: 1525,
      c: 'aio_put_req(req)',
      call: to(aio_put_req, (g, f) => {
        g.req = f.req;
      }),
    },
  },
);

export const putOfSubmission = moving(
  'move-put-of-submission',
  'fs/aio.c:1590 in a function',
  edit(io_submit_one, {
    replace: {
      put: {
        line: 1590,
        c: 'finish_submission(req)',
        call: to(finish_submission, (g, f) => {
          g.req = f.req;
        }),
      },
    },
  }),
);

const aio_finish = proc(
  'aio_finish',
  'fs/aio.c:924',
  { ctx: 'struct kioctx *', iocb: 'struct kiocb *', ret: 'int' },
  {
    put: {
      line: 924,
      c: 'return __aio_put_req(ctx, iocb)',
      call: to(__aio_put_req, (g, f) => {
        g.ctx = f.ctx;
        g.req = f.iocb;
      }),
      result: 'ret',
    },
  },
  'ret',
);

export const putOfIo = moving(
  'move-put-of-io',
  'fs/aio.c:1000 in a function',
  edit(aio_complete, {
    replace: {
      put_rq: {
        line: 1000,
        c: 'ret = aio_finish(ctx, iocb)',
        call: to(aio_finish, (g, f) => {
          g.ctx = f.ctx;
          g.iocb = f.iocb;
        }),
        result: 'ret',
      },
    },
  }),
);

const run_one = proc(
  'run_one',
  'fs/aio.c:767',
  { ctx: 'struct kioctx *', iocb: 'struct kiocb *' },
  {
    get: {
      line: 767,
      c: 'iocb->ki_users++',
      run(k, f) {
        k.kiocb(f.iocb).ki_users += 1;
      },
    },
    run: {
      line: 767,
      c: 'aio_run_iocb(iocb)',
      call: to(aio_run_iocb, (g, f) => {
        g.iocb = f.iocb;
      }),
    },
    put: {
      line: 767,
      c: '__aio_put_req(ctx, iocb)',
      call: to(__aio_put_req, (g, f) => {
        g.ctx = f.ctx;
        g.req = f.iocb;
      }),
    },
  },
);

export const runOfRetry = moving(
  'move-run-of-retry',
  'fs/aio.c:783-785 in a function',
  edit(__aio_run_iocbs, {
    remove: ['run', 'put'],
    replace: {
      get: {
        line: 783,
        c: 'run_one(ctx, iocb)',
        call: to(run_one, (g, f) => {
          g.ctx = f.ctx;
          g.iocb = f.iocb;
        }),
        then: 'next',
      },
    },
  }),
);

const hold_request = proc(
  'hold_request',
  'fs/aio.c:273',
  { req: 'struct kiocb *' },
  {
    get: {
      line: 273,
      c: 'req->ki_users++',
      run(k, f) {
        k.kiocb(f.req).ki_users += 1;
      },
    },
  },
);

export const getOfCancel = moving(
  'move-get-of-cancel',
  'fs/aio.c:1708 in a function',
  edit(sys_io_cancel, {
    replace: {
      get: {
        line: 1708,
        c: 'hold_request(kiocb)',
        call: to(hold_request, (g, f) => {
          g.req = f.kiocb;
        }),
      },
    },
  }),
);

export const getOfTeardown = moving(
  'move-get-of-teardown',
  'fs/aio.c:287 in a function',
  edit(aio_cancel_all, {
    replace: {
      get: {
        line: 287,
        c: 'hold_request(iocb)',
        call: to(hold_request, (g, f) => {
          g.req = f.iocb;
        }),
      },
    },
  }),
);

const ep_drop = proc(
  'ep_drop',
  'drivers/usb/gadget/inode.c:540',
  { iocb: 'struct kiocb *' },
  {
    put: {
      line: 540,
      c: 'aio_put_req(iocb)',
      call: to(aio_put_req, (g, f) => {
        g.req = f.iocb;
      }),
    },
  },
);

export const putOfCancel = moving(
  'move-put-of-cancel',
  'drivers/usb/gadget/inode.c:558 in a function',
  edit(ep_aio_cancel, {
    replace: {
      put: {
        line: 558,
        c: 'ep_drop(iocb)',
        call: to(ep_drop, (g, f) => {
          g.iocb = f.iocb;
        }),
      },
    },
  }),
);

/** read() and write() of a file that has asynchronous methods alone (fs/read_write.c). */
import { type Frame, NULL, to } from '../core/index.ts';
import { ep_aio_rwtail } from '../drivers/usb/gadget/inode.ts';
import { retrying_aio_read } from '../env/retrying-file.ts';
import { EIOCBQUEUED, EIOCBRETRY } from '../include/linux/errno.ts';
import { type Kernel, proc } from '../kernel.ts';
import { schedule } from '../kernel/sched.ts';
import { generic_file_aio_read, generic_file_aio_write } from '../mm/filemap.ts';
import { NBYTES, type World } from '../world.ts';
import { wait_on_sync_kiocb } from './aio/wait-on-sync.ts';

/** Whether a request reads its file. */
export const reads = ({ iocbs }: World, iocb: number): boolean => {
  const op = iocbs[iocb]?.op;
  return op === 'direct_read' || op === 'retry';
};

/** Asleep until kick_iocb comes, unless it has come. A kick that ends the sleep stays set, so that the next retry does not wait for its own. */
export const wait_on_retry_sync_kiocb = proc(
  'wait_on_retry_sync_kiocb',
  'fs/read_write.c:220',
  { iocb: 'struct kiocb *', tsk: 'struct task_struct *' },
  {
    uninterruptible: {
      line: 222,
      c: 'set_current_state(TASK_UNINTERRUPTIBLE)',
      run(k, f) {
        k.task_struct(f.tsk).state = 'TASK_UNINTERRUPTIBLE';
      },
    },
    kicked: {
      line: 223,
      c: 'if (!kiocbIsKicked(iocb))',
      run: (k, f) => (k.kiocb(f.iocb).KIF_KICKED ? 'clear_kicked' : 'sleep'),
    },
    sleep: {
      line: 224,
      c: 'schedule()',
      call: to(schedule, (g, f) => {
        g.tsk = f.tsk;
      }),
      then: 'running',
    },
    clear_kicked: {
      line: 226,
      c: 'kiocbClearKicked(iocb)',
      run(k, f) {
        k.kiocb(f.iocb).KIF_KICKED = false;
      },
    },
    running: {
      line: 227,
      c: '__set_current_state(TASK_RUNNING)',
      run(k, f) {
        k.task_struct(f.tsk).state = 'TASK_RUNNING';
      },
    },
  },
);

const locals = { iocb: 'struct kiocb *', tsk: 'struct task_struct *', ret: 'ssize_t' } as const;
type SyncFrame = Frame<typeof locals>;

/** The kiocb is in the frame, and has the number of its request. Nobody else sees it before the method has it, so making it is one action. */
const made = (line: number) => ({
  line,
  c: 'init_sync_kiocb(&kiocb, filp); kiocb.ki_pos = *ppos; kiocb.ki_left = len',
  run(k: Kernel, f: SyncFrame) {
    f.tsk = k.current;
    k.alloc('kiocb', f.iocb);
    const kiocb = k.kiocb(f.iocb);
    kiocb.ki_users = 1;
    kiocb.ki_key = 'KIOCB_SYNC_KEY';
    kiocb.ki_filp = f.iocb;
    kiocb.ki_ctx = NULL;
    kiocb.ki_cancel = 'NULL';
    kiocb.ki_retry = 'NULL';
    kiocb.ki_obj_tsk = f.tsk;
    kiocb.ki_user_data = 0;
    kiocb.ki_pos = 0;
    kiocb.ki_left = NBYTES;
    k.publish('kiocb', f.iocb);
  },
});

/** What both do when the method has returned: `line` is that of the test, and `call` is the step that calls it again. */
const whenReturned = <const Call extends string>(line: number, call: Call) => ({
  retry: {
    line,
    c: 'if (ret != -EIOCBRETRY) break',
    go: (f: SyncFrame) => (f.ret === -EIOCBRETRY ? ('wait_retry' as const) : ('is_queued' as const)),
  },
  wait_retry: {
    line: line + 2,
    c: 'wait_on_retry_sync_kiocb(&kiocb)',
    call: to(wait_on_retry_sync_kiocb, (g, f: SyncFrame) => {
      g.iocb = f.iocb;
      g.tsk = f.tsk;
    }),
    then: call,
  },
  is_queued: {
    line: line + 5,
    c: 'if (-EIOCBQUEUED == ret)',
    go: (f: SyncFrame) => (f.ret === -EIOCBQUEUED ? ('wait' as const) : ('ppos' as const)),
  },
  wait: {
    line: line + 6,
    c: 'ret = wait_on_sync_kiocb(&kiocb)',
    call: to(wait_on_sync_kiocb, (g, f: SyncFrame) => {
      g.iocb = f.iocb;
      g.tsk = f.tsk;
    }),
    result: 'ret' as const,
  },
  ppos: {
    line: line + 7,
    c: '*ppos = kiocb.ki_pos',
    run: (k: Kernel, f: SyncFrame) => void k.kiocb(f.iocb).ki_pos,
  },
  returns: {
    line: line + 8,
    c: 'return ret  /* the frame goes, and the kiocb with it */',
    run: (k: Kernel, f: SyncFrame) => k.free('kiocb', f.iocb),
  },
});

/**
 * Left out, here and in do_sync_write: what sys_read and vfs_read do before and behind it; the reference to the file that the system
 * call has while it runs, so that a request with the last one ("file": "last") is as any other here.
 */
export const do_sync_read = proc(
  'do_sync_read',
  'fs/read_write.c:230',
  locals,
  {
    init: made(236),
    read: {
      line: 241,
      c: 'ret = filp->f_op->aio_read(&kiocb, &iov, 1, kiocb.ki_pos)',
      go: (f, k) => (k.world.iocbs[f.iocb]?.op === 'retry' ? 'retrying_read' : 'generic_read'),
    },
    retrying_read: {
      line: 241,
      c: 'ret = retrying_aio_read(&kiocb, ...)',
      call: to(retrying_aio_read, (g, f) => {
        g.iocb = f.iocb;
      }),
      result: 'ret',
      then: 'retry',
    },
    generic_read: {
      line: 241,
      c: 'ret = generic_file_aio_read(&kiocb, ...)',
      call: to(generic_file_aio_read, (g, f) => {
        g.iocb = f.iocb;
      }),
      result: 'ret',
    },
    ...whenReturned(242, 'read'),
  },
  'ret',
);

export const do_sync_write = proc(
  'do_sync_write',
  'fs/read_write.c:288',
  locals,
  {
    init: made(294),
    write: {
      line: 299,
      c: 'ret = filp->f_op->aio_write(&kiocb, &iov, 1, kiocb.ki_pos)',
      go: (f, k) => (k.world.iocbs[f.iocb]?.op === 'queued' ? 'queued_write' : 'generic_write'),
    },
    queued_write: {
      line: 299,
      c: 'ret = ep_aio_write(&kiocb, ...)',
      call: to(ep_aio_rwtail, (g, f) => {
        g.iocb = f.iocb;
      }),
      result: 'ret',
      then: 'retry',
    },
    generic_write: {
      line: 299,
      c: 'ret = generic_file_aio_write(&kiocb, ...)',
      call: to(generic_file_aio_write, (g, f) => {
        g.iocb = f.iocb;
      }),
      result: 'ret',
    },
    ...whenReturned(300, 'write'),
  },
  'ret',
);

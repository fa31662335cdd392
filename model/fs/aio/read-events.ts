/** io_getevents: taking events off the ring, and sleeping for them (fs/aio.c). */
import { NULL, to } from '../../core/index.ts';
import { eventRead, slotFreed } from '../../env/ledger.ts';
import { EINVAL } from '../../include/linux/errno.ts';
import { proc } from '../../kernel.ts';
import { schedule } from '../../kernel/sched.ts';
import { add_wait_queue_exclusive, remove_wait_queue } from '../../kernel/wait.ts';
import { lookup_ioctx, put_ioctx } from './setup.ts';

/** Takes one event off the ring; returns 1, or 0 if there is none. The first look is without a lock. */
export const aio_read_evt = proc(
  'aio_read_evt',
  'fs/aio.c:1015',
  { ctx: 'struct kioctx *', head: 'unsigned long', ret: 'int' },
  {
    head: {
      line: 1027,
      c: 'ring->head',
      run(k, f) {
        f.head = k.kioctx(f.ctx).ring_head;
      },
    },
    empty: {
      line: 1027,
      c: 'if (ring->head == ring->tail) goto out',
      run(k, f) {
        const empty = f.head === k.kioctx(f.ctx).ring_tail;
        f.head = 0;
        return empty ? 'return' : 'lock';
      },
    },
    lock: { line: 1030, c: 'spin_lock(&info->ring_lock)', acquire: (k, f) => k.kioctx(f.ctx).ring_lock },
    locked_head: {
      line: 1032,
      c: 'head = ring->head % info->nr',
      run(k, f) {
        f.head = k.kioctx(f.ctx).ring_head;
      },
    },
    again: {
      line: 1033,
      c: 'if (head != ring->tail)',
      run(k, f) {
        if (f.head !== k.kioctx(f.ctx).ring_tail) return 'copy';
        f.head = 0;
        return 'unlock';
      },
    },
    copy: {
      line: 1035,
      c: '*ent = *evp',
      run(k, f) {
        void k.kioctx(f.ctx).ring_pages;
        eventRead(k, f.head);
      },
    },
    advance: {
      line: 1038,
      c: 'head = (head + 1) % info->nr; ring->head = head; ret = 1',
      run(k, f) {
        k.kioctx(f.ctx).ring_head = (f.head + 1) % k.world.ring_nr;
        slotFreed(k, f.head);
        f.head = 0;
        f.ret = 1;
      },
    },
    unlock: { line: 1042, c: 'spin_unlock(&info->ring_lock)', release: (k, f) => k.kioctx(f.ctx).ring_lock },
  },
  'ret',
);

/**
 * Takes `min_nr` to `nr` events, asleep on ctx->wait while there are too few. Left out: the one run of the retry list
 * (1138-1142), which stays empty while there are no retries; timeouts, signals and user addresses that fault.
 */
export const read_events = proc(
  'read_events',
  'fs/aio.c:1089',
  {
    ctx: 'struct kioctx *',
    min_nr: 'long',
    nr: 'long',
    tsk: 'struct task_struct *',
    i: 'int',
    ret: 'int',
  },
  {
    fast: { line: 1109, c: 'while (i < nr)', go: (f) => (f.i < f.nr ? 'fast_read' : 'enough') },
    fast_read: {
      line: 1110,
      c: 'ret = aio_read_evt(ctx, &ent)',
      call: to(aio_read_evt, (g, f) => {
        g.ctx = f.ctx;
      }),
      result: 'ret',
    },
    fast_got: {
      line: 1111,
      c: 'if (ret <= 0) break; i++',
      go(f) {
        if (f.ret <= 0) return 'enough';
        f.i += 1;
        f.ret = 0;
        return 'fast';
      },
    },
    enough: {
      line: 1130,
      c: 'if (min_nr <= i) return i',
      go(f) {
        if (f.min_nr > f.i) return 'wait';
        f.ret = f.i;
        return 'return';
      },
    },
    wait: { line: 1154, c: 'while (i < nr)', go: (f) => (f.i < f.nr ? 'add' : 'out') },
    add: {
      line: 1155,
      c: 'add_wait_queue_exclusive(&ctx->wait, &wait)',
      call: to(add_wait_queue_exclusive, (g, f) => {
        g.ctx = f.ctx;
        g.wait = f.tsk;
      }),
    },
    interruptible: {
      line: 1157,
      c: 'set_task_state(tsk, TASK_INTERRUPTIBLE)',
      run(k, f) {
        k.task_struct(f.tsk).state = 'TASK_INTERRUPTIBLE';
      },
    },
    read: {
      line: 1158,
      c: 'ret = aio_read_evt(ctx, &ent)',
      call: to(aio_read_evt, (g, f) => {
        g.ctx = f.ctx;
      }),
      result: 'ret',
    },
    got: {
      line: 1159,
      c: 'if (ret) break; if (min_nr <= i) break',
      go: (f) => (f.ret !== 0 || f.min_nr <= f.i ? 'running' : 'sleep'),
    },
    sleep: {
      line: 1166,
      c: 'schedule()',
      call: to(schedule, (g, f) => {
        g.tsk = f.tsk;
      }),
      then: 'interruptible',
    },
    running: {
      line: 1174,
      c: 'set_task_state(tsk, TASK_RUNNING)',
      run(k, f) {
        k.task_struct(f.tsk).state = 'TASK_RUNNING';
      },
    },
    remove: {
      line: 1175,
      c: 'remove_wait_queue(&ctx->wait, &wait)',
      call: to(remove_wait_queue, (g, f) => {
        g.ctx = f.ctx;
        g.wait = f.tsk;
      }),
    },
    count: {
      line: 1177,
      c: 'if (ret <= 0) break; i++',
      go(f) {
        if (f.ret <= 0) return 'out';
        f.i += 1;
        return 'wait';
      },
    },
    out: {
      line: 1194,
      c: 'return i ? i : ret',
      go(f) {
        if (f.i > 0) f.ret = f.i;
      },
    },
  },
  'ret',
);

export const sys_io_getevents = proc(
  'sys_io_getevents',
  'fs/aio.c:1748',
  { task: 'int', min_nr: 'long', nr: 'long', ioctx: 'struct kioctx *', ret: 'long' },
  {
    lookup: { line: 1754, c: 'ioctx = lookup_ioctx(ctx_id)', call: to(lookup_ioctx, () => {}), result: 'ioctx' },
    valid: {
      line: 1757,
      c: 'if (ioctx)  /* and min_nr <= nr, both >= 0 */',
      go(f) {
        f.ret = -EINVAL;
        if (f.ioctx === NULL) return 'return';
        return f.min_nr <= f.nr && f.min_nr >= 0 ? 'read' : 'put';
      },
    },
    read: {
      line: 1759,
      c: 'ret = read_events(ioctx, min_nr, nr, events, timeout)',
      call: to(read_events, (g, f) => {
        g.ctx = f.ioctx;
        g.min_nr = f.min_nr;
        g.nr = f.nr;
        g.tsk = f.task;
      }),
      result: 'ret',
    },
    put: {
      line: 1760,
      c: 'put_ioctx(ioctx)',
      call: to(put_ioctx, (g, f) => {
        g.kioctx = f.ioctx;
      }),
    },
  },
  'ret',
);

/** io_getevents: taking events off the ring, and sleeping for them (fs/aio.c). */
import { NULL, to } from '../../core/index.ts';
import { EFAULT, EINTR, EINVAL } from '../../include/linux/errno.ts';
import { list_empty } from '../../include/linux/list.ts';
import { proc } from '../../kernel.ts';
import { mayBeSignalled } from '../../world.ts';
import { schedule } from '../../kernel/sched.ts';
import { add_wait_queue_exclusive, remove_wait_queue } from '../../kernel/wait.ts';
import { aio_read_evt } from './read-evt.ts';
import { aio_run_all_iocbs } from './retry.ts';
import { lookup_ioctx, put_ioctx } from './setup.ts';
import { clear_timeout, set_timeout } from './timeout.ts';

/**
 * Takes `min_nr` to `nr` events, asleep on ctx->wait while there are too few. Left out: user addresses that fault. `timeout` is 1 where there is one; how long it is, is left out: it may be over at any time.
 */
export const read_events = proc(
  'read_events',
  'fs/aio.c:1089',
  {
    ctx: 'struct kioctx *',
    min_nr: 'long',
    nr: 'long',
    tsk: 'struct task_struct *',
    timeout: 'int',
    retry: 'int',
    i: 'int',
    ret: 'int',
  },
  {
    retry: {
      line: 1108,
      c: 'ret = 0',
      go(f) {
        f.ret = 0;
      },
    },
    fast: { line: 1109, c: 'while (i < nr)', go: (f) => (f.i < f.nr ? 'fast_read' : 'enough') },
    fast_read: {
      line: 1110,
      c: 'ret = aio_read_evt(ctx, &ent)',
      call: to(aio_read_evt, (g, f) => {
        g.ctx = f.ctx;
      }),
      result: 'ret',
    },
    fast_got: { line: 1111, c: 'if (ret <= 0) break', go: (f) => (f.ret <= 0 ? 'enough' : 'fast_efault') },
    fast_efault: {
      line: 1118,
      c: 'ret = -EFAULT  /* unless the event is copied */',
      go(f) {
        f.ret = -EFAULT;
      },
    },
    fast_copied: {
      line: 1123,
      c: 'ret = 0',
      go(f) {
        f.ret = 0;
      },
    },
    fast_count: {
      line: 1127,
      c: 'i++',
      go(f) {
        f.i += 1;
      },
      then: 'fast',
    },
    enough: {
      line: 1130,
      c: 'if (min_nr <= i) return i',
      go(f) {
        if (f.min_nr > f.i) return 'not_retried';
        f.ret = f.i;
        return 'return';
      },
    },
    not_retried: { line: 1138, c: 'if (!retry', go: (f) => (f.retry === 0 ? 'run_list' : 'timeout') },
    run_list: {
      line: 1138,
      c: '&& !list_empty(&ctx->run_list))',
      run: (k, f) => (list_empty(k.kioctx(f.ctx).run_list) ? 'timeout' : 'retried'),
    },
    retried: {
      line: 1139,
      c: 'retry = 1',
      go(f) {
        f.retry = 1;
      },
    },
    run: {
      line: 1140,
      c: 'aio_run_all_iocbs(ctx); goto retry',
      call: to(aio_run_all_iocbs, (g, f) => {
        g.ctx = f.ctx;
      }),
      then: 'retry',
    },
    timeout: { line: 1145, c: 'if (timeout)', go: (f) => (f.timeout !== 0 ? 'timeout_efault' : 'wait') },
    timeout_efault: {
      line: 1147,
      c: 'ret = -EFAULT  /* unless the timeout is copied */',
      go(f) {
        f.ret = -EFAULT;
      },
    },
    set_timeout: {
      line: 1151,
      c: 'init_timeout(&to); set_timeout(start_jiffies, &to, &ts)',
      call: to(set_timeout, (g, f) => {
        g.to = f.tsk;
      }),
    },
    wait: { line: 1154, c: 'while (i < nr)', go: (f) => (f.i < f.nr ? 'add' : 'clear') },
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
    got: { line: 1159, c: 'if (ret) break', go: (f) => (f.ret === 0 ? 'few' : 'running') },
    few: { line: 1161, c: 'if (min_nr <= i) break', go: (f) => (f.min_nr <= f.i ? 'running' : 'none') },
    none: {
      line: 1163,
      c: 'ret = 0',
      go(f) {
        f.ret = 0;
      },
    },
    may_time_out: {
      line: 1164,
      c: 'if (to.timed_out) break  /* which it never is without a timeout */',
      go: (f) => (f.timeout !== 0 ? 'timed_out' : 'sleep'),
    },
    timed_out: {
      line: 1164,
      c: 'if (to.timed_out) break',
      run: (k, f) => (k.aio_timeout(f.tsk).timed_out ? 'running' : 'sleep'),
    },
    sleep: {
      line: 1166,
      c: 'schedule()',
      call: to(schedule, (g, f) => {
        g.tsk = f.tsk;
      }),
    },
    may_be_signalled: {
      line: 1167,
      c: 'if (signal_pending(tsk))  /* which it never is where no signal may come */',
      go: (f, k) => (mayBeSignalled(k.world, f.tsk) ? 'signalled' : 'interruptible'),
    },
    signalled: {
      line: 1167,
      c: 'if (signal_pending(tsk))',
      run: (k, f) => (k.task_struct(f.tsk).TIF_SIGPENDING ? 'eintr' : 'interruptible'),
    },
    eintr: {
      line: 1168,
      c: 'ret = -EINTR; break',
      go(f) {
        f.ret = -EINTR;
      },
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
    failed: { line: 1177, c: 'if (ret <= 0) break', go: (f) => (f.ret <= 0 ? 'clear' : 'efault') },
    efault: {
      line: 1180,
      c: 'ret = -EFAULT  /* unless the event is copied, and from then on */',
      go(f) {
        f.ret = -EFAULT;
      },
    },
    count: {
      line: 1188,
      c: 'i++',
      go(f) {
        f.i += 1;
      },
      then: 'wait',
    },
    clear: { line: 1191, c: 'if (timeout)', go: (f) => (f.timeout !== 0 ? 'clear_timeout' : 'out') },
    clear_timeout: {
      line: 1192,
      c: 'clear_timeout(&to)',
      call: to(clear_timeout, (g, f) => {
        g.to = f.tsk;
      }),
    },
    out: {
      line: 1194,
      c: 'return i ? i : ret',
      go(f) {
        if (f.i !== 0) f.ret = f.i;
      },
    },
  },
  'ret',
);

export const sys_io_getevents = proc(
  'sys_io_getevents',
  'fs/aio.c:1748',
  { task: 'struct task_struct *', min_nr: 'long', nr: 'long', timeout: 'int', ioctx: 'struct kioctx *', ret: 'long' },
  {
    lookup: { line: 1754, c: 'ioctx = lookup_ioctx(ctx_id)', call: to(lookup_ioctx, () => {}), result: 'ioctx' },
    invalid: {
      line: 1755,
      c: 'ret = -EINVAL',
      go(f) {
        f.ret = -EINVAL;
      },
    },
    valid: { line: 1757, c: 'if (ioctx)', go: (f) => (f.ioctx === NULL ? 'return' : 'in_range') },
    in_range: {
      line: 1758,
      c: 'if (min_nr <= nr && min_nr >= 0 && nr >= 0)',
      go: (f) => (f.min_nr <= f.nr && f.min_nr >= 0 ? 'read' : 'put'),
    },
    read: {
      line: 1759,
      c: 'ret = read_events(ioctx, min_nr, nr, events, timeout)',
      call: to(read_events, (g, f) => {
        g.ctx = f.ioctx;
        g.min_nr = f.min_nr;
        g.nr = f.nr;
        g.tsk = f.task;
        g.timeout = f.timeout;
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

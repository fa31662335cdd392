/** User tasks: each makes its system calls in order. */
import { NULL, to } from '../core/index.ts';
import { sys_io_cancel } from '../fs/aio/cancel.ts';
import { sys_io_destroy } from '../fs/aio/exit.ts';
import { sys_io_getevents } from '../fs/aio/read-events.ts';
import { sys_io_submit } from '../fs/aio/submit.ts';
import { list_add_tail } from '../include/linux/list.ts';
import { proc } from '../kernel.ts';
import { callReturned } from '../ghost/holders.ts';
import type { World } from '../world.ts';

const callOf = (world: World, f: { readonly task: number; readonly call: number }) =>
  world.tasks[f.task]?.calls[f.call];

export const user_task = proc(
  'user_task',
  'user',
  { task: 'struct task_struct *', call: 'int', ret: 'long' },
  {
    next: {
      line: 0,
      c: 'the next system call',
      go(f, k) {
        const made = callOf(k.world, f);
        return made === undefined ? 'return' : made.call;
      },
    },
    io_submit: {
      line: 0,
      c: 'io_submit(ctx, nr, iocbs)',
      call: to(sys_io_submit, (g, f) => {
        g.task = f.task;
        g.call = f.call;
      }),
      result: 'ret',
      then: 'returned',
    },
    io_getevents: {
      line: 0,
      c: 'io_getevents(ctx, min_nr, nr, events, timeout)',
      call: to(sys_io_getevents, (g, f, k) => {
        const made = callOf(k.world, f);
        g.task = f.task;
        g.min_nr = made?.call === 'io_getevents' ? made.min_nr : 0;
        g.nr = made?.call === 'io_getevents' ? made.nr : 0;
        g.timeout = made?.call === 'io_getevents' && made.timeout ? 1 : 0;
      }),
      result: 'ret',
      then: 'returned',
    },
    io_cancel: {
      line: 0,
      c: 'io_cancel(ctx, iocb, result)',
      call: to(sys_io_cancel, (g, f, k) => {
        const made = callOf(k.world, f);
        g.user = made?.call === 'io_cancel' ? made.iocb : NULL;
      }),
      result: 'ret',
      then: 'returned',
    },
    io_destroy: {
      line: 0,
      c: 'io_destroy(ctx)',
      call: to(sys_io_destroy, (g, f) => {
        g.task = f.task;
      }),
      result: 'ret',
    },
    returned: {
      line: 0,
      c: 'the system call returned',
      go(f, k) {
        const made = callOf(k.world, f);
        if (made !== undefined) callReturned(k, made, f.ret);
        list_add_tail(f.ret, k.task_log(f.task).returns);
        f.ret = 0;
        f.call += 1;
        return 'next';
      },
    },
  },
);

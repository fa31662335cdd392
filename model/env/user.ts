/** User tasks: each makes its system calls in order. */
import { type Frame, type Locals, type Proc, to } from '../core/index.ts';
import type { CallName, CallOf, WorldCall } from '../calls.ts';
import { sys_io_cancel } from '../fs/aio/cancel.ts';
import { sys_io_destroy } from '../fs/aio/exit.ts';
import { sys_io_getevents } from '../fs/aio/read-events.ts';
import { sys_io_submit } from '../fs/aio/submit.ts';
import { list_add_tail } from '../include/linux/list.ts';
import { type Kernel, proc } from '../kernel.ts';
import { callReturned } from '../ghost/calls-returned.ts';
import type { World } from '../world.ts';

const locals = { task: 'struct task_struct *', call: 'int', ret: 'long' } as const;
type UserFrame = Readonly<Frame<typeof locals>>;

const callOf = (world: World, f: Pick<UserFrame, 'task' | 'call'>): WorldCall | undefined =>
  world.tasks[f.task]?.calls[f.call];

/** The step that makes a call. `args` fills the C function's frame from the task's, and from what the task says with the call. */
const systemCall = <N extends CallName, P extends Locals>(
  name: N,
  c: string,
  sys: Proc<P>,
  args: (g: Frame<P>, f: UserFrame, made: CallOf<N>) => void,
) => ({
  line: 0,
  c,
  call: to(sys, (g, f: UserFrame, k: Kernel) => {
    const made = callOf(k.world, f);
    if (made?.call !== name) throw new Error(`the task does not make ${name} now`);
    args(g, f, made as CallOf<N>);
  }),
  result: 'ret' as const,
  then: 'returned' as const,
});

/** `next` goes to the step that is named as the call. */
const systemCalls = {
  io_submit: systemCall('io_submit', 'io_submit(ctx, nr, iocbs)', sys_io_submit, (g, f) => {
    g.task = f.task;
    g.call = f.call;
  }),
  io_getevents: systemCall(
    'io_getevents',
    'io_getevents(ctx, min_nr, nr, events, timeout)',
    sys_io_getevents,
    (g, f, { min_nr, nr, timeout }) => {
      g.task = f.task;
      g.min_nr = min_nr;
      g.nr = nr;
      g.timeout = timeout ? 1 : 0;
    },
  ),
  io_cancel: systemCall('io_cancel', 'io_cancel(ctx, iocb, result)', sys_io_cancel, (g, _f, { iocb }) => {
    g.user = iocb;
  }),
  io_destroy: systemCall('io_destroy', 'io_destroy(ctx)', sys_io_destroy, (g, f) => {
    g.task = f.task;
  }),
} satisfies { readonly [name in CallName]: unknown };

export const user_task = proc('user_task', 'user', locals, {
  next: {
    line: 0,
    c: 'the next system call',
    go(f, k) {
      const made = callOf(k.world, f);
      return made === undefined ? 'return' : made.call;
    },
  },
  ...systemCalls,
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
});

/** User tasks: each makes its system calls in order. */
import { type Frame, type Locals, type Proc, to } from '../core/index.ts';
import { user_reap } from './user-reaper.ts';
import { type CallName, type CallFacts, type CallOf, factsOf, type WorldCall } from '../calls.ts';
import { sys_io_cancel } from '../fs/aio/cancel.ts';
import { sys_io_destroy } from '../fs/aio/exit.ts';
import { sys_io_setup } from '../fs/aio/io-setup.ts';
import { sys_io_getevents } from '../fs/aio/read-events.ts';
import { sys_io_submit } from '../fs/aio/submit.ts';
import { do_sync_read, do_sync_write, reads } from '../fs/read_write.ts';
import { EINTR } from '../include/linux/errno.ts';
import { list_add_tail } from '../include/linux/list.ts';
import { type Kernel, proc } from '../kernel.ts';
import { mmput } from '../kernel/fork.ts';
import { callReturned } from '../ghost/calls-returned.ts';
import { waitsForSubmitted, type World } from '../world.ts';

/** `got`: the events that a call has brought which is repeated. */
const locals = { task: 'struct task_struct *', call: 'int', ret: 'long', got: 'long' } as const;
type UserFrame = Readonly<Frame<typeof locals>>;

const callOf = (world: World, f: Pick<UserFrame, 'task' | 'call'>): WorldCall | undefined =>
  world.tasks[f.task]?.calls[f.call];

/** Of the call that the task is in. */
function factsNow(world: World, f: Pick<UserFrame, 'task' | 'call'>): CallFacts {
  const made = callOf(world, f);
  if (made === undefined) throw new Error('the task is in no call');
  return factsOf(made);
}

const PROGRAM = 0;

/** Of a world in which a call is repeated: how its program begins. */
export function programHopesForAll(k: Kernel): void {
  const submits = k.world.tasks.flatMap(({ calls }) => calls.flatMap((made) => factsOf(made).submits));
  k.user_program(PROGRAM).to_come = submits.length;
}

/** How many events fewer the program may hope for, now that the call has returned `ret`. */
function noMoreToCome(made: WorldCall, ret: number): number {
  const { submits, events } = factsOf(made);
  if (made.call === 'io_cancel') return ret === 0 ? 1 : 0;
  const got = Math.max(0, ret);
  return events === null ? submits.length - got : got;
}

/**
 * A program that waits for more events than can come makes its call again and again for ever. That changes nothing, and here it rests
 * instead.
 */
const mayBringMore = (k: Kernel, f: UserFrame): boolean => f.ret > 0 || k.user_program(PROGRAM).to_come > 0;

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
  io_setup: systemCall('io_setup', 'io_setup(nr_events, &ctx)', sys_io_setup, () => {}),
  reap: systemCall('reap', '/* takes events off the ring itself */', user_reap, (g, _f, { nr }) => {
    g.nr = nr;
  }),
  exit: {
    line: 0,
    c: '/* the task exits */  mmput(mm)',
    call: to(mmput, (g, f: UserFrame) => {
      g.tsk = f.task;
    }),
    then: 'return' as const,
  },
  sync_io: {
    line: 0,
    c: 'read(file), or write(file)',
    go(f: UserFrame, k: Kernel) {
      const made = callOf(k.world, f);
      if (made?.call !== 'sync_io') throw new Error('the task does not make sync_io now');
      return reads(k.world, made.iocb) ? ('read' as const) : ('write' as const);
    },
  },
} satisfies { readonly [name in CallName]: unknown };

export const user_task = proc('user_task', 'user', locals, {
  next: {
    line: 0,
    c: 'the next system call',
    go(f, k) {
      const made = callOf(k.world, f);
      if (made === undefined) return 'return';
      return factsOf(made).signals ? 'may_be_signalled' : made.call;
    },
  },
  may_be_signalled: {
    line: 0,
    c: '/* a signal comes while the call runs, or none */',
    run(k, f) {
      k.user_signal(f.task).arranged = k.choose('signal', [0, 1]) === 1;
      return callOf(k.world, f)?.call ?? 'return';
    },
  },
  ...systemCalls,
  read: systemCall('sync_io', 'read(file, buffer, nbytes)', do_sync_read, (g, _f, { iocb }) => {
    g.iocb = iocb;
  }),
  write: systemCall('sync_io', 'write(file, buffer, nbytes)', do_sync_write, (g, _f, { iocb }) => {
    g.iocb = iocb;
  }),
  returned: {
    line: 0,
    c: 'the system call returned',
    go(f, k) {
      const made = callOf(k.world, f);
      if (made === undefined || made.call === 'exit') throw new Error('nothing returns that was not called');
      callReturned(k, made, f.ret);
      const { signals, until } = factsOf(made);
      if (until > 0) f.got += Math.max(0, f.ret);
      return signals ? 'signal_handled' : 'over';
    },
  },
  signal_handled: {
    line: 0,
    c: '/* a signal that came is handled; one that has not come by now comes to no call */',
    run(k, f) {
      k.user_signal(f.task).arranged = false;
      k.task_struct(f.task).TIF_SIGPENDING = false;
    },
  },
  over: {
    line: 0,
    c: '/* the call is over */',
    go(f, k) {
      const made = callOf(k.world, f);
      return made !== undefined && waitsForSubmitted(k.world) && noMoreToCome(made, f.ret) > 0 ? 'count' : 'enough';
    },
  },
  count: {
    line: 0,
    c: '/* the program counts what came, and what will not */',
    run(k, f) {
      const made = callOf(k.world, f);
      const program = k.user_program(PROGRAM);
      if (made !== undefined)
        program.to_come = Math.max(-k.world.iocbs.length, program.to_come - noMoreToCome(made, f.ret));
    },
  },
  enough: {
    line: 0,
    c: '/* is that enough? */',
    go: (f, k) => (f.got < factsNow(k.world, f).until && (f.ret >= 0 || f.ret === -EINTR) ? 'again' : 'done'),
  },
  again: {
    line: 0,
    c: '/* the program waits for more events, and makes the call once more */',
    when: mayBringMore,
    run(k, f) {
      k.task_log(f.task).repeats = true;
      f.ret = 0;
      return 'next';
    },
  },
  done: {
    line: 0,
    c: '/* the program goes on */',
    go(f, k) {
      const log = k.task_log(f.task);
      list_add_tail(f.got > 0 ? f.got : f.ret, log.returns);
      if (log.repeats) log.repeats = false;
      f.got = 0;
      f.ret = 0;
      f.call += 1;
      return 'next';
    },
  },
});

/**
 * A reader and a writer over a pipe with room for SIZE bytes; who finds it empty, or full, sleeps until the other wakes
 * him, as in fs/pipe.c. And a patch that loses a wakeup: `npx tsx docs/examples/pipe.ts`.
 */
import {
  defineModel,
  int,
  type KernelOf,
  listOf,
  type Model,
  notationFor,
  type Patch,
  ref,
  spinlock,
  struct,
  to,
} from 'kioctx/model';
import { task_struct, wait_queue_t } from 'kioctx/model/include/linux/wait.ts';
import { schedulerFor } from 'kioctx/model/kernel/scheduler.ts';
import { waitQueuesFor } from 'kioctx/model/kernel/wait-queues.ts';
import { each, type Property } from 'kioctx/properties';
import { isRun, printVerdicts } from './verdicts.ts';

const SIZE = 2;
const BYTES = 4;

const structs = {
  pipe: struct({
    mutex: spinlock(),
    used: int(0, SIZE).guarded_by('mutex').starts(0),
    /** A wait queue: a list of entries, and the lock that is around each change of it. */
    wait_lock: spinlock(),
    wait: listOf(ref('wait_queue_t')).written_under('wait_lock'),
  }),
  /** A task and its entry per context, of the same number. */
  task_struct,
  wait_queue_t,
};

type Kernel = KernelOf<typeof structs>;
const { proc, edit } = notationFor(structs);

const scheduler = schedulerFor(proc);
const { add_wait_queue, remove_wait_queue, __wake_up } = waitQueuesFor(proc, scheduler, {
  // The one pipe: nobody has to be told which.
  owner: {},
  lock: (k) => k.pipe(0).wait_lock,
  task_list: (k) => k.pipe(0).wait,
});

const lock = { line: 3, c: 'mutex_lock(&pipe->mutex)', acquire: (k: Kernel) => k.pipe(0).mutex };
const unlock = { line: 8, c: 'mutex_unlock(&pipe->mutex)', release: (k: Kernel) => k.pipe(0).mutex };
const myself = (g: { wait: number }, _: object, k: Kernel): void => void (g.wait = k.current);
const prepare = {
  add: { line: 21, c: 'add_wait_queue(&pipe->wait, &wait)', call: to(add_wait_queue, myself) },
  interruptible: {
    line: 22,
    c: 'set_current_state(TASK_INTERRUPTIBLE)',
    run: (k: Kernel) => void (k.task_struct(k.current).state = 'TASK_INTERRUPTIBLE'),
  },
};
/** Nobody can change what it waits for before it is on the queue and says that it sleeps: the pipe is locked until then. */
const pipe_wait = proc(
  'pipe_wait',
  'pipe.ts',
  {},
  {
    ...prepare,
    unlock,
    schedule: {
      line: 24,
      c: 'schedule()',
      call: to(scheduler.schedule, (g, _, k: Kernel) => void (g.tsk = k.current)),
    },
    remove: { line: 25, c: 'remove_wait_queue(&pipe->wait, &wait)', call: to(remove_wait_queue, myself) },
    lock,
  },
);

/** Reads or writes all bytes, one by one. */
const user = (name: string, blocked: string, isBlocked: (used: number) => boolean, moves: 1 | -1) =>
  proc(
    name,
    'pipe.ts',
    { n: 'int' },
    {
      lock,
      look: { line: 4, c: `while (${blocked})`, run: (k) => (isBlocked(k.pipe(0).used) ? 'wait' : 'move') },
      wait: { line: 5, c: 'pipe_wait(pipe)', call: to(pipe_wait, () => undefined), then: 'look' },
      move: { line: 6, c: `pipe->used += ${moves}`, run: (k) => void (k.pipe(0).used += moves) },
      unlock,
      wake: { line: 9, c: 'wake_up_interruptible(&pipe->wait)', call: to(__wake_up, () => undefined) },
      again: { line: 2, c: 'for each byte', go: (f) => ((f.n += 1) < BYTES ? 'lock' : 'return') },
    },
  );
const pipe_read = user('pipe_read', '!pipe->used', (used) => used === 0, -1);
const pipe_write = user('pipe_write', 'pipe->used == SIZE', (used) => used === SIZE, 1);

const late = edit(pipe_wait, {
  remove: ['add', 'interruptible'],
  after: { unlock: { add_late: prepare.add, interruptible_late: prepare.interruptible } },
});
/** Between the two nobody is on the queue, so that a wakeup there wakes nobody. */
const unlockFirst: Patch = {
  name: 'unlock-first',
  summary: 'pipe_wait() unlocks the pipe before it goes on the wait queue',
  hunks: [
    { name: 'late', standsFor: 'add_wait_queue() and set_current_state() moved behind mutex_unlock()', edits: [late] },
  ],
};

const pipe = (patch?: Patch): Model =>
  defineModel({
    structs,
    sizes: { task_struct: 2, wait_queue_t: 2 },
    contexts: { reader: pipe_read, writer: pipe_write },
    patch,
    init(k) {
      for (const task of [0, 1]) k.wait_queue_t(task).private = task;
    },
  });

const noLostWakeup: Property<Kernel> = {
  name: 'no-lost-wakeup',
  meaning: 'Reader and writer both finish.',
  reason: 'A wakeup that is lost leaves its sleeper asleep for ever.',
  antecedent: { text: 'somebody waits', reached: each('context', (_, { isIn }, self) => isIn(self, 'pipe_wait')) },
  atEnd: each('context', (_, { isAtRest, contexts }, i) => (isAtRest(i) ? null : `${contexts[i]} sleeps for ever`)),
  livelock: true,
};

if (isRun(import.meta.url)) {
  printVerdicts('A pipe', pipe(), [noLostWakeup]);
  printVerdicts('unlock-first', pipe(unlockFirst), [noLostWakeup]);
}

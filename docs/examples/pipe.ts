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
  oneOf,
  type Patch,
  ref,
  spinlock,
  struct,
  to,
} from 'kioctx/model/core/index.ts';
import { each, type Property } from 'kioctx/properties/property.ts';
import { isRun, printVerdicts } from './verdicts.ts';

const SIZE = 2;
const BYTES = 4;

const structs = {
  pipe: struct({
    mutex: spinlock(),
    used: int(0, SIZE).guarded_by('mutex').starts(0),
    /**
     * A wait queue. In the C a lock of its own is around each change of it, so that here each is one action. (The modelled
     * kernel's, model/kernel/wait.ts, is that of a kioctx: no struct lies within another here for a pointer to lead to.)
     */
    wait: listOf(ref('task')).racy(),
  }),
  /** One per context, of the same number. */
  task: struct({ state: oneOf('TASK_RUNNING', 'TASK_INTERRUPTIBLE').racy().starts('TASK_RUNNING') }),
};

type Kernel = KernelOf<typeof structs>;
const { proc, edit } = notationFor(structs);

const lock = { line: 3, c: 'mutex_lock(&pipe->mutex)', acquire: (k: Kernel) => k.pipe(0).mutex };
const unlock = { line: 8, c: 'mutex_unlock(&pipe->mutex)', release: (k: Kernel) => k.pipe(0).mutex };
const prepare = {
  line: 21,
  c: 'prepare_to_wait(&pipe->wait, &wait, TASK_INTERRUPTIBLE)',
  run(k: Kernel) {
    k.task(k.current).state = 'TASK_INTERRUPTIBLE';
    k.pipe(0).wait.insert(0, k.current);
  },
};
const isWoken = (k: Kernel): boolean => k.task(k.current).state === 'TASK_RUNNING';
const pipe_wait = proc(
  'pipe_wait',
  'pipe.ts',
  {},
  {
    prepare,
    unlock,
    schedule: { line: 23, c: 'schedule()  /* asleep until woken */', when: isWoken, run: () => undefined },
    finish: { line: 24, c: 'finish_wait(&pipe->wait, &wait)', run: (k) => void k.pipe(0).wait.remove(k.current) },
    lock,
  },
);

const wake_up = proc(
  'wake_up',
  'pipe.ts',
  {},
  {
    wake: {
      line: 31,
      c: 'for all on pipe->wait: task->state = TASK_RUNNING',
      run(k) {
        const { wait } = k.pipe(0);
        for (let i = 0; i < wait.length; i++) k.task(wait.at(i)).state = 'TASK_RUNNING';
      },
    },
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
      wake: { line: 9, c: 'wake_up_interruptible(&pipe->wait)', call: to(wake_up, () => undefined) },
      again: { line: 2, c: 'for each byte', go: (f) => ((f.n += 1) < BYTES ? 'lock' : 'return') },
    },
  );
const pipe_read = user('pipe_read', '!pipe->used', (used) => used === 0, -1);
const pipe_write = user('pipe_write', 'pipe->used == SIZE', (used) => used === SIZE, 1);

const late = edit(pipe_wait, { remove: ['prepare'], after: { unlock: { prepare_late: prepare } } });
/** Between the two nobody is on the queue, so that a wakeup there wakes nobody. */
const unlockFirst: Patch = {
  name: 'unlock-first',
  summary: 'pipe_wait() unlocks the pipe before it goes on the wait queue',
  hunks: [{ name: 'late', standsFor: 'prepare_to_wait() moved behind mutex_unlock()', edits: [late] }],
};

const pipe = (patch?: Patch): Model =>
  defineModel({ structs, sizes: { task: 2 }, contexts: { reader: pipe_read, writer: pipe_write }, patch });

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

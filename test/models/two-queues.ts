/** A model with wait queues in objects of two kinds, in fields of different names; one of the objects can be freed. */
import {
  defineModel,
  type Edit,
  type Entries,
  heapStruct,
  int,
  type KernelOf,
  listOf,
  notationFor,
  NULL,
  type Patch,
  ref,
  spinlock,
  struct,
} from '../../model/core/index.ts';
import { task_struct, wait_queue_t } from '../../model/include/linux/wait.ts';
import { schedulerFor } from '../../model/kernel/scheduler.ts';
import { waitQueuesFor } from '../../model/kernel/wait-queues.ts';

/** How much there is of what is waited for. */
const ready = int(0, 2).racy().starts(0);
const structs = {
  tty: struct({ ready, wait_lock: spinlock(), wait: listOf(ref('wait_queue_t')).written_under('wait_lock') }),
  sock: heapStruct({ ready, sleep_lock: spinlock(), sleep: listOf(ref('wait_queue_t')).written_under('sleep_lock') }),
  task_struct,
  wait_queue_t,
};
export type Kernel = KernelOf<typeof structs>;
export const { proc, edit } = notationFor(structs);

export const owner = { tty: 'struct tty *', sock: 'struct sock *' } as const;
const scheduler = schedulerFor(proc);
export const { schedule } = scheduler;
export const { add_wait_queue, add_wait_queue_exclusive, remove_wait_queue, __wake_up } = waitQueuesFor(
  proc,
  scheduler,
  {
    owner,
    lock: (k, f) => (f.sock === NULL ? k.tty(f.tty).wait_lock : k.sock(f.sock).sleep_lock),
    task_list: (k, f) => (f.sock === NULL ? k.tty(f.tty).wait : k.sock(f.sock).sleep),
  },
);

/** Arguments of what is done on the queue of one or the other. */
export const TTY = { tty: 0, sock: NULL };
export const SOCK = { tty: NULL, sock: 0 };
export type Owner = typeof TTY;

const TASKS = 4;

/** With four tasks, each with its entry. Those of the contexts are of their numbers. */
export const twoQueues = (contexts: Entries, { patch, init }: { patch?: Patch; init?: (k: Kernel) => void }) =>
  defineModel({
    structs,
    sizes: { task_struct: TASKS, wait_queue_t: TASKS },
    contexts,
    patch,
    init(k) {
      k.alloc('sock', 0);
      k.publish('sock', 0);
      for (let task = 0; task < TASKS; task++) k.wait_queue_t(task).private = task;
      init?.(k);
    },
  });

/** A patch that is wrong on purpose. */
export const mutantOf = (...edits: Edit[]): Patch => ({
  name: 'mutant',
  summary: 'wrong on purpose',
  hunks: [{ name: 'mutant', standsFor: 'a mistake', edits }],
});

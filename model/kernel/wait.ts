/** Wait queues in the modelled kernel, on the one that there is: ctx->wait. */
import { proc } from '../kernel.ts';
import { try_to_wake_up } from './sched.ts';
import { waitQueuesFor } from './wait-queues.ts';

export const { add_wait_queue_exclusive, add_wait_queue, remove_wait_queue, __wake_up } = waitQueuesFor(
  proc,
  { try_to_wake_up },
  {
    owner: { ctx: 'struct kioctx *' },
    lock: (k, f) => k.kioctx(f.ctx).wait_lock,
    task_list: (k, f) => k.kioctx(f.ctx).wait,
  },
);

/** Work and the one workqueue there is, `aio`, of one CPU (include/linux/workqueue.h, kernel/workqueue.c:46). */
import { bool, int, listOf, oneOf, ref, spinlock, struct } from '../../core/index.ts';

/** fput_work, which is static, and ctx->wq, which lies in the kioctx. */
export const FPUT_WORK = 0;
export const CTX_WORK = 1;

export const work_struct = struct('work_struct', {
  /** An atomic bit. */
  WORK_STRUCT_PENDING: bool().racy().starts(false),
  entry: oneOf('empty', 'worklist').racy().starts('empty'),
});

/**
 * Left out: more_work and work_done, on which the worker and the flushers sleep. The worker queues itself and sets its state
 * before it looks (376-382), a flusher looks under `lock`, and who wakes has made the condition true before: no wakeup is
 * lost, and a sleeper is one that waits for the condition. `entry` changes under `lock` too, which its class cannot say.
 */
export const cpu_workqueue_struct = (works: number) =>
  struct('cpu_workqueue_struct', {
    lock: spinlock(),
    /** worker_thread looks at it without the lock. */
    worklist: listOf(ref('work_struct')).written_under('lock'),
    insert_sequence: int(0, works).guarded_by('lock').starts(0),
    /** Read under the lock (411); only that a flusher sleeps until it is far enough is looked at without. */
    remove_sequence: int(0, works).written_under('lock').starts(0),
    /** Flushers that wait. Not in the C: with none, nothing queued and nothing running, the sequences begin anew. */
    flushers: int(0, 7).guarded_by('lock').starts(0),
  });

/** Sleeping and waking (kernel/sched.c), for any model whose tasks are those of include/linux/wait.ts. */
import type { Define, Pools, Services } from '../core/index.ts';
import type { task_struct } from '../include/linux/wait.ts';

/** What a model needs: the pool `task_struct`, whose `state` may leave out a sleeping state, and have no others. */
export type TaskKernel = Pools<{ task_struct: typeof task_struct }> & Pick<Services<unknown>, 'might_sleep'>;

/** A state that is only read may be any of those in the C; this one is written. */
type CanRun<K extends TaskKernel> = 'TASK_RUNNING' extends ReturnType<K['task_struct']>['state'] ? unknown : never;

/** What a model may say beside. Left out: no signal comes. */
export interface Signals<K> {
  /** Whether a signal waits to be handled by the task. */
  readonly signal_pending: (k: K, tsk: number) => boolean;
}

/** The functions by which tasks sleep and are woken, made once for a model: `schedulerFor(proc)`. */
export const schedulerFor = <K extends TaskKernel>(
  proc: CanRun<K> & Define<K>,
  { signal_pending }: Signals<K> = { signal_pending: () => false },
) => ({
  /**
   * Wakes `p` if it sleeps or is about to; returns 1 only if it was really asleep, and 0 for a task that still runs, whose state
   * is set back all the same. Every caller's mode has both sleeping states. One action: leaving the run queue needs the same
   * lock (3470), so that the wake is as if at the store to the state, or at the look where that told it not to.
   */
  try_to_wake_up: proc(
    'try_to_wake_up',
    'kernel/sched.c:1398',
    { p: 'struct task_struct *', success: 'int' },
    {
      wake: {
        line: 1412,
        c: 'if (p->state & (TASK_UNINTERRUPTIBLE | TASK_INTERRUPTIBLE)) { p->state = TASK_RUNNING; success = !p->array; }',
        run(k, f) {
          const p = k.task_struct(f.p);
          if (p.state === 'TASK_RUNNING') return;
          p.state = 'TASK_RUNNING';
          if (p.on_rq) return;
          p.on_rq = true;
          f.success = 1;
        },
      },
    },
    'success',
  ),

  /** Leaves the CPU if the state says so, until somebody puts the task back on the run queue. Who sleeps interruptibly goes on if a signal is pending (3475). */
  schedule: proc(
    'schedule',
    'kernel/sched.c:3412',
    { tsk: 'struct task_struct *' },
    {
      deactivate: {
        line: 3473,
        c: 'if (prev->state) deactivate_task(prev, rq)',
        run(k, f) {
          k.might_sleep();
          const prev = k.task_struct(f.tsk);
          if (prev.state === 'TASK_RUNNING') return 'return';
          if (prev.state === 'TASK_INTERRUPTIBLE' && signal_pending(k, f.tsk)) {
            prev.state = 'TASK_RUNNING';
            return 'return';
          }
          prev.on_rq = false;
          return 'asleep';
        },
      },
      asleep: {
        line: 3556,
        c: 'context_switch(rq, prev, next)  /* asleep until woken */',
        when: (k, f) => k.task_struct(f.tsk).on_rq,
        run: () => 'return',
      },
    },
  ),
});

export type Scheduler = ReturnType<typeof schedulerFor>;

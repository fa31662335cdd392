/** Sleeping and waking (kernel/sched.c). */
import { proc } from '../kernel.ts';

/**
 * Wakes `p` if it sleeps or is about to; returns 1 only if it was really asleep, and 0 for a task that still runs, whose state
 * is set back all the same. Every caller's mode has both sleeping states. One action: leaving the run queue needs the same
 * lock (3470), so that the wake is as if at the store to the state, or at the look where that told it not to.
 */
export const try_to_wake_up = proc(
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
);

/** Leaves the CPU if the state says so, until somebody puts the task back on the run queue. */
export const schedule = proc(
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
);

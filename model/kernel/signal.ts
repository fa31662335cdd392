/**
 * Signals (kernel/signal.c), as far as they interrupt a system call that sleeps. One signal at most comes to a call that may be
 * signalled, at any time while it runs, and has a handler; which signal it is, is left out. Those that kill are left out.
 */
import { proc } from '../kernel.ts';

/**
 * The context that sends it: another process, a timer, the terminal. One action: the caller holds siglock over both, and
 * who handles the signal takes that lock first; between the two the task is as where somebody else has woken it before.
 */
export const signal_wake_up = proc(
  'signal_wake_up',
  'kernel/signal.c:506',
  { t: 'struct task_struct *' },
  {
    wake: {
      line: 510,
      c: 'set_tsk_thread_flag(t, TIF_SIGPENDING); wake_up_state(t, TASK_INTERRUPTIBLE)',
      when: (k, f) => k.user_signal(f.t).arranged,
      run(k, f) {
        k.user_signal(f.t).arranged = false;
        const t = k.task_struct(f.t);
        t.TIF_SIGPENDING = true;
        if (t.state !== 'TASK_INTERRUPTIBLE') return;
        t.state = 'TASK_RUNNING';
        t.on_rq = true;
      },
      then: 'wake',
    },
  },
);

/**
 * Timers (kernel/timer.c). An armed timer may expire at any time, since time is left out. One CPU's base runs a timer: one
 * that is armed again while its function still runs stays with that base (__mod_timer, 338-349), and expires after it.
 */
import { CTX, type Kernel, proc, wq_timer } from '../kernel.ts';

/** The timer of the delayed work lies in the kioctx, so that touching it is touching that. */
export function timer_of(k: Kernel, timer: number) {
  if (timer === wq_timer(k.world)) void k.kioctx(CTX).wq;
  return k.timer_list(timer);
}

/**
 * Waits until the timer's function does not run, and takes the timer off. Returns whether it was armed. One action: the
 * base's lock covers the look and the taking off (463-485), and del_timer_sync spins while the function runs (502-509).
 */
export const del_timer_sync = proc(
  'del_timer_sync',
  'kernel/timer.c:502',
  { timer: 'struct timer_list *', ret: 'int' },
  {
    detach: {
      line: 505,
      c: 'ret = try_to_del_timer_sync(timer)  /* while the function runs, again */',
      when: (k, f) => !timer_of(k, f.timer).running,
      run(k, f) {
        const timer = timer_of(k, f.timer);
        f.ret = timer.pending ? 1 : 0;
        timer.pending = false;
      },
    },
  },
  'ret',
);

/** The timeout of io_getevents (fs/aio.c). `to` is the task whose stack holds the struct aio_timeout. */
import { to } from '../../core/index.ts';
import { proc } from '../../kernel.ts';
import { try_to_wake_up } from '../../kernel/sched.ts';
import { del_timer_sync } from '../../kernel/timer.ts';

/** With init_timeout (1065). Left out: a timeout that is over before it is set (1081): the timer may expire at once. */
export const set_timeout = proc(
  'set_timeout',
  'fs/aio.c:1074',
  { to: 'struct aio_timeout *' },
  {
    arm: {
      line: 1079,
      c: 'to->timed_out = 0; add_timer(&to->timer)',
      run(k, f) {
        k.aio_timeout(f.to).timed_out = false;
        k.timer_list(f.to).pending = true;
      },
    },
  },
);

export const clear_timeout = proc(
  'clear_timeout',
  'fs/aio.c:1084',
  { to: 'struct aio_timeout *' },
  {
    timer: {
      line: 1086,
      c: 'del_singleshot_timer_sync(&to->timer)  /* del_timer_sync() */',
      call: to(del_timer_sync, (g, f) => {
        g.timer = f.to;
      }),
    },
  },
);

/** The interrupt of a task's timer. It begins again whenever the timer is armed. */
export const timeout_func = proc(
  'timeout_func',
  'fs/aio.c:1057',
  { to: 'struct aio_timeout *' },
  {
    expire: {
      line: 1057,
      c: '/* the timer expires: __run_timers takes it off */',
      when: (k, f) => k.timer_list(f.to).pending,
      run(k, f) {
        const timer = k.timer_list(f.to);
        timer.pending = false;
        timer.running = true;
      },
    },
    timed_out: {
      line: 1061,
      c: 'to->timed_out = 1',
      run(k, f) {
        k.aio_timeout(f.to).timed_out = true;
      },
    },
    wake: {
      line: 1062,
      c: 'wake_up_process(to->p)',
      call: to(try_to_wake_up, (g, f) => {
        g.p = f.to;
      }),
    },
    ran: {
      line: 1063,
      c: '/* back in __run_timers */',
      run(k, f) {
        k.timer_list(f.to).running = false;
      },
      then: 'expire',
    },
  },
);

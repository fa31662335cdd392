/**
 * Mainline's repair of race U12 of docs/races.md: io_destroy wakes who waits for events, and they return. e92adcba (2008, in 2.6.26)
 * wakes one of them, so that of two readers the other sleeps on; e91f90bb (2011, in 2.6.39) wakes all. Left out: that e91f90bb wakes
 * all in really_put_req too, where it is for the destroyer, whom any wake wakes.
 */
import { type Hunk, type Patch, to } from '../core/index.ts';
import { io_destroy } from '../fs/aio/exit.ts';
import { read_events } from '../fs/aio/read-events.ts';
import { EINVAL } from '../include/linux/errno.ts';
import { edit } from '../kernel.ts';
import { __wake_up } from '../kernel/wait.ts';

const wakeAll: Hunk = {
  name: 'wake-all',
  standsFor: 'behind fs/aio.c:1222: wake_up_all(&ioctx->wait)',
  edits: [
    edit(io_destroy, {
      after: {
        wait: {
          wake_all: {
            line: 1222,
            c: 'wake_up_all(&ioctx->wait)',
            call: to(__wake_up, (g, f) => {
              g.ctx = f.ioctx;
              g.all = 1;
            }),
          },
        },
      },
    }),
  ],
};

const wakeOne: Hunk = {
  name: 'wake-one',
  standsFor: 'behind fs/aio.c:1222: wake_up(&ioctx->wait)',
  edits: [
    edit(io_destroy, {
      after: {
        wait: {
          wake_one: {
            line: 1222,
            c: 'wake_up(&ioctx->wait)',
            call: to(__wake_up, (g, f) => {
              g.ctx = f.ioctx;
            }),
          },
        },
      },
    }),
  ],
};

const returnWhenDead: Hunk = {
  name: 'return-when-dead',
  standsFor: 'behind fs/aio.c:1162: if (ctx->dead) { ret = -EINVAL; break; }',
  edits: [
    edit(read_events, {
      replace: {
        got: {
          line: 1159,
          c: 'if (ret) break; if (min_nr <= i) break',
          go: (f) => (f.ret !== 0 || f.min_nr <= f.i ? 'running' : 'dead'),
        },
      },
      after: {
        got: {
          dead: {
            line: 1162,
            c: 'if (ctx->dead) { ret = -EINVAL; break; }',
            run(k, f) {
              if (!k.kioctx(f.ctx).dead) return f.timeout === 1 ? 'timed_out' : 'sleep';
              f.ret = -EINVAL;
              return 'running';
            },
          },
        },
      },
    }),
  ],
};

export const wakeAtDestroy: Patch = {
  name: 'wake-at-destroy',
  summary:
    'io_destroy wakes every sleeper, and io_getevents returns from a dead context (e92adcba, 2008; e91f90bb, 2011)',
  hunks: [wakeAll, returnWhenDead],
};

export const wakeOneAtDestroy: Patch = {
  name: 'wake-one-at-destroy',
  summary: 'io_destroy wakes one sleeper, and io_getevents returns from a dead context (e92adcba, 2008, alone)',
  hunks: [wakeOne, returnWhenDead],
};

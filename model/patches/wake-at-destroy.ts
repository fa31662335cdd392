/** Mainline's repair of race U12 of docs/races.md (e92adcba, 2008, and e91f90bb, 2011): io_destroy wakes all who wait for events. */
import { type Patch, to } from '../core/index.ts';
import { io_destroy } from '../fs/aio/exit.ts';
import { read_events } from '../fs/aio/read-events.ts';
import { EINVAL } from '../include/linux/errno.ts';
import { edit } from '../kernel.ts';
import { __wake_up } from '../kernel/wait.ts';

export const wakeAtDestroy: Patch = {
  name: 'wake-at-destroy',
  summary:
    'io_destroy wakes every sleeper, and io_getevents returns from a dead context (e92adcba, 2008; e91f90bb, 2011)',
  hunks: [
    {
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
    },
    {
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
    },
  ],
};

import type { Patch } from '../core/index.ts';
import { read_events } from '../fs/aio/read-events.ts';
import { edit } from '../kernel.ts';

/** The order in which later kernels look is what keeps this from happening: the event first, then the timeout. */
export const forgetEvent: Patch = {
  name: 'forget-event',
  summary: 'mutant: read_events() looks at the timeout between taking an event off the ring and counting it',
  hunks: [
    {
      name: 'timeout-first',
      standsFor: 'fs/aio.c:1164 moved in front of 1159, with ret = 0',
      edits: [
        edit(read_events, {
          replace: {
            got: { line: 1159, c: 'if (timeout)', go: (f) => (f.timeout === 1 ? 'timed_out' : 'got_late') },
            timed_out: {
              line: 1159,
              c: 'if (to.timed_out) { ret = 0; break; }',
              run(k, f) {
                if (!k.aio_timeout(f.tsk).timed_out) return 'got_late';
                f.ret = 0;
                return 'running';
              },
            },
          },
          after: {
            timed_out: {
              got_late: {
                line: 1159,
                c: 'if (ret) break; if (min_nr <= i) break',
                go: (f) => (f.ret !== 0 || f.min_nr <= f.i ? 'running' : 'sleep'),
              },
            },
          },
        }),
      ],
    },
  ],
};

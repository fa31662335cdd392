import type { Patch } from '../core/index.ts';
import { sys_io_submit } from '../fs/aio/submit.ts';
import { edit } from '../kernel.ts';

export const keepContext: Patch = {
  name: 'keep-context',
  summary: 'mutant: io_submit() keeps its reference to the context when it returns an error',
  hunks: [
    {
      name: 'no-put',
      standsFor: 'fs/aio.c:1649 with return ret instead of break',
      edits: [
        edit(sys_io_submit, {
          replace: {
            stop: {
              line: 1649,
              c: 'if (ret) return i ? i : ret',
              go(f) {
                if (f.ret !== 0) return 'out';
                f.i += 1;
                return 'next';
              },
            },
          },
        }),
      ],
    },
  ],
};

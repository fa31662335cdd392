import { type Patch, to } from '../core/index.ts';
import { put_ioctx } from '../fs/aio/setup.ts';
import { sys_io_submit } from '../fs/aio/submit.ts';
import { edit } from '../kernel.ts';

/** After the extra put that 65c24491 removed from later kernels. */
export const putContextTwice: Patch = {
  name: 'put-context-twice',
  summary: 'mutant: io_submit() drops a reference to the context that it does not have',
  hunks: [
    {
      name: 'extra-put',
      standsFor: 'put_ioctx(ctx) twice at fs/aio.c:1653',
      edits: [
        edit(sys_io_submit, {
          after: {
            put: {
              put_again: {
                line: 1653,
                c: 'put_ioctx(ctx)',
                call: to(put_ioctx, (g, f) => {
                  g.kioctx = f.ctx;
                }),
              },
            },
          },
        }),
      ],
    },
  ],
};

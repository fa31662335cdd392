/**
 * Mainline's repair of race U11 of docs/races.md (86b62a2cb4fc, 2012): io_setup holds a reference of its own to the context that it
 * makes, until the program has been told its number. Left out: what it does where that number cannot be stored, for here it can be.
 */
import { type Patch, to } from '../core/index.ts';
import { ioctx_alloc, sys_io_setup } from '../fs/aio/io-setup.ts';
import { put_ioctx } from '../fs/aio/setup.ts';
import { edit } from '../kernel.ts';

export const setupKeepsReference: Patch = {
  name: 'setup-keeps-reference',
  summary: 'io_setup holds the context until its number is stored (86b62a2cb4fc, 2012)',
  hunks: [
    {
      name: 'two-users',
      standsFor: 'fs/aio.c:217: atomic_set(&ctx->users, 2)',
      edits: [
        edit(ioctx_alloc, {
          after: {
            alloc: {
              two_users: {
                line: 217,
                c: 'atomic_set(&ctx->users, 2)',
                run(k, f) {
                  k.kioctx(f.ctx).users = 2;
                },
              },
            },
          },
        }),
      ],
    },
    {
      name: 'put-last',
      standsFor: 'behind fs/aio.c:1259: if (!ret) put_ioctx(ioctx)',
      edits: [
        edit(sys_io_setup, {
          after: {
            user_id: {
              put: {
                line: 1260,
                c: 'put_ioctx(ioctx)',
                call: to(put_ioctx, (g, f) => {
                  g.kioctx = f.ioctx;
                }),
              },
            },
          },
        }),
      ],
    },
  ],
};

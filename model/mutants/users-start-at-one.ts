import type { Patch } from '../core/index.ts';
import { __aio_get_req } from '../fs/aio/submit.ts';
import { edit } from '../kernel.ts';

export const usersStartAtOne: Patch = {
  name: 'users-start-at-one',
  summary: 'mutant: the submitter holds no reference of its own while it submits',
  hunks: [
    {
      name: 'one-user',
      standsFor: 'fs/aio.c:416 with ki_users = 1',
      edits: [
        edit(__aio_get_req, {
          before: {
            lock: {
              one_user: {
                line: 416,
                c: 'req->ki_users = 1',
                run(k, f) {
                  k.kiocb(f.req).ki_users = 1;
                },
              },
            },
          },
        }),
      ],
    },
  ],
};

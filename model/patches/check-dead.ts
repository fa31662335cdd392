/** Mainline's repair of race U8 of docs/races.md (7137c6bd, 2011): io_submit looks once more whether the context is being destroyed. */
import { type Patch, to } from '../core/index.ts';
import { aio_put_req } from '../fs/aio/put.ts';
import { io_submit_one } from '../fs/aio/submit.ts';
import { EINVAL } from '../include/linux/errno.ts';
import { edit } from '../kernel.ts';

export const checkDead: Patch = {
  name: 'check-dead',
  summary: 'io_submit gives a request up if its context was marked dead meanwhile (7137c6bd, 2011)',
  hunks: [
    {
      name: 'check-dead',
      standsFor:
        'behind fs/aio.c:1582: if (ctx->dead) { spin_unlock_irq(&ctx->ctx_lock); ret = -EINVAL; goto out_put_req; }',
      edits: [
        edit(io_submit_one, {
          after: {
            lock: {
              dead: {
                line: 1582,
                c: 'if (ctx->dead)',
                run: (k, f) => (k.kioctx(f.ctx).dead ? 'dead_unlock' : 'run'),
              },
              dead_unlock: {
                line: 1582,
                c: 'spin_unlock_irq(&ctx->ctx_lock); goto out_put_req',
                release: (k, f) => k.kioctx(f.ctx).ctx_lock,
              },
              dead_put: {
                line: 1594,
                c: "aio_put_req(req)  /* the submission's */",
                call: to(aio_put_req, (g, f) => {
                  g.req = f.req;
                }),
              },
              dead_put_io: {
                line: 1595,
                c: "aio_put_req(req)  /* the I/O's */",
                call: to(aio_put_req, (g, f) => {
                  g.req = f.req;
                }),
              },
              dead_return: {
                line: 1596,
                c: 'return -EINVAL',
                go(f) {
                  f.ret = -EINVAL;
                  return 'return';
                },
              },
            },
          },
        }),
      ],
    },
  ],
};

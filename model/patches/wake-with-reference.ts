/**
 * Our repair of race U10 (docs/races.md), upon wait-by-callback: the callback takes a reference to the request while it is on the queue,
 * where nobody completes it, and drops it behind the kick. No commit did: what retries was taken out in 2013 (41003a7bcfed).
 */
import { type Patch, to } from '../core/index.ts';
import { aio_put_req } from '../fs/aio/put.ts';
import { edit } from '../kernel.ts';
import { aio_wake_function } from './wait-by-callback.ts';

export const wakeWithReference: Patch = {
  name: 'wake-with-reference',
  summary: 'upon wait-by-callback: the callback holds the request until it has kicked it',
  hunks: [
    {
      name: 'callback-holds',
      standsFor: 'fs/aio.c:1521: iocb->ki_users++ under ctx_lock first, and aio_put_req(iocb) last',
      edits: [
        edit(aio_wake_function, {
          before: {
            unlink: {
              hold_lock: {
                line: 1521,
                c: 'spin_lock_irqsave(&iocb->ki_ctx->ctx_lock, flags)',
                acquire: (k, f) => k.kioctx(k.kiocb(f.iocb).ki_ctx).ctx_lock,
              },
              hold: {
                line: 1521,
                c: 'iocb->ki_users++',
                run(k, f) {
                  k.kiocb(f.iocb).ki_users += 1;
                },
              },
              hold_unlock: {
                line: 1521,
                c: 'spin_unlock_irqrestore(&iocb->ki_ctx->ctx_lock, flags)',
                release: (k, f) => k.kioctx(k.kiocb(f.iocb).ki_ctx).ctx_lock,
              },
            },
          },
          after: {
            kick: {
              put: {
                line: 1522,
                c: 'aio_put_req(iocb)',
                call: to(aio_put_req, (g, f) => {
                  g.req = f.iocb;
                }),
              },
            },
          },
        }),
      ],
    },
  ],
};

/** Our repair of the seed patch: whoever inserts an event wakes, as mainline's own version of the idea did in 5.1. */
import { type Patch, to } from '../core/index.ts';
import { list_empty } from '../include/linux/list.ts';
import { edit } from '../kernel.ts';
import { __wake_up } from '../kernel/wait.ts';
import { aio_ring_insert_entry } from './post-eiocbqueued.ts';

export const wake: Patch = {
  name: 'wake',
  summary: 'wake a waiter inside the ring insertion, under ctx_lock (repairs the wakeup that post-eiocbqueued loses)',
  hunks: [
    {
      name: 'wake-at-insertion',
      standsFor: 'at the end of aio_ring_insert_entry: if (waitqueue_active(&ctx->wait)) wake_up(&ctx->wait)',
      edits: [
        edit(aio_ring_insert_entry, {
          after: {
            publish: {
              active: {
                line: 195,
                c: 'if (waitqueue_active(&ctx->wait))',
                run: (k, f) => (list_empty(k.kioctx(f.ctx).wait) ? 'return' : 'wake'),
              },
              wake: {
                line: 195,
                c: 'wake_up(&ctx->wait)',
                call: to(__wake_up, (g, f) => {
                  g.ctx = f.ctx;
                }),
              },
            },
          },
        }),
      ],
    },
  ],
};

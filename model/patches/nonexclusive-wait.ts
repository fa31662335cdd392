/**
 * As mainline waits since 3.10 (2013), where io_getevents came to sleep in wait_event_interruptible_hrtimeout(): readers are no
 * exclusive waiters any more, and every wakeup wakes all of them. Of the races of docs/races.md it is for U5: a wake that goes to one
 * reader who then leaves is not lost to the others. Abstracted: the rest of that change, which takes all events that there are at
 * once, under a mutex, and has another timer; the reader's loop stays as in 2.6.20.
 */
import { type Patch, to } from '../core/index.ts';
import { read_events } from '../fs/aio/read-events.ts';
import { edit } from '../kernel.ts';
import { add_wait_queue } from '../kernel/wait.ts';

export const nonexclusiveWait: Patch = {
  name: 'nonexclusive-wait',
  summary: 'io_getevents waits non-exclusively: every wakeup wakes all who wait (as Linux 3.10, 2013)',
  hunks: [
    {
      name: 'wait-nonexclusively',
      standsFor: 'fs/aio.c:1155: add_wait_queue(&ctx->wait, &wait)',
      edits: [
        edit(read_events, {
          replace: {
            add: {
              line: 1155,
              c: 'add_wait_queue(&ctx->wait, &wait)',
              call: to(add_wait_queue, (g, f) => {
                g.ctx = f.ctx;
                g.wait = f.tsk;
              }),
            },
          },
        }),
      ],
    },
  ],
};

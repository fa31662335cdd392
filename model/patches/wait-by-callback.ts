/**
 * A file whose caller waits by the kiocb's own wait queue entry (`current->io_wait`): fs/aio.c is made for it, and no file of 2.6.20 does
 * it. It takes the place of the retrying file of the model, whose interrupt kicks the request itself, and shows race U10 of
 * docs/races.md. The file prepares to wait before it looks, and whether its entry is still on the queue it sees without the lock
 * of the queue, as prepare_to_wait() and finish_wait() do (kernel/wait.c:69, 103).
 */
import { int, listOf, oneOf, ref, spinlock, to } from '../core/index.ts';
import { kick_interrupt, retrying_aio_read } from '../env/retrying-file.ts';
import { kick_iocb, try_queue_kicked_iocb } from '../fs/aio/kick.ts';
import { aio_run_iocb } from '../fs/aio/run.ts';
import { EIOCBRETRY } from '../include/linux/errno.ts';
import { list_add_tail, list_empty } from '../include/linux/list.ts';
import { type AioPatch, withDeclared } from '../kernel.ts';
import { NBYTES } from '../world.ts';

const fields = {
  kiocb: {
    /** ki_wait.task_list: whether it is on the queue of the file. Looked at without the lock of the queue. */
    ki_wait: oneOf('empty', 'queued').racy().starts('empty'),
  },
  retrying_file: {
    wait_lock: spinlock(),
    wait: listOf(ref('kiocb')).guarded_by('wait_lock'),
    /** How many interrupts have come: what the caller waits for is there if all that were arranged have. */
    ready: int(0, 4).racy().starts(0),
  },
};

const { proc, edit } = withDeclared({ fields });

/** The callback of the entry, called with the lock of the queue held. */
export const aio_wake_function = proc(
  'aio_wake_function',
  'fs/aio.c:1516',
  { iocb: 'struct kiocb *' },
  {
    unlink: {
      line: 1521,
      c: 'list_del_init(&wait->task_list)',
      run(k, f) {
        k.retrying_file(f.iocb).wait.remove(f.iocb);
        k.kiocb(f.iocb).ki_wait = 'empty';
      },
    },
    kick: {
      line: 1522,
      c: 'kick_iocb(iocb)',
      call: to(kick_iocb, (g, f) => {
        g.iocb = f.iocb;
      }),
    },
  },
);

export const waitByCallback: AioPatch = {
  name: 'wait-by-callback',
  summary: 'a file that waits by ki_wait, and a callback that kicks the request: no file of 2.6.20 does',
  fields,
  lockOrder: [['retrying_file.wait_lock', 'kioctx.ctx_lock']],
  hunks: [
    {
      name: 'the-file-waits',
      standsFor: 'a file of the device: prepare_to_wait(), a look, and finish_wait() or -EIOCBRETRY',
      edits: [
        edit(retrying_aio_read, {
          replace: {
            ready: {
              line: 0,
              c: '/* arranges an interrupt, if none is to come */',
              run(k, f) {
                const { kicks = 0, firstKick = 0 } = k.world.iocbs[f.iocb] ?? {};
                const file = k.retrying_file(f.iocb);
                if (file.ready < file.retries || file.retries === kicks) return;
                k.kick(firstKick + file.retries).arranged = true;
                file.retries += 1;
              },
            },
          },
          after: {
            ready: {
              prepare_lock: {
                line: 0,
                c: 'prepare_to_wait(&q, current->io_wait): spin_lock_irqsave(&q->lock, flags)',
                acquire: (k, f) => k.retrying_file(f.iocb).wait_lock,
              },
              prepare: {
                line: 0,
                c: 'if (list_empty(&wait->task_list)) __add_wait_queue(q, wait)',
                run(k, f) {
                  if (k.kiocb(f.iocb).ki_wait === 'queued') return;
                  k.kiocb(f.iocb).ki_wait = 'queued';
                  list_add_tail(f.iocb, k.retrying_file(f.iocb).wait);
                },
              },
              prepare_unlock: {
                line: 0,
                c: 'spin_unlock_irqrestore(&q->lock, flags)',
                release: (k, f) => k.retrying_file(f.iocb).wait_lock,
              },
              look: {
                line: 0,
                c: 'if (!ready) return -EIOCBRETRY',
                run(k, f) {
                  const { ready, retries } = k.retrying_file(f.iocb);
                  if (ready === retries) return retries === k.world.iocbs[f.iocb]?.kicks ? 'finish' : 'ready';
                  f.ret = -EIOCBRETRY;
                  return 'return';
                },
              },
              finish: {
                line: 0,
                c: 'finish_wait(&q, current->io_wait): if (!list_empty_careful(&wait->task_list))',
                run: (k, f) => (k.kiocb(f.iocb).ki_wait === 'empty' ? 'bytes' : 'finish_lock'),
              },
              finish_lock: {
                line: 0,
                c: 'spin_lock_irqsave(&q->lock, flags)',
                acquire: (k, f) => k.retrying_file(f.iocb).wait_lock,
              },
              finish_unlink: {
                line: 0,
                c: 'list_del_init(&wait->task_list)',
                run(k, f) {
                  k.retrying_file(f.iocb).wait.remove(f.iocb);
                  k.kiocb(f.iocb).ki_wait = 'empty';
                },
              },
              finish_unlock: {
                line: 0,
                c: 'spin_unlock_irqrestore(&q->lock, flags)',
                release: (k, f) => k.retrying_file(f.iocb).wait_lock,
              },
              bytes: {
                line: 0,
                c: 'return nbytes',
                go(f) {
                  f.ret = NBYTES;
                  return 'return';
                },
              },
            },
          },
        }),
      ],
    },
    {
      name: 'the-callback-kicks',
      standsFor: 'the interrupt of the device: wake_up(&q), which calls aio_wake_function()',
      edits: [
        edit(kick_interrupt, {
          replace: {
            ready: {
              line: 0,
              c: '/* what the request waited for is there */',
              when: (k, f) => k.kick(f.kick).arranged,
              run(k, f) {
                k.kick(f.kick).arranged = false;
                k.retrying_file(f.iocb).ready += 1;
              },
            },
            kick: {
              line: 0,
              c: 'curr->func(curr, mode, sync, key)  /* aio_wake_function() */',
              call: to(aio_wake_function, (g, f) => {
                g.iocb = f.iocb;
              }),
            },
          },
          before: {
            kick: {
              wake_lock: {
                line: 0,
                c: 'wake_up(&q): spin_lock_irqsave(&q->lock, flags)',
                acquire: (k, f) => k.retrying_file(f.iocb).wait_lock,
              },
              wake: {
                line: 0,
                c: 'list_for_each_safe(tmp, next, &q->task_list)',
                run: (k, f) => (list_empty(k.retrying_file(f.iocb).wait) ? 'wake_unlock' : 'kick'),
              },
            },
          },
          after: {
            kick: {
              wake_unlock: {
                line: 0,
                c: 'spin_unlock_irqrestore(&q->lock, flags)',
                release: (k, f) => k.retrying_file(f.iocb).wait_lock,
              },
            },
          },
        }),
      ],
    },
    {
      name: 'nobody-waits',
      standsFor: 'fs/aio.c:728 and 887: BUG_ON(!list_empty(&iocb->ki_wait.task_list))',
      edits: [
        edit(aio_run_iocb, {
          before: {
            complete: {
              waits_not: {
                line: 728,
                c: 'BUG_ON(!list_empty(&iocb->ki_wait.task_list))',
                run: (k, f) => k.BUG_ON(k.kiocb(f.iocb).ki_wait !== 'empty'),
              },
            },
          },
        }),
        edit(try_queue_kicked_iocb, {
          after: {
            entry: {
              waits_not: {
                line: 887,
                c: 'BUG_ON(!list_empty(&iocb->ki_wait.task_list))',
                run: (k, f) => k.BUG_ON(k.kiocb(f.iocb).ki_wait !== 'empty'),
              },
            },
          },
        }),
      ],
    },
  ],
};

/** What counts as one completion, and what as two. */
import { describe, expect, it } from 'vitest';
import { bool, NULL, type Patch, ref, to } from '../../../model/core/index.ts';
import { ep_aio_rwtail } from '../../../model/drivers/usb/gadget/inode.ts';
import { NBYTES } from '../../../model/world.ts';
import { aio_complete } from '../../../model/fs/aio/complete.ts';
import { kick_iocb } from '../../../model/fs/aio/kick.ts';
import { aio_fput_routine } from '../../../model/fs/aio/put.ts';
import { aio_run_iocb, aio_rw_vect_retry } from '../../../model/fs/aio/run.ts';
import { dio_bio_end_aio } from '../../../model/fs/direct-io/complete.ts';
import { EIOCBQUEUED, EIOCBRETRY } from '../../../model/include/linux/errno.ts';
import { FPUT_WORK } from '../../../model/include/linux/workqueue.ts';
import { edit, GLOBALS, withFields } from '../../../model/kernel.ts';
import { queue_work } from '../../../model/kernel/workqueue.ts';
import { complaints, spoilt, verdicts, world } from './decide.ts';

const fields = {
  aio_globals: { ended: ref('kiocb').racy().starts(NULL) },
  kiocb: { io_done: bool().racy().starts(false) },
};
const { edit: edits } = withFields(fields);

type Ended = { iocb: number };
const again = {
  line: 287,
  c: 'aio_complete(dio->iocb, ret, 0)  /* again */',
  call: to(aio_complete, (g, f: Ended) => {
    g.iocb = f.iocb;
    g.res = NBYTES;
  }),
};

/** The interrupt leaves it to the worker, whose fput_work stands for a workqueue of direct I/O's own. */
const byWorker = (isAlsoCompletedAtOnce: boolean): Patch =>
  spoilt(
    '2.6.20',
    [
      edits(dio_bio_end_aio, {
        before: {
          complete: {
            ...(isAlsoCompletedAtOnce ? { again } : {}),
            mark: {
              line: 287,
              c: 'INIT_WORK(&dio->complete_work)',
              run(k, f) {
                k.aio_globals(GLOBALS).ended = f.iocb;
              },
            },
          },
        },
        replace: {
          complete: {
            line: 287,
            c: 'queue_work(&dio->complete_work)',
            call: to(queue_work, (g) => {
              g.work = FPUT_WORK;
            }),
          },
        },
      }),
      edits(aio_fput_routine, {
        before: {
          lock: {
            ended: {
              line: 0,
              c: 'dio_aio_complete_work()',
              run(k, f) {
                f.req = k.aio_globals(GLOBALS).ended;
                k.aio_globals(GLOBALS).ended = NULL;
                return f.req === NULL ? 'lock' : 'complete';
              },
            },
            complete: {
              line: 0,
              c: 'aio_complete(iocb, ret, 0)',
              call: to(aio_complete, (g, f) => {
                g.iocb = f.req;
                g.res = NBYTES;
              }),
            },
          },
        },
      }),
    ],
    fields,
  );

/** The method comes back when its bios have ended: the interrupt kicks, and the next run of the request completes it. */
const byRetry = (isAlsoCompletedAtOnce: boolean): Patch =>
  spoilt(
    '2.6.20',
    [
      edits(dio_bio_end_aio, {
        before: {
          complete: {
            done: {
              line: 287,
              c: 'iocb->io_done = 1',
              run(k, f) {
                k.kiocb(f.iocb).io_done = true;
              },
            },
            ...(isAlsoCompletedAtOnce ? { again } : {}),
          },
        },
        replace: {
          complete: {
            line: 287,
            c: 'kick_iocb(iocb)',
            call: to(kick_iocb, (g, f: Ended) => {
              g.iocb = f.iocb;
            }),
          },
        },
      }),
      edits(aio_rw_vect_retry, {
        replace: {
          again: {
            line: 1331,
            c: 'if (iocb->io_done) return nbytes',
            run: (k, f) => (k.kiocb(f.iocb).io_done ? 'all_done' : 'write'),
          },
        },
        after: {
          left: {
            all_done: {
              line: 1345,
              c: 'ret = nbytes; if (ret == -EIOCBQUEUED) ret = -EIOCBRETRY',
              go(f) {
                f.ret = f.ret === -EIOCBQUEUED ? -EIOCBRETRY : NBYTES;
              },
            },
          },
        },
      }),
    ],
    fields,
  );

const alone = world([{ op: 'direct_write', bios: 1 }], { submitter: [{ io_submit: [0] }] });
/** The second request is never submitted, and only makes room for its kicks. */
const kicked = world(
  [
    { op: 'direct_write', bios: 1 },
    { op: 'retry', kicks: 2 },
  ],
  { submitter: [{ io_submit: [0] }] },
);
const SOUND = {
  'no-double-completion': 'holds',
  'exactly-one-event': 'holds',
  'no-hang': 'holds',
  'no-undefined-behaviour': 'holds',
};
const TWICE = 'the completion of request 0 begins a second time';

describe('a completion that an interrupt begins', () => {
  it('and the worker finishes is one', () => {
    expect(verdicts(alone, byWorker(false))).toMatchObject(SOUND);
  });
  it('and a later run finishes is one', () => {
    expect(verdicts(kicked, byRetry(false))).toMatchObject(SOUND);
  });
  it('and finishes itself is no longer there for the worker, or for a run', () => {
    expect(complaints(alone, byWorker(true))['no-double-completion']).toBe(TWICE);
    expect(complaints(kicked, byRetry(true))['no-double-completion']).toBe(TWICE);
  });
  it('and finishes twice is two', () => {
    const twice = spoilt('2.6.20', [edit(dio_bio_end_aio, { after: { complete: { again } } })]);
    expect(complaints(alone, twice)['no-double-completion']).toBe(TWICE);
  });
  it('does not make up for one by the run that sent the bios', () => {
    const both = spoilt('2.6.20', [
      edit(aio_run_iocb, { replace: { promised: { line: 727, c: '/* promised or not */', go: () => 'complete' } } }),
    ]);
    expect(complaints('dw1-nowait', both)['no-double-completion']).toBe(TWICE);
  });
});

it('a request without bios that both its run and its driver complete is completed twice', () => {
  const eager = spoilt('2.6.20', [
    edit(ep_aio_rwtail, {
      replace: {
        queued: {
          line: 695,
          c: 'value = len',
          go(f) {
            f.ret = NBYTES;
          },
        },
      },
    }),
  ]);
  expect(complaints('queued', eager)['no-double-completion']).toBe(TWICE);
});

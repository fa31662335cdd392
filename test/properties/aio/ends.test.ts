/** What is said of the states in which nothing can move any more: of those that are done and of those that are stuck alike. */
import { describe, expect, it } from 'vitest';
import { type Patch, to } from '../../../model/core/index.ts';
import { NBYTES } from '../../../model/world.ts';
import { sys_io_cancel } from '../../../model/fs/aio/cancel.ts';
import { aio_complete } from '../../../model/fs/aio/complete.ts';
import { aio_cancel_all } from '../../../model/fs/aio/exit.ts';
import { kick_iocb } from '../../../model/fs/aio/kick.ts';
import { aio_read_evt } from '../../../model/fs/aio/read-evt.ts';
import { retrying_aio_read } from '../../../model/env/retrying-file.ts';
import { list_empty } from '../../../model/include/linux/list.ts';
import { edit } from '../../../model/kernel.ts';
import { generic_file_direct_IO } from '../../../model/mm/filemap.ts';
import { complaints, decide, kernel, spoilt, verdicts, world } from './decide.ts';

const write = { op: 'direct_write', bios: 1 };
const buffered = { op: 'buffered' };
const reads = (min_nr: number, nr = min_nr, more: object = {}) => ({ io_getevents: { min_nr, nr, ...more } });

describe('a reader that waits for more events than there will be', () => {
  const tooMany = world([write], { submitter: [{ io_submit: [0] }], reader: [reads(2)] });

  it('waits by right: no wakeup is lost and nothing hangs', () => {
    expect(decide(tooMany, kernel('2.6.20')).exploration.ends).toEqual({ done: 0, stuck: 1, oops: 0 });
    expect(complaints(tooMany, kernel('2.6.20'))).toEqual({});
  });
  it('hangs where a request owes it one', () => {
    const says = complaints(tooMany, kernel('2.6.20+no-event'));
    expect(says['no-hang']).toBe('reader sleeps in read_events() for ever, and a request owes an event');
  });
  it('hides nothing that is wrong in the same end: an error that was swallowed', () => {
    const swallowed = spoilt('2.6.20', [
      edit(generic_file_direct_IO, { replace: { failed: { line: 2418, c: '/* ignored */', go: () => 'return' } } }),
    ]);
    const failing = { ...tooMany, faults: { invalidate: ['EIO' as const] } };
    expect(verdicts(failing, kernel('post-eiocbqueued+wake'))['error-reported']).toBe('holds');
    expect(complaints(failing, swallowed)['error-reported']).toBe(
      'request 0 met an error, and its event says that it went well',
    );
  });
});

describe('a reader that waits for two events', () => {
  const two = world([buffered, buffered], { submitter: [{ io_submit: [0, 1] }], reader: [reads(2)] });
  /** Only the first request's completion wakes. */
  const wakesOnce: Patch = spoilt('2.6.20', [
    edit(aio_complete, {
      replace: {
        active: {
          line: 1002,
          c: 'if (first && waitqueue_active(&ctx->wait))',
          run: (k, f) => (list_empty(k.kioctx(f.ctx).wait) || f.iocb !== 0 ? 'unlock' : 'wake'),
        },
      },
    }),
  ]);
  it('and has taken one of them needs only the other: its wakeup is lost, and it hangs', () => {
    expect(verdicts(two, kernel('2.6.20'))).toMatchObject({ 'no-lost-wakeup': 'holds', 'no-hang': 'holds' });
    expect(complaints(two, wakesOnce)).toEqual({
      'no-lost-wakeup':
        'reader sleeps in read_events() for ever, and with the 1 that it has taken there are enough events',
      'no-hang': 'reader sleeps in read_events() for ever, and there are events enough',
    });
  });
});

describe('an event', () => {
  const mayReadAndDestroy = world([buffered], {
    submitter: [{ io_submit: [0] }, reads(1, 1, { timeout: 'may' }), { io_destroy: true }],
  });
  const destroys = world([buffered], { submitter: [{ io_submit: [0] }, { io_destroy: true }] });
  const LOST = 'an event of request 0 was neither handed out nor is in the ring';

  it('that nobody has read goes with the ring that io_destroy frees', () => {
    expect(verdicts(destroys, kernel('2.6.20'))['no-lost-event']).toBe('holds');
  });
  it('that was never published does not', () => {
    expect(complaints(destroys, kernel('2.6.20+tail-not-published'))['no-lost-event']).toBe(LOST);
  });
  it('that a call took and did not hand out is lost, though the ring is freed later', () => {
    expect(verdicts(mayReadAndDestroy, kernel('2.6.20'))['no-lost-event']).toBe('holds');
    // The first, lock-free pass over the ring takes what is there already: the call must find it later.
    const late = world([write], {
      submitter: [{ io_submit: [0] }, reads(1, 1, { timeout: 'may' }), { io_destroy: true }],
    });
    expect(complaints(late, kernel('2.6.20+forget-event'))['no-lost-event']).toBe(LOST);
  });
});

describe('a cancelled request', () => {
  const cancels = world([{ op: 'queued', cancellable: true }], {
    submitter: [{ io_submit: [0] }],
    canceller: [{ io_cancel: 0 }],
  });
  const CANCELS = '2.6.20+cancel-when-dequeued';
  const withTwo = { ...cancels, tasks: [...cancels.tasks, { name: 'reader', calls: [reads(1)] }] };

  it('may lack its event as long as the io_cancel that called the driver has not returned', () => {
    const hangs = spoilt(CANCELS, [
      edit(sys_io_cancel, {
        after: {
          cancel: { never: { line: 1720, c: 'wait_for_completion()', when: () => false, run: () => undefined } },
        },
      }),
    ]);
    expect(verdicts(cancels, hangs)['cancel-exclusive']).toBe('holds');
    expect(complaints(cancels, hangs)['no-hang']).toBe('canceller never finishes');
  });
  it('that has neither event is found where a reader sleeps on in the same end', () => {
    expect(complaints(withTwo, kernel('2.6.20'))['cancel-exclusive']).toBe(
      'request 0 was cancelled, and in the end the ring had 0 of its events and io_cancel handed out 0',
    );
  });
});

it('a kick while the request runs for the last time is no lost kick', () => {
  const kicksItself = spoilt('2.6.20', [
    edit(retrying_aio_read, {
      after: {
        ready: {
          is_last: { line: 0, c: '/* woken while it looks */', go: (f) => (f.ret === NBYTES ? 'kick' : 'return') },
          kick: {
            line: 0,
            c: 'kick_iocb(iocb)',
            call: to(kick_iocb, (g, f) => {
              g.iocb = f.iocb;
            }),
          },
        },
      },
    }),
  ]);
  const retries = world([{ op: 'retry', kicks: 1 }], { submitter: [{ io_submit: [0] }] });
  expect(verdicts(retries, kicksItself)['no-lost-kick']).toBe('holds');
});

describe('io_destroy', () => {
  it('may set CANCELLED on a request that is completed and still referenced', () => {
    expect(verdicts('dw1-destroy', kernel('2.6.20'))['flags-protocol']).toBe('holds');
    expect(verdicts('dw1-destroy', kernel('post-eiocbqueued'))['flags-protocol']).toBe('holds');
  });
  it('and no other flag', () => {
    const kicks = spoilt('2.6.20', [
      edit(aio_cancel_all, {
        after: {
          set_cancelled: {
            set_kicked: {
              line: 285,
              c: 'kiocbSetKicked(iocb)',
              run(k, f) {
                k.kiocb(f.iocb).KIF_KICKED = true;
              },
            },
          },
        },
      }),
    ]);
    expect(complaints('dw1-destroy', kicks)['flags-protocol']).toBe(
      'request 0 is completed, and then its KIF_KICKED changes',
    );
  });
});

it('a head outside the ring ends the run, and is undefined behaviour and nothing else', () => {
  const beyond = spoilt('2.6.20', [
    edit(aio_read_evt, {
      replace: {
        advance: {
          line: 1038,
          c: 'ring->head = info->nr',
          run(k, f) {
            k.kioctx(f.ctx).ring_head = k.world.ring_nr;
          },
        },
      },
    }),
  ]);
  expect(complaints('buffered', beyond)).toEqual({ 'no-undefined-behaviour': 'range:kioctx.ring_head' });
});

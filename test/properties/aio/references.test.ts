/** Who counts as a holder of a reference, for how long, and what of it is leaked. */
import { describe, expect, it } from 'vitest';
import { ep_aio_cancel } from '../../../model/drivers/usb/gadget/inode.ts';
import { io_destroy } from '../../../model/fs/aio/exit.ts';
import { aio_fput_routine } from '../../../model/fs/aio/put.ts';
import { __aio_run_iocbs } from '../../../model/fs/aio/retry.ts';
import { io_submit_one } from '../../../model/fs/aio/submit.ts';
import { EAGAIN } from '../../../model/include/linux/errno.ts';
import { edit } from '../../../model/kernel.ts';
import { complaints, kernel, spoilt, verdicts, world } from './decide.ts';

const fullRing = (more: object = {}) =>
  world(
    [{ op: 'buffered' }, { op: 'buffered', ...more }],
    { submitter: [{ io_submit: [0] }, { io_submit: [1] }] },
    { ring_nr: 2 },
  );

/** io_submit_one drops the file so often when there is no slot, and tells our records nothing. */
const droppedTimes = (times: number) =>
  spoilt('2.6.20', [
    edit(io_submit_one, {
      replace: {
        fput: {
          line: 1556,
          c: 'fput(file), ...; return -EAGAIN',
          run(k, f) {
            k.might_sleep();
            k.file(f.user).f_count -= times;
            f.ret = -EAGAIN;
            return 'return';
          },
        },
      },
    }),
  ]);

describe('a file', () => {
  it('that io_submit_one drops once when there is no slot is sound, whoever wrote that step', () => {
    const decided = { 'refcount-sound': 'holds', 'no-leak': 'holds' };
    expect(verdicts(fullRing(), droppedTimes(1))).toMatchObject(decided);
    expect(verdicts(fullRing({ file: 'last' }), droppedTimes(1))).toMatchObject(decided);
    expect(verdicts(fullRing({ file: 'last' }), kernel('2.6.20'))).toMatchObject(decided);
  });
  it('that it drops twice is one short, whether or not the descriptor still holds it', () => {
    expect(complaints(fullRing(), droppedTimes(2))['refcount-sound']).toBe(
      'file[1].f_count is 0, and its holders are: the descriptor',
    );
    expect(complaints(fullRing({ file: 'last' }), droppedTimes(2))['refcount-sound']).toBe(
      'file[1].f_count is -1, and its holders are: none',
    );
  });
  it('that it never drops is one over when the call has returned, and is leaked', () => {
    expect(complaints(fullRing({ file: 'last' }), droppedTimes(0))).toEqual({
      'refcount-sound': 'file[1].f_count is 1, and its holders are: none',
      'no-leak': 'the file of request 1 keeps a reference that nobody drops',
    });
  });
  it('that is freed twice is named', () => {
    const twice = spoilt('2.6.20', [
      edit(aio_fput_routine, {
        after: {
          fput: {
            again: { line: 488, c: '__fput(req->ki_filp)', run: (k, f) => k.free('file', k.kiocb(f.req).ki_filp) },
          },
        },
      }),
    ]);
    expect(complaints('buffered-last', twice)).toEqual({ 'no-use-after-free': 'double_free:file' });
  });
});

describe('a system call that has returned holds nothing', () => {
  it('of a request that it has cancelled: a driver that keeps the reference leaks it', () => {
    const kept = spoilt('2.6.20+cancel-when-dequeued', [edit(ep_aio_cancel, { remove: ['put'] })]);
    const says = complaints('queued-cancel', kept);
    expect(says['refcount-sound']).toMatch(/^kiocb\[0\]\.ki_users is [1-3], and its holders are: /);
    expect(says['no-leak']).toBe('the kiocb of request 0 is never freed');
  });
  it('of a request that it has run off the run list', () => {
    const kept = spoilt('2.6.20', [
      edit(__aio_run_iocbs, { replace: { put: { line: 785, c: '/* no put */', go: () => 'next' } } }),
    ]);
    expect(complaints('retry1', kept)).toMatchObject({
      'refcount-sound': 'kiocb[0].ki_users is 1, and its holders are: none',
      'no-leak': 'the kiocb of request 0 is never freed',
    });
  });
  it('of a context that it has destroyed, which then is off the list and never freed', () => {
    const kept = spoilt('2.6.20', [edit(io_destroy, { remove: ['put'] })]);
    expect(complaints(world([], { destroyer: [{ io_destroy: true }] }), kept)).toMatchObject({
      'refcount-sound': 'kioctx.users is 1, and its holders are: none',
    });
    const used = world([{ op: 'buffered' }], { submitter: [{ io_submit: [0] }, { io_destroy: true }] });
    expect(complaints(used, kept)).toEqual({
      'refcount-sound': 'kioctx.users is 1, and its holders are: none',
      'no-leak': 'the kioctx is off the list of the mm and never freed',
    });
  });
});

describe('what an unfinished context holds is not leaked', () => {
  it('by a submission that waits for its bios for ever: request, file, dio and context', () => {
    expect(verdicts('append1', kernel('2.6.20+no-wake-for-bios'))).toMatchObject({
      'no-leak': 'holds',
      'refcount-sound': 'holds',
      'no-hang': 42,
    });
  });
  it('by a destroyer that waits for a request; that request is', () => {
    const { 'no-leak': leak, 'teardown-finishes': teardown } = complaints(
      world([{ op: 'buffered' }], { submitter: [{ io_submit: [0] }, { io_destroy: true }] }),
      kernel('2.6.20+keep-reference'),
    );
    expect({ leak, teardown }).toEqual({
      leak: 'the kiocb of request 0 is never freed',
      teardown: 'submitter never returns from io_destroy()',
    });
  });
});

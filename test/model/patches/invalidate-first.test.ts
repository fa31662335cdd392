import { describe, expect, it } from 'vitest';
import { generic_file_direct_IO } from '../../../model/mm/filemap.ts';
import { edit, type Kernel } from '../../../model/kernel.ts';
import { complaints, kernel, outcomeTexts, spoilt, without, world } from '../../properties/aio/decide.ts';

/** Whose bio fails with one error, and whose page cache cannot be invalidated, which is told by another. */
const TWO_ERRORS = world(
  [{ op: 'direct_write', bios: 1, append: true }],
  { submitter: [{ io_submit: [0] }] },
  { faults: { invalidate: ['EBUSY'], bio: ['EIO'] } },
);
const EIO = -5;
const EBUSY = -16;

/** What the event says where the write and the second invalidation failed, and the first had gone through. */
const eventsOfBoth = (patch: Parameters<typeof outcomeTexts>[1]): number[] =>
  outcomeTexts(TWO_ERRORS, patch)
    .map((text) => JSON.parse(text) as { events: Record<string, [number][]>; faults: Record<string, object> })
    .filter(({ faults }) => JSON.stringify(faults['0']) === JSON.stringify({ bio: [EIO], invalidate: [0, EBUSY] }))
    .flatMap(({ events }) => (events['0'] ?? []).map(([res]) => res));

describe('the second invalidation of a write that failed', () => {
  it('replaces its error in invalidate-first', () => {
    expect(eventsOfBoth(kernel('invalidate-first'))).toEqual([EBUSY]);
  });

  it('would not in 65b8291c without its goto, and does not come to it with it', () => {
    expect(eventsOfBoth(without(kernel('mainline-2.6.21'), 'goto-out'))).toEqual([EIO]);
    expect(eventsOfBoth(kernel('mainline-2.6.21'))).toEqual([]);
  });
});

describe('the first invalidation', () => {
  const underLock = edit(generic_file_direct_IO, {
    before: {
      invalidate_before: {
        test_lock: {
          line: 2411,
          c: 'spin_lock_irq(&ctx->ctx_lock)',
          acquire: (k: Kernel, f: { iocb: number }) => k.kioctx(k.kiocb(f.iocb).ki_ctx).ctx_lock,
        },
      },
      direct_IO: {
        test_unlock: {
          line: 2411,
          c: 'spin_unlock_irq(&ctx->ctx_lock)',
          release: (k: Kernel, f: { iocb: number }) => k.kioctx(k.kiocb(f.iocb).ki_ctx).ctx_lock,
        },
      },
    },
  } as never);

  it('may sleep, so that no-sleep-in-atomic tells of it under a spinlock', () => {
    const wrong = complaints('dw1', spoilt('invalidate-first', [underLock]));
    expect(wrong['no-sleep-in-atomic']).toContain('generic_file_direct_IO.invalidate_before');
    expect(complaints('dw1', kernel('invalidate-first'))).not.toHaveProperty('no-sleep-in-atomic');
  });
});

import { each } from '../property.ts';
import type { AioProperty } from './kernel-view.ts';

/**
 * Counted where a completion begins, before it touches the request. The submission begins one when it enters aio_complete()
 * below the run that sent the bios (fs/aio.c:707, 729), or below any run of a request without bios; the I/O when the bio side
 * drops the last reference to the dio (fs/direct-io.c:280), which commits it to calling aio_complete(). An entry from
 * elsewhere or from a later run finishes what the I/O began, whoever makes it: a worker may, or a retry. Each other entry is
 * one more.
 */
export const noDoubleCompletion: AioProperty = {
  name: 'no-double-completion',
  meaning: 'No request is completed a second time, be it by the submission and the I/O or twice by one of them.',
  reason:
    'A request is freed when its references are dropped, and each completion drops one: whoever completes it a second ' +
    'time works on freed memory, and may put a second event into a slot that was reserved for one.',
  antecedent: {
    text: 'a completion begins',
    reached: each('request', (k, _situation, iocb) => k.request(iocb).completions > 0),
  },
  always: each('request', (k, _situation, iocb) =>
    k.request(iocb).completions > 1 ? `the completion of request ${iocb} begins a second time` : null,
  ),
};

import type { AioProperty } from './kernel-view.ts';
import { someRequest } from './kernel-view.ts';

/**
 * Counted where a completion begins, before it touches the request: at every entry of aio_complete(), and where
 * dio_bio_end_aio() takes the dio's last reference, which commits it to calling aio_complete(). So the second may be
 * either side: the submitter that enters aio_complete() after the interrupt took that reference is one too.
 */
export const noDoubleCompletion: AioProperty = {
  name: 'no-double-completion',
  meaning: 'No request is completed a second time.',
  reason:
    'A request is freed when its references are dropped, and each completion drops one: whoever completes it a second ' +
    'time works on freed memory, and may put a second event into a slot that was reserved for one.',
  watches: [],
  antecedent: {
    text: 'a completion begins',
    reached: (k) => someRequest(k, ({ completions }) => completions > 0) !== null,
  },
  always(k) {
    const iocb = someRequest(k, ({ completions }) => completions > 1);
    return iocb === null ? null : `the completion of request ${iocb} begins a second time`;
  },
};

/** Lines of fs/aio.c: requests are kicked, and run again. */
import { leftOut, type LinesOf, noEffect } from '../../reasons.ts';

export const retryLines: LinesOf = {
  __queue_kicked_iocb: { covered: { queue: [[629, 638]] } },
  __aio_run_iocbs: { covered: { steal: [[773, 773]], next: [[777, 779]] } },
  aio_queue_work: {
    reasons: [
      noEffect(799, 'memory is sequentially consistent here, so that a barrier orders nothing'),
      noEffect([801, 803], 'how long a delay is, is left out: the timer may expire at any time'),
    ],
  },
  aio_kick_handler: {
    reasons: [
      noEffect(851, 'user addresses do not fault here, whoever touches them'),
      noEffect(855, 'user addresses do not fault here, whoever touches them'),
      noEffect(861, "it touches the worker's own task alone"),
      noEffect(862, 'user addresses do not fault here, whoever touches them'),
    ],
  },
  try_queue_kicked_iocb: {
    reasons: [leftOut(887, 'no method waits by ki_wait: an interrupt kicks the request itself', 'U10')],
  },
  kick_iocb: {
    reasons: [leftOut([911, 913], 'it is about a sync kiocb, which no scenario makes')],
  },
};

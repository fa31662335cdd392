/** Lines of fs/aio.c: requests are kicked, and run again. */
import { leftOut, lines, type LinesOf, noEffect } from '../../reasons.ts';

const ADDRESSES = 'user addresses do not fault here, whoever touches them';

export const retryLines: LinesOf = {
  __queue_kicked_iocb: { steps: { queue: lines([629, 638]) } },
  __aio_run_iocbs: { steps: { steal: lines(773), next: lines([777, 779]) } },
  aio_queue_work: {
    reasons: [
      noEffect(799, 'memory is sequentially consistent here, so that a barrier orders nothing'),
      noEffect([801, 803], 'how long a delay is, is left out: the timer may expire at any time'),
    ],
  },
  aio_kick_handler: {
    reasons: [
      leftOut(851, ADDRESSES),
      leftOut(855, ADDRESSES),
      leftOut(861, "it touches the worker's own task alone, which is no object here"),
      leftOut(862, ADDRESSES),
    ],
  },
  try_queue_kicked_iocb: {
    reasons: [leftOut(887, 'no method waits by ki_wait: an interrupt kicks the request itself', 'U10')],
  },
};

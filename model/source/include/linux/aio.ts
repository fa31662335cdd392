/** Lines of include/linux/aio.h: macros and inline functions. */
import type { LinesOf } from '../../reasons.ts';

const FLAG = 'a field of kiocb for each flag (model/include/linux/aio.ts)';

export const aioHeaderLines: LinesOf = {
  kiocbTryKick: { helper: 'the step try_queue_kicked_iocb.kick' },
  kiocbSetCancelled: { helper: FLAG },
  kiocbClearKicked: { helper: FLAG },
  kiocbIsKicked: { helper: FLAG },
  kiocbIsCancelled: { helper: FLAG },
  aio_ring_avail: { helper: 'aio_ring_avail in model/include/linux/aio.ts' },
  list_kiocb: { helper: 'nothing in the model: a list has the numbers of its requests' },
};

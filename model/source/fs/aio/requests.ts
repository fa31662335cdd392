/** Lines of fs/aio.c: requests come, complete and go. */
import { always, leftOut, type LinesOf, noEffect } from '../../reasons.ts';

const SYNC = 'it is about a sync kiocb, which no scenario makes';
const MAPPING = 'the pages of the ring are always mapped here';
const SAID = 'it only says something in the log';
const NO_MEMORY = 'memory is never short here';

export const requestLines: LinesOf = {
  aio_ring_event: { helper: 'aio_ring_event in model/include/linux/aio.ts' },
  put_aio_ring_event: { helper: 'nothing in the model: the pages of the ring are always mapped' },

  __aio_get_req: {
    covered: {
      alloc: [[416, 420]],
      avail: [
        [430, 430],
        [434, 434],
        [439, 439],
      ],
      free: [[441, 441]],
    },
    reasons: [
      always([412, 413], NO_MEMORY),
      noEffect(415, 'both flags of a new request are clear, as they start here'),
      noEffect([421, 423], 'no request has a destructor, a private pointer that matters, or a vector of its own'),
      noEffect(424, 'the links of a new request are empty, as they start here'),
      noEffect(436, MAPPING),
    ],
  },
  really_put_req: {
    covered: { free: [[464, 464]] },
    reasons: [
      always([466, 467], 'no request has a destructor'),
      always([468, 469], 'no request has a vector of its own: each has one segment'),
    ],
  },
  aio_fput_routine: { covered: { next: [[481, 481]] } },
  __aio_put_req: {
    covered: { drop: [[509, 514]], methods: [[517, 517]] },
    reasons: [noEffect([506, 507], SAID)],
  },

  aio_complete: {
    covered: { unlink: [[961, 961]], tail: [[970, 970]], event: [[973, 980]] },
    reasons: [
      leftOut([943, 947], SYNC, 'U17'),
      noEffect(950, 'the ring is a part of the context, which the model reaches it by'),
      noEffect([982, 984], SAID),
      noEffect(989, 'memory is sequentially consistent here, so that a barrier orders nothing'),
      noEffect([994, 995], MAPPING),
      noEffect(997, SAID),
    ],
  },
};

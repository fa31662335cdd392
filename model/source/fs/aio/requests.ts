/** Lines of fs/aio.c: requests come, complete and go. */
import { always, leftOut, lines, type LinesOf, noEffect } from '../../reasons.ts';

const MAPPING = 'the pages of the ring are always mapped here';
const SAID = 'it only says something in the log';
const NO_MEMORY = 'memory is never short here';

export const requestLines: LinesOf = {
  aio_ring_event: { helper: 'aio_ring_event in model/include/linux/aio.ts' },
  put_aio_ring_event: { helper: 'nothing in the model: the pages of the ring are always mapped' },

  __aio_get_req: {
    steps: {
      alloc: lines([415, 420], 424),
      avail: lines(430, 434, 439),
      free: lines(441),
    },
    reasons: [
      always([412, 413], NO_MEMORY),
      leftOut([421, 423], 'no request has a destructor, a private pointer, or a vector of its own'),
      noEffect(436, MAPPING),
    ],
  },
  really_put_req: {
    steps: { free: lines(464) },
    reasons: [
      always([466, 467], 'no request has a destructor'),
      always([468, 469], 'no request has a vector of its own: each has one segment'),
    ],
  },
  aio_fput_routine: { steps: { next: lines(481) } },
  __aio_put_req: {
    steps: { drop: lines([509, 514]), methods: lines(517) },
    reasons: [noEffect([506, 507], SAID)],
  },

  aio_complete: {
    steps: {
      unlink: lines(961),
      tail: lines(970),
      event: lines([973, 975], [979, 980]),
    },
    reasons: [
      noEffect(950, 'the ring is a part of the context, which the model reaches it by'),
      leftOut(978, 'the word that the user gave is not kept'),
      noEffect([982, 984], SAID),
      noEffect(989, 'memory is sequentially consistent here, so that a barrier orders nothing'),
      noEffect([994, 995], MAPPING),
      noEffect(997, SAID),
    ],
  },
};

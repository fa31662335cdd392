/** Lines of drivers/usb/gadget/inode.c: its asynchronous writes. */
import { always, leftOut, lines, type LinesOf } from '../../../reasons.ts';

const PRIVATE = "the driver's own record of a request is left out, with all that goes wrong with it";
const NO_MEMORY = 'memory is never short here';
const READS = 'only writes are modelled, whose requests have no vector to copy to';

export const inodeLines: LinesOf = {
  ep_aio_write: { helper: 'a call of ep_aio_rwtail, in the step aio_rw_vect_retry.queued' },
  ep_aio_read: { helper: 'nothing in the model: only writes of this driver are modelled' },
  ep_aio_read_retry: { helper: 'nothing in the model: only writes of this driver are modelled (race U19)' },
  get_ready_ep: {
    helper: 'part of the step ep_aio_rwtail.alloc: an endpoint is always ready, and waiting for it may sleep',
  },

  ep_aio_cancel: {
    reasons: [
      leftOut(543, PRIVATE, 'U19'),
      leftOut(547, 'whether interrupts are off on this CPU is no matter: they come on another'),
      leftOut(548, PRIVATE, 'U19'),
      leftOut(551, 'a cancel always finds the record of its request', 'U19'),
      leftOut(554, 'a cancel always finds the record of its request', 'U19'),
      leftOut(556, 'whether interrupts are off on this CPU is no matter: they come on another'),
    ],
  },
  ep_aio_complete: {
    steps: { iocb: lines(595) },
    reasons: [
      leftOut(597, PRIVATE, 'U19'),
      leftOut([601, 602], PRIVATE, 'U19'),
      always([603, 605], READS),
      leftOut([606, 608], PRIVATE, 'U19'),
      always([618, 624], READS),
      leftOut([628, 629], 'the request of the controller and the endpoint are always there'),
    ],
  },
  ep_aio_rwtail: {
    steps: { alloc: lines(657) },
    reasons: [
      always([647, 651], NO_MEMORY),
      leftOut([653, 655], PRIVATE, 'U19'),
      always([658, 660], 'an endpoint is always ready'),
      leftOut(664, 'an endpoint is always there'),
      leftOut([665, 666], PRIVATE, 'U19'),
      always(672, 'the host is always connected'),
      always([673, 674], NO_MEMORY),
      leftOut(
        [675, 679],
        'the request of the controller is a field of its endpoint here, and leads back to the request',
      ),
      always([681, 684], 'the controller always takes a request'),
      always(686, 'the host is always connected'),
      leftOut(689, 'each request has an endpoint of its own, so its semaphore keeps nobody out'),
      always([691, 693], 'the controller always takes a request'),
    ],
  },
};

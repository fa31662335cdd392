/** Lines of drivers/usb/gadget/dummy_hcd.c: a request is queued, taken off again, and transferred. */
import { always, leftOut, lines, type LinesOf, noEffect } from '../../../reasons.ts';

const ONE_ENDPOINT = 'each request has an endpoint and a controller of its own, which are always there';
const BYTES = 'how many bytes go over the wire at once is no matter: a transfer is all of them';
const CONTROL = 'nobody sends control requests here';

export const dummyHcdLines: LinesOf = {
  fifo_complete: { helper: 'nothing in the model: the FIFO of one short request is left out' },

  dummy_queue: {
    reasons: [
      always([548, 558], ONE_ENDPOINT),
      noEffect([561, 562], 'it is not compiled'),
      leftOut([565, 566], 'the state of a request is whether it is queued'),
      leftOut([570, 585], 'the FIFO of one short request'),
    ],
  },
  dummy_dequeue: {
    steps: {
      take: lines([615, 619]),
      found: lines(631),
      complete: lines(631),
    },
    reasons: [
      always([604, 610], ONE_ENDPOINT),
      leftOut(612, 'whether interrupts are off on this CPU is no matter: they come on another'),
      noEffect([625, 627], 'it only says something in the log'),
      leftOut(630, 'whether interrupts are off on this CPU is no matter: they come on another'),
    ],
  },
  transfer: {
    reasons: [
      leftOut([1086, 1163], BYTES),
      always(1168, 'a transfer is all the bytes of a request, which ends with it'),
      leftOut(1173, 'taking the lock once more after the completion'),
      leftOut([1176, 1187], BYTES),
    ],
  },
  dummy_timer: {
    steps: { transfer: lines(1539) },
    reasons: [
      noEffect(1244, ONE_ENDPOINT),
      leftOut([1251, 1263], BYTES),
      always([1271, 1275], ONE_ENDPOINT),
      leftOut([1278, 1323], ONE_ENDPOINT),
      leftOut([1324, 1512], CONTROL),
      leftOut([1516, 1538], BYTES),
      leftOut([1544, 1558], 'what the host sees of a transfer is no matter here'),
      leftOut([1561, 1569], 'the timer comes when there is something to transfer'),
    ],
  },
};

import { type AioProperty, someRequest } from './kernel-view.ts';

/**
 * Cancelled is what io_cancel found and called the driver's method for: there is somebody who waits for an event of it.
 * What io_destroy cancels has no such user, since the ring goes too.
 */
export const cancelExclusive: AioProperty = {
  name: 'cancel-exclusive',
  meaning:
    'A request that io_cancel cancelled has in the end either an event in the ring or one from io_cancel, and not both.',
  reason:
    'A cancelled request gets no event in the ring, because io_cancel hands one out. If the driver then cannot cancel it, ' +
    'nobody is told of it; if both are handed out, its buffers are given back twice.',
  watches: [],
  antecedent: {
    text: "io_cancel calls the driver's method for a request",
    reached: (k) => someRequest(k, ({ cancel_called }) => cancel_called) !== null,
  },
  atEnd(k, _situation, end) {
    if (end !== 'done') return null;
    const iocb = someRequest(k, (r) => r.cancel_called && r.events_res.length + r.cancel_res.length !== 1);
    if (iocb === null) return null;
    const { events_res, cancel_res } = k.request(iocb);
    const [ring, cancel] = [events_res.length, cancel_res.length];
    return `request ${iocb} was cancelled, and in the end the ring had ${ring} of its events and io_cancel handed out ${cancel}`;
  },
};

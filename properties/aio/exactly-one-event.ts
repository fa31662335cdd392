import { type AioProperty, someRequest } from './kernel-view.ts';

/** What becomes of a request that io_cancel or io_destroy marked is cancel-exclusive's matter: here it is exempt. */
export const exactlyOneEvent: AioProperty = {
  name: 'exactly-one-event',
  meaning:
    'Every request that io_submit accepted, if it was never cancelled, has exactly one event in the end; and none ever has more.',
  reason:
    'A program waits for as many events as it submitted requests: one too few and it waits for ever, one too many and it ' +
    'reuses a buffer that the device still writes to.',
  watches: [],
  antecedent: {
    text: 'io_submit accepts a request',
    reached: (k) => someRequest(k, ({ accepted }) => accepted) !== null,
  },
  always(k) {
    const iocb = someRequest(k, ({ events_res }) => events_res.length > 1);
    return iocb === null ? null : `request ${iocb} has ${k.request(iocb).events_res.length} events`;
  },
  atEnd(k, _situation, end) {
    if (end !== 'done') return null;
    const iocb = someRequest(k, (r) => r.accepted && !r.cancelled && r.events_res.length !== 1);
    return iocb === null
      ? null
      : `request ${iocb} was accepted and has ${k.request(iocb).events_res.length} events in the end`;
  },
};

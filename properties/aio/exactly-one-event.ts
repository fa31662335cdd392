import { each } from '../property.ts';
import type { AioProperty } from './kernel-view.ts';

/** What becomes of a request that io_cancel or io_destroy marked is cancel-exclusive's matter: here it is exempt. */
export const exactlyOneEvent: AioProperty = {
  name: 'exactly-one-event',
  meaning:
    'Every request that io_submit accepted, if it was never cancelled, has exactly one event in the end; and none ever has more.',
  reason:
    'A program waits for as many events as it submitted requests: one too few and it waits for ever, one too many and it ' +
    'reuses a buffer that the device still writes to.',
  antecedent: {
    text: 'io_submit accepts a request',
    reached: each('request', (k, _situation, iocb) => k.request(iocb).accepted),
  },
  always: each('request', (k, _situation, iocb) => {
    const { length } = k.request(iocb).events_res;
    return length > 1 ? `request ${iocb} has ${length} events` : null;
  }),
  atEnd: each('request', (k, _situation, iocb) => {
    const { accepted, cancelled, events_res } = k.request(iocb);
    if (!accepted || cancelled || events_res.length === 1) return null;
    return `request ${iocb} was accepted and has ${events_res.length} events in the end`;
  }),
};

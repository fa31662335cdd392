import { type AioProperty, someRequest } from './kernel-view.ts';

/** A kick is acted on when a run of the request begins after it (fs/aio.c:701). KICKED alone would not tell: it may be cleared and forgotten. */
export const noLostKick: AioProperty = {
  name: 'no-lost-kick',
  meaning: 'No request is left kicked when nobody is left to run it.',
  reason:
    'A retry goes on only when it is kicked, and a kick comes once. One that is not acted on, because everybody takes it ' +
    "for another's work, leaves the request unfinished for ever.",
  watches: [],
  antecedent: { text: 'a request is kicked', reached: (k) => someRequest(k, ({ kicked }) => kicked) !== null },
  atEnd(k, _situation, end) {
    if (end === 'oops') return null;
    const iocb = someRequest(k, ({ kicked }) => kicked);
    return iocb === null ? null : `request ${iocb} was kicked, and nobody will run it`;
  },
};

import { each } from '../property.ts';
import type { AioProperty } from './kernel-view.ts';

/**
 * A kick is acted on when a run of the request begins after it (fs/aio.c:701), or is needless because the request completes.
 * KICKED alone would not tell: it may be cleared and forgotten.
 */
export const noLostKick: AioProperty = {
  name: 'no-lost-kick',
  meaning: 'No request that is not completed is left kicked when nobody is left to run it.',
  reason:
    'A retry goes on only when it is kicked, and a kick comes once. One that is not acted on, because everybody takes it ' +
    "for another's work, leaves the request unfinished for ever.",
  antecedent: {
    text: 'a request is kicked',
    reached: each('request', (k, _situation, iocb) => k.request(iocb).kicked),
  },
  atEnd: each('request', (k, _situation, iocb) => {
    const { kicked, entered, held_by_io } = k.request(iocb);
    return kicked && held_by_io && !entered ? `request ${iocb} was kicked, and nobody will run it` : null;
  }),
};

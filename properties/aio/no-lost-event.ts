import { CTX } from '../../model/kernel.ts';
import { type AioProperty, type KernelView, overwrittenSlot, slotsInRing, someRequest } from './kernel-view.ts';

const inRing = (k: KernelView, iocb: number): number =>
  slotsInRing(k).filter((slot) => k.io_event(slot).unread && k.io_event(slot).obj === iocb).length;

/** A context that is destroyed takes the ring, and what nobody has read, with it. */
export const noLostEvent: AioProperty = {
  name: 'no-lost-event',
  meaning: 'Every event that was put into the ring is read, or still lies there for readers in the end.',
  reason:
    'A program learns of a completion from its event alone: one that is overwritten, or that lies outside head and tail, ' +
    'leaves it waiting for a request that is long done.',
  watches: [],
  antecedent: {
    text: 'an event is put into the ring',
    reached: (k) => someRequest(k, ({ events_res }) => events_res.length > 0) !== null,
  },
  always: overwrittenSlot,
  atEnd(k, { isAlive }, end) {
    if (end !== 'done' || !isAlive('kioctx', CTX)) return null;
    const lost = someRequest(k, (r, iocb) => r.events_res.length > r.read + inRing(k, iocb));
    return lost === null ? null : `an event of request ${lost} was neither read nor is it in the ring`;
  },
};

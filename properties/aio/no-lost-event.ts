import { each } from '../property.ts';
import { type AioProperty, hasRing, type KernelView, overwritten, slotsInRing } from './kernel-view.ts';

const inRing = (k: KernelView, iocb: number): number =>
  slotsInRing(k).filter((slot) => k.io_event(slot).unread && k.io_event(slot).obj === iocb).length;

/**
 * A call that has returned has handed out as many events as it returned, in the order in which it took them; one that has not
 * has what it took. A ring that io_destroy frees takes its events along (`read`, model/ghost/events.ts).
 */
export const noLostEvent: AioProperty = {
  name: 'no-lost-event',
  meaning:
    'Every event that was put into the ring is handed out, or still lies there for readers in the end, or went with the ring.',
  reason:
    'A program learns of a completion from its event alone: one that is overwritten, that lies outside head and tail, or ' +
    'that a call takes off the ring and forgets, leaves it waiting for a request that is long done.',
  antecedent: {
    text: 'an event is put into the ring',
    reached: each('request', (k, _situation, iocb) => k.request(iocb).events_res.length > 0),
  },
  always: each('io_event', (k, _situation, slot) => overwritten(k.io_event(slot), slot)),
  atEnd: each('request', (k, situation, iocb) => {
    const { events_res, read } = k.request(iocb);
    const there = hasRing(k, situation) ? inRing(k, iocb) : 0;
    return events_res.length > read + there
      ? `an event of request ${iocb} was neither handed out nor is in the ring`
      : null;
  }),
};

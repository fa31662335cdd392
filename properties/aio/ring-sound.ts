import { CTX } from '../../model/kernel.ts';
import { each } from '../property.ts';
import { type AioProperty, overwritten, slotsInRing, someSlot } from './kernel-view.ts';

const TAILS = new Set(['kioctx.tail', 'kioctx.ring_tail']);

/**
 * One slot stays empty, because head == tail means an empty ring: a ring whose slots all hold events has overflowed. A
 * slot is a reader's until the head has moved past it. Head or tail outside the ring ends the run, which is
 * no-undefined-behaviour's matter.
 */
export const ringSound: AioProperty = {
  name: 'ring-sound',
  meaning:
    'The ring never overflows, its published tail never passes an event that is not yet written, and only a holder of ' +
    'ctx_lock deals with the tail.',
  reason:
    'Readers take no lock that the writer takes: all that protects them is that whatever lies between head and tail is ' +
    'a whole event, and stays there until they move the head.',
  antecedent: {
    text: 'an event is in the ring',
    reached: each('io_event', (k, _situation, slot) => k.io_event(slot).unread),
  },
  always: [
    each('io_event', (k, _situation, slot) => overwritten(k.io_event(slot), slot)),
    (k, { isAlive }) => {
      if (!isAlive('kioctx', CTX)) return null;
      if (!someSlot(k, (slot) => !slot.unread)) return 'the ring overflows: no slot is left empty';
      const { ring_head, ring_tail } = k.kioctx(CTX);
      if (ring_head === ring_tail) return null;
      const unwritten = slotsInRing(k).find((slot) => !k.io_event(slot).unread);
      return unwritten === undefined ? null : `the tail has passed slot ${unwritten}, whose event is not written`;
    },
  ],
  onBreach: ({ kind, what }) => kind === 'unguarded' && TAILS.has(what),
};

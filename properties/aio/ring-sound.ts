import { CTX } from '../../model/kernel.ts';
import { type AioProperty, overwrittenSlot, slotsInRing, someSlot } from './kernel-view.ts';

const INDICES = ['kioctx.tail', 'kioctx.ring_tail', 'kioctx.ring_head'];
const TAILS = new Set(['kioctx.tail', 'kioctx.ring_tail']);

/**
 * One slot stays empty, because head == tail means an empty ring: a ring whose slots all hold events has overflowed. A
 * slot is a reader's until the head has moved past it.
 */
export const ringSound: AioProperty = {
  name: 'ring-sound',
  meaning:
    'The ring never overflows, its published tail never passes an event that is not yet written, head and tail stay ' +
    'within it, and only a holder of ctx_lock deals with the tail.',
  reason:
    'Readers take no lock that the writer takes: all that protects them is that whatever lies between head and tail is ' +
    'a whole event, and stays there until they move the head.',
  watches: [
    {
      fields: ['kioctx.life', 'kioctx.ring_head', 'kioctx.ring_tail', 'io_event.unread', 'io_event.overwritten'],
    },
  ],
  antecedent: { text: 'an event is in the ring', reached: (k) => someSlot(k, ({ unread }) => unread) !== null },
  always(k, { halted, isAlive }) {
    const index = INDICES.find((name) => halted === `range:${name}`);
    if (index !== undefined) return `${index} leaves the ring`;
    if (!isAlive('kioctx', CTX)) return null;
    const overwritten = overwrittenSlot(k);
    if (overwritten !== null) return overwritten;
    if (someSlot(k, (slot) => !slot.unread) === null) return 'the ring overflows: no slot is left empty';
    const { ring_head, ring_tail } = k.kioctx(CTX);
    if (ring_head === ring_tail) return null;
    const unwritten = slotsInRing(k).find((slot) => !k.io_event(slot).unread);
    return unwritten === undefined ? null : `the tail has passed slot ${unwritten}, whose event is not written`;
  },
  onBreach: ({ kind, what }) => kind === 'unguarded' && TAILS.has(what),
};

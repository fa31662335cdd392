import { CTX } from '../../model/kernel.ts';
import { type AioProperty, sleepersIn } from './kernel-view.ts';

export const noLostWakeup: AioProperty = {
  name: 'no-lost-wakeup',
  meaning: 'No task is left asleep in read_events() while the ring holds an event.',
  reason:
    'Events wake whoever waits for them. One that goes into the ring and wakes nobody is found only if another event ' +
    'comes; after the last one the program hangs.',
  watches: [],
  antecedent: {
    text: 'a task sleeps in read_events()',
    reached: (k, situation) => sleepersIn('read_events', k, situation).length > 0,
  },
  atEnd(k, situation, end) {
    const { ring_head, ring_tail } = k.kioctx(CTX);
    if (end !== 'stuck' || ring_head === ring_tail) return null;
    const [name] = sleepersIn('read_events', k, situation);
    return name === undefined ? null : `${name} sleeps in read_events() for ever, and the ring holds an event`;
  },
};

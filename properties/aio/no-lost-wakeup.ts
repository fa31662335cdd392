import { each } from '../property.ts';
import { type AioProperty, hasEnoughEvents, hasRing, nameOf, sleepsIn } from './kernel-view.ts';

/** How many events it waits for, and has taken, is what the scenario and our records say: a patch may keep its own books. */
export const noLostWakeup: AioProperty = {
  name: 'no-lost-wakeup',
  meaning:
    'No task is left asleep in read_events() when the events that it has taken and those in the ring are as many as it waits for.',
  reason:
    'Events wake whoever waits for them. One that goes into the ring and wakes nobody is found only if another event ' +
    'comes; after the last one the program hangs.',
  antecedent: {
    text: 'a task sleeps in read_events()',
    reached: each('task_struct', (k, situation, task) => sleepsIn('read_events', k, situation, task)),
  },
  atEnd: each('task_struct', (k, situation, task) => {
    if (!sleepsIn('read_events', k, situation, task)) return null;
    if (!hasRing(k, situation) || !hasEnoughEvents(k, situation, task)) return null;
    const { length } = k.task_log(task).taken;
    return `${nameOf(k, task)} sleeps in read_events() for ever, and ${
      length === 0 ? 'the ring holds an event' : `with the ${length} that it has taken there are enough events`
    }`;
  }),
};

import { CTX } from '../../model/kernel.ts';
import type { Situation } from '../property.ts';
import { type AioProperty, type KernelView } from './kernel-view.ts';

/** Tasks that sleep in read_events(): off the run queue, in the call that reads events. */
const sleepers = (k: KernelView, { stack }: Situation): string[] =>
  k.world.tasks
    .filter((_, task) => !k.task_struct(task).on_rq && stack(task).some(({ proc }) => proc === 'read_events'))
    .map(({ name }) => name);

export const noLostWakeup: AioProperty = {
  name: 'no-lost-wakeup',
  meaning: 'No task is left asleep in read_events() while the ring holds an event.',
  reason:
    'Events wake whoever waits for them. One that goes into the ring and wakes nobody is found only if another event ' +
    'comes; after the last one the program hangs.',
  antecedent: { text: 'a task sleeps in read_events()', reached: (k, situation) => sleepers(k, situation).length > 0 },
  atEnd(k, situation, end) {
    const { ring_head, ring_tail } = k.kioctx(CTX);
    if (end !== 'stuck' || ring_head === ring_tail) return null;
    const [name] = sleepers(k, situation);
    return name === undefined ? null : `${name} sleeps in read_events() for ever, and the ring holds an event`;
  },
};

import { CTX } from '../../model/kernel.ts';
import { each } from '../property.ts';
import { type AioProperty, callOf, type KernelView, nameOf, sleepsIn } from './kernel-view.ts';
import type { Situation } from '../property.ts';

const isDead = (k: KernelView, { isAlive }: Situation): boolean => !isAlive('kioctx', CTX) || k.kioctx(CTX).dead;

export const teardownFinishes: AioProperty = {
  name: 'teardown-finishes',
  meaning: 'Every io_destroy and exit_aio returns, and no task is left asleep on a context that one has taken down.',
  reason:
    'Whoever destroys a context waits for its requests; whoever waits for events on it waits for what will never come. ' +
    'Either task can be killed by nobody, for a process that exits takes the same way.',
  antecedent: {
    text: 'io_destroy or exit_aio marks the context dead',
    reached: (k, { isAlive }) => isAlive('kioctx', CTX) && k.kioctx(CTX).dead,
  },
  atEnd: each('task_struct', (k, situation, task) => {
    if (situation.isAtRest(task)) return null;
    if (callOf(k, task)?.call === 'io_destroy') return `${nameOf(k, task)} never returns from io_destroy()`;
    if (situation.isIn(task, 'exit_aio')) return `${nameOf(k, task)} never returns from exit_aio()`;
    return sleepsIn('read_events', k, situation, task) && isDead(k, situation)
      ? `${nameOf(k, task)} sleeps in read_events() for ever, on a context that is destroyed`
      : null;
  }),
};

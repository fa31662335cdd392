import { each } from '../property.ts';
import type { AioProperty } from './kernel-view.ts';

/** Steps that may sleep say so (`might_sleep`), as the kernel's own functions do; the machine looks who takes them. */
export const noSleepInAtomic: AioProperty = {
  name: 'no-sleep-in-atomic',
  meaning: 'Nothing that may sleep is done under a spinlock or in an interrupt.',
  reason:
    'An interrupt has no task that could be put to sleep, and whoever sleeps with a spinlock stops every CPU that comes to ' +
    'it. Both happen only when the memory is short or the file must be closed, so that tests hardly ever see it.',
  antecedent: {
    text: 'memory is allocated for a request, which may sleep',
    reached: each('kiocb', (_k, { isAlive }, iocb) => isAlive('kiocb', iocb)),
  },
  onBreach: ({ kind }) => kind === 'atomic',
};

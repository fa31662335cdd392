import { type AioProperty, someRequest } from './kernel-view.ts';

/** Steps that may sleep say so (`might_sleep`), as the kernel's own functions do; the machine looks who takes them. */
export const noSleepInAtomic: AioProperty = {
  name: 'no-sleep-in-atomic',
  meaning: 'Nothing that may sleep is done under a spinlock or in an interrupt.',
  reason:
    'An interrupt has no task that could be put to sleep, and whoever sleeps with a spinlock stops every CPU that comes to ' +
    'it. Both happen only when the memory is short or the file must be closed, so that tests hardly ever see it.',
  watches: [],
  antecedent: {
    text: 'memory is allocated for a request, which may sleep',
    reached: (k, { isAlive }) => someRequest(k, (_, iocb) => isAlive('kiocb', iocb)) !== null,
  },
  onBreach: ({ kind }) => kind === 'atomic',
};

import { each } from '../property.ts';
import type { AioProperty } from './kernel-view.ts';

const KINDS = new Set(['unguarded', 'lock', 'order']);

/**
 * Which lock guards a field is said by its struct (`guarded_by`, `written_under`), and the machine looks on every touch. The
 * order of locks is model/kernel.ts's LOCK_ORDER. Held at return shows in a context that has finished, or an interrupt that is
 * over, and holds a lock; and where nothing can move any more, since whoever holds a spinlock then will never release it.
 * One that a task keeps from one system call to the next, and then releases, is not seen.
 */
export const lockDiscipline: AioProperty = {
  name: 'lock-discipline',
  meaning:
    'No field is touched without the lock that guards it, no lock is taken twice or released by one that does not hold ' +
    'it, none is taken inside one that comes after it in the order of locks, and none is held at return.',
  reason:
    'An update of shared data without its lock may be lost, whether or not a test ever sees it; a lock that stays taken ' +
    'stops every CPU that comes to it, and two that are taken in both orders stop two CPUs at each other.',
  antecedent: {
    text: 'a lock is taken',
    reached: each('context', (_k, { lockHeldBy }, context) => lockHeldBy(context) !== null),
  },
  always: each('context', (_k, { contexts, isAtRest, lockHeldBy }, context) => {
    if (!isAtRest(context)) return null;
    const kept = lockHeldBy(context);
    return kept === null ? null : `${contexts[context]} has returned and still holds ${kept}`;
  }),
  atEnd: each('context', (_k, { contexts, lockHeldBy }, context) => {
    const kept = lockHeldBy(context);
    return kept === null ? null : `${contexts[context]} holds ${kept}, and nothing can move any more`;
  }),
  onBreach: ({ kind }) => KINDS.has(kind),
};

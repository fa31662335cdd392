import type { AioProperty } from './kernel-view.ts';

const KINDS = new Set(['unguarded', 'lock']);

/**
 * Which lock guards a field is said by its struct (`guarded_by`, `written_under`), and the machine looks on every touch.
 * Held at return: a context that has finished, or an interrupt that is over, still holds a lock.
 */
export const lockDiscipline: AioProperty = {
  name: 'lock-discipline',
  meaning:
    'No field is touched without the lock that guards it, no lock is taken twice or released by one that does not hold ' +
    'it, and none is held at return.',
  reason:
    'An update of shared data without its lock may be lost, whether or not a test ever sees it; a lock that stays taken ' +
    'stops every CPU that comes to it.',
  antecedent: { text: 'a lock is taken', reached: (_k, { heldLocks }) => heldLocks().length > 0 },
  always(_k, { contexts, heldLocks, isAtRest }) {
    const kept = heldLocks().find(({ holder }) => isAtRest(holder));
    return kept === undefined ? null : `${contexts[kept.holder]} has returned and still holds ${kept.lock}`;
  },
  onBreach: ({ kind }) => KINDS.has(kind),
};

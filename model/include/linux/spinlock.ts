/** What the kernel asks of a spinlock beside taking it (include/linux/spinlock_api_smp.h). */
import { type Lock, NULL } from '../../core/index.ts';

/** BUG_ON that somebody, whoever it is, holds the lock; nobody can take it from a holder, so it goes with the step after it. */
export const assert_spin_locked = (k: { BUG_ON(condition: boolean): void }, lock: Lock): void =>
  k.BUG_ON(lock.holder() === NULL);

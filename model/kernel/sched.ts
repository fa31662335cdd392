/** Sleeping and waking (kernel/sched.c) in the modelled kernel. */
import { proc } from '../kernel.ts';
import { schedulerFor } from './scheduler.ts';

export const { try_to_wake_up, schedule } = schedulerFor(proc);

/** One family of closed worlds that grows by one request at a time: what searches of different kinds are compared on. */
import type { Scenario } from '../../model/scenarios/format/scenario.ts';

/**
 * `k` direct writes of one bio each, submitted by one call, which a reader waits for while the first is cancelled in vain:
 * a direct write has no cancel method. The ring holds all events, and each write's invalidation may fail.
 */
export const family = (k: number): Scenario => ({
  version: 1,
  name: `family-${k}`,
  ring_nr: k + 1,
  iocbs: Array.from({ length: k }, () => ({ op: 'direct_write', bios: 1, o_sync: false, append: false }) as const),
  tasks: [
    { name: 'submitter', calls: [{ io_submit: Array.from({ length: k }, (_, i) => i) }] },
    { name: 'reader', calls: [{ io_getevents: { min_nr: 1, nr: k } }] },
    { name: 'canceller', calls: [{ io_cancel: 0 }] },
  ],
  faults: { invalidate: ['EIO'] },
});

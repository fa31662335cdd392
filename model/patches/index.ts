/** The patches that are shipped, by name. The first list is what a run without `--patch` looks at. */
import { compose, type Patch } from '../core/index.ts';
import { cancelByCmpxchg } from './cancel-by-cmpxchg.ts';
import { cancelWhenDequeued } from './cancel-when-dequeued.ts';
import { checkDead } from './check-dead.ts';
import { dioBugon } from './dio-bugon.ts';
import { eventAtLastPut } from './event-at-last-put.ts';
import { eventForCancelled } from './event-for-cancelled.ts';
import { invalidateFirst, mainline2621, mainline2624 } from './invalidate-first.ts';
import { nonexclusiveWait } from './nonexclusive-wait.ts';
import { osyncKeepsQueued } from './osync-keeps-queued.ts';
import { postEiocbqueued } from './post-eiocbqueued.ts';
import { setupKeepsReference } from './setup-keeps-reference.ts';
import { syncTaskFirst } from './sync-task-first.ts';
import { waitByCallback } from './wait-by-callback.ts';
import { wake } from './wake.ts';
import { wakeAtDestroy, wakeOneAtDestroy } from './wake-at-destroy.ts';
import { wakeWithReference } from './wake-with-reference.ts';

export const base: Patch = {
  name: '2.6.20',
  summary: 'Linux 2.6.20 as released, without fs/direct-io.c:1113',
  hunks: [],
};

export const shippedPatches: readonly Patch[] = [
  base,
  postEiocbqueued,
  { ...compose([postEiocbqueued, wake]), summary: 'the same, repaired: whoever inserts the event also wakes a waiter' },
  mainline2621,
  invalidateFirst,
];

/** To be composed with others (`post-eiocbqueued+wake`) or asked for by name. Which commits they are: lineage.ts. */
export const partPatches: readonly Patch[] = [
  wake,
  dioBugon,
  cancelWhenDequeued,
  checkDead,
  wakeAtDestroy,
  wakeOneAtDestroy,
  mainline2624,
  osyncKeepsQueued,
  cancelByCmpxchg,
  eventForCancelled,
  eventAtLastPut,
  nonexclusiveWait,
  setupKeepsReference,
  waitByCallback,
  wakeWithReference,
  syncTaskFirst,
];

/** What may fail beside the I/O itself: invalidating cached pages (mm/truncate.c:317) and flushing an inode (fs/fs-writeback.c:645). */
import { list_add_tail } from '../include/linux/list.ts';
import type { Kernel } from '../kernel.ts';
import type { FaultKind } from '../world.ts';

/** Both sleep, and return 0 or one of the errors that the scenario lists; which, an outcome tells. */
const mayFail =
  (kind: Exclude<FaultKind, 'bio'>) =>
  (k: Kernel, iocb: number): number => {
    k.might_sleep();
    const err = k.choose(kind, k.world.faults[kind]);
    list_add_tail(err, k.request(iocb)[kind]);
    return err;
  };

/** For the file of the request. */
export const invalidate_inode_pages2_range = mayFail('invalidate');
export const generic_osync_inode = mayFail('osync');

/** By C file, which lines the steps of the model stand for beside their statements, and why no step stands for others. */
import { dummyHcdLines } from './drivers/usb/gadget/dummy_hcd.ts';
import { inodeLines } from './drivers/usb/gadget/inode.ts';
import { contextLines } from './fs/aio/contexts.ts';
import { requestLines } from './fs/aio/requests.ts';
import { retryLines } from './fs/aio/retries.ts';
import { submissionLines } from './fs/aio/submission.ts';
import { bioLines } from './fs/bio.ts';
import { directIoLines } from './fs/direct-io.ts';
import { readWriteLines } from './fs/read-write.ts';
import { aioHeaderLines } from './include/linux/aio.ts';
import { forkLines } from './kernel/fork.ts';
import { schedLines } from './kernel/sched.ts';
import { signalLines } from './kernel/signal.ts';
import { timerLines } from './kernel/timer.ts';
import { waitHeaderLines, waitLines } from './kernel/wait.ts';
import { workqueueHeaderLines, workqueueLines } from './kernel/workqueue.ts';
import { filemapLines } from './mm/filemap.ts';
import type { LinesOf } from './reasons.ts';

export const linesByPath: ReadonlyMap<string, LinesOf> = new Map([
  ['drivers/usb/gadget/dummy_hcd.c', dummyHcdLines],
  ['drivers/usb/gadget/inode.c', inodeLines],
  ['fs/aio.c', { ...requestLines, ...submissionLines, ...retryLines, ...contextLines }],
  ['fs/bio.c', bioLines],
  ['fs/direct-io.c', directIoLines],
  ['fs/read_write.c', readWriteLines],
  ['include/linux/aio.h', aioHeaderLines],
  ['include/linux/wait.h', waitHeaderLines],
  ['include/linux/workqueue.h', workqueueHeaderLines],
  ['kernel/fork.c', forkLines],
  ['kernel/sched.c', schedLines],
  ['kernel/signal.c', signalLines],
  ['kernel/timer.c', timerLines],
  ['kernel/wait.c', waitLines],
  ['kernel/workqueue.c', workqueueLines],
  ['mm/filemap.c', filemapLines],
]);
